#include "textmend/rule_cost.h"

#include <catch2/catch.hpp>
#include <span>
#include <string>

#include "support.h"
#include "textmend/scan/parts.h"

namespace textmend::test {
namespace {

using internal::ByteClass;
using internal::CostMeter;
using internal::NeedError;
using internal::NeedWindow;
using internal::RuleCost;
using internal::StretchCounter;
using internal::TextCost;

std::vector<ByteClass> bytes_of(std::string_view window) {
  NeedWindow parsed;
  NeedError error;
  REQUIRE(NeedWindow::parse(window, parsed, error));
  const std::vector<internal::scan::Part> parts = internal::scan::parts_of(parsed, 0);
  REQUIRE(parts.size() == 1);
  const auto bytes = std::span(parts[0].bytes).first(parts[0].size);
  return {bytes.begin(), bytes.end()};
}

RuleCost cost_of(const std::string& rule_file, std::string_view text, TextCost* whole = nullptr) {
  const RuleSet rules = rules_of({{"mine/rule", rule_file}});
  CostMeter meter(rules, "en");
  meter.add(text);
  const TextCost cost = meter.cost();
  REQUIRE(cost.rules.size() == 1);
  if (whole != nullptr) *whole = cost;
  return cost.rules.front();
}

TEST_CASE("stretches are counted at every place, at the line's end too") {
  StretchCounter counter;
  const std::size_t the = counter.add(bytes_of("the "));
  const std::size_t f = counter.add(bytes_of("f"));
  const std::size_t not_a = counter.add(bytes_of("ab"));
  counter.scan("the f of the of");
  counter.scan("the");
  counter.scan("");
  CHECK(counter.seen(the).count == 2);
  CHECK(counter.seen(f).count == 3);
  CHECK(counter.seen(not_a).count == 0);
}

TEST_CASE("a counter tells more stretches apart than a word has bits") {
  StretchCounter counter;
  for (std::size_t i = 0; i < 200; ++i) {
    CHECK(counter.add(bytes_of(std::to_string(1000 + i))) == i);
  }
  counter.scan("1007 1064 1064 1199");
  CHECK(counter.seen(7).count == 1);
  CHECK(counter.seen(64).count == 2);
  CHECK(counter.seen(199).count == 1);
  CHECK(counter.seen(63).count == 0);
}

TEST_CASE("excerpts are cut between code points and say where they were cut") {
  const std::string line = "ääääääääääääääää x ööööööööööööööööö";
  const std::string around = internal::excerpt(line, 33, 34);
  CHECK(around == "…äääääääääää x ööööööööööö…");
  CHECK(internal::excerpt("short", 1, 2) == "short");
}

TEST_CASE("a need is looked for by its rarest four bytes") {
  TextCost whole;
  const RuleCost cost = cost_of(replace_rule(R"("n the x")", "the x", "the y"),
                                "in the sea\non the sea\nthe sea\nin the x\n", &whole);
  CHECK(whole.lines == 4);
  CHECK(cost.lines == 1);
  CHECK(cost.occurrences == 1);
  CHECK(cost.looks == 1);
  REQUIRE(cost.windows.size() == 1);
  CHECK(cost.windows[0].stretch == "he x");
  CHECK(cost.findings == 1);
}

TEST_CASE("a need tied to an end of the line is looked for there only") {
  const RuleCost cost =
      cost_of(replace_rule(R"("^th", "a$")", "x", "y"), "the the the\nhe the\nsea sea sea\n");
  CHECK(cost.looks == 2);
  CHECK(cost.lines == 2);
  CHECK(cost.windows[0].stretch.empty());
}

TEST_CASE("the needs of a list count, behind those that the rule names") {
  const std::string list = "list.w = ['the sea', 'a sea']\n";
  const RuleCost cost = cost_of(replace_rule(R"("{w}", "lamp")", "sea|lamp", "x", list),
                                "the sea\na sea\na lamp\na boat at sea\n");
  CHECK(cost.lines == 3);
  CHECK(cost.findings == 3);
  REQUIRE(cost.windows.size() == 1);
  CHECK(cost.windows[0].text == "lamp");
  CHECK(cost.windows[0].lines == 1);
}

TEST_CASE("a need is too common when it is looked for often and seldom right") {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "Another line with a word in it, and the end of it.\n";
  TextCost whole;
  const RuleCost useless = cost_of(replace_rule(R"("a word")", "wort", "word"), text, &whole);
  CHECK(is_common_window(whole, useless, useless.windows.front()));
  CHECK(is_common_rule(whole, useless));
  const RuleCost useful = cost_of(replace_rule(R"("a word")", "word", "wort"), text, &whole);
  CHECK_FALSE(is_common_window(whole, useful, useful.windows.front()));
  const RuleCost rare = cost_of(replace_rule(R"("wort")", "wort", "word"), text, &whole);
  CHECK_FALSE(is_common_window(whole, rare, rare.windows.front()));
  const RuleCost few = cost_of(replace_rule(R"("word")", "wort", "word"), "a word\n", &whole);
  CHECK_FALSE(is_common_window(whole, few, few.windows.front()));
}

TEST_CASE("rules of every scope are measured, over several texts") {
  const RuleSet rules = shipped_rules({"default", "news", "pdf", "web"});
  CostMeter meter(rules, "en");
  meter.add("It was f looding.\n\nSpread the love\n\n?? Jane Roe ?? A boat.\n");
  meter.add("A line\n\xFF\xFE\n");
  const TextCost cost = meter.cost();
  CHECK(cost.lines == 7);
  CHECK(cost.rules.size() == rules.state().program.rules.size());
  for (const RuleCost& rule : cost.rules) {
    INFO(rule.id);
    CHECK(rule.lines <= cost.lines);
    if (rule.id == "pdf/split-ligature") CHECK(rule.findings == 1);
    if (rule.id == "web/spread-the-love") CHECK(rule.lines == 1);
  }
}

}  // namespace
}  // namespace textmend::test
