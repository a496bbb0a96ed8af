#include "textmend/needs.h"

#include <string>

#include "catch2/catch.hpp"
#include "support.h"

namespace textmend::internal {
namespace {

NeedWindow window(std::string_view text) {
  NeedWindow result;
  NeedError error;
  INFO(text << ": " << error.message);
  REQUIRE(NeedWindow::parse(text, result, error));
  return result;
}

// Where `text` occurs first in `line`: "2-4", or "no".
std::string place(std::string_view text, std::string_view line) {
  Needs needs;
  needs.add(window(text));
  const std::vector<Needs::Occurrence> found = needs.occurrences(line);
  CHECK(needs.wants(line) == !found.empty());
  if (found.empty()) return "no";
  return std::to_string(found[0].begin) + "-" + std::to_string(found[0].end);
}

NeedError fault_of(std::string_view text) {
  NeedWindow result;
  NeedError error;
  INFO(text);
  CHECK_FALSE(NeedWindow::parse(text, result, error));
  CHECK_FALSE(error.message.empty());
  return error;
}

TEST_CASE("a literal need is found anywhere") {
  CHECK(place(" ,", "a , b") == "1-3");
  CHECK(place(" ,", "a, b") == "no");
  CHECK(place("é…", "xé…") == "1-6");
  CHECK(place("aab", "aaab") == "1-4");
}

TEST_CASE("a class stands for one of its characters") {
  CHECK(place("[a-z]based", "Vienna-based Berlinbased") == "18-24");
  CHECK(place("[\\p{Lu}“] [.]", "É .") == "0-4");
  CHECK(place("[^a]", "aaé") == "2-4");
  CHECK(place("[a[b-c]]x", "cx") == "0-2");
  CHECK(place("[\\]]", "a]") == "1-2");
}

TEST_CASE("^ and $ tie a need to the edges") {
  CHECK(place("^- By ", "- By A") == "0-5");
  CHECK(place("^- By ", "x - By A") == "no");
  CHECK(place("-$", "well-") == "4-5");
  CHECK(place("-$", "well-known") == "no");
  CHECK(place("-$", "well-known-") == "10-11");  // the first `-` is not the last
  CHECK(place("^___$", "___") == "0-3");
  CHECK(place("^___$", "____") == "no");
  CHECK(place("a$b", "a$b") == "0-3");  // only at the end it is an edge
}

TEST_CASE("(?i) folds ASCII and nothing else") {
  CHECK(place("(?i)facebook", "FaceBook") == "0-8");
  CHECK(place("(?i)^a", "A") == "0-1");
  CHECK(place("(?i)é", "É") == "no");
  CHECK(place("(?i)k", "\u212A") == "no");  // KELVIN SIGN
  CHECK(place("(?i)@", "`") == "no");       // neighbours of the letters
  CHECK(place("(?i)\\[", "{") == "no");
}

TEST_CASE("a backslash takes the next character as it is") {
  CHECK(place("\\[a", "[a") == "0-2");
  CHECK(place("\\^", "a^") == "1-2");
  CHECK(place("\\$", "a$b") == "1-2");
  CHECK(place("a\\\\", "a\\") == "0-2");
}

TEST_CASE("eight positions are the most, and one the fewest") {
  window("12345678");
  window("[a][b][c]45678");
  CHECK(fault_of("123456789").offset == 8);
  CHECK(fault_of("^").offset == 0);
  fault_of("");
  fault_of("$");
  fault_of("(?i)");
}

TEST_CASE("a need in braces names a list") {
  CHECK(list_of_needs("{seam_2}") == "seam_2");
  for (const char* other : {"{", "{}", "{Seam}", "{a b}", "a{b}", "{a}b", "\\{a}", ""}) {
    INFO(other);
    CHECK(list_of_needs(other).empty());
  }
}

TEST_CASE("what is no UnicodeSet is a fault at its place") {
  CHECK(fault_of("ab[c").offset == 2);
  CHECK(fault_of("é[z-a]").offset == 2);
  CHECK(fault_of("[\\p{Nonsense}]").offset == 0);
  fault_of("[]");
  fault_of("[{ab}]");     // strings are no characters
  fault_of("[\\uD800]");  // nor are surrogates
}

TEST_CASE("without windows every line is wanted, with them only lines that hold one") {
  Needs needs;
  CHECK(needs.wants(""));
  needs.add(window(" ,"));
  needs.add(window(" ."));
  CHECK_FALSE(needs.wants(""));
  CHECK(needs.wants("a ."));
  CHECK_FALSE(needs.wants("a."));
}

TEST_CASE("occurrences of all windows come sorted, overlapping ones too") {
  Needs needs;
  needs.add(window("b"));
  needs.add(window("aa"));
  std::string found;
  for (const Needs::Occurrence& one : needs.occurrences("aaab aa b")) {
    found += std::to_string(one.begin) + "-" + std::to_string(one.end) + " ";
  }
  CHECK(found == "0-2 1-3 3-4 5-7 8-9 ");
}

// The plain meaning of a window, place by place.
std::string slow_occurrences(const std::vector<std::string>& positions, bool at_start, bool at_end,
                             std::string_view line) {
  const std::vector<std::size_t> cuts = test::boundaries(line);
  const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
  const std::size_t last = line.find_last_not_of(" \t") + 1;
  std::string found;
  for (std::size_t i = 0; i + positions.size() < cuts.size(); ++i) {
    if (at_start && i > 0 && cuts[i] != first) continue;
    const std::size_t end = cuts[i + positions.size()];
    bool all = !at_end || end == line.size() || end == last;
    for (std::size_t j = 0; j < positions.size(); ++j) {
      const std::string_view c = line.substr(cuts[i + j], cuts[i + j + 1] - cuts[i + j]);
      all = all && positions[j].find(c) != std::string::npos;
    }
    if (all) found += std::to_string(cuts[i]) + "-" + std::to_string(end) + " ";
  }
  return found;
}

TEST_CASE("looking for bytes first finds what a search place by place finds") {
  // Strings of more than one character stand for classes of characters.
  static const std::vector<std::string> kPositions = {"a", "b", "é", "è", " ", "ab", "éè…", "a😀"};
  test::Dice dice(41);
  for (int run = 0; run < 4000; ++run) {
    std::vector<std::string> positions;
    const bool at_start = dice.one_in(5), at_end = dice.one_in(5);
    std::string text = at_start ? "^" : "";
    for (std::size_t left = 1 + dice.roll(4); left > 0; --left) {
      positions.push_back(kPositions[dice.roll(kPositions.size())]);
      const bool single = test::boundaries(positions.back()).size() == 2;
      text += single ? positions.back() : "[" + positions.back() + "]";
    }
    if (at_end) text += "$";
    std::string line(dice.roll(3), ' ');
    line += test::random_text(dice, 12) + std::string(dice.roll(3), ' ');
    std::erase(line, '\n');
    Needs needs;
    needs.add(window(text));
    std::string found;
    for (const Needs::Occurrence& one : needs.occurrences(line)) {
      found += std::to_string(one.begin) + "-" + std::to_string(one.end) + " ";
    }
    INFO("`" << text << "` in `" << line << "`");
    REQUIRE(found == slow_occurrences(positions, at_start, at_end, line));
    REQUIRE(needs.wants(line) == !found.empty());
  }
}

TEST_CASE("more than 64 windows are all looked for") {
  Needs needs;
  for (int i = 0; i < 100; ++i) needs.add(window("<" + std::to_string(i) + ">"));
  CHECK(needs.wants("x <0>"));
  CHECK(needs.wants("x <63> y"));
  CHECK(needs.wants("<99>"));
  CHECK_FALSE(needs.wants("<100>"));
  CHECK(needs.occurrences("<7><70><99>").size() == 3);
}

TEST_CASE("a table of needs says of each what it says itself") {
  static const std::vector<std::string> kTexts = {"a",       "ab",  "[aé]b", "[éè].",  "^a",
                                                  "(?i)ab$", "é a", " ",     "[ab] a", "b.a",
                                                  "^[^a]b",  "  ",  "[éa]a", "^é",     "a [bé]$"};
  test::Dice dice(43);
  std::vector<Needs> all(80);  // more than there are bits
  for (Needs& needs : all) {
    for (std::size_t left = dice.roll(3); left > 0; --left) {
      needs.add(window(kTexts[dice.roll(kTexts.size())]));
    }
    if (dice.one_in(8)) needs.add_lines(std::vector<std::string>{"ab a"});
  }
  NeedsTable table;
  std::vector<std::uint64_t> bits;
  for (const Needs& needs : all) bits.push_back(table.add(needs));
  table.finish();
  for (int run = 0; run < 1000; ++run) {
    std::string line = dice.one_in(10) ? " Ab A " : test::random_text(dice, 8);
    std::erase(line, '\n');
    INFO("`" << line << "`");
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < all.size(); ++i) expected |= all[i].wants(line) ? bits[i] : 0;
    REQUIRE(table.wanted(line) == expected);
  }
}

}  // namespace
}  // namespace textmend::internal
