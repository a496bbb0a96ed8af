#include "textmend/scanner.h"

#include <bit>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/rule_set.h"
#include "textmend/unicode.h"

namespace textmend::internal {
namespace {

// Lines that hold what the shipped rules look for, whole and cut.
std::string random_line(test::Dice& dice, const std::vector<std::string>& bits) {
  std::string line;
  for (std::size_t left = dice.roll(6); left > 0; --left) {
    const std::string& bit = bits[dice.roll(bits.size())];
    const std::vector<std::size_t> cuts = test::boundaries(bit);
    const std::size_t from = dice.one_in(2) ? 0 : cuts[dice.roll(cuts.size())];
    line += bit.substr(from);
    if (dice.one_in(3)) line += ' ';
  }
  std::erase(line, '\n');
  return line;
}

TEST_CASE("the scanner never keeps a rule from a line that it wants") {
  const RuleSet rules = test::shipped_rules({"default", "web", "news", "pdf", "ocr", "corpus"});
  const std::vector<RulePtr>& all = rules.state().program.rules;
  std::vector<std::string> bits = {"é", "😀", "a", "-", "."};
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    for (const RuleTest& test : entry.spec().tests) {
      const std::size_t end = std::min<std::size_t>(test.in.find('\n'), 60);
      std::string bit = test.in.substr(0, end);
      while (!is_valid_utf8(bit)) bit.pop_back();
      bits.push_back(std::move(bit));
    }
  }
  const Scanner scanner(all);
  test::Dice dice(51);
  std::size_t wanted = 0;
  for (int run = 0; run < 5000; ++run) {
    const std::string line = random_line(dice, bits);
    const std::uint64_t found = scanner.scan(line);
    for (const RulePtr& rule : all) {
      if (rule->common().needs.empty() || !rule->common().needs.wants(line)) continue;
      ++wanted;
      INFO(rule->id() << ": `" << line << "`");
      REQUIRE((found & scanner.bucket(*rule)) != 0);
    }
  }
  CHECK(wanted > 1000);
}

TEST_CASE("a plain line wants next to nothing") {
  const RuleSet rules = test::shipped_rules();
  const Scanner scanner(rules.state().program.rules);
  CHECK(scanner.scan("") == Scanner::kEverywhere);
  CHECK(std::popcount(scanner.scan("plain words")) < 8);
}

TEST_CASE("rules without needs are wanted everywhere") {
  const RuleSet rules = test::rules_of({{"t/all", test::replace_rule("", "x", "y")}});
  const Scanner scanner(rules.state().program.rules);
  CHECK(scanner.bucket(*rules.state().program.rules.at(0)) == Scanner::kEverywhere);
  CHECK(Cleaner(rules).clean("x\nx") == "y\ny");
}

TEST_CASE("a cleaning gives the same with and without the scanner") {
  const RuleSet rules = test::shipped_rules({"default", "web", "news", "pdf"});
  Program bare = rules.state().program;
  bare.scanner = nullptr;
  test::Dice dice(52);
  std::vector<std::string> bits = {"\n", "\r\n", "\n\n\n\n"};
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    for (const RuleTest& test : entry.spec().tests) bits.push_back(test.in);
  }
  const CleanOptions options;
  MatchScratch scratch(options.limits);
  for (int run = 0; run < 150; ++run) {
    std::string text;
    for (std::size_t left = dice.roll(12); left > 0; --left) {
      text += bits[dice.roll(bits.size())] + "\n";
    }
    const SectionResult with = clean_section(rules.state().program, options, text, {}, scratch);
    const SectionResult without = clean_section(bare, options, text, {}, scratch);
    INFO("run " << run);
    REQUIRE(apply_edits(text, with.edits) == apply_edits(text, without.edits));
    REQUIRE(with.edits.size() == without.edits.size());
    REQUIRE(with.notes.size() == without.notes.size());
    REQUIRE(with.rounds == without.rounds);
  }
}

}  // namespace
}  // namespace textmend::internal
