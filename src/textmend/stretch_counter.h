// How often short stretches of bytes stand in a text: thousands of them in one pass.
//
// The engine finds candidates by four neighbouring bytes of each need, so what a need costs is told
// by its rarest such stretch, not by the whole of it: "ead the " is as common as "ead ".

#ifndef TEXTMEND_STRETCH_COUNTER_H_
#define TEXTMEND_STRETCH_COUNTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/needs.h"

namespace textmend::internal {

class StretchCounter {
 public:
  static constexpr std::size_t kWidth = 4;

  struct Seen {
    std::size_t count = 0;
    std::vector<std::string> excerpts;  // at most two different ones: what stands around it
  };

  // Takes a stretch of one to four bytes, each one of a class; returns its number.
  std::size_t add(std::span<const ByteClass> stretch);

  // Looks for all of them in a line, which is given without its end.
  void scan(std::string_view line);

  const Seen& seen(std::size_t number) const { return seen_[number]; }

 private:
  // 64 stretches: a bit each, per place and byte.
  using Group = std::array<std::array<std::uint64_t, 256>, kWidth>;

  std::vector<Group> groups_;
  std::vector<std::size_t> sizes_;
  std::vector<Seen> seen_;
  std::string padded_;
};

// Up to 24 bytes on both sides of [begin, end), cut between code points, with `…` where cut.
std::string excerpt(std::string_view line, std::size_t begin, std::size_t end);

// A stretch for people: `ad t`, with `[cdt]` for a class, `·` for one of many.
std::string to_string(std::span<const ByteClass> stretch);

}  // namespace textmend::internal

#endif  // TEXTMEND_STRETCH_COUNTER_H_
