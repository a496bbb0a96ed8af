#include "textmend/unicode.h"

#include <simdjson.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <utf8/unchecked.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "textmend/scan/kernel.h"

namespace textmend::internal {

void append_code_point(char32_t code_point, std::string& to) {
  utf8::unchecked::append(static_cast<std::uint32_t>(code_point), std::back_inserter(to));
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::size_t count_visible(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return !is_blank(c) && c != '\n' && c != '\r'; }));
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

namespace {

std::string fold_by_icu(std::string_view text) {
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                         nullptr, status);
  return folded;
}

char32_t simple_fold(char32_t code_point) {
  return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(code_point), U_FOLD_CASE_DEFAULT));
}

}  // namespace

// ICU is asked only for what folds: a call costs it a thousand instructions.
std::string fold_case(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const std::uint8_t traits = traits_of(c);
    if ((traits & kExpands) != 0) return fold_by_icu(text);
    const char32_t other = c < 0x80 ? static_cast<char32_t>(fold_ascii(static_cast<char>(c)))
                           : (traits & kFolds) != 0 ? simple_fold(c)
                                                    : c;
    if (other == c) continue;
    folded.append(text, done, begin - done);
    append_code_point(other, folded);
    done = at;
  }
  return folded.append(text, done);
}

int digit_value(char32_t code_point) {
  if (code_point < 0x80)
    return code_point >= U'0' && code_point <= U'9' ? int(code_point - U'0') : -1;
  return u_charDigitValue(static_cast<UChar32>(code_point));
}

std::array<std::atomic<std::uint8_t>, kCodePoints> kept_traits;

std::uint8_t ask_traits(char32_t code_point) {
  const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(code_point));
  std::uint8_t traits = kAsked;
  if ((category & U_GC_L_MASK) != 0) traits |= kLetter;
  if ((category & U_GC_M_MASK) != 0) traits |= kMark;
  if ((category & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0) traits |= kUppercase;
  if ((category & U_GC_LL_MASK) != 0) traits |= kLowercase;
  std::string text, simple;
  append_code_point(code_point, text);
  append_code_point(simple_fold(code_point), simple);
  const std::string folded = fold_by_icu(text);
  if (code_point >= 0x80 && folded != text) traits |= kFolds;
  if (folded != simple) traits |= kExpands;
  kept_traits[code_point].store(traits, std::memory_order_relaxed);
  return traits;
}

unsigned byte_commonness(std::size_t byte) {
  if (byte == ' ') return 160;
  if (byte >= 'a' && byte <= 'z') {
    static constexpr std::array<unsigned char, 26> kLetters{64, 11, 22, 32, 98, 17, 16, 46, 56,
                                                            1,  6,  32, 19, 56, 60, 15, 1,  48,
                                                            52, 70, 22, 8,  18, 2,  16, 1};
    return kLetters[byte - 'a'];
  }
  if (byte >= 'A' && byte <= 'Z') return 2;
  if (byte >= '0' && byte <= '9') return 2;
  if (byte == '.' || byte == ',' || byte == 0xE2) return 10;
  return byte >= 0x80 ? 3 : 1;
}

}  // namespace textmend::internal
