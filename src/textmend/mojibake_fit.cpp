// How well a decoded character fits at its place.

#include <unicode/uchar.h>

#include <algorithm>

#include "textmend/code_pages.h"
#include "textmend/mojibake_score.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

bool is_ordinary(char32_t c) {
  const auto ranges = ordinary_characters();
  const auto next = std::upper_bound(
      ranges.begin(), ranges.end(), c,
      [](char32_t value, const CodePointRange& range) { return value < range.first; });
  return next != ranges.begin() && c <= std::prev(next)->last;
}

// Accents and strokes that are put on letters today.
constexpr std::u32string_view kAccents =
    U"\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030A\u030B\u030C\u0323\u0327\u0328"
    U"\u0332\u0335\u0336\u0337\u0338";

// Extensions, radicals and marks for reading Chinese.
bool is_rare_han(char32_t c) {
  return (c >= 0x2E80 && c < 0x3000) || (c >= 0x3190 && c < 0x31C0) ||
         (c >= 0x3400 && c < 0x4E00) || c >= 0xF900;
}

// Whether text is written with c at all. The table knows two-byte characters; of the others all of
// the scripts in everyday use, of Latin the letters of Vietnamese and the glyphs for ligatures.
bool is_written(char32_t c, UScriptCode script) {
  if (c >= 0x300 && c < 0x370) return is_one_of(c, kAccents);
  if (c < 0x800) return is_ordinary(c);
  if (script == USCRIPT_HAN) return !is_rare_han(c);
  if (script == USCRIPT_BRAILLE) return true;
  if (script == USCRIPT_LATIN) {
    return (c >= 0x1EA0 && c <= 0x1EF9) || (c >= 0xFB00 && c <= 0xFB06) ||
           (c >= 0xFF21 && c <= 0xFF5A);
  }
  if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED) return true;
  return uscript_getUsage(script) == USCRIPT_USAGE_RECOMMENDED;
}

bool is_assigned_text(char32_t c) {
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_UNASSIGNED:
    case U_CONTROL_CHAR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return false;
    default:
      return true;
  }
}

// The letters of the word around at(0), without itself.
struct Word {
  int lower = 0, upper = 0;
};

Word word_around(const Around& at) {
  Word word;
  for (const int step : {-1, 1}) {
    for (int i = step; i > -24 && i < 24; i += step) {
      const Sort sort = sort_of(at(i));
      if (sort == Sort::kLower) ++word.lower;
      if (sort == Sort::kUpper) ++word.upper;
      if (!is_letter(sort) && sort != Sort::kMark) break;
    }
  }
  return word;
}

// The next character in this direction that is not blank; 0 when there is none near.
char32_t next_visible(const Around& at, int step) {
  for (int i = step; i > -4 && i < 4; i += step) {
    if (sort_of(at(i)) != Sort::kBlank) return at(i);
  }
  return 0;
}

// A letter with case, between what may be letters: the case must be that of the word.
int case_fit(const Around& at, Sort sort, bool behind_letter, bool before_letter) {
  const Word word = word_around(at);
  const Sort before = sort_of(at(-1)), behind = sort_of(at(1));
  if (sort == Sort::kLower) {
    if (word.upper >= 2 && word.lower == 0) return kMisfit;
    if (before == Sort::kUpper && sort_of(at(-2)) == Sort::kUpper) return kMisfit;
    if (before == Sort::kUpper && behind == Sort::kUpper) return kMisfit;
    if (!behind_letter && behind == Sort::kUpper) return kMisfit;
    return 2;
  }
  if (before == Sort::kLower) return kMisfit;
  if (behind_letter && before_letter && behind == Sort::kLower) return kMisfit;
  return 2;
}

int lone_letter_fit(const Around& at, char32_t c, Sort sort) {
  const Sort before = sort_of(next_visible(at, -1)), behind = sort_of(next_visible(at, 1));
  if (sort == Sort::kLower && (before == Sort::kUpper || before == Sort::kBlank) &&
      behind == Sort::kUpper) {
    return -2;
  }
  if (is_one_of(c, U"àÀ") && sort_of(at(-1)) != Sort::kDigit) return 2;
  return is_one_of(c, U"áâéèêíóòôöåùúýôоив") ? 1 : -1;
}

int letter_fit(const Around& at, char32_t c, Sort sort, UScriptCode script) {
  const char32_t before = at(-1), behind = at(1);
  const bool behind_letter = is_letter(sort_of(before)) || is_mark(before);
  const bool before_letter = is_letter(sort_of(behind));
  const auto own = [&](char32_t other) {
    const Sort other_sort = sort_of(other);
    return (is_letter(other_sort) || other_sort == Sort::kMark) &&
           same_script(script_of(other), script);
  };
  const auto foreign = [&](char32_t other) {
    return is_letter(sort_of(other)) && !same_script(script_of(other), script);
  };
  const bool cased = sort != Sort::kLetter;
  if (script == USCRIPT_LATIN) {
    for (const char32_t other : {before, behind}) {
      if (foreign(other) && !is_han_like(script_of(other))) return kMisfit;
    }
    if (!behind_letter && !before_letter) return lone_letter_fit(at, c, sort);
    return cased ? case_fit(at, sort, behind_letter, before_letter) : 1;
  }
  if (own(before) || own(behind)) {
    return cased ? case_fit(at, sort, behind_letter, before_letter) : 2;
  }
  // Vowel signs that stand in front of their letter, and marks behind it, are of the same script.
  if (script_of(behind) == script && script != USCRIPT_COMMON) return 2;
  if (script == USCRIPT_GREEK && is_one_of(c, U"αβγδεθκλμπρστφχψωΔΩΣΠΓΘΛΦΨ")) return 1;
  if (foreign(before) || foreign(behind)) return -3;
  if (sort_of(before) == Sort::kDigit || sort_of(behind) == Sort::kDigit) return -3;
  return lone_letter_fit(at, c, sort);
}

int mark_fit(const Around& at, char32_t c, UScriptCode script) {
  const char32_t before = at(-1);
  const Sort sort = sort_of(before);
  if (c >= 0xFE00 && c <= 0xFE0F) return sort == Sort::kBlank ? kMisfit : 1;
  if (c == 0x20E3) return sort == Sort::kDigit ? 2 : 0;  // of a keycap
  if (script == USCRIPT_INHERITED) {
    if (sort == Sort::kBlank || sort == Sort::kControl) return kMisfit;
    return is_letter(sort) ? 1 : 0;
  }
  if (is_letter(sort) || sort == Sort::kMark) return script_of(before) == script ? 2 : kMisfit;
  return kMisfit;
}

// Letters on both sides: of an alphabet, where a mark would tear a word.
bool in_word(const Around& at) {
  const auto letter = [&](char32_t c) {
    return is_letter(sort_of(c)) && !is_han_like(script_of(c));
  };
  return letter(at(-1)) && letter(at(1));
}

bool has_its_end(const Around& at, char32_t mark) {
  for (int i = 1; i < 200; ++i) {
    if (at(i) == mark) return true;
  }
  return false;
}

int punctuation_fit(const Around& at, char32_t c, Sort sort) {
  const Sort before = sort_of(at(-1)), behind = sort_of(at(1));
  const bool blank_before = before == Sort::kBlank || before == Sort::kOpening;
  const bool blank_behind = behind == Sort::kBlank;
  switch (sort) {
    case Sort::kApostrophe:
      if (blank_before && blank_behind) return -1;
      return is_letter(before) || before == Sort::kDigit ? 2 : 1;
    case Sort::kOpening:
      if (is_one_of(c, U"¿¡")) {
        if (in_word(at)) return kMisfit;
        return blank_behind ? -1 : has_its_end(at, c == U'¿' ? U'?' : U'!') ? 3 : 2;
      }
      if (in_word(at)) return -2;
      if (!blank_behind) return is_letter(before) ? 1 : 2;
      return blank_before ? (c == U'«' ? 0 : -1) : 1;  // “ closes in German, « is apart in French
    case Sort::kClosing:
      if (c >= 0x3000) return 2;
      if (c == U'…') return 2;
      if (in_word(at)) return -2;
      if (blank_before) return blank_behind ? (c == U'»' ? 0 : -1) : 1;
      return is_letter(behind) ? -1 : 2;
    case Sort::kDash:
      return 2;
    default:
      return 0;
  }
}

int symbol_fit(const Around& at, char32_t c, Sort sort) {
  const Sort before = sort_of(at(-1)), behind = sort_of(at(1));
  switch (sort) {
    case Sort::kCurrency:
      if (behind == Sort::kDigit || before == Sort::kDigit) return 2;
      return sort_of(next_visible(at, -1)) == Sort::kDigit ? 1 : 0;
    case Sort::kTrailing:
      if (c == U'°') return before == Sort::kDigit ? 2 : 0;
      if (is_one_of(c, U"©®™")) return in_word(at) ? -2 : 1;
      return is_letter(before) || before == Sort::kDigit ? 1 : -1;
    default:
      break;
  }
  if (is_one_of(c, U"½¼¾§¶·•")) return in_word(at) && c != U'·' ? -2 : 1;
  if (c == U'´' && in_word(at)) return 1;  // for an apostrophe
  if (is_one_of(c, U"±×÷")) return before == Sort::kDigit || behind == Sort::kDigit ? 2 : 0;
  if (c < 0x2000) return in_word(at) ? -2 : 0;
  if (in_word(at)) return kMisfit;
  return c >= 0x1F000 || c == 0xFFFD ? 2 : 1;
}

int format_fit(const Around& at, char32_t c) {
  const bool capitals = sort_of(at(-1)) == Sort::kUpper;
  if (c == 0xA0) return capitals && is_letter(sort_of(at(1))) ? 0 : 2;
  return 1;
}

}  // namespace

int fit(const Around& at) {
  const char32_t c = at(0);
  if (!is_assigned_text(c) || (c & 0xFFFEU) == 0xFFFE) return kMisfit;
  const UScriptCode script = script_of(c);
  if (!is_written(c, script)) return kMisfit;
  const Sort sort = sort_of(c);
  switch (sort) {
    case Sort::kLower:
    case Sort::kUpper:
    case Sort::kLetter:
      return letter_fit(at, c, sort, script);
    case Sort::kMark:
      return mark_fit(at, c, script);
    case Sort::kDigit:
      return sort_of(at(-1)) == Sort::kDigit || sort_of(at(1)) == Sort::kDigit ? 1 : -1;
    case Sort::kApostrophe:
    case Sort::kOpening:
    case Sort::kClosing:
    case Sort::kDash:
      return punctuation_fit(at, c, sort);
    case Sort::kBlank:
      return format_fit(at, c);
    default:
      break;
  }
  if (u_charType(static_cast<UChar32>(c)) == U_FORMAT_CHAR) return format_fit(at, c);
  return symbol_fit(at, c, sort);
}

}  // namespace textmend::internal
