#include "textmend/rule_lint.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support.h"
#include "textmend/toml_text.h"

namespace textmend::test {
namespace {

constexpr std::string_view kTest =
    "\n[[test]]\nname = \"it\"\nin = \"the storm ; they\"\nout = \"the storm; they\"\n";

// The codes of what is said of the last rule of the set.
std::vector<std::string> lint(const RuleSet& rules) {
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  const auto& entry = rules.state().entries.back();
  internal::lint_repeats(entry.spec(), problems);
  internal::lint_shadowed(rules.state().program, entry.spec(), problems);
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

TEST_CASE("a rule whose tests another one repairs first is in vain") {
  const std::string rule = replace_rule("\" ;\"", " ;", ";", kTest);
  CHECK(lint(rules_of({{"mine/one", rule}})).empty());
  CHECK(lint(rules_of({{"mine/one", rule}, {"mine/two", rule}})) ==
        std::vector<std::string>{"shadowed"});
  // One test that only it repairs is enough.
  const std::string more =
      "\n[[test]]\nname = \"other\"\nin = \"the storm\\t; they\"\nout = \"the storm; they\"\n";
  const std::string wider =
      replace_rule("\" ;\", \"\\t;\"", "[ \\t];", ";", std::string(kTest) + more);
  CHECK(lint(rules_of({{"mine/one", rule}, {"mine/two", wider}})).empty());
}

TEST_CASE("what stands twice in a list is named") {
  const std::string twice = replace_rule("\" ;\", \" ;\"", " ;", ";", kTest);
  CHECK(lint(rules_of({{"mine/one", twice}})) == std::vector<std::string>{"twice"});
}

TEST_CASE("strings of TOML are written on one line, and their ends are found") {
  CHECK(internal::toml_string("a\u00A0\"b\"\n\\ é\U0001F600") ==
        "\"a\\u00A0\\\"b\\\"\\n\\\\ é\\U0001F600\"");
  const auto end_of = [](std::string_view value) {
    return internal::toml_string_end(std::string("out = ") + std::string(value) + " # \"x\"", 6) -
           6;
  };
  for (const std::string_view value :
       {"\"\"", "''", "\"a \\\" b\"", "'a \" b\\'", "\"\"\"a\n\"b\" \\\"\"\"\"", "'''a 'b' '''",
        "\"\"\"a\"\"\"\"\""}) {
    INFO(value);
    CHECK(end_of(value) == value.size());
  }
}

}  // namespace
}  // namespace textmend::test
