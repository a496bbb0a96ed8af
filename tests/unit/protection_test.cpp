// Protection through the whole engine, and the one decision it makes on its own.

#include "textmend/protection.h"

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/rule_set.h"
#include "textmend/scanner.h"
#include "textmend/textmend.h"

namespace textmend::internal {
namespace {

using test::replace_rule;
using test::rules_of;

std::string protect_rule(std::string_view params) {
  return "schema = 1\nkind = \"protect\"\ntitle = \"t\"\n"
         "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n[params]\n" +
         std::string(params) + "\n[[test]]\nname = \"none\"\nin = \"\"\n";
}

std::string drop_rule(std::string_view line) {
  return "schema = 1\nkind = \"drop-lines\"\ntitle = \"t\"\n"
         "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n[params]\nliterals = [\"" +
         std::string(line) + "\"]\n[[test]]\nname = \"none\"\nin = \"\"\n";
}

const std::string kUrl = protect_rule("needs = [\"://\"]\npattern = 'https?://\\S+'");
const std::string kFence = protect_rule(
    "needs = [\"```\"]\nshape = \"fence\"\nopen = '^```'\nclose = '^```$'\nwithin = 4");
const std::string kRun =
    protect_rule("needs = [\"^$ \", \"$ \"]\nshape = \"run\"\nline = '^\\$ '\nmin_run = 2");
const std::string kDash = replace_rule("\"--\"", "--", "—");

TEST_CASE("no edit is made inside a protected span, and edits beside it are") {
  const Cleaner cleaner(rules_of({{"p/url", kUrl}, {"t/dash", kDash}}));
  CHECK(cleaner.clean("a--b https://x.example/a--b c--d") == "a—b https://x.example/a--b c—d");
  CHECK(cleaner.clean("--https://x.example/") == "—https://x.example/");
  CHECK(cleaner.clean("https://a--b\nhttps://c--d --") == "https://a--b\nhttps://c--d —");
}

TEST_CASE("a span that others lie in counts to its end") {
  const std::string quote = protect_rule("needs = [\"«\"]\npattern = '«[^»]*»'");
  const Cleaner cleaner(rules_of({{"p/quote", quote}, {"p/url", kUrl}, {"t/dash", kDash}}));
  CHECK(cleaner.clean("a--b «https://x.example/ c--d https://y.example/ e--f» g--h") ==
        "a—b «https://x.example/ c--d https://y.example/ e--f» g—h");
}

TEST_CASE("spans are those of the input, wherever earlier rules moved them") {
  const Cleaner cleaner(rules_of({{"p/url", kUrl},
                                  {"t/1", replace_rule("\"  \"", "  +", " ")},
                                  {"t/2", replace_rule("\"x\"", "xx+", "x")},
                                  {"t/dash", kDash}}));
  CHECK(cleaner.clean("xxxx   a--b   https://x.example/a--b   c--d") ==
        "x a—b https://x.example/a--b c—d");
}

TEST_CASE("what a rule makes into a URL is protected from the next round on") {
  const Cleaner cleaner(rules_of(
      {{"p/url", kUrl}, {"t/1", replace_rule("\": //\"", ": //", "://")}, {"t/dash", kDash}}));
  CHECK(cleaner.clean("https: //x.example/ab") == "https://x.example/ab");
}

TEST_CASE("a line with an inline span may go as a whole") {
  const Cleaner cleaner(
      rules_of({{"p/url", kUrl}, {"t/drop", drop_rule("See https://x.example/")}}));
  CHECK(cleaner.clean("a\nSee https://x.example/\nb\n") == "a\nb\n");
}

TEST_CASE("a span may move as a whole, written again byte by byte") {
  const Cleaner cleaner(
      rules_of({{"p/url", kUrl},
                {"t/move", replace_rule("'\\['", "\\[(\\S+)\\] (\\w+)", "$2 ($1)")},
                {"t/eat", replace_rule("\"<\"", "<\\S+>", "")}}));
  CHECK(cleaner.clean("[https://x.example/a] here") == "[https://x.example/a] here");
  CHECK(cleaner.clean("<https://x.example/a> here") == "<https://x.example/a> here");
}

TEST_CASE("in a closed fence nothing is edited or dropped, an open one is none") {
  const Cleaner cleaner(
      rules_of({{"p/fence", kFence}, {"t/dash", kDash}, {"t/drop", drop_rule("drop")}}));
  const std::string closed = "```c\ni--;\ndrop\n```\n";
  CHECK(cleaner.clean("a--\n" + closed + "b--\ndrop\n") == "a—\n" + closed + "b—\n");
  CHECK(cleaner.clean("```c\ni--;\ndrop\n") == "```c\ni—;\n");
  // Not closed within four lines.
  CHECK(cleaner.clean("```\na--\nb\nc\nd\n```\n") == "```\na—\nb\nc\nd\n```\n");
}

TEST_CASE("a run of lines that look alike is protected, with the blank lines between them") {
  const Cleaner cleaner(rules_of({{"p/run", kRun}, {"t/dash", kDash}}));
  CHECK(cleaner.clean("$ a--\n\n$ b--\nc--\n") == "$ a--\n\n$ b--\nc—\n");
  CHECK(cleaner.clean("$ a--\nc--\n$ b--\n") == "$ a—\nc—\n$ b—\n");
}

TEST_CASE("a line that is not UTF-8 ends no fence and is none") {
  const Cleaner cleaner(rules_of({{"p/fence", kFence}, {"t/dash", kDash}}));
  CHECK(cleaner.clean("```\na--\n```\xFF\nb--\n") == "```\na—\n```\xFF\nb—\n");
}

TEST_CASE("a span in a line longer than patterns may see is protected too") {
  CleanOptions options;
  options.limits.pattern_bytes = 120;
  options.limits.reach = 30;
  const Cleaner cleaner(rules_of({{"p/url", kUrl}, {"t/dash", kDash}}), options);
  std::string text, wanted;
  for (int i = 0; i < 40; ++i) {
    text += "word--word https://x.example/a--b ";
    wanted += "word—word https://x.example/a--b ";
  }
  CHECK(cleaner.clean(text) == wanted);
}

// Whether `edit` touches a run: a maximal row of at least `min_run` matching lines with blank ones
// between them, from its first to its last matching line. Judged on the whole text at once.
bool in_a_run(const Document& document, std::string_view mark, std::size_t min_run,
              const Edit& edit) {
  const Lines& lines = document.base_lines();
  std::size_t begin = 0, end = 0, count = 0;
  const auto touched = [&] {
    if (count < min_run) return false;
    if (edit.begin == edit.end) return begin < edit.begin && edit.begin < end;
    return edit.begin < end && edit.end > begin;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line line = lines[i];
    if (line.blank()) continue;
    if (line.opaque || !line.content.starts_with(mark)) {
      if (touched()) return true;
      count = 0;
      continue;
    }
    if (count == 0) begin = line.begin;
    end = line.end();
    ++count;
  }
  return touched();
}

TEST_CASE("a run looked at around an edit is the one of the whole text") {
  test::Dice dice(91);
  for (const std::size_t min_run : {1, 2, 3, 5}) {
    const RuleSet rules = rules_of(
        {{"p/run", protect_rule("needs = [\"^$ \"]\nshape = \"run\"\nline = '^\\$ '\nmin_run = " +
                                std::to_string(min_run))}});
    const Program& program = rules.state().program;
    const CleanOptions options;
    MatchScratch scratch(options.limits);
    std::size_t forbidden = 0, allowed = 0;
    for (int run = 0; run < 300; ++run) {
      std::string text;
      for (std::size_t left = dice.roll(dice.one_in(20) ? 200 : 14); left > 0; --left) {
        static constexpr std::string_view kLines[] = {"$ a", "$ bb", "$ ",  "",
                                                      " \t", "text", "\xFF"};
        text += kLines[dice.roll(dice.one_in(2) ? 5 : std::size(kLines))];
        text += dice.one_in(4) ? "\r\n" : "\n";
      }
      if (dice.one_in(2)) text += dice.one_in(2) ? "$ end" : " ";
      const Scanner* scanner = dice.one_in(2) ? program.scanner.get() : nullptr;
      const Document document(text, options.limits.line_bytes, scanner);
      // Asked in any order: what is known of a run from one edit is used for the next.
      Protection protection(program.protect, document, options, scanner, scratch);
      for (int look = 0; look < 40; ++look) {
        Edit edit;
        edit.begin = dice.roll(text.size() + 1);
        edit.end = edit.begin +
                   dice.roll(std::min<std::size_t>(text.size() - edit.begin, dice.roll(30)) + 1);
        INFO("`" << text << "`, [" << edit.begin << ", " << edit.end << "), " << min_run);
        const bool wanted = !text.empty() && in_a_run(document, "$ ", min_run, edit);
        REQUIRE(protection.forbids(edit, false) == wanted);
        REQUIRE(protection.forbids(edit, true) == wanted);
        ++(wanted ? forbidden : allowed);
      }
    }
    CHECK(forbidden > 500);
    CHECK(allowed > 500);
  }
}

}  // namespace
}  // namespace textmend::internal
