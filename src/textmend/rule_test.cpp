#include "textmend/rule_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace textmend::internal {

namespace {

SectionResult run(const Program& program, const RuleTest& test) {
  CleanOptions options;
  options.lang = test.lang;
  MatchScratch scratch(options.limits);
  return clean_section(program, options, test.in, {}, scratch);
}

std::vector<std::string> flags_of(const SectionResult& result) {
  std::vector<std::string> flags;
  for (const SectionNote& note : result.notes) {
    if (note.kind == Note::Kind::kFlag) flags.push_back(note.text);
  }
  return flags;
}

std::string_view first_evidence(const SectionResult& result) {
  for (const Edit& edit : result.edits) {
    for (const Step& step : edit.steps) {
      if (!step.evidence.empty()) return step.evidence;
    }
  }
  return {};
}

// What a test says of the result; `expected` and `actual` are filled in for the report.
Outcome judge(const RuleTest& test, const SectionResult& result, RuleTestResult& report) {
  const bool settled =
      std::none_of(result.notes.begin(), result.notes.end(),
                   [](const SectionNote& note) { return note.kind == Note::Kind::kUnsettled; });
  report.expected = test.out.value_or(test.in);
  report.actual = apply_edits(test.in, result.edits);
  if (!settled || result.rounds > 1) return Outcome::kUnstable;
  if (report.actual != report.expected) {
    if (report.expected == test.in) return Outcome::kNoisy;
    return report.actual == test.in ? Outcome::kMissing : Outcome::kWrong;
  }
  const std::vector<std::string> flags = flags_of(result);
  const std::vector<std::string> wanted = test.flags.value_or(std::vector<std::string>{});
  if (flags != wanted) {
    report.expected = fmt::format("{}", fmt::join(wanted, " | "));
    report.actual = fmt::format("{}", fmt::join(flags, " | "));
    return Outcome::kFlags;
  }
  if (!test.evidence.empty() && first_evidence(result) != test.evidence) {
    report.expected = test.evidence;
    report.actual = first_evidence(result);
    return Outcome::kEvidence;
  }
  return Outcome::kPassed;
}

RuleTestResult start_report(const RuleSpec& spec, const RuleTest& test, std::string_view profile) {
  RuleTestResult report;
  report.rule = spec.id;
  report.test = test.name;
  report.profile = profile;
  report.in = test.in;
  report.place = test.place;
  return report;
}

Program without(const Program& program, std::string_view id) {
  Program result = program;
  std::erase_if(result.protect, [&](const RulePtr& rule) { return rule->id() == id; });
  return result;
}

RuleTestResult test_protection(const RuleSet& rules, const RuleSpec& spec, const RuleTest& test,
                               RulePtr rule) {
  RuleTestResult report = start_report(spec, test, "");
  const Program bare = without(rules.state().program, spec.id);
  Program program = bare;
  program.protect.push_back(std::move(rule));
  // The rules that show the protection may flag, or need a second round; that is not the test's.
  const std::string actual = apply_edits(test.in, run(program, test).edits);
  report.expected = test.out.value_or(test.in);
  report.actual = actual;
  if (actual != report.expected) {
    report.outcome = test.out ? Outcome::kMissing : Outcome::kNoisy;
  } else if (!test.out && apply_edits(test.in, run(bare, test).edits) == test.in) {
    report.outcome = Outcome::kIdle;
  }
  return report;
}

std::vector<RulePtr> rules_named(const RuleSet& rules, const std::vector<std::string>& ids) {
  std::vector<RulePtr> named;
  std::vector<Diagnostic> none;
  Problems problems(none);
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    if (std::find(ids.begin(), ids.end(), entry.head().id) == ids.end()) continue;
    if (RulePtr rule = build_rule(entry.spec(), Node{}, problems)) named.push_back(std::move(rule));
  }
  return named;
}

}  // namespace

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "passed";
    case Outcome::kMissing:
      return "missing";
    case Outcome::kNoisy:
      return "noisy";
    case Outcome::kWrong:
      return "wrong";
    case Outcome::kUnstable:
      return "unstable";
    case Outcome::kFlags:
      return "flags";
    case Outcome::kEvidence:
      return "evidence";
    case Outcome::kIdle:
      return "idle";
    case Outcome::kBroken:
      return "broken";
  }
  return {};
}

std::string_view outcome_help(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "as it should be";
    case Outcome::kMissing:
      return "should have changed the text, and did not";
    case Outcome::kNoisy:
      return "should have left the text alone, and did not";
    case Outcome::kWrong:
      return "changed the text into something else";
    case Outcome::kUnstable:
      return "a second round changed the text again";
    case Outcome::kFlags:
      return "flagged something else";
    case Outcome::kEvidence:
      return "another rung of evidence";
    case Outcome::kIdle:
      return "the text stays without the rule too: the test shows nothing";
    case Outcome::kBroken:
      return "the test's params make no rule";
  }
  return {};
}

Program program_of_test(const RuleSet& rules, const RuleSpec& spec, RulePtr rule) {
  // In the order of a profile.
  std::vector<RulePtr> tested = rules_named(rules, rule->common().habit_of);
  const auto first = std::stable_partition(tested.begin(), tested.end(), [&](const RulePtr& other) {
    return std::find(spec.after.begin(), spec.after.end(), other->id()) != spec.after.end();
  });
  tested.insert(first, std::move(rule));
  return make_program(rules.state().program.protect, std::move(tested),
                      rules.state().program.lexicons);
}

std::vector<RuleTestResult> test_rule(const RuleSet& rules, const RuleSpec& spec) {
  std::vector<RuleTestResult> results;
  for (const RuleTest& test : spec.tests) {
    std::vector<Diagnostic> diagnostics;
    Problems problems(diagnostics);
    RulePtr rule = build_rule(spec, test.params, problems);
    if (!rule) {
      RuleTestResult report = start_report(spec, test, "");
      report.outcome = Outcome::kBroken;
      report.actual = diagnostics.empty() ? "" : diagnostics.front().message;
      results.push_back(std::move(report));
      continue;
    }
    if (spec.phase == Phase::kProtect) {
      results.push_back(test_protection(rules, spec, test, std::move(rule)));
      continue;
    }
    const Program program = program_of_test(rules, spec, std::move(rule));
    RuleTestResult report = start_report(spec, test, "");
    report.outcome = judge(test, run(program, test), report);
    results.push_back(std::move(report));
  }
  return results;
}

std::vector<RuleTestResult> test_traps(const RuleSet& rules, std::string_view profile) {
  std::vector<RuleTestResult> results;
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    if (entry.head().phase == Phase::kProtect) continue;
    for (const RuleTest& test : entry.spec().tests) {
      if (test.out || !test.params.members.empty()) continue;
      RuleTestResult report = start_report(entry.spec(), test, profile);
      report.expected = test.in;
      report.actual = apply_edits(test.in, run(rules.state().program, test).edits);
      if (report.actual != test.in) report.outcome = Outcome::kNoisy;
      results.push_back(std::move(report));
    }
  }
  return results;
}

void lint_rule(const RuleSpec& spec, Problems& problems) {
  const auto fires = std::count_if(spec.tests.begin(), spec.tests.end(), [](const RuleTest& test) {
    return test.out || (test.flags && !test.flags->empty());
  });
  const auto traps = static_cast<std::ptrdiff_t>(spec.tests.size()) - fires;
  if (fires < 2) {
    problems.error("few-tests", spec.root.place,
                   fmt::format("{} has {} of two tests that fire", spec.id, fires),
                   "add [[test]] tables with `out`, or `flags` for a rule that reports");
  }
  if (traps < 2) {
    problems.error("few-traps", spec.root.place,
                   fmt::format("{} has {} of two traps", spec.id, traps),
                   "add [[test]] tables without `out`: good text that looks like the damage");
  }
  const Node* needs = spec.params().find("needs");
  const bool gated = spec.table("guard").find("habit_of") != nullptr;
  if (needs != nullptr && needs->items.empty() && !gated) {
    problems.warning("needs-all", needs->place, fmt::format("{} looks at every line", spec.id),
                     "`textmend rules cost` shows what that costs");
  }
}

}  // namespace textmend::internal
