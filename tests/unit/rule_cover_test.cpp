#include "textmend/rule_cover.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support.h"
#include "textmend/rule_set.h"

namespace textmend::test {
namespace {

using internal::NeedsCover;

// What is said of the needs of one rule; empty when they cover it.
std::vector<Diagnostic> misses(const std::string& rule_file, const std::string& text = {}) {
  const RuleSet rules = rules_of({{"mine/rule", rule_file}});
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  NeedsCover cover;
  if (!text.empty()) cover.add_text(text, "en");
  for (const auto& entry : rules.state().entries) {
    cover.add_tests(entry.spec());
    cover.check(entry.spec(), entry.overrides, problems);
  }
  return diagnostics;
}

std::string test_table(const std::string& in) {
  return "\n[[test]]\nname = \"it\"\nin = \"" + in + "\"\nout = \"what comes out\"\n";
}

std::string drop_rule(const std::string& params, const std::string& in) {
  return "schema = 1\nkind = \"drop-lines\"\ntitle = \"Drop it\"\n\n[docs]\nwhat = \"a\"\n"
         "why = \"b\"\nnot_for = \"c\"\n\n[params]\n" +
         params + test_table(in);
}

TEST_CASE("a blank of another kind than the need's is found") {
  const auto found =
      misses(replace_rule(R"(" ,")", R"((?<=\p{L})\s,)", ",", test_table("The storm , they said")));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "needs-miss");
  CHECK(found[0].severity == Diagnostic::Severity::kWarning);
  CHECK(found[0].message ==
        "mine/rule would act on a line without its needs: "
        "`The\\u00A0storm\\u00A0,\\u00A0they\\u00A0said`");
  CHECK(found[0].source_line.find("needs") != std::string::npos);
  CHECK(misses(replace_rule(R"(" ,")", R"((?<=\p{L}) ,)", ",", test_table("The storm , they said")))
            .empty());
}

TEST_CASE("letters, case and marks that part a pattern from its needs are found") {
  CHECK(misses(replace_rule(R"("[a-z]based")", R"((\p{L})based)", "$1-based",
                            test_table("a Panamabased firm")))
            .size() == 1);
  CHECK(misses(replace_rule(R"("photo")", "(?i)photo :", "Photo:", test_table("photo : me")))
            .size() == 1);
  CHECK(misses(replace_rule(R"("(?i)photo")", "(?i)photo :", "Photo:", test_table("photo : me")))
            .empty());
  CHECK(
      misses(replace_rule(R"("it's")", "it[\\x27’]s is", "it is", test_table("it's is"))).size() ==
      1);
}

TEST_CASE("a match at the edge of a line, or beside another one, is found") {
  CHECK(misses(replace_rule(R"(" teh")", "teh", "the", test_table("in teh end"))).size() == 1);
  // The first match would hide that the second has no need.
  CHECK(misses(replace_rule(R"("a teh")", "teh", "the",
                            test_table("a teh end of all things in teh end")))
            .size() == 1);
}

TEST_CASE("an edit that changes nothing, and one that a guard forbids, are none") {
  CHECK(misses(replace_rule(R"("a")", "[ab]", "b", test_table("a b"))).size() == 0);
  CHECK(misses(replace_rule(R"(" ,")", R"(\s,)", ",",
                            "\n[guard]\nunless = ['[^ ],']\n" + test_table("The storm , here")))
            .empty());
}

TEST_CASE("anchors are tried, and the words of lists; members need not hold a need") {
  const std::string in = "Advertisement\\n\\nA line.";
  CHECK(
      misses(drop_rule("needs = [\"dvertise\"]\nanchor = ['^(?i:advertisement)$']\n", in)).size() ==
      1);
  CHECK(misses(drop_rule("needs = [\"(?i)dvertise\"]\nanchor = ['^(?i:advertisement)$']\n", in))
            .empty());
  const std::string lists =
      "anchor = ['^(?:{word})$']\nlist.word = [\"Advertisement\", \"Anzeige\"]\n";
  CHECK(misses(drop_rule("needs = [\"dvertise\"]\n" + lists, in)).size() == 1);
  CHECK(misses(drop_rule("needs = [\"dvertise\", \"Anzeige\"]\n" + lists, in)).empty());
  CHECK(misses(drop_rule("needs = [\"dvertise\"]\nanchor = ['^Advertisement$']\n"
                         "member = ['^Read on$']\nmin_run = 1\n",
                         "Advertisement\\nRead on"))
            .empty());
}

TEST_CASE("protect rules are tried by their patterns") {
  const auto protect = [](const std::string& needs) {
    return "schema = 1\nkind = \"protect\"\ntitle = \"Leave it\"\n\n[docs]\nwhat = \"a\"\n"
           "why = \"b\"\nnot_for = \"c\"\n\n[params]\nneeds = " +
           needs + "\npattern = '(?i)www\\.\\S+'\n" + test_table("See WWW.example.org");
  };
  CHECK(misses(protect("[\"www.\"]")).size() == 1);
  CHECK(misses(protect("[\"(?i)www.\"]")).empty());
}

TEST_CASE("texts of the user's own are tried too") {
  const std::string rule = replace_rule(R"("a  b")", "a +b", "a b");
  CHECK(misses(rule).empty());
  const auto found = misses(rule, "a line\nthen a      b, in it\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("`then a      b, in it`") != std::string::npos);
}

TEST_CASE("the needs of the shipped rules cover their patterns") {
  const RuleSet rules = shipped_rules();
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  NeedsCover cover;
  for (const auto& entry : rules.state().entries) cover.add_tests(entry.spec());
  for (const auto& entry : rules.state().entries) {
    cover.check(entry.spec(), entry.overrides, problems);
  }
  std::string said;
  for (const Diagnostic& diagnostic : diagnostics) said += to_string(diagnostic);
  CHECK(said == "");
}

TEST_CASE("variants differ from their text, and keep what they do not touch") {
  const std::vector<std::string> made = internal::variants("A storm, it's on");
  const auto holds = [&](const char* text) {
    return std::find(made.begin(), made.end(), text) != made.end();
  };
  CHECK(holds("A\u00A0storm,\u00A0it's\u00A0on"));
  CHECK(holds("A storm, it’s on"));
  CHECK(holds("A STORM, IT'S ON"));
  CHECK(holds("A  storm,  it's  on"));
  CHECK(std::find(made.begin(), made.end(), "A storm, it's on") == made.end());
  CHECK(internal::variants("").empty());
  const std::vector<std::string> other = internal::alternatives(U'a');
  CHECK(std::find(other.begin(), other.end(), "A") != other.end());
  CHECK(std::find(other.begin(), other.end(), "") != other.end());
}

}  // namespace
}  // namespace textmend::test
