#include "textmend/word_index.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catch2/catch.hpp"
#include "kernels.h"
#include "support.h"
#include "textmend/unicode.h"

namespace textmend::internal {
namespace {

using scan::Kernel;
using test::Dice;
using Counts = std::map<std::string, std::uint32_t>;

// The forms of a text, the slow way
// -----------------------------------------------------------------

struct CodePoint {
  char32_t c;
  std::string bytes;
  bool is_in_word() const { return is_letter(c) || is_mark(c); }
  bool is_hyphen() const { return c == U'-' || c == U'‐'; }
  bool is_joiner() const { return is_hyphen() || c == U'\'' || c == U'’'; }
};

std::vector<CodePoint> code_points_of(std::string_view text) {
  std::vector<CodePoint> result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    result.push_back({c, std::string(text.substr(begin, at - begin))});
  }
  return result;
}

Counts slow_counts(std::string_view text) {
  Counts counts;
  const std::vector<CodePoint> all = code_points_of(text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_in_word()) continue;
    std::string form, part;
    for (; i < all.size(); ++i) {
      const bool joins = all[i].is_joiner() && all[i - 1].is_in_word() && i + 1 < all.size() &&
                         is_letter(all[i + 1].c);
      if (!all[i].is_in_word() && !joins) break;
      form += all[i].bytes;
      if (all[i].is_hyphen()) {
        ++counts[fold_case(part)];
        part.clear();
      } else {
        part += all[i].bytes;
      }
    }
    ++counts[fold_case(part)];
    if (part != form) ++counts[fold_case(form)];
    --i;  // what ended the form may begin the next
  }
  return counts;
}

// The first form of which an index says otherwise; forms that nearly stand in the text are asked
// for as well.
std::string first_fault(const WordIndex& index, const Counts& wanted) {
  const auto is_right = [&](const std::string& form) {
    const auto found = wanted.find(form);
    return index.count(form) == (found == wanted.end() ? 0 : found->second);
  };
  for (const auto& [form, count] : wanted) {
    std::size_t second = 0;
    next_code_point(form, second);
    for (const std::string& asked :
         {form, form.substr(second), form.substr(0, previous_boundary(form, form.size())),
          form + "x", form + '\0', '\0' + form, "x" + form}) {
      if (!is_right(asked)) return asked;
    }
  }
  return {};
}

void check(std::string_view text) {
  const Counts wanted = slow_counts(text);
  for (const Kernel* kernel : test::kernels()) {
    WordIndex index(*kernel);
    index.add(text);
    INFO(kernel->name << ": " << text);
    REQUIRE(first_fault(index, wanted) == "");
  }
}

// Texts -------------------------------------------------------------------------------------------

std::string letters(Dice& dice, std::size_t size) {
  std::string word;
  while (word.size() < size) {
    word += static_cast<char>((dice.one_in(5) ? 'A' : 'a') + dice.roll(dice.one_in(2) ? 2 : 26));
  }
  return word;
}

// Words of all kinds, some of which fold to the same or to another length, and what stands between
// them.
std::string random_words(Dice& dice, std::size_t pieces) {
  static const std::vector<std::string> kPieces = {
      "'",       "’",        "-",       "‐",      "--",    "'-",      "_",         "7",
      " ",       "  ",       "\n",      "\r\n",   "\t",    "\u00A0",  "—",         "“",
      "”",       ".",        "。",      "、",     "@",     "[",       "`",         "{",
      "\x7F",    "don't",    "storm’s", "ist",    "é",     "É",       "e\u0301",   "\u0301",
      "ß",       "ẞ",        "SS",      "İ",      "ı",     "i\u0307", "ﬁ",         "FI",
      "\u212A",  "k",        "\u0345",  "Œuvre",  "Слово", "слово",   "по-русски", "ΣΊΣΥΦΟΣ",
      "σίσυφος", "漢字仮名", "かな",    "한국어", "עִבְרִית", "हिन्दी",   "𐐀",         "𐐨",
      "😀",      "ǅ",        "ŉ",       "Á-b-Ç",  "x2y",   "THE",     "the",       "\u2028",
      "ª",       "\u00AD",   "\u200D"};
  std::string text;
  for (std::size_t i = 0; i < pieces; ++i) {
    if (dice.one_in(2)) {
      text += letters(dice, 1 + dice.roll(dice.one_in(8) ? 140 : 12));
    } else {
      text += kPieces[dice.roll(kPieces.size())];
    }
    if (dice.one_in(2)) text += ' ';
  }
  return text;
}

// Tests -------------------------------------------------------------------------------------------

TEST_CASE("the word index counts forms, their parts between hyphens, and folds case") {
  WordIndex index;
  index.add("The well-known, well‐known storm’s e\u0301dge: don't -dash- THE x2y");
  CHECK(index.count("the") == 2);
  CHECK(index.count("THE") == 2);
  CHECK(index.count("well-known") == 1);
  CHECK(index.count("known") == 2);
  CHECK(index.count("storm’s") == 1);
  CHECK(index.count("don't") == 1);
  CHECK(index.count("dash") == 1);
  CHECK(index.count("-dash") == 0);
  CHECK(index.count("e\u0301dge") == 1);
  CHECK(index.count("") == 0);
  CHECK(index.count("x") == 1);
  CHECK(index.total() == 14);  // the forms with hyphens and their parts
}

TEST_CASE("the word index folds capitals of any length") {
  WordIndex index;
  index.add("\u212Aelvin Straße İstanbul ﬁrst STRASSENBAHNHOF");
  CHECK(index.count("kelvin") == 1);
  CHECK(index.count("STRASSE") == 1);
  CHECK(index.count("i\u0307stanbul") == 1);
  CHECK(index.count("istanbul") == 0);
  CHECK(index.count("first") == 1);
  CHECK(index.count("straßenbahnhof") == 1);
}

TEST_CASE("a joiner stands between letters, and only one") {
  for (const std::string_view joiner : {"'", "’", "-", "‐"}) {
    for (const std::string_view other : {"'", "’", "-", "‐", "\u0301", "é", "b", "7", " ", ""}) {
      const std::string two = std::string(joiner).append(other);
      check("a" + two + "c");
      check("É" + two + "Ç d");
      check(two + "a");
      check("a" + two);
      check("a-b" + two + "c-d");
    }
  }
}

TEST_CASE("the word index knows words of every length at every place in a block") {
  Dice dice(91);
  for (std::size_t size = 1; size <= 140; ++size) {
    for (std::size_t before = 0; before < 64; before += size < 20 || size % 64 < 3 ? 1 : 7) {
      const std::string word = letters(dice, size);
      std::string text = std::string(before, ' ') + word;
      if (dice.one_in(3)) text += dice.one_in(2) ? " " : "é";
      check(text);
      text.insert(before + dice.roll(size + 1), dice.one_in(2) ? "-" : "’");
      check(text + " a");
    }
  }
}

TEST_CASE("no two long forms count as one") {
  Dice dice(92);
  for (std::size_t size = 7; size <= 66; ++size) {
    std::string word = fold_case(letters(dice, size)), text = word;
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = word;
      other[at] = other[at] == 'q' ? 'r' : 'q';
      text += ' ' + other;
    }
    check(text + ' ' + word.substr(1) + ' ' + word + 's');
  }
}

TEST_CASE("the word index of random text") {
  Dice dice(93);
  for (int run = 0; run < 400; ++run) {
    // Without room behind it, for AddressSanitizer.
    const std::string text = random_words(dice, dice.roll(60));
    const std::vector<char> exact(text.begin(), text.end());
    check({exact.data(), exact.size()});
  }
  check(random_words(dice, 8000));  // the table grows, and more than one stretch is looked at
}

TEST_CASE("words that were added can be taken away, and lines may be added together") {
  Dice dice(94);
  for (const Kernel* kernel : test::kernels()) {
    WordIndex index(*kernel);
    std::string kept;
    std::vector<std::string> gone;
    for (int line = 0; line < 400; ++line) {
      std::string text = random_words(dice, 20) + '\n';
      index.add(text);
      if (dice.one_in(2)) {
        kept += text;
      } else {
        gone.push_back(std::move(text));
      }
    }
    for (const std::string& line : gone) index.remove(line);
    CHECK(first_fault(index, slow_counts(kept)) == "");
    for (const std::string& line : gone) {
      const Counts counts = slow_counts(line);
      const Counts left = slow_counts(kept);
      for (const auto& [form, count] : counts) {
        if (!left.contains(form)) REQUIRE(index.count(form) == 0);
      }
      if (&line == &gone[9]) break;
    }
  }
}

}  // namespace
}  // namespace textmend::internal
