#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "support.h"
#include "textmend/textmend.h"

namespace textmend {
namespace {

using test::replace_rule;

constexpr const char* kGuardFile = R"(
document = '^(?:{marks})$'
list.marks = ["Menu", "Imprint"]
document_kinds = 2
)";

std::string comma_rule(const std::string& guard) {
  return replace_rule("\" ,\"", " ,", ",", "[guard]\nfile = \"lists/page.toml\"\n" + guard);
}

// The rule `comma` of pack `t`, and a file that it names.
std::optional<RuleSet> load(const std::string& rule, const std::string& file,
                            const std::string& text, std::vector<Diagnostic>& diagnostics) {
  const test::TempFolder folder;
  folder.write("t/comma.toml", rule);
  folder.write(file, text);
  RuleOptions options;
  options.builtin = false;
  options.folders = {folder.path().string()};
  options.select = {"t"};
  return RuleSet::load(options, diagnostics);
}

RuleSet load(const std::string& rule, const std::string& file, const std::string& text) {
  std::vector<Diagnostic> problems;
  const std::optional<RuleSet> rules = load(rule, file, text, problems);
  for (const Diagnostic& problem : problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(rules.has_value());
  return *rules;
}

std::vector<Diagnostic> faults_of(const std::string& guard_file) {
  std::vector<Diagnostic> diagnostics;
  CHECK(!load(comma_rule(""), "lists/page.toml", guard_file, diagnostics));
  return diagnostics;
}

TEST_CASE("rules share a guard in a file, and say what they want otherwise") {
  const std::string both = "Menu\na , b\nImprint\n", one = "Menu\na , b\n";
  const Cleaner shared(load(comma_rule(""), "lists/page.toml", kGuardFile));
  CHECK(shared.clean(both) == "Menu\na, b\nImprint\n");
  CHECK(shared.clean(one) == one);
  const Cleaner own(load(comma_rule("document_kinds = 1\n"), "lists/page.toml", kGuardFile));
  CHECK(own.clean(one) == "Menu\na, b\n");
}

TEST_CASE("faults of a shared guard are told where they stand") {
  const std::vector<Diagnostic> unknown = faults_of("documents = 'x'\n");
  REQUIRE(!unknown.empty());
  CHECK(unknown[0].file.ends_with("lists/page.toml"));
  CHECK(unknown[0].line == 1);
  CHECK(unknown[0].code == "unknown-key");
  const std::vector<Diagnostic> nested = faults_of("file = 'lists/page.toml'\n");
  REQUIRE(!nested.empty());
  CHECK(nested[0].code == "bad-value");
  const std::vector<Diagnostic> bad = faults_of("\ndocument = 'a('\n");
  REQUIRE(!bad.empty());
  CHECK(bad[0].line == 2);
  CHECK(bad[0].code == "bad-pattern");
}

TEST_CASE("an empty list matches nowhere, and hides the built-in one of its name") {
  const std::string rule = replace_rule(
      "\"a\"", "{words}", "-", "[params.list]\nwords = { file = \"lists/agencies.txt\" }\n");
  CHECK(Cleaner(load(rule, "lists/agencies.txt", "")).clean("Reuters, a storm") ==
        "Reuters, a storm");
  CHECK(Cleaner(load(rule, "lists/agencies.txt", " a storm \r\n")).clean("Reuters, a storm") ==
        "Reuters, -");
}

TEST_CASE("what the files hold that a rule names is part of the fingerprint") {
  const auto print = [](const std::string& guard_file) {
    return load(comma_rule(""), "lists/page.toml", guard_file).fingerprint();
  };
  CHECK(print(kGuardFile) == print(kGuardFile));
  CHECK(print("document = 'Menu'\n") != print("document = 'Imprint'\n"));
  // The lines of a list are nowhere in the rule file.
  const auto with_list = [](const std::string& lines) {
    return load(replace_rule("\" ,\"", " ,(?= {words})", ",",
                             "[params.list]\nwords = { file = \"words.txt\" }\n"),
                "words.txt", lines)
        .fingerprint();
  };
  CHECK(with_list("one\n") == with_list("one\n"));
  CHECK(with_list("one\n") != with_list("two\n"));
}

}  // namespace
}  // namespace textmend
