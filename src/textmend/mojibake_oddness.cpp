// How odd characters are beside each other.

#include "textmend/mojibake_score.h"

namespace textmend::internal {

namespace {

bool is_ascii_char(char32_t c) { return c < 0x80; }

// Two letters of which no language has both.
bool no_common_alphabet(char32_t a, char32_t b) {
  if (is_one_of(b, U"ŒœŸ")) return is_one_of(a, U"ÃÄÅãäåÕõØøĂăĹĺÞÐð");
  if (is_one_of(a, U"ĂăĆć") && is_one_of(b, U"ŁłĄąŻżĽľŤťŚśŹźŗŖæÆøØ")) {
    return is_one_of(a, U"Ăă") || is_one_of(b, U"ĽľŤťŗŖæÆøØ");  // Ć and Ł are both Polish
  }
  if (is_one_of(a, U"Ĺĺ") && is_one_of(b, U"ŁłĄąŻżŞşŚśŹź")) return true;
  if (is_one_of(a, U"Ăă")) return is_one_of(b, U"ŠšŽž");
  return is_one_of(b, U"ŠšŽž") && is_one_of(a, U"ÃãÅåÊêÞÐðÑñ");
}

int oddness_of_letters(char32_t a, Sort left, char32_t b, Sort right) {
  if (is_ascii_char(a) && is_ascii_char(b)) return 0;
  const UScriptCode one = script_of(a), other = script_of(b);
  if (!same_script(one, other)) return is_han_like(one) || is_han_like(other) ? 1 : 3;
  if (no_common_alphabet(a, b)) return 2;
  if (left != Sort::kLower || right != Sort::kUpper) return 0;
  return 2;
}

int oddness_behind_letter(char32_t a, Sort left, char32_t b, Sort right) {
  if (is_letter(right)) return oddness_of_letters(a, left, b, right);
  switch (right) {
    case Sort::kOpening:
      // Some open in one language and close in another; see oddness_in_word().
      return is_ascii_char(b) || is_one_of(b, U"«‘“‹") ? 0 : 3;
    case Sort::kTrailing:
      return 1;
    case Sort::kCurrency:
      return left == Sort::kLower ? 2 : 1;
    case Sort::kSymbol:
      if (b == U'´') return 1;  // for an apostrophe
      return b == U'·' || b == U'¨' ? 2 : 3;
    case Sort::kBox:
    case Sort::kControl:
      return 3;
    case Sort::kLost:
      return 1;
    default:
      return 0;
  }
}

// Behind a mark or symbol beyond ASCII.
int oddness_behind_symbol(char32_t a, Sort left, char32_t b, Sort right) {
  const bool letter = is_letter(right);
  const bool sign = right == Sort::kSymbol || right == Sort::kTrailing ||
                    right == Sort::kCurrency || (right == Sort::kOpening && !is_ascii_char(b));
  switch (left) {
    case Sort::kTrailing:
      if (letter) return right == Sort::kLower ? 2 : 1;
      return right == Sort::kTrailing ? 1 : sign ? 2 : 0;
    case Sort::kCurrency:
      return sign ? 2 : 0;
    case Sort::kSymbol:
      if (letter) return a == U'´' || a == U'·' ? 0 : 1;
      if (right == Sort::kClosing || right == Sort::kDash) return is_ascii_char(b) ? 0 : 1;
      return sign ? 2 : 0;
    case Sort::kBox:
      if (letter) return is_one_of(a, U"─│═║") ? 1 : 2;  // also bullets
      return sign ? 2 : 0;
    case Sort::kClosing:
      if (letter) return a == U'»' ? 0 : 1;
      return right == Sort::kSymbol ? 2 : sign && right != Sort::kOpening ? 1 : 0;
    case Sort::kOpening:
      if (letter || right == Sort::kDigit || right == Sort::kCurrency) return 0;
      return sign && right != Sort::kOpening ? 1 : 0;
    case Sort::kApostrophe:
    case Sort::kDash:
      return right == Sort::kSymbol || right == Sort::kTrailing ? 1 : 0;
    default:
      return 0;
  }
}

}  // namespace

int oddness(char32_t a, char32_t b) {
  const Sort left = sort_of(a), right = sort_of(b);
  if (is_letter(left)) return oddness_behind_letter(a, left, b, right);
  if (left == Sort::kDigit) return right == Sort::kUpper && !is_ascii_char(b) ? 1 : 0;
  if (is_ascii_char(a)) return 0;
  return oddness_behind_symbol(a, left, b, right);
}

int oddness_in_word(char32_t before, char32_t c, char32_t behind) {
  if (!is_letter(sort_of(before)) || !is_letter(sort_of(behind))) return 0;
  return is_one_of(c, U"«‘“‹") ? 3 : 0;
}

}  // namespace textmend::internal
