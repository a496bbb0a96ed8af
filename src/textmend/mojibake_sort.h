// What characters are to a score of mojibake.h: what they do in a line of text, and their script.

#ifndef TEXTMEND_MOJIBAKE_SORT_H_
#define TEXTMEND_MOJIBAKE_SORT_H_

#include <unicode/uscript.h>

#include <string_view>

namespace textmend::internal {

inline bool is_one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

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

UScriptCode script_of(char32_t c);
// Han, kana, Hangul and Bopomofo stand beside each other.
bool is_han_like(UScriptCode script);
bool same_script(UScriptCode a, UScriptCode b);

// Whether c is a letter of the script that most words of `other` scripts are not: Cyrillic or
// Greek. Text of these is full of what windows-1251 and windows-1253 take for sequences.
bool is_cyrillic_or_greek(char32_t c);

// The character of windows-1252 for a C1 control character; 0 where it has none, `c` for any other.
char32_t windows_1252(char32_t c);

}  // namespace textmend::internal

#endif  // TEXTMEND_MOJIBAKE_SORT_H_
