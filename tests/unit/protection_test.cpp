// Protection through the whole engine, and the one decision it makes on its own.

#include "textmend/protection.h"

#include "catch2/catch.hpp"
#include "support.h"
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

}  // namespace
}  // namespace textmend::internal
