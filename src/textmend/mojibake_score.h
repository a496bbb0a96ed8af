// How plausible characters are beside each other: the two sides of a score of mojibake.h.
//
// Everything here is points, small integers of which the sums are compared. They were set by hand,
// for what can be said of all languages at once, and are held by tests/mojibake.tsv.

#ifndef TEXTMEND_MOJIBAKE_SCORE_H_
#define TEXTMEND_MOJIBAKE_SCORE_H_

#include <cstddef>
#include <functional>

#include "textmend/unicode.h"

namespace textmend::internal {

// What a character does in a line of text.
enum class Sort {
  kLower,
  kUpper,
  kLetter,  // without case
  kMark,
  kDigit,
  kBlank,       // blanks, and what is beyond the line
  kApostrophe,  // ' ’
  kOpening,     // brackets, „ “ ‘ « ¿
  kClosing,     // brackets, stops, ” »
  kDash,
  kTrailing,  // may stand behind a word or a number: ™ ® ° ² º
  kCurrency,
  kAsciiSymbol,  // may stand anywhere
  kSymbol,
  kBox,      // line art
  kControl,  // C0, C1
  kLost,     // U+FFFD
};

Sort sort_of(char32_t c);
inline bool is_letter(Sort sort) {
  return sort == Sort::kLower || sort == Sort::kUpper || sort == Sort::kLetter;
}

// 0: b stands behind a in good text. 1: it may. 2: hardly. 3: it does not.
int oddness(char32_t a, char32_t b);

// What the two neighbours of c add: a mark that opens or closes, between letters.
int oddness_in_word(char32_t before, char32_t c, char32_t behind);

// The character of windows-1252 for a C1 control character; 0 where it has none, `c` for any other.
char32_t windows_1252(char32_t c);

// Decoded characters around a place. at(0) is the one in question, at(-1) stands in front of it;
// 0 is beyond the line. Good for a few dozen characters each way.
using Around = std::function<char32_t(int)>;

inline constexpr int kMisfit = -100;  // and less: never

// How well at(0) fits: 2 well, 0 not badly, below that badly.
int fit(const Around& at);

// Whether c is a letter of the script that most words of `other` scripts are not: Cyrillic or
// Greek. Text of these is full of what windows-1251 and windows-1253 take for sequences.
bool is_cyrillic_or_greek(char32_t c);

}  // namespace textmend::internal

#endif  // TEXTMEND_MOJIBAKE_SCORE_H_
