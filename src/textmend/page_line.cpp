#include "textmend/page_line.h"

#include <algorithm>
#include <array>
#include <span>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::size_t kLongestLine = 300;
constexpr long kLargestNumber = 99'999;
constexpr std::size_t kMostNumbers = 4;

// What stands in front of a page's number in running heads and feet, folded.
constexpr std::string_view kPageWords[] = {
    "page", "p",      "pg",  "pag", "pág",      "página", "pagina", "seite", "side",      "sida",
    "sivu", "strona", "str", "стр", "страница", "oldal",  "sayfa",  "blz",   "bladzijde",
};

// A word of a line: letters, marks and digits.
struct LineWord {
  std::size_t begin = 0, end = 0;  // bytes
  bool has_letters = false;
  long number = -1;    // in digits of any script; -1 for a word that is no number, or a long one
  bool roman = false;  // the number is a Roman numeral
};

struct Numeral {
  char letter;
  int value;
};
constexpr std::array<Numeral, 5> kNumerals = {
    {{'i', 1}, {'v', 5}, {'x', 10}, {'l', 50}, {'c', 100}}};

std::string roman_of(long value) {
  constexpr std::array<std::pair<long, std::string_view>, 9> kParts = {{{100, "c"},
                                                                        {90, "xc"},
                                                                        {50, "l"},
                                                                        {40, "xl"},
                                                                        {10, "x"},
                                                                        {9, "ix"},
                                                                        {5, "v"},
                                                                        {4, "iv"},
                                                                        {1, "i"}}};
  std::string text;
  for (const auto& [part, letters] : kParts) {
    for (; value >= part; value -= part) text += letters;
  }
  return text;
}

// Below 400, in letters of one case; -1 for what is no Roman numeral.
long roman_value(std::string_view word) {
  constexpr std::size_t kLongest = 14;
  constexpr long kMost = 399;
  if (word.empty() || word.size() > kLongest) return -1;
  const bool small = word[0] >= 'a';
  std::string letters;
  long value = 0, previous = 0;
  for (auto c = word.rbegin(); c != word.rend(); ++c) {
    const char letter = fold_ascii(*c);
    const auto* const numeral =
        std::find_if(kNumerals.begin(), kNumerals.end(),
                     [&](const Numeral& one) { return one.letter == letter; });
    if (numeral == kNumerals.end() || (*c >= 'a') != small) return -1;
    value += numeral->value < previous ? -numeral->value : numeral->value;
    previous = std::max(previous, long{numeral->value});
    letters.insert(letters.begin(), letter);
  }
  return value <= kMost && roman_of(value) == letters ? value : -1;
}

std::vector<LineWord> words_of(std::string_view line) {
  std::vector<LineWord> words;
  bool open = false;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(line, at);
    const int digit = digit_value(c);
    const bool letter = is_letter(c) || is_mark(c);
    if (digit < 0 && !letter) {
      open = false;
      continue;
    }
    if (!open) words.push_back({begin, begin, false, 0, false});
    open = true;
    LineWord& word = words.back();
    word.end = at;
    word.has_letters = word.has_letters || letter;
    const bool is_number = word.number >= 0 && digit >= 0 && word.number <= kLargestNumber / 10;
    word.number = is_number ? word.number * 10 + digit : -1;
  }
  // A numeral that is a word among others would be found everywhere.
  const auto read_roman = [line](LineWord& word) {
    if (word.number >= 0) return;
    word.number = roman_value(line.substr(word.begin, word.end - word.begin));
    word.roman = word.number >= 0;
  };
  if (!words.empty()) {
    read_roman(words.front());
    read_roman(words.back());
  }
  return words;
}

// The words from the line, with a sign in the place of the one at `number`.
std::string folded_words(std::string_view line, std::span<const LineWord> words,
                         std::size_t number) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += ' ';
    if (i == number) {
      text += words[i].roman ? '@' : '#';
    } else {
      text += line.substr(words[i].begin, words[i].end - words[i].begin);
    }
  }
  return fold_case(text);
}

// Dashes and the like, as around the number in `- 12 -`. Brackets and stops make other numbers:
// those of equations, notes, items.
bool is_ornament(std::string_view text) {
  constexpr std::u32string_view kOrnaments = U" \t\u00A0-‐‑–—|•·*~";
  for (std::size_t at = 0; at < text.size();) {
    if (kOrnaments.find(next_code_point(text, at)) == std::u32string_view::npos) return false;
  }
  return true;
}

// Whether the end of `text` sets apart what follows: three blanks, a tab, a bar.
bool is_gap(std::string_view text) {
  return text.ends_with("   ") || text.ends_with("\t") || trim_blanks(text) == "|";
}

std::string_view between(std::string_view line, std::size_t begin, std::size_t end) {
  return line.substr(begin, end - begin);
}

bool is_page_word(std::string_view word) {
  return std::find(std::begin(kPageWords), std::end(kPageWords), fold_case(word)) !=
         std::end(kPageWords);
}

// Whether words[i] is followed by a total and nothing else: `12 / 90`.
bool has_total(std::string_view line, std::span<const LineWord> words, std::size_t i) {
  return i + 2 == words.size() && !words[i].roman && !words[i + 1].roman &&
         words[i + 1].number >= words[i].number &&
         trim_blanks(between(line, words[i].end, words[i + 1].begin)) == "/" &&
         is_ornament(line.substr(words[i + 1].end));
}

PageNumber::Shape shape_of(std::string_view line, std::span<const LineWord> words, std::size_t i) {
  const std::string_view head = line.substr(0, words[i].begin), tail = line.substr(words[i].end);
  const bool total = has_total(line, words, i);
  if (i == 0 && is_ornament(head)) {
    // `XII` is the title of a poem.
    const bool small = !words[i].roman || line[words[i].begin] >= 'a';
    if (words.size() == 1 && is_ornament(tail) && small) return PageNumber::Shape::kAlone;
    if (total) return PageNumber::Shape::kOfTotal;
    if (words.size() > 1 && (tail.starts_with("   ") || tail.starts_with("\t") ||
                             trim_blanks(between(line, words[0].end, words[1].begin)) == "|")) {
      return PageNumber::Shape::kApart;
    }
  }
  if (i == 0) return PageNumber::Shape::kInline;
  const std::string_view word = between(line, words[i - 1].begin, words[i - 1].end);
  const std::string_view gap = between(line, words[i - 1].end, words[i].begin);
  const bool ends = total || (i + 1 == words.size() && is_ornament(tail));
  if ((ends && is_gap(gap)) ||
      (is_page_word(word) && gap.find_first_not_of(" .:\t") == std::string_view::npos)) {
    return PageNumber::Shape::kApart;
  }
  return PageNumber::Shape::kInline;
}

}  // namespace

std::size_t count_page_marks(std::string_view line) {
  return std::min(line.find_first_not_of('\f'), line.size());
}

std::optional<PageOfTotal> page_of_total(std::string_view line) {
  constexpr std::size_t kLongest = 100, kLongestJoint = 4;  // bytes; `of`, `von`, `sur`, `из`
  if (line.size() > kLongest) return std::nullopt;
  const std::vector<LineWord> words = words_of(line);
  const std::size_t last = words.size() - 1;
  if (words.size() < 3 || words[last].number < 1 || words[last].roman ||
      !is_ornament(line.substr(words[last].end))) {
    return std::nullopt;
  }
  // With a word between the two numbers, or a slash.
  const bool has_joint = words[last - 1].number < 0;
  const std::size_t page = last - (has_joint ? 2 : 1);
  const std::string_view joint = trim_blanks(between(line, words[page].end, words[last].begin));
  if (joint != "/" && (!has_joint || joint.size() > kLongestJoint)) return std::nullopt;
  const bool is_one = page > 0 && words[page].number > 0 && !words[page].roman &&
                      words[page].number <= words[last].number &&
                      is_page_word(between(line, words[page - 1].begin, words[page - 1].end));
  if (!is_one) return std::nullopt;
  return PageOfTotal{words[page].number, words[last].number};
}

PageLine read_page_line(std::string_view line) {
  PageLine result;
  if (line.size() > kLongestLine) return result;
  const std::vector<LineWord> words = words_of(line);
  bool is_number = false;
  for (std::size_t i = 0; i < words.size() && result.numbers.size() < kMostNumbers; ++i) {
    if (words[i].number < 0) continue;
    const PageNumber::Shape shape = shape_of(line, words, i);
    const bool at_end = i == 0 || i + 1 == words.size();
    if (shape == PageNumber::Shape::kInline && !at_end) continue;
    is_number = is_number || shape >= PageNumber::Shape::kAlone;
    result.numbers.push_back(
        {words[i].number, shape, words[i].roman, folded_words(line, words, i)});
  }
  const bool has_letters = std::any_of(words.begin(), words.end(),
                                       [](const LineWord& word) { return word.has_letters; });
  if (has_letters && !is_number) result.text = folded_words(line, words, words.size());
  return result;
}

namespace {

// What of a long line is looked at.
constexpr std::size_t kLookedAt = 200;

bool is_running_text(std::string_view text) {
  constexpr std::size_t kLeastWords = 4;
  std::size_t words = 0, letters = 0, others = 0, blanks = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c == U'\t') return false;
    if (c == U' ') {
      ++blanks;
      continue;
    }
    if (blanks > 2 && words > 0) return false;  // columns
    words += blanks > 0;
    blanks = 0;
    (is_letter(c) || is_mark(c) ? letters : others)++;
  }
  return words >= kLeastWords && letters * 3 >= (letters + others) * 2;
}

// `iv.` is an item.
bool ends_sentence(std::string_view line) {
  constexpr std::size_t kShortest = 6;
  return line.size() >= kShortest &&
         (line.ends_with('.') || line.ends_with('!') || line.ends_with('?'));
}

std::string_view tail_of(std::string_view line) {
  line = trim_blanks(line);
  std::size_t begin = line.size() - std::min(line.size(), kLookedAt);
  while (begin < line.size() && is_continuation(line[begin])) ++begin;
  return line.substr(begin);
}

std::string_view head_of(std::string_view line) {
  line = trim_blanks(line);
  std::size_t end = std::min(line.size(), kLookedAt);
  while (end < line.size() && is_continuation(line[end])) ++end;
  return line.substr(0, end);
}

}  // namespace

bool is_open(std::string_view line) {
  line = trim_blanks(line);
  if (line.empty()) return false;
  std::size_t at = previous_boundary(line, line.size());
  const char32_t last = next_code_point(line, at);
  return std::u32string_view(U".!?…:;。！？：；”\"’»“)]").find(last) == std::u32string_view::npos;
}

bool goes_on(std::string_view before, std::string_view behind) {
  before = tail_of(before);
  behind = head_of(behind);
  if (behind.empty() || !is_open(before)) return false;
  std::size_t at = 0;
  if (!is_lowercase(next_code_point(behind, at))) return false;
  while (at < behind.size()) {
    std::size_t next = at;
    const char32_t c = next_code_point(behind, next);
    if (!is_letter(c) && !is_mark(c)) {
      // `a)` and `x = 1` are no words of a sentence.
      if (std::u32string_view(U" ,.;'’-‐").find(c) == std::u32string_view::npos) return false;
      break;
    }
    at = next;
  }
  // The end of a sentence may be short.
  return is_running_text(before) && (is_running_text(behind) || ends_sentence(behind));
}

}  // namespace textmend::internal
