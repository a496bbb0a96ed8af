#include "textmend/mojibake_sort.h"

#include <unicode/uchar.h>

#include "textmend/code_pages.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

Sort ascii_sort(char32_t c) {
  if (c >= U'a' && c <= U'z') return Sort::kLower;
  if (c >= U'A' && c <= U'Z') return Sort::kUpper;
  if (c >= U'0' && c <= U'9') return Sort::kDigit;
  if (c == 0 || c == U' ' || c == U'\t' || c == U'\n' || c == U'\r') return Sort::kBlank;
  if (c < 0x20 || c == 0x7F) return Sort::kControl;
  if (c == U'\'') return Sort::kApostrophe;
  if (c == U'-') return Sort::kDash;
  if (is_one_of(c, U"([{<")) return Sort::kOpening;
  if (is_one_of(c, U")]}>.,;:!?\"")) return Sort::kClosing;
  return Sort::kAsciiSymbol;
}

}  // namespace

Sort sort_of(char32_t c) {
  if (c < 0x80) return ascii_sort(c);
  if (c < 0xA0) return Sort::kControl;
  if (c == 0xFFFD) return Sort::kLost;
  if (is_one_of(c, U"\u00A0\u2009\u202F\u3000")) return Sort::kBlank;
  if (c == U'’') return Sort::kApostrophe;
  if (is_one_of(c, U"„‚“‘«‹¿¡")) return Sort::kOpening;
  if (is_one_of(c, U"”»›…。、，．！？；：）」』")) return Sort::kClosing;
  if (is_one_of(c, U"–—")) return Sort::kDash;
  if (is_one_of(c, U"™®©°ªº¹²³‰")) return Sort::kTrailing;
  if (is_one_of(c, U"£¥¢€")) return Sort::kCurrency;
  if (c >= 0x2500 && c < 0x25A0) return Sort::kBox;
  // Letters by name only: florin, micro sign, accents that stand alone, ordinals.
  if (is_one_of(c, U"ƒµ") || (c >= 0x2B0 && c < 0x300)) return Sort::kSymbol;
  const std::uint8_t traits = traits_of(c);
  if ((traits & kMark) != 0) return Sort::kMark;
  if ((traits & kLetter) == 0) {
    return u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER ? Sort::kDigit
                                                                         : Sort::kSymbol;
  }
  if ((traits & kUppercase) != 0) return Sort::kUpper;
  return (traits & kLowercase) != 0 ? Sort::kLower : Sort::kLetter;
}

UScriptCode script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status);
}

bool is_han_like(UScriptCode script) {
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
         script == USCRIPT_HANGUL || script == USCRIPT_BOPOMOFO;
}

bool same_script(UScriptCode a, UScriptCode b) {
  return a == b || (is_han_like(a) && is_han_like(b));
}

bool is_cyrillic_or_greek(char32_t c) {
  if (c < 0x370 || c > 0x1FFF) return false;
  const UScriptCode script = script_of(c);
  return script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
}

char32_t windows_1252(char32_t c) {
  static const CodePage* const page = find_code_page("windows-1252");
  return c >= 0x80 && c < 0xA0 ? char32_t{page->characters[c - 0x80]} : c;
}

}  // namespace textmend::internal
