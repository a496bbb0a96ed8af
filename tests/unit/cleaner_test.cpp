// The promises of textmend.h, with the shipped rules and with rules that try to break them.

#include <fmt/format.h>

#include <array>
#include <string>
#include <thread>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend {
namespace {

using test::clean_in_blocks;
using test::Collected;
using test::replace_rule;
using test::rules_of;

Collected clean_at_once(const Cleaner& cleaner, std::string_view text) {
  return clean_in_blocks(cleaner, text, std::max<std::size_t>(1, text.size()));
}

// Cleans and checks what holds for every text and all rules.
std::string checked_clean(const Cleaner& cleaner, std::string_view text) {
  const Collected result = clean_at_once(cleaner, text);
  CHECK(result.input == text);
  CHECK(result.replayed() == result.output);
  CHECK(cleaner.clean(text) == result.output);
  CHECK(cleaner.clean(result.output) == result.output);
  for (const Collected::KeptHunk& hunk : result.hunks) CHECK_FALSE(hunk.rules.empty());
  return result.output;
}

const Cleaner& shipped() {
  static const Cleaner cleaner(test::shipped_rules());
  return cleaner;
}

const Cleaner& everything() {
  static const Cleaner cleaner(test::shipped_rules({"default", "web", "news", "pdf", "ocr"}));
  return cleaner;
}

// Drops the lines that begin with "gone", in two rounds: what stands below "first" only in the
// next.
RuleSet dropping_rules() {
  const auto rule = [](std::string_view anchor, std::string_view previous) {
    return fmt::format(R"(schema = 1
kind   = "drop-lines"
title  = "t"
docs   = {{ what = "w", why = "w", not_for = "n" }}
params = {{ needs = ["^gone"], anchor = ['^{}'], previous = '^{}', edge = true }}
[[test]]
name = "t"
in   = "y"
)",
                       anchor, previous);
  };
  return rules_of({{"t/b", rule("gone first", "")}, {"t/a", rule("gone then", "kept")}});
}

// Empty notes mean: the text settled.
std::vector<std::string> unsettled_rules(const Collected& result) {
  std::vector<std::string> rules;
  for (const Collected::KeptNote& note : result.notes) {
    if (note.kind == Note::Kind::kUnsettled) rules.push_back(note.rule);
  }
  return rules;
}

// Fuse --------------------------------------------------------------------------------------------

TEST_CASE("a text that would lose too much comes out as it went in, and says so") {
  Limits limits;
  limits.removed_bytes = 20;
  const Cleaner cleaner(dropping_rules(), {.limits = limits, .max_removed = 0.5});

  // 22 of 44 bytes go: half is not more than half.
  CHECK(checked_clean(cleaner, "kept456789012345678901\ngone first 9012345678901\n") ==
        "kept456789012345678901\n");

  const std::string text = "kept4567890123456789\ngone first 9012345678901234\n";
  const Collected result = clean_at_once(cleaner, text);
  CHECK(result.output == text);
  CHECK(result.hunks.empty());
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].kind == Note::Kind::kRemoved);
  CHECK(result.notes[0].rule == "t/b");
  CHECK(result.notes[0].text == "0.56");
  checked_clean(cleaner, text);

  const Cleaner without(dropping_rules(), {.limits = limits, .max_removed = 1});
  CHECK(checked_clean(without, text) == "kept4567890123456789\n");
}

TEST_CASE("the fuse counts all rounds, and blanks and small losses not at all") {
  Limits limits;
  limits.removed_bytes = 20;
  const Cleaner cleaner(dropping_rules(), {.limits = limits, .max_removed = 0.5});

  // "gone then" goes only when "gone first" has gone: neither round alone would be too much.
  const std::string text = "kept 567890123456\ngone first 9012\ngone then 89012\n";
  CHECK(checked_clean(cleaner, text) == text);

  CHECK(checked_clean(cleaner, "k\ngone first 901234567\n") == "k\n");  // 18 bytes
  CHECK(checked_clean(cleaner,
                      "kept45678901234567890123\ngone first      9       01234567890    \n") ==
        "kept45678901234567890123\n");
}

TEST_CASE("copies that go do not count for the fuse") {
  Limits limits;
  limits.removed_bytes = 0;
  const Cleaner cleaner(rules_of({{"t/d", R"(schema = 1
kind   = "dedupe-lines"
title  = "t"
docs   = { what = "w", why = "w", not_for = "n" }
params = { needs = ["mill"], shape = "any", min_chars = 1, near = 9 }
[[test]]
name = "t"
in   = "y"
)"}}),
                        {.limits = limits, .max_removed = 0.1});
  CHECK(checked_clean(cleaner, "the mill\nthe mill\nthe mill\n") == "the mill\n");
}

TEST_CASE("of lines with needs in a row each is compared as far as one alone") {
  const RuleSet rules = rules_of({{"t/d", R"(schema = 1
kind   = "dedupe-lines"
title  = "t"
docs   = { what = "w", why = "w", not_for = "n" }
params = { needs = ["mill"], compare = "inside", shape = "any", min_chars = 5, near = 1 }
[[test]]
name = "t"
in   = "y"
)"}});
  const std::string text = "A mill.\nThe mill. The end of it.\nIt rained.\nThe end of it.\n";
  const std::string out = "A mill.\nThe mill. The end of it.\nIt rained.\n";
  CHECK(checked_clean(Cleaner(rules), text) == out);
  CHECK(checked_clean(Cleaner(rules, {.scanner = false}), text) == out);
}

// Stable ------------------------------------------------------------------------------------------

TEST_CASE("a rule that finds its own output is run until nothing changes") {
  const Cleaner cleaner(rules_of({{"t/commas", replace_rule("\",,\"", ",,", ",")}}));
  CHECK(checked_clean(cleaner, "a,,,,,b") == "a,b");
  CHECK(checked_clean(cleaner, "a,,") == "a,");
  const Collected result = clean_at_once(cleaner, "a,,,,,b");
  REQUIRE(result.hunks.size() == 1);
  CHECK(result.hunks[0].before == ",,,,");
  CHECK(result.hunks[0].after.empty());
  CHECK(result.hunks[0].rules.size() > 1);
}

TEST_CASE("text that needs more rounds than there are comes out as it went in") {
  const Cleaner cleaner(rules_of({{"t/commas", replace_rule("\",,\"", ",,", ",")}}));
  const std::string text = "a" + std::string(1000, ',') + "b , c\n";
  const Collected result = clean_at_once(cleaner, text);
  CHECK(result.output == text);
  CHECK(result.hunks.empty());
  CHECK(unsettled_rules(result) == std::vector<std::string>{"t/commas"});
  CHECK(checked_clean(cleaner, text) == text);
}

TEST_CASE("a rule that grows for ever changes nothing and is named") {
  const Cleaner slowly(rules_of({{"t/grow", replace_rule("\"x$\"", "x$", "xx")}}));
  const Cleaner fast(rules_of({{"t/grow", replace_rule("\"x\"", "x", "xxxxxxxx")}}));
  for (const Cleaner* cleaner : {&slowly, &fast}) {
    const std::string text = "one\r\ntwo x\n";
    const Collected result = clean_at_once(*cleaner, text);
    CHECK(result.output == text);
    CHECK(unsettled_rules(result) == std::vector<std::string>{"t/grow"});
    CHECK(checked_clean(*cleaner, text) == text);
  }
}

TEST_CASE("a rule that goes to and fro changes nothing and is named") {
  const Cleaner cleaner(rules_of({{"t/swap", replace_rule("\"a\"", "(a)(b)|(b)(a)", "$2$1$4$3")}}));
  const Collected result = clean_at_once(cleaner, "xaby");
  CHECK(result.output == "xaby");
  CHECK(unsettled_rules(result) == std::vector<std::string>{"t/swap"});
  CHECK(checked_clean(cleaner, "xbay") == "xbay");
}

TEST_CASE("of two rules that undo each other the later one wins, and the text is stable") {
  const Cleaner cleaner(rules_of({{"t/1", replace_rule("\"foo\"", "foo", "bar")},
                                  {"t/2", replace_rule("\"bar\"", "bar", "foo")}}));
  CHECK(checked_clean(cleaner, "foo bar") == "foo foo");
}

TEST_CASE("two rules that fight from round to round change nothing, and both are named") {
  // The second looks at the round's input, so it undoes what the first did a round before.
  const Cleaner cleaner(
      rules_of({{"t/1", replace_rule("\"foo\"", "foo", "bar", "[guard]\nno_document = 'bar'")},
                {"t/2", replace_rule("\"bar\"", "bar", "foo", "[guard]\nno_document = 'foo'")}}));
  const Collected result = clean_at_once(cleaner, "foo\n");
  CHECK(result.output == "foo\n");
  CHECK(unsettled_rules(result) == std::vector<std::string>{"t/1", "t/2"});
  CHECK(checked_clean(cleaner, "bar\n") == "bar\n");
}

TEST_CASE("only the section that does not settle comes out as it went in") {
  CleanOptions options;
  options.limits.section_bytes = 32;
  const Cleaner cleaner(rules_of({{"t/grow", replace_rule("\"x$\"", "x$", "xx")},
                                  {"t/comma", replace_rule("\" ,\"", " ,", ",")}}),
                        options);
  const Collected result =
      clean_at_once(cleaner, "a , b, a plain line\n\na , x\n\nsome more text\n");
  CHECK(result.output == "a, b, a plain line\n\na , x\n\nsome more text\n");
}

TEST_CASE("rules that rewrite lines at random leave stable texts") {
  const Cleaner cleaner(rules_of(
      {{"t/ab", replace_rule("\"a\"", "ab|aé", "b")},
       {"t/bb", replace_rule("\"b\"", "b(…|😀)", "$1 a")},
       {"t/blank", replace_rule("\"  \"", "  ", " ")},
       {"t/join", replace_rule("\"b$\"", "b\\n(?=a)", "b ", "").insert(0, "scope = \"lines\"\n")},
       {"u/drop",
        "schema = 1\nkind = \"drop-lines\"\ntitle = \"t\"\n"
        "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
        "[params]\nliterals = [\"a\", \"é\", \"\\u2026\"]\n[[test]]\nname = \"n\"\nin = \"\"\n"}}));
  test::Dice dice(31);
  for (int run = 0; run < 500; ++run) {
    const std::string text = test::random_text(dice, 60);
    INFO("run " << run << ": `" << text << "`");
    checked_clean(cleaner, text);
  }
}

TEST_CASE("shipped rules leave stable texts, whatever the text") {
  static constexpr std::string_view kPieces[] = {"The storm , they said .",
                                                 "in the near future .”",
                                                 "- By ANNE ROWE\n",
                                                 "___\n",
                                                 "\n\n\n\n",
                                                 "Comments are closed.\n",
                                                 "Source link\n",
                                                 "Spread the love\n",
                                                 " ?? ",
                                                 "Credit…",
                                                 "f looding",
                                                 "Berlinbased",
                                                 "e\xCC\x81",
                                                 "\xEF\xBB\xBF",
                                                 "\xC2\xAD",
                                                 "&amp;quot;",
                                                 "\r\n",
                                                 "“",
                                                 "”",
                                                 "“The",
                                                 "ﬁ eld",
                                                 "https://a.example/b , c",
                                                 "```\n",
                                                 "\xFF",
                                                 "\n",
                                                 " ",
                                                 "\t",
                                                 "a",
                                                 "word. . Before",
                                                 "Share on Facebook\n",
                                                 "Newspapers in English\n"};
  test::Dice dice(32);
  for (int run = 0; run < 400; ++run) {
    std::string text;
    for (std::size_t left = dice.roll(20); left > 0; --left) {
      text += kPieces[dice.roll(std::size(kPieces))];
    }
    INFO("run " << run << ": `" << text << "`");
    const std::string clean = checked_clean(everything(), text);
    if (internal::is_valid_utf8(text)) CHECK(internal::is_valid_utf8(clean));
    CHECK(unsettled_rules(clean_at_once(everything(), text)).empty());
  }
}

TEST_CASE("pages of any kind leave stable texts, the same with the scanner and without") {
  static constexpr std::string_view kPieces[] = {"\f",
                                                 "\f",
                                                 "\n\f",
                                                 "\f\n",
                                                 "\n",
                                                 "\r\n",
                                                 "\n\n",
                                                 "THE LAMP\n",
                                                 "The Lamp     12\n",
                                                 "ORLA VESSEN\n",
                                                 "went up into the tower and\n",
                                                 "looked out for all of the infor-\n",
                                                 "mation that he had not got,\n",
                                                 "He saw the sea.\n",
                                                 "all of the light\u00AD\n",
                                                 "keepers of the harbour wall",
                                                 "\xFF\n"};
  static const Cleaner plain = [] {
    CleanOptions options;
    options.scanner = false;
    return Cleaner(test::shipped_rules({"pdf"}), options);
  }();
  static const Cleaner cleaner(test::shipped_rules({"pdf"}));
  test::Dice dice(33);
  for (int run = 0; run < 400; ++run) {
    std::string text;
    for (std::size_t left = dice.roll(60), number = dice.roll(20); left > 0; --left) {
      if (dice.one_in(6)) text += std::to_string(number++) + "\n";
      text += kPieces[dice.roll(std::size(kPieces))];
    }
    INFO("run " << run << ": `" << text << "`");
    CHECK(plain.clean(text) == checked_clean(cleaner, text));
    CHECK(unsettled_rules(clean_at_once(cleaner, text)).empty());
  }
}

TEST_CASE("a word that goes on behind a page's end is two hunks, or none") {
  std::vector<Diagnostic> problems;
  const auto rules =
      RuleSet::load({.profiles = {"pdf"}, .ignore = {"pdf/page-furniture"}}, problems);
  REQUIRE(rules);
  const Cleaner cleaner(*rules);
  const std::string text =
      "The keeper had all the infor-\n\n\fTHE LAMP\n\nmation that the town had asked for.\n";
  // One head is none: it does not repeat.
  CHECK(checked_clean(cleaner, text) == text);
  const std::string pages = text + "\fTHE LAMP\n\nAnd then.\n\fTHE LAMP\n\nAnd then.\n";
  const Collected result = clean_at_once(cleaner, pages);
  REQUIRE(result.hunks.size() == 2);
  CHECK(result.hunks[0].before == "-");
  CHECK(result.hunks[0].after == "mation");
  CHECK(result.hunks[1].before == "mation ");
  CHECK(result.hunks[1].after.empty());
  CHECK(result.hunks[1].rules == std::vector<std::string>{"pdf/line-end-hyphen"});
  // What protects the second half protects the first.
  const std::string code = "The keeper had all the infor-\n\n\f`mation that the` town had asked.\n";
  CHECK(checked_clean(cleaner, code) == code);
}

// Bytes survive -----------------------------------------------------------------------------------

TEST_CASE("texts without a word stay as they are") {
  for (const std::string_view text : {"", "\n", "\r\n", "\r", " ", "\n\n", " \n", "\xEF\xBB\xBF"}) {
    CHECK(checked_clean(shipped(), text) == text);
  }
}

TEST_CASE("an empty document is one last section without hunks") {
  const Collected result = clean_in_blocks(shipped(), "", 1);
  CHECK(result.section_sizes == std::vector<std::size_t>{0});
  CHECK(result.last_sections == 1);
  CHECK(result.hunks.empty());
}

TEST_CASE("a stream goes on with the next document") {
  struct Forward : Sink {
    Sink* to = nullptr;
    void section(const Section& section) override { to->section(section); }
  } forward;
  Limits limits;
  limits.section_bytes = 64;
  const Cleaner cleaner(test::shipped_rules(), {.limits = limits});
  Stream stream = cleaner.stream(forward);
  const std::string raw(100, 'x');
  for (const std::string& text : {std::string("\xEF\xBB\xBFThe storm , they said ."), raw,
                                  std::string(), "The sea , they said .\n\n" + raw,
                                  std::string("\xEF\xBB\xBFSpread the love\n\nThe end .\n")}) {
    Collected result;
    forward.to = &result;
    for (const char& byte : text) stream.feed({&byte, 1});
    stream.finish();
    const Collected alone = clean_in_blocks(cleaner, text, 7);
    CHECK(result.output == alone.output);
    CHECK(result.hunks == alone.hunks);
    CHECK(result.notes == alone.notes);
    CHECK(result.last_sections == 1);
  }
}

TEST_CASE("a byte order mark at the head stays, one inside is damage") {
  const std::string mark = "\xEF\xBB\xBF";
  CHECK(checked_clean(shipped(), mark + "The end .\n") == mark + "The end.\n");
  CHECK(checked_clean(shipped(), "The" + mark + " end.\n") == "The end.\n");
  CHECK(checked_clean(shipped(), mark + mark + "The end.\n") == mark + "The end.\n");
  const Collected result = clean_at_once(shipped(), mark + "The end .\n");
  REQUIRE(result.hunks.size() == 1);
  CHECK(result.hunks[0].begin == 10);
}

TEST_CASE("rules do not see the mark at the head as text") {
  const Cleaner cleaner(rules_of({{"t/first", replace_rule("\"^a\"", "^a", "b")}}));
  CHECK(checked_clean(cleaner,
                      "\xEF\xBB\xBF"
                      "a") ==
        "\xEF\xBB\xBF"
        "b");
}

TEST_CASE("NUL, form feed and lone CR are characters that stay") {
  const std::string text("The storm , \0 they said.\fPage 2\rmore , here\n", 44);
  const std::string clean = checked_clean(shipped(), text);
  CHECK(clean.find('\0') != std::string::npos);
  CHECK(clean.find('\f') != std::string::npos);
  CHECK(clean.find('\r') != std::string::npos);
  const Cleaner cleaner(rules_of({{"t/comma", replace_rule("\" ,\"", " ,", ",")}}));
  CHECK(checked_clean(cleaner, text) ==
        std::string("The storm, \0 they said.\fPage 2\rmore, here\n", 42));
}

TEST_CASE("a line that is not UTF-8 comes out as it went in, its neighbours are cleaned") {
  const std::string text =
      "The end .\nLatin-1: caf\xE9 .\r\n\xC3\nThe end .\n\xED\xA0\x80 .\n\xF4\x90\x80\x80 .";
  const Collected result = clean_at_once(shipped(), text);
  CHECK(result.output ==
        "The end.\nLatin-1: caf\xE9 .\r\n\xC3\nThe end.\n\xED\xA0\x80 .\n\xF4\x90\x80\x80 .");
  CHECK(result.invalid_lines == 4);
  checked_clean(shipped(), text);
}

TEST_CASE("line ends and the missing final one stay") {
  const Cleaner cleaner(rules_of({{"t/comma", replace_rule("\" ,\"", " ,", ",")}}));
  CHECK(checked_clean(cleaner, "a , b\r\nc , d\ne , f") == "a, b\r\nc, d\ne, f");
  CHECK(checked_clean(cleaner, "a , b\r\n\r\n\n") == "a, b\r\n\r\n\n");
  CHECK(checked_clean(cleaner, "a , b\r") == "a, b\r");
  CHECK(checked_clean(cleaner, "a , b\r\r\n") == "a, b\r\r\n");
}

TEST_CASE("lines that are dropped and shortened runs keep the ends of the others") {
  CHECK(checked_clean(shipped(), "One line of text.\r\n\r\nComments are closed.\r\n") ==
        "One line of text.\r\n");
  CHECK(checked_clean(shipped(), "One line of text.\n\nComments are closed.\r\n") ==
        "One line of text.\r\n");
  CHECK(checked_clean(shipped(), "One line of text.\r\n\r\nComments are closed.") ==
        "One line of text.");
  CHECK(checked_clean(shipped(), "One line.\r\n\r\n\n\r\nAnother line.\n") ==
        "One line.\r\n\r\nAnother line.\n");
}

TEST_CASE("a rule over several lines joins lines of either kind and writes the first one's end") {
  const std::string join =
      replace_rule("\"-$\"", "-\\n(?=[a-z])", "").insert(0, "scope = \"lines\"\n");
  const std::string swap =
      replace_rule("\"^B \"", "^(B .*)\\n(A .*)$", "$2\\n$1").insert(0, "scope = \"lines\"\n");
  const Cleaner joiner(rules_of({{"t/join", join}}));
  CHECK(checked_clean(joiner, "well-\r\nknown\r\nx") == "wellknown\r\nx");
  CHECK(checked_clean(joiner, "well-\nknown\r\nx") == "wellknown\r\nx");
  CHECK(checked_clean(joiner, "well-\r\nknown") == "wellknown");
  CHECK(checked_clean(joiner, "a-\nb-\nc-\nd\n") == "abcd\n");
}

TEST_CASE("the joined line is one line to the rules that come behind") {
  const Cleaner cleaner(rules_of(
      {{"t/join", replace_rule("\"-$\"", "-\\n(?=[a-z])", "").insert(0, "scope = \"lines\"\n")},
       {"u/whole", replace_rule("\"^w\"", "^wellknown$", "WELL").insert(0, "after = []\n")}}));
  CHECK(checked_clean(cleaner, "well-\nknown\n") == "WELL\n");
}

// Limits ------------------------------------------------------------------------------------------

TEST_CASE("a line over Limits::line_bytes passes through unseen, one that just fits does not") {
  CleanOptions options;
  options.limits.line_bytes = 8;
  const Cleaner cleaner(rules_of({{"t/comma", replace_rule("\" ,\"", " ,", ",")}}), options);
  const Collected result = clean_at_once(cleaner, "123 , 56\n123 , 567\r\n123 , 56\r\n");
  CHECK(result.output == "123, 56\n123 , 567\r\n123, 56\r\n");
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].kind == Note::Kind::kLongLine);
  CHECK(result.notes[0].line == 2);
  CHECK(result.notes[0].offset == 9);
  CHECK(result.invalid_lines == 0);
}

TEST_CASE("in a line longer than patterns may see, the places around needs are repaired") {
  CleanOptions options;
  options.limits.pattern_bytes = 200;
  options.limits.reach = 20;
  const Cleaner cleaner(rules_of({{"t/comma", replace_rule("\" ,\"", "(?<=[a-zé]) +,", ",")}}),
                        options);
  std::string text, wanted;
  for (int i = 0; i < 200; ++i) {
    text += "wörd " + std::to_string(i);
    wanted += "wörd " + std::to_string(i);
    if (i % 7 == 0) text += "é , b", wanted += "é, b";
    if (i % 50 == 0) text += "é , , b", wanted += "é, , b";
  }
  CHECK(checked_clean(cleaner, text) == wanted);
  // A match that reaches what the pattern can't see is left alone: it may go on there.
  const std::string far =
      std::string(300, 'x') + std::string(100, ' ') + "," + std::string(300, 'x');
  CHECK(checked_clean(cleaner, far) == far);
}

TEST_CASE("a rule that meets the match limit leaves the line alone and is named") {
  CleanOptions options;
  options.limits.match_limit = 1000;
  const Cleaner cleaner(rules_of({{"t/slow", replace_rule("\"a\"", "(?:a|aa|aaa)+b", "c")},
                                  {"t/comma", replace_rule("\" ,\"", " ,", ",")}}),
                        options);
  const std::string text = "aab\n" + std::string(60, 'a') + " , b\naab\n";
  const Collected result = clean_at_once(cleaner, text);
  CHECK(result.output == "c\n" + std::string(60, 'a') + ", b\nc\n");
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].kind == Note::Kind::kLimit);
  CHECK(result.notes[0].rule == "t/slow");
  CHECK(result.notes[0].line == 2);
  checked_clean(cleaner, text);
}

TEST_CASE("a file of 100 MB without a newline passes through whole") {
  struct Counting : Sink {
    std::size_t bytes = 0, notes = 0;
    void section(const Section& section) override {
      section.for_each_piece([this](std::string_view piece) { bytes += piece.size(); });
      notes += section.notes.size();
      CHECK(section.hunks.empty());
    }
  } sink;
  const std::string block(std::size_t{1} << 20, 'x');
  Stream stream = shipped().stream(sink);
  for (int i = 0; i < 100; ++i) stream.feed(block);
  stream.finish();
  CHECK(sink.bytes == 100 * block.size());
  CHECK(sink.notes == 1);
}

TEST_CASE("a line of 2 MB is cleaned to its end") {
  std::string text;
  while (text.size() < (std::size_t{2} << 20)) text += "plain words and more of them, ";
  text += "the end , they said.\n";
  const std::string clean = shipped().clean(text);
  CHECK(clean.size() == text.size() - 1);
  CHECK(clean.ends_with("the end, they said.\n"));
}

// One answer --------------------------------------------------------------------------------------

TEST_CASE("threads that share a cleaner give the same answer as one alone") {
  const Cleaner cleaner(test::shipped_rules());  // no pattern has been used yet
  const std::string text =
      "- By ANNE ROWE\r\n\r\nThe storm , they said .\n\n\n\n\nAll of the people in the town of f "
      "looding heard that it was the end of the “stability. “\n\xFF\n\nComments are closed.\n";
  std::array<std::string, 4> results;
  std::vector<std::thread> threads;
  for (std::string& result : results) {
    threads.emplace_back([&cleaner, &result, &text] {
      for (int i = 0; i < 5; ++i) result = cleaner.clean(text);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string alone = Cleaner(test::shipped_rules()).clean(text);
  CHECK(alone != text);
  for (const std::string& result : results) CHECK(result == alone);
}

TEST_CASE("the fingerprint changes with the rules, and with nothing else") {
  const std::string comma = replace_rule("\" ,\"", " ,", ",");
  const std::string print = rules_of({{"t/comma", comma}}).fingerprint();
  CHECK(print.size() == 32);
  CHECK(rules_of({{"t/comma", comma}}).fingerprint() == print);
  CHECK(rules_of({{"t/other", comma}}).fingerprint() != print);
  CHECK(rules_of({{"t/comma", replace_rule("\" ,\"", "  ,", ",")}}).fingerprint() != print);
  CHECK(test::shipped_rules({"minimal"}).fingerprint() != test::shipped_rules().fingerprint());
}

// Accountable -------------------------------------------------------------------------------------

TEST_CASE("a hunk tells where, what and why") {
  const Collected result = clean_at_once(shipped(), "One.\n“Two, he said .\n");
  REQUIRE(result.hunks.size() == 1);
  const Collected::KeptHunk& hunk = result.hunks[0];
  CHECK(hunk.begin == 5 + 3 + 12);
  CHECK(hunk.line == 2);
  CHECK(hunk.column == 14);
  CHECK(hunk.before == " ");
  CHECK(hunk.after.empty());
  REQUIRE(hunk.rules.size() == 1);
  CHECK(hunk.rules[0] == "core/space-before-comma-and-stop");
}

TEST_CASE("who reads no flags gets the same text without the rules that only flag") {
  const std::string text = "He called it “rival “The fleet , it wrote.\n\n“Never closed.\n\nEnd.\n";
  const Collected with = clean_at_once(shipped(), text);
  const Cleaner without(test::shipped_rules(), {.flags = false});
  const Collected silent = clean_at_once(without, text);
  CHECK(with.notes.size() == 2);
  CHECK(silent.notes.empty());
  CHECK(silent.hunks == with.hunks);
  CHECK(with.output != text);
  CHECK(silent.output == with.output);
}

TEST_CASE("clean text of many kinds is left alone by the default profile") {
  for (const std::string_view text : {
           "O Captain! my Captain!\n   our fearful trip is done,\n\n  The ship has weather’d\n",
           "$ git add . && git commit -m \"x , y\"\n$ ls -l , .\n",
           "for (int i = 0 ; i < n ; ++i) { a [i] = b , c ; }\n",
           "2024-01-02T03:04:05Z INFO  [main] - started: 3 ms, ok -- a=1 .. b=2\n",
           "| a , b | c . |\n|-------|-----|\n| d     | e   |\n",
           "Bonjour ! Ça va ? « Oui » ; et toi : « bien, merci » ?\n",
       }) {
    INFO(text);
    CHECK(checked_clean(shipped(), text) == text);
  }
}

}  // namespace
}  // namespace textmend
