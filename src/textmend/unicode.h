// Small helpers on UTF-8. Everything here expects valid UTF-8 unless it says otherwise.

#ifndef TEXTMEND_UNICODE_H_
#define TEXTMEND_UNICODE_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace textmend::internal {

// True for the second and later bytes of a code point.
inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

inline bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// The code point that begins at text[at]; `at` moves behind it.
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  const char* bytes = text.data() + at;
  const auto byte = [bytes](std::size_t i) {
    return char32_t{static_cast<unsigned char>(bytes[i])};
  };
  const auto more = [&byte](std::size_t i) { return byte(i) & 0x3FU; };
  const char32_t lead = byte(0);
  if (lead < 0xC0) {
    at += 1;
    return lead;
  }
  if (lead < 0xE0) {
    at += 2;
    return (lead & 0x1FU) << 6U | more(1);
  }
  if (lead < 0xF0) {
    at += 3;
    return (lead & 0x0FU) << 12U | more(1) << 6U | more(2);
  }
  at += 4;
  return (lead & 0x07U) << 18U | more(1) << 12U | more(2) << 6U | more(3);
}

// The begin of the code point before `at`; at > 0.
inline std::size_t previous_boundary(std::string_view text, std::size_t at) {
  --at;
  while (at > 0 && is_continuation(text[at])) --at;
  return at;
}

void append_code_point(char32_t code_point, std::string& to);

std::size_t count_code_points(std::string_view text);

// Bytes that are not ASCII, eight at a time.
inline std::size_t count_beyond_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t count = 0;
  for (; text.size() >= sizeof kHighBits; text.remove_prefix(sizeof kHighBits)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), sizeof bytes);
    count += ((bytes & kHighBits) >> 7U) * 0x0101010101010101U >> 56U;
  }
  for (const char c : text) count += is_ascii(c) ? 0 : 1;
  return count;
}

// LFs.
std::size_t count_line_ends(std::string_view text);
// Writes their offsets in ascending order and returns their number; `to` has room for text.size(),
// which is less than 2^32.
std::size_t find_line_ends(std::string_view text, std::uint32_t* to);

bool is_valid_utf8(std::string_view text);

// A space or a tab. This is the only meaning of "blank" in the project.
inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

// How many blanks stand in front, and where those at the end begin. Asked of every line, most of
// which have none: a loop of one step is cheaper than std::string_view::find_first_not_of, which
// calls memchr for every byte.
inline std::size_t leading_blanks(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_blank(text[count])) ++count;
  return count;
}
inline std::size_t trailing_blanks_begin(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && is_blank(text[end - 1])) --end;
  return end;
}

// Without the blanks at both ends.
inline std::string_view trim_blanks(std::string_view text) {
  text = text.substr(0, trailing_blanks_begin(text));
  return text.substr(leading_blanks(text));
}

// Nothing but blanks.
inline bool is_blank(std::string_view text) { return trim_blanks(text).empty(); }

// Bytes that are no blank and no part of a line's end.
std::size_t count_visible(std::string_view text);

// Full case folding (ICU), which depends on no locale.
std::string fold_case(std::string_view text);

// ASCII letters folded, the rest as it is.
inline char fold_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// What ICU knows of a code point, as bits. Its answers are kept, as the questions are asked of
// every letter of a text; memory is taken only for the pages of the table that are asked for.
enum Trait : std::uint8_t {
  kLetter = 1,     // general category L*
  kMark = 2,       // general category M*
  kUppercase = 4,  // Lu or Lt
  kLowercase = 8,  // Ll
  kFolds = 16,     // case folding changes it; not set for ASCII
  kExpands = 32,   // case folding makes more than one code point of it
  kAsked = 64,     // set in every answer
};
inline constexpr std::size_t kCodePoints = 0x110000;
extern std::array<std::atomic<std::uint8_t>, kCodePoints> kept_traits;  // 0: not asked for yet
std::uint8_t ask_traits(char32_t code_point);

inline std::uint8_t traits_of(char32_t code_point) {
  if (code_point >= kCodePoints) return kAsked;
  const std::uint8_t kept = kept_traits[code_point].load(std::memory_order_relaxed);
  return kept != 0 ? kept : ask_traits(code_point);
}

// The value of a decimal digit of any script; -1 for what is none.
int digit_value(char32_t code_point);

inline bool is_letter(char32_t code_point) { return (traits_of(code_point) & kLetter) != 0; }
inline bool is_mark(char32_t code_point) { return (traits_of(code_point) & kMark) != 0; }
inline bool is_uppercase(char32_t code_point) { return (traits_of(code_point) & kUppercase) != 0; }
inline bool is_lowercase(char32_t code_point) { return (traits_of(code_point) & kLowercase) != 0; }

// How often a byte stands in a thousand bytes of prose, roughly; at least 1. Says where a search is
// cheap, no more.
unsigned byte_commonness(std::size_t byte);

}  // namespace textmend::internal

#endif  // TEXTMEND_UNICODE_H_
