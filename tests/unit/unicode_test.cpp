#include "textmend/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include <cstdint>
#include <string>

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

TEST_CASE("code points of all lengths are read and written") {
  for (char32_t c = 0; c < kCodePoints; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text = "a";
    append_code_point(c, text);
    const std::size_t end = text.size();
    text += 'b';
    std::size_t at = 1;
    if (next_code_point(text, at) != c || at != end) FAIL(static_cast<std::uint32_t>(c));
  }
}

std::string folded_by_icu(const std::string& text) {
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, text, sink, nullptr, status);
  return folded;
}

TEST_CASE("traits and folded case are what ICU says, when first asked for and later") {
  for (char32_t c = 0; c < kCodePoints; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const auto icu = static_cast<UChar32>(c);
    const int category = u_charType(icu);
    std::string text;
    append_code_point(c, text);
    const bool folds = folded_by_icu(text) != text;
    text = "Aé" + text + "zÉ" + text;
    for (int time = 0; time < 2; ++time) {
      const bool same =
          is_letter(c) == (u_isalpha(icu) != 0) &&
          is_mark(c) == (category >= U_NON_SPACING_MARK && category <= U_COMBINING_SPACING_MARK) &&
          is_uppercase(c) == (category == U_UPPERCASE_LETTER || category == U_TITLECASE_LETTER) &&
          is_lowercase(c) == (category == U_LOWERCASE_LETTER) &&
          ((traits_of(c) & kFolds) != 0) == (folds && c >= 0x80) &&
          fold_case(text) == folded_by_icu(text);
      if (!same) FAIL(static_cast<std::uint32_t>(c));
    }
  }
  CHECK(traits_of(kCodePoints) == kAsked);
}

}  // namespace
}  // namespace textmend::internal
