// CleanOptions::line_by_line: a text that is read while it grows.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support.h"

namespace textmend {
namespace {

RuleSet line_rules() {
  RuleOptions options;
  options.line_rules_only = true;
  std::vector<Diagnostic> problems;
  const std::optional<RuleSet> rules = RuleSet::load(options, problems);
  REQUIRE(rules);
  return *rules;
}

const Cleaner& cleaner() {
  static const Cleaner one(line_rules(), {.line_by_line = true});
  return one;
}

TEST_CASE("rules that look at more than one line are off, and others stay on") {
  std::size_t on = 0;
  const RuleSet rules = line_rules();
  for (const RuleInfo& rule : rules.rules()) {
    if (!rule.on || rule.phase == "protect") continue;
    ++on;
    INFO(rule.id);
    CHECK(rule.scope == "line");
  }
  CHECK(on > 5);
}

TEST_CASE("each line goes out when its end is there") {
  test::Collected result;
  Stream stream = cleaner().stream(result);
  stream.feed("sch");
  CHECK(result.output.empty());
  stream.feed("Ã¶n\nund ");
  CHECK(result.output == "schön\n");
  stream.feed("wei");
  CHECK(result.output == "schön\n");
  stream.feed("ter");
  stream.finish();
  CHECK(result.output == "schön\nund weiter");
  CHECK(result.last_sections == 1);
  CHECK(result.section_sizes.size() == 2);
  REQUIRE(result.hunks.size() == 1);
  CHECK(result.hunks[0].line == 1);
}

TEST_CASE("blocks do not matter to a text that is cleaned line by line") {
  const std::string text = "\xEF\xBB\xBFschÃ¶n\r\n\n\xFF line\ncafÃ© \nno end";
  const test::Collected whole = test::clean_in_blocks(cleaner(), text, text.size());
  CHECK(whole.input == text);
  CHECK(whole.invalid_lines == 1);
  CHECK(whole.hunks.size() >= 2);
  for (const std::size_t block : {1, 2, 3, 7}) {
    const test::Collected parts = test::clean_in_blocks(cleaner(), text, block);
    CHECK(parts.hunks == whole.hunks);
    CHECK(parts.output == whole.output);
    CHECK(parts.section_sizes == whole.section_sizes);
  }
}

TEST_CASE("what an open fence holds is left alone") {
  const std::string damage = "s = \"schÃ¶n\"\n";
  const std::string text = "```py\n" + damage + damage + "```\nschÃ¶n\n";
  CHECK(test::clean_in_blocks(cleaner(), text, 5).output ==
        "```py\n" + damage + damage + "```\nschön\n");
  // It may never be closed.
  CHECK(test::clean_in_blocks(cleaner(), "~~~\n" + damage, 100).output == "~~~\n" + damage);
}

TEST_CASE("a line that looks like code is protected without its neighbours") {
  const std::string code = "    return caf\u00c3\u00a9(x, \"&eacute;\");\n";
  CHECK(test::clean_in_blocks(cleaner(), code, 100).output == code);
}

TEST_CASE("a line longer than a section passes through while it comes") {
  Limits limits;
  limits.section_bytes = 64;
  const Cleaner small(line_rules(), {.limits = limits, .line_by_line = true});
  const std::string text = std::string(200, 'x') + "Ã¶\nschÃ¶n\n" + std::string(65, 'y');
  for (const std::size_t block : {1, 10, 1000}) {
    const test::Collected result = test::clean_in_blocks(small, text, block);
    CHECK(result.input == text);
    CHECK(result.output == std::string(200, 'x') + "Ã¶\nschön\n" + std::string(65, 'y'));
    REQUIRE(result.notes.size() == 2);
    CHECK(result.notes[0].kind == Note::Kind::kLongLine);
  }
}

}  // namespace
}  // namespace textmend
