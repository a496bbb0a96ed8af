// CleanOptions::count_declined: what rules found and left.

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "support.h"

namespace textmend {
namespace {

// What a Sink was told, summed up.
struct Counts : Sink {
  std::map<std::string, Declined> by_rule;
  void section(const Section& section) override {
    for (const Declined& one : section.declined) {
      Declined& to = by_rule[std::string(one.rule)];
      to.guard += one.guard;
      to.protection += one.protection;
      to.evidence += one.evidence;
    }
  }
  Declined of(const std::string& rule) const {
    const auto found = by_rule.find(rule);
    return found == by_rule.end() ? Declined{} : found->second;
  }
};

Counts count(const RuleSet& rules, std::string_view text, CleanOptions options = {}) {
  options.count_declined = true;
  const Cleaner cleaner(rules, options);
  Counts counts;
  Stream stream = cleaner.stream(counts);
  stream.feed(text);
  stream.finish();
  return counts;
}

TEST_CASE("what a guard or a protected place holds back is counted") {
  const std::string links =
      "schema = 1\nkind = \"protect\"\ntitle = \"Links\"\n"
      "docs = { what = \"a\", why = \"b\", not_for = \"c\" }\n"
      "[params]\nneeds = [\"://\"]\npattern = '\\S+://\\S+'\n"
      "[[test]]\nname = \"one\"\nin = \"a://b\"\n";
  const RuleSet rules = test::rules_of({
      {"t/guard", test::replace_rule("\"aa\"", "aa", "b", "[guard]\nunless = ['aa!']\n")},
      {"t/link", links},
  });
  const Counts counts = count(rules, "aa aa! aa!\nhttp://aa/ aa\n");
  CHECK(counts.of("t/guard").guard == 2);
  CHECK(counts.of("t/guard").protection == 1);
  CHECK(counts.of("t/guard").evidence == 0);
}

TEST_CASE("a place is counted once, over all rounds, and not where the rule acts after all") {
  // The first rule takes away what holds the second one back, but in the next round only.
  const RuleSet rules = test::rules_of({
      {"t/a", test::replace_rule("\"aa\"", "aa", "b", "[guard]\nunless = ['aa!']\n")},
      {"t/b", test::replace_rule("\"!\"", "!", "")},
  });
  const Counts counts = count(rules, "aa!\n");
  CHECK(counts.of("t/a").guard == 0);
  const RuleSet other = test::rules_of({
      {"t/a", test::replace_rule("\"aa\"", "aa", "b", "[guard]\nunless = ['aa\\?']\n")},
      {"t/b", test::replace_rule("\"!\"", "!", "")},
  });
  CHECK(count(other, "aa? ! !\n").of("t/a").guard == 1);
}

TEST_CASE("matches without evidence are counted") {
  const RuleSet rules = test::shipped_rules();
  const Counts counts = count(rules, "The of fice was closed. The zzof fiqe was not.\n");
  const Declined split = counts.of("pdf/split-ligature");
  CHECK(split.evidence == 1);
  CHECK(count(rules, "The office was closed.\n").of("pdf/split-ligature").evidence == 0);
}

TEST_CASE("the counts do not depend on the scanner or the blocks, and add up over sections") {
  const RuleSet rules = test::shipped_rules({"pdf"});
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "The zzof fiqe , at http://a.example/x  y , was f looding. . . and ti dy.\n";
    text += "“It was the end “The mayor said , in `git add .` and more .\n\n";
  }
  const Counts whole = count(rules, text);
  CHECK_FALSE(whole.by_rule.empty());
  const Counts slow = count(rules, text, {.scanner = false});
  const auto same = [](const Counts& a, const Counts& b) {
    REQUIRE(a.by_rule.size() == b.by_rule.size());
    for (const auto& [rule, one] : a.by_rule) {
      INFO(rule);
      CHECK(one.guard == b.of(rule).guard);
      CHECK(one.protection == b.of(rule).protection);
      CHECK(one.evidence == b.of(rule).evidence);
    }
  };
  same(whole, slow);
}

TEST_CASE("without being asked for nothing is counted") {
  const Cleaner cleaner(test::shipped_rules());
  Counts counts;
  Stream stream = cleaner.stream(counts);
  stream.feed("The zzof fiqe was not.\n");
  stream.finish();
  CHECK(counts.by_rule.empty());
}

}  // namespace
}  // namespace textmend
