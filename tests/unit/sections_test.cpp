#include "textmend/sections.h"

#include <string>

#include "catch2/catch.hpp"
#include "support.h"

namespace textmend::internal {
namespace {

using test::clean_in_blocks;
using test::Collected;
using test::Dice;

constexpr std::size_t kBlocks[] = {1, 2, 7, 64, std::size_t{1} << 20};

Limits small_sections(std::size_t bytes, std::size_t lines = 1000) {
  Limits limits;
  limits.section_bytes = bytes;
  limits.section_lines = lines;
  return limits;
}

std::size_t cut_size(std::string_view text, const Limits& limits) {
  const auto cut = find_cut(text, limits);
  REQUIRE(cut.has_value());
  CHECK_FALSE(cut->raw);
  return cut->size;
}

TEST_CASE("a document up to a section long is not cut") {
  const Limits limits = small_sections(10, 3);
  CHECK_FALSE(find_cut("", limits).has_value());
  CHECK_FALSE(find_cut("a\nb\nc", limits).has_value());
  CHECK_FALSE(find_cut("a\nb\nc\n", limits).has_value());
  CHECK_FALSE(find_cut("0123456789", limits).has_value());
  CHECK_FALSE(find_cut("\n\n\n", limits).has_value());
}

TEST_CASE("the cut is behind the first blank line in the second half") {
  // 12 bytes; the second half begins at 6.
  CHECK(cut_size("ab\n\ncd\n\nef\n\ng", small_sections(12)) == 8);
  CHECK(cut_size("a\nb\nc\nd\n \t\r\nef\n", small_sections(14)) == 12);
  // By lines: the third of four is in the second half.
  CHECK(cut_size("a\n\n\nb\nc\n", small_sections(100, 4)) == 4);
}

TEST_CASE("without a blank line in the second half the cut is behind the last line end") {
  CHECK(cut_size("ab\n\ncd\nef\ngh\nij\n", small_sections(12)) == 10);
  CHECK(cut_size("a\nb\nc\nd\ne\n", small_sections(100, 4)) == 8);
  CHECK(cut_size("ab\r\ncd\r\nef\r\n", small_sections(9)) == 8);
}

TEST_CASE("a line longer than a section is cut behind its end, and as long as that is unknown") {
  const Limits limits = small_sections(4);
  auto cut = find_cut("0123456789\nab\n", limits);
  REQUIRE(cut.has_value());
  CHECK(cut->raw);
  CHECK(cut->size == 11);
  cut = find_cut("0123456789", limits);
  REQUIRE(cut.has_value());
  CHECK(cut->raw);
  CHECK(cut->size == 10);
}

// Repairs at the begin, inside and at the end of lines, drops lines, and edits only at the edges.
Cleaner busy_cleaner(Limits limits) {
  const std::string drop =
      "schema = 1\nkind = \"drop-lines\"\ntitle = \"t\"\n"
      "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
      "[params]\nliterals = [\"drop\"]\n"
      "[[test]]\nname = \"none\"\nin = \"\"\n";
  const std::string flag =
      "schema = 1\nkind = \"replace\"\ntitle = \"t\"\n"
      "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
      "[params]\nneeds = [\"?!\"]\npattern = '\\?!'\n"
      "[[test]]\nname = \"none\"\nin = \"\"\n";
  const RuleSet rules = test::rules_of({
      {"t/comma", test::replace_rule("\" ,\"", " +,", ",")},
      {"t/first",
       test::replace_rule("\"^H\"", "^Head", "HEAD", "[where]\nat = 'head'\nwithin = 1")},
      {"t/last", test::replace_rule("\"F\"", "Foot$", "FOOT", "[where]\nat = 'tail'\nwithin = 1")},
      {"t/drop", drop},
      {"t/flag", flag},
  });
  CleanOptions options;
  options.lang = "en";
  options.limits = limits;
  return Cleaner(rules, options);
}

std::string random_document(Dice& dice, std::size_t bytes) {
  static constexpr std::string_view kLines[] = {
      "a , b", "drop", "", "", "Head of it", "the Foot", "é , è ?!", "\x80 , \xFF", "plain text"};
  std::string text;
  while (text.size() < bytes) {
    text += dice.one_in(12) ? std::string(dice.roll(200), 'x') + " , y"
                            : std::string(kLines[dice.roll(std::size(kLines))]);
    text += dice.one_in(4) ? "\r\n" : "\n";
  }
  if (dice.one_in(2)) text.pop_back();
  return text;
}

TEST_CASE("the size of the blocks does not matter to the answer") {
  Dice dice(21);
  std::size_t hunks = 0;
  for (int run = 0; run < 60; ++run) {
    Limits limits = small_sections(40 + dice.roll(100), 4 + dice.roll(20));
    limits.line_bytes = 90;
    const Cleaner cleaner = busy_cleaner(limits);
    const std::string text = random_document(dice, 3 * limits.section_bytes);
    const Collected whole = clean_in_blocks(cleaner, text, text.size());
    CHECK(whole.input == text);
    CHECK(whole.replayed() == whole.output);
    CHECK(whole.last_sections == 1);
    CHECK(cleaner.clean(text) == whole.output);
    hunks += whole.hunks.size();
    for (const std::size_t block : kBlocks) {
      const Collected pieces = clean_in_blocks(cleaner, text, block);
      INFO("run " << run << ", blocks of " << block);
      CHECK(pieces.input == text);
      CHECK(pieces.hunks == whole.hunks);
      CHECK(pieces.notes == whole.notes);
      CHECK(pieces.output == whole.output);
      CHECK(pieces.invalid_lines == whole.invalid_lines);
      CHECK(pieces.last_sections == 1);
    }
  }
  CHECK(hunks > 300);
}

TEST_CASE("no section is longer than a section, except the parts of a line that is") {
  Dice dice(22);
  const Limits limits = small_sections(256, 30);
  const Cleaner cleaner = busy_cleaner(limits);
  const std::string text = random_document(dice, 5000);
  const Collected result = clean_in_blocks(cleaner, text, 100);
  CHECK(result.section_sizes.size() >= 5000 / 256);
  for (const std::size_t size : result.section_sizes) CHECK(size <= 256);
}

TEST_CASE("a line longer than a section comes out as it went in, with one note") {
  const Cleaner cleaner = busy_cleaner(small_sections(64));
  const std::string long_line = std::string(300, 'x') + " , " + std::string(300, 'y');
  const std::string text = "a , b\n" + long_line + "\nc , d\n";
  for (const std::size_t block : kBlocks) {
    const Collected result = clean_in_blocks(cleaner, text, block);
    CHECK(result.output == "a, b\n" + long_line + "\nc, d\n");
    REQUIRE(result.notes.size() == 1);
    CHECK(result.notes[0].kind == Note::Kind::kLongLine);
    CHECK(result.notes[0].offset == 6);
    CHECK(result.notes[0].line == 2);
    REQUIRE(result.hunks.size() == 2);
    CHECK(result.hunks[1].line == 3);
    CHECK(result.hunks[1].column == 2);
  }
}

TEST_CASE("a document that ends in a line longer than a section has one last section") {
  const Cleaner cleaner = busy_cleaner(small_sections(64));
  for (const std::string_view ending : {"", "\n", "\r\n"}) {
    const std::string text = "a , b\n" + std::string(500, 'x') + std::string(ending);
    CHECK(cleaner.clean(text) == "a, b\n" + text.substr(6));
    for (const std::size_t block : kBlocks) {
      const Collected result = clean_in_blocks(cleaner, text, block);
      CHECK(result.output == "a, b\n" + text.substr(6));
      CHECK(result.last_sections == 1);
    }
  }
}

TEST_CASE("head rules look at the first section only, tail rules at the last") {
  const Cleaner cleaner = busy_cleaner(small_sections(40));
  std::string text = "Head\nx\n\n";
  for (int i = 0; i < 20; ++i) text += "Head of it\nthe Foot\n\n";
  text += "the Foot\n";
  std::string wanted = text;
  wanted.replace(0, 4, "HEAD");
  wanted.replace(wanted.size() - 5, 4, "FOOT");
  CHECK(cleaner.clean(text) == wanted);
}

TEST_CASE("offsets, lines and columns of hunks are those of the document") {
  const Cleaner cleaner = busy_cleaner(small_sections(32));
  std::string text;
  for (int i = 0; i < 12; ++i) text += "a plain line\n";
  const std::size_t begin = text.size();
  text += "ééé , b\n";
  const Collected result = clean_in_blocks(cleaner, text, 5);
  REQUIRE(result.hunks.size() == 1);
  CHECK(result.hunks[0].begin == begin + 6);
  CHECK(result.hunks[0].line == 13);
  CHECK(result.hunks[0].column == 4);
}

}  // namespace
}  // namespace textmend::internal
