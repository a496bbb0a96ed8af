#include "textmend/lazy_rule.h"

#include <atomic>
#include <thread>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/engine.h"
#include "textmend/rule_set.h"

namespace textmend::internal {
namespace {

const RuleSet::State::Entry& entry_of(const RuleSet& rules, std::string_view id) {
  const RuleSet::State::Entry* entry = rules.state().find(id);
  REQUIRE(entry != nullptr);
  return *entry;
}

// Calls f in several threads at once.
template <typename F>
void in_threads(F&& f) {
  constexpr std::size_t kThreads = 8;
  std::atomic<std::size_t> ready = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < kThreads) std::this_thread::yield();
      f(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("threads that ask for a rule at once get the same one") {
  for (const std::string_view id : {"core/double-stop", "core/protect-url", "web/share-bar"}) {
    INFO(id);
    const RuleSet rules = test::shipped_rules();
    const RuleSet::State::Entry& entry = entry_of(rules, id);
    REQUIRE(entry.rule);
    std::vector<const Guard*> guards(8);
    std::vector<const RuleSpec*> specs(8);
    in_threads([&](std::size_t i) {
      guards[i] = &entry.rule->guard();
      specs[i] = &entry.spec();
    });
    for (std::size_t i = 0; i < guards.size(); ++i) {
      CHECK(guards[i] == guards[0]);
      CHECK(specs[i] == specs[0]);
    }
    CHECK(specs[0]->id == id);
    CHECK_FALSE(specs[0]->tests.empty());
  }
}

TEST_CASE("threads that share a new rule set give the same answers") {
  const RuleSet rules = test::shipped_rules();
  std::vector<std::string> texts;
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    for (const RuleTest& test : entry.spec().tests) texts.push_back(test.in);
  }
  const auto clean_all = [&texts](const Cleaner& cleaner) {
    std::string all;
    for (const std::string& text : texts) all += cleaner.clean(text);
    return all;
  };
  const std::string expected = clean_all(Cleaner(rules));
  const Cleaner shared(test::shipped_rules());
  std::vector<std::string> answers(8);
  in_threads([&](std::size_t i) { answers[i] = clean_all(shared); });
  for (const std::string& answer : answers) CHECK(answer == expected);
}

TEST_CASE("a rule made on first use does what the rule made at once does") {
  const RuleSet rules = test::shipped_rules({"default", "web", "news", "pdf", "ocr"});
  std::vector<RulePtr> protect, others;
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    if (!entry.on) continue;
    std::vector<Diagnostic> diagnostics;
    Problems problems(diagnostics);
    RulePtr rule = build_rule(entry.spec(), entry.overrides, problems);
    REQUIRE(rule);
    (entry.head().phase == Phase::kProtect ? protect : others).push_back(std::move(rule));
  }
  const Program at_once = make_program(protect, others, nullptr);
  const CleanOptions options;
  MatchScratch scratch(options.limits);
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    for (const RuleTest& test : entry.spec().tests) {
      INFO(entry.head().id << ": " << test.name);
      const SectionResult lazy =
          clean_section(rules.state().program, options, test.in, {}, scratch);
      const SectionResult eager = clean_section(at_once, options, test.in, {}, scratch);
      CHECK(apply_edits(test.in, lazy.edits) == apply_edits(test.in, eager.edits));
      CHECK(lazy.notes.size() == eager.notes.size());
      CHECK(lazy.rounds == eager.rounds);
    }
  }
}

TEST_CASE("a rule that can't be made leaves the text alone, or protects it") {
  // No such built-in rule: its text is empty, which is no rule.
  RuleHead head;
  head.id = "core/none";
  head.pack = "core";
  head.kind = find_kind("protect");
  RuleOutline outline;
  outline.id = head.id;
  const auto file = std::make_shared<const RuleFile>(head);
  const CleanOptions options;
  MatchScratch scratch(options.limits);
  const Document document("some text\n", options.limits.line_bytes);
  const Facts facts(document, "en");

  const RulePtr plain = make_lazy_rule(file, outline, {});
  Findings findings, of_all;
  plain->find({"some text", true, true, facts, scratch}, findings);
  plain->find_all({document, facts, scratch}, of_all);
  CHECK(findings.limit);
  CHECK(of_all.limit);
  CHECK(findings.list.empty());
  CHECK(plain->guard().unless.empty());

  RuleTraits traits;
  traits.protects = true;
  const RulePtr spans = make_lazy_rule(file, outline, traits);
  std::vector<Range> ranges;
  static_cast<const ProtectRule&>(*spans).spans("some text", options.limits, scratch, ranges);
  REQUIRE(ranges.size() == 1);
  CHECK(ranges[0].end == 9);

  traits.shape = ProtectRule::Shape::kFence;
  const RulePtr blocks = make_lazy_rule(file, outline, traits);
  std::vector<LineRange> lines;
  static_cast<const ProtectRule&>(*blocks).blocks(document.lines(), Line::kAllBuckets, scratch,
                                                  lines);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].end == document.lines().size());

  traits.shape = ProtectRule::Shape::kRun;
  const RulePtr run = make_lazy_rule(file, outline, traits);
  CHECK(static_cast<const ProtectRule&>(*run).in_run(document.lines()[0], scratch));
  CHECK(static_cast<const ProtectRule&>(*run).min_run() == 1);
}

TEST_CASE("an override makes the rule at once, and its faults are reported") {
  const test::TempFolder folder;
  folder.write("textmend.toml",
               "[rules.\"core/double-stop\".params]\nneeds = ['..']\npattern = '('\n");
  RuleOptions options;
  options.config = (folder.path() / "textmend.toml").string();
  std::vector<Diagnostic> problems;
  CHECK_FALSE(RuleSet::load(options, problems));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "bad-pattern");
  CHECK(problems[0].line == 3);
}

}  // namespace
}  // namespace textmend::internal
