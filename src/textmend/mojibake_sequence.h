// The sequences of mojibake.h in a line, for one encoding: found and judged.

#ifndef TEXTMEND_MOJIBAKE_SEQUENCE_H_
#define TEXTMEND_MOJIBAKE_SEQUENCE_H_

#include <cstdint>
#include <vector>

#include "textmend/mojibake.h"
#include "textmend/mojibake_score.h"

namespace textmend::internal {

// Bytes of the character that a byte leads; 0 when it leads none.
inline std::size_t length_of(std::uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}
// A continuation byte.
inline bool is_rest(std::uint8_t byte) { return byte >= 0x80 && byte <= 0xBF; }

// How whole a sequence is.
enum class Whole {
  kYes,
  kLost,        // a byte became U+FFFD
  kAsked,       // a byte became `?`
  kSpaced,      // a space stands for A0 and goes
  kGrave,       // `à` without its A0, which a space swallowed that stays
  kHyphenless,  // `í` without its soft hyphen
  kQuoteless,   // `”` without its last byte, which windows-1252 does not have
  kStraight,    // a dash of which the last byte was a quotation mark and was made straight
};

struct Sequence {
  std::size_t first = 0, count = 0;  // cells
  char32_t c = 0;                    // what it is, read again
  Whole whole = Whole::kYes;
  const CodePage* page = nullptr;
  std::size_t bytes = 0;  // of the character in UTF-8
  int odd = 0, fits = 0, points = 0;
  bool taken = false;
  bool may_nest = true;  // may be taken for what the next layer says

  // C1 control characters were windows-1252.
  char32_t written() const { return windows_1252(c); }
};
using Sequences = std::vector<Sequence>;

// A page, and its byte for each cell, 0 where it has none.
struct PageBytes {
  const CodePage* page;
  std::vector<std::uint8_t> bytes;
};

// All sequences, in order and disjoint, not yet judged.
Sequences find_sequences(const Cells& cells, const PageBytes& page, bool at_end);

// Fills in the points of the sequences of one page, and whether they are taken. Returns the number
// of broken ones: leads of three bytes and more with a part of their rest.
std::size_t judge(const Cells& cells, const PageBytes& page, Sequences& sequences);

}  // namespace textmend::internal

#endif  // TEXTMEND_MOJIBAKE_SEQUENCE_H_
