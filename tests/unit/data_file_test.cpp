#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "textmend/textmend.h"
#include "unit/support.h"

namespace textmend {
namespace {

using test::replace_rule;
using test::rules_of;

constexpr const char* kGuardFile = R"(
document = '^(?:{marks})$'
list.marks = ["Menu", "Imprint"]
document_kinds = 2
)";

std::string comma_rule(const std::string& guard) {
  return replace_rule("\" ,\"", " ,", ",", "[guard]\nfile = \"lists/page.toml\"\n" + guard);
}

std::vector<Diagnostic> faults_of(const std::string& rule, const std::string& guard_file) {
  const test::TempFolder folder;
  folder.write("t/comma.toml", rule);
  folder.write("lists/page.toml", guard_file);
  RuleOptions options;
  options.builtin = false;
  options.folders = {folder.path().string()};
  std::vector<Diagnostic> diagnostics;
  RuleSet::load(options, diagnostics);
  return diagnostics;
}

TEST_CASE("rules share a guard in a file, and say what they want otherwise") {
  const std::string both = "Menu\na , b\nImprint\n", one = "Menu\na , b\n";
  const Cleaner shared(rules_of({{"t/comma", comma_rule("")}, {"lists/page", kGuardFile}}));
  CHECK(shared.clean(both) == "Menu\na, b\nImprint\n");
  CHECK(shared.clean(one) == one);
  const Cleaner own(
      rules_of({{"t/comma", comma_rule("document_kinds = 1\n")}, {"lists/page", kGuardFile}}));
  CHECK(own.clean(one) == "Menu\na, b\n");
}

TEST_CASE("faults of a shared guard are told where they stand") {
  const std::vector<Diagnostic> unknown = faults_of(comma_rule(""), "documents = 'x'\n");
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].file.ends_with("lists/page.toml"));
  CHECK(unknown[0].line == 1);
  CHECK(unknown[0].code == "unknown-key");
  const std::vector<Diagnostic> nested = faults_of(comma_rule(""), "file = 'lists/page.toml'\n");
  REQUIRE(nested.size() == 1);
  CHECK(nested[0].code == "bad-value");
  const std::vector<Diagnostic> bad = faults_of(comma_rule(""), "\ndocument = 'a('\n");
  REQUIRE(!bad.empty());
  CHECK(bad[0].line == 2);
  CHECK(bad[0].code == "bad-pattern");
}

TEST_CASE("what the files hold that a rule names is part of the fingerprint") {
  const auto print = [](const std::string& guard_file) {
    return rules_of({{"t/comma", comma_rule("")}, {"lists/page", guard_file}}).fingerprint();
  };
  CHECK(print(kGuardFile) == print(kGuardFile));
  CHECK(print("document = 'Menu'\n") != print("document = 'Imprint'\n"));
  // A list is read by name alone: its lines are nowhere in the rule file.
  const auto with_list = [](const std::string& lines) {
    const test::TempFolder folder;
    folder.write("t/comma.toml", replace_rule("\" ,\"", " ,(?= {words})", ",",
                                              "[params.list]\nwords = { file = \"words.txt\" }\n"));
    folder.write("words.txt", lines);
    RuleOptions options;
    options.builtin = false;
    options.folders = {folder.path().string()};
    options.select = {"t"};
    std::vector<Diagnostic> diagnostics;
    const auto rules = RuleSet::load(options, diagnostics);
    REQUIRE(rules);
    return rules->fingerprint();
  };
  CHECK(with_list("one\n") == with_list("one\n"));
  CHECK(with_list("one\n") != with_list("two\n"));
}

}  // namespace
}  // namespace textmend
