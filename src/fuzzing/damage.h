// Texts that are broken the way extractors break them.
//
// A fuzzer that changes bytes hardly ever makes the damage that rules are for, and what it makes is
// soon no text any more. This one takes a text and does to it what scrapers, PDF extractors and OCR
// do: blanks in front of marks, ligatures that went missing, words broken at line ends, page heads
// between two lines, UTF-8 read as Latin-1. And it splices in what the tests of the rules hold,
// which is where the patterns nearly match.

#ifndef TEXTMEND_FUZZING_DAMAGE_H_
#define TEXTMEND_FUZZING_DAMAGE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/random.h"

namespace textmend::fuzzing {

class Damage {
 public:
  // `pieces` are what is spliced in: lines, words, needs. May be empty.
  explicit Damage(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}

  // `text` with one to four kinds of damage, at most `max_size` bytes. Valid UTF-8 stays valid, but
  // for one kind in a hundred, which breaks it.
  std::string mutate(std::string text, Random& random, std::size_t max_size) const;

  std::span<const std::string> pieces() const { return pieces_; }

 private:
  void splice(std::string& text, Random& random) const;

  std::vector<std::string> pieces_;
};

// `text` up to `max_size` bytes, cut at a code point.
void truncate(std::string& text, std::size_t max_size);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_DAMAGE_H_
