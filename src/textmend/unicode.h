// Small helpers on UTF-8. Everything here expects valid UTF-8 unless it says otherwise.

#ifndef TEXTMEND_UNICODE_H_
#define TEXTMEND_UNICODE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmend::internal {

// True for the second and later bytes of a code point.
inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

inline bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// The code point that begins at text[at]; `at` moves behind it.
char32_t next_code_point(std::string_view text, std::size_t& at);

// The begin of the code point before `at`; at > 0.
std::size_t previous_boundary(std::string_view text, std::size_t at);

void append_code_point(char32_t code_point, std::string& to);

std::size_t count_code_points(std::string_view text);

// LFs.
std::size_t count_line_ends(std::string_view text);

bool is_valid_utf8(std::string_view text);

// Nothing but spaces and tabs. This is the only meaning of "blank" in the project.
bool is_blank(std::string_view text);

// Without the spaces and tabs at both ends.
std::string_view trim_blanks(std::string_view text);

// Full case folding (ICU), which depends on no locale.
std::string fold_case(std::string_view text);

// ASCII letters folded, the rest as it is.
inline char fold_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_letter(char32_t code_point);     // general category L*
bool is_mark(char32_t code_point);       // general category M*
bool is_uppercase(char32_t code_point);  // Lu or Lt
bool is_lowercase(char32_t code_point);  // Ll

}  // namespace textmend::internal

#endif  // TEXTMEND_UNICODE_H_
