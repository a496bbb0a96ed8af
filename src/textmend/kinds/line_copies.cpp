#include "textmend/kinds/line_copies.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "textmend/schema.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

bool among(std::u32string_view marks, char32_t one) {
  return marks.find(one) != std::u32string_view::npos;
}

bool is_space(char32_t one) { return among(U" \t\u00A0\u2009\u202F", one); }

// One of a kind of marks stands for all of them.
char32_t plain(char32_t one) {
  if (is_space(one)) return U' ';
  if (among(U"'\"‘’‚“”„`´", one)) return U'\'';
  if (among(U"-‐‑‒–—―", one)) return U'-';
  return one;
}

// The code point at `at` as it counts for a comparison; `at` moves behind it, and behind all blanks
// of a run.
char32_t next_plain(std::string_view text, std::size_t& at) {
  const char32_t one = plain(next_code_point(text, at));
  for (std::size_t behind = at; one == U' ' && behind < text.size();) {
    if (plain(next_code_point(text, behind)) != U' ') break;
    at = behind;
  }
  return one;
}

bool same_folded(char32_t a, char32_t b) {
  if (a == b) return true;
  if (a < 0x80 && b < 0x80) {
    return fold_ascii(static_cast<char>(a)) == fold_ascii(static_cast<char>(b));
  }
  if (!is_letter(a) || !is_letter(b)) return false;
  std::string one, other;
  append_code_point(a, one);
  append_code_point(b, other);
  return fold_case(one) == fold_case(other);
}

bool ends_sentence(char32_t one) { return among(U".!?…。！？｡؟۔।॥", one); }

bool closes_sentence(char32_t one) { return ends_sentence(one) || among(U"”\"’'»)]“」』）", one); }

// Scripts that set no space between words: Han, Kana, Thai, Lao, Khmer, Burmese.
bool is_unspaced(char32_t one) {
  return (one >= 0x3040 && one <= 0x30FF) || (one >= 0x3400 && one <= 0x9FFF) ||
         (one >= 0x20000 && one <= 0x3FFFF) || (one >= 0x0E00 && one <= 0x0EFF) ||
         (one >= 0x1780 && one <= 0x17FF) || (one >= 0x1000 && one <= 0x109F);
}

// The words that hold a digit: another number is another fact.
std::vector<std::string_view> numbers(const std::vector<std::string_view>& words) {
  std::vector<std::string_view> result;
  std::copy_if(words.begin(), words.end(), std::back_inserter(result), [](std::string_view word) {
    return word.find_first_of("0123456789") != std::string_view::npos;
  });
  return result;
}

}  // namespace

std::string fold_line(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) append_code_point(next_plain(text, at), result);
  return fold_case(result);
}

namespace {

bool is_silent(char32_t one) {
  const bool ascii_digit = one >= U'0' && one <= U'9';
  return !ascii_digit && !is_letter(one) && !is_mark(one);
}

std::string fold_to_words(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (!is_silent(next_code_point(text, at))) result.append(text, begin, at - begin);
  }
  return fold_case(result);
}

}  // namespace

bool sound_alike(std::string_view a, std::string_view b) {
  // To where the next character that is heard begins.
  const auto skip_silent = [](std::string_view text, std::size_t& at) {
    for (std::size_t next = at; at < text.size(); at = next) {
      if (!is_silent(next_code_point(text, next))) return;
    }
  };
  std::size_t i = 0, j = 0;
  while (true) {
    skip_silent(a, i);
    skip_silent(b, j);
    if (i == a.size() || j == b.size()) break;
    std::size_t behind_i = i, behind_j = j;
    const char32_t one = next_code_point(a, behind_i), other = next_code_point(b, behind_j);
    if (one < 0x80 && other < 0x80) {
      if (fold_ascii(a[i]) != fold_ascii(b[j])) return false;
    } else if (one != other) {
      break;  // what folds to several characters may still be the same
    }
    i = behind_i;
    j = behind_j;
  }
  return fold_to_words(a.substr(i)) == fold_to_words(b.substr(j));
}

std::size_t folded_start(std::string_view shorter, std::string_view longer) {
  std::size_t a = 0, b = 0;
  while (a < shorter.size()) {
    // Most of a copy is the same byte for byte; blanks may be a run.
    while (a < shorter.size() && b < longer.size() && shorter[a] == longer[b] &&
           is_ascii(shorter[a]) && !is_blank(shorter[a])) {
      ++a;
      ++b;
    }
    if (a == shorter.size()) break;
    if (b >= longer.size() || !same_folded(next_plain(shorter, a), next_plain(longer, b))) {
      return std::string_view::npos;
    }
  }
  return b;
}

bool is_sentence(std::string_view text) {
  const auto words = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
  bool lower = false;
  std::size_t unspaced = 0;
  char32_t last = 0;
  std::size_t at = 0;
  const char32_t first = text.empty() ? 0 : next_code_point(text, at);
  for (at = 0; at < text.size();) {
    last = next_code_point(text, at);
    lower = lower || is_lowercase(last) || (is_letter(last) && !is_uppercase(last));
    unspaced += is_unspaced(last);
  }
  const bool opens_like_prose = is_letter(first) || among(U"“\"‘'«„(¿¡「『（", first);
  return (words >= 4 || unspaced >= 12) && lower && opens_like_prose && closes_sentence(last);
}

bool holds_words(std::string_view longer, std::string_view shorter) {
  // Most pairs of lines are told by their spaces, which are nearly as many where the words are.
  const auto spaces = [](std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
  };
  const auto [least, most] = std::minmax({spaces(longer), spaces(shorter)});
  if (least * 10 < most * 8) return false;
  const std::string folded_longer = fold_line(longer), folded_shorter = fold_line(shorter);
  const std::vector<std::string_view> more = split_words(folded_longer);
  const std::vector<std::string_view> fewer = split_words(folded_shorter);
  if (fewer.size() > more.size() || fewer.size() * 10 < more.size() * 9) return false;
  if (numbers(fewer) != numbers(more)) return false;
  std::size_t found = 0;
  for (std::size_t i = 0; i < more.size() && found < fewer.size(); ++i) {
    found += sound_alike(fewer[found], more[i]) ? 1 : 0;
  }
  return found == fewer.size();
}

bool holds_sentence(std::string_view text, std::string_view sentence) {
  if (text.size() == sentence.size()) return false;
  for (std::size_t at = text.find(sentence); at != std::string_view::npos;
       at = text.find(sentence, at + 1)) {
    const std::string_view before = trim_blanks(text.substr(0, at));
    char32_t last = U'.';
    if (!before.empty()) {
      std::size_t last_at = previous_boundary(before, before.size());
      last = next_code_point(before, last_at);
    }
    const std::string_view behind = text.substr(at + sentence.size());
    if (closes_sentence(last) && (behind.empty() || is_blank(behind[0]) || !is_ascii(behind[0]))) {
      return true;
    }
  }
  return false;
}

}  // namespace textmend::internal
