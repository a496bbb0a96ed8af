#include "textmend/unicode.h"

#include <simdjson.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <utf8/unchecked.h>

#include <algorithm>
#include <iterator>

#include "textmend/scan/kernel.h"

namespace textmend::internal {

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const char* begin = text.data() + at;
  const char* it = begin;
  const auto code_point = static_cast<char32_t>(utf8::unchecked::next(it));
  at += static_cast<std::size_t>(it - begin);
  return code_point;
}

std::size_t previous_boundary(std::string_view text, std::size_t at) {
  --at;
  while (at > 0 && is_continuation(text[at])) --at;
  return at;
}

void append_code_point(char32_t code_point, std::string& to) {
  utf8::unchecked::append(static_cast<std::uint32_t>(code_point), std::back_inserter(to));
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::size_t count_line_ends(std::string_view text) {
  static const scan::Kernel& kernel = scan::best_kernel();
  return kernel.count_line_ends(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::size_t find_line_ends(std::string_view text, std::uint32_t* to) {
  static const scan::Kernel& kernel = scan::best_kernel();
  return kernel.find_line_ends(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), to);
}

bool is_valid_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

std::string_view trim_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string fold_case(std::string_view text) {
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                         nullptr, status);
  return folded;
}

bool is_letter(char32_t code_point) { return u_isalpha(static_cast<UChar32>(code_point)) != 0; }

bool is_mark(char32_t code_point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_M_MASK) != 0;
}

bool is_uppercase(char32_t code_point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}

bool is_lowercase(char32_t code_point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_LL_MASK) != 0;
}

}  // namespace textmend::internal
