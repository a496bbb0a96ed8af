// Runs the [[test]] tables of rules.

#ifndef TEXTMEND_RULE_TEST_H_
#define TEXTMEND_RULE_TEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "textmend/rule_set.h"

namespace textmend::internal {

enum class Outcome {
  kPassed,
  kMissing,   // should have changed the text, and did not
  kNoisy,     // should have left the text alone, and did not
  kWrong,     // changed the text into something else
  kUnstable,  // needed more than one round
  kFlags,     // flagged something else than it should
  kEvidence,  // another rung than the test names
  kIdle,      // a protect rule: the text stays without it too, so the test shows nothing
  kBroken,    // the test's params make no rule
};
std::string_view outcome_name(Outcome outcome);
std::string_view outcome_help(Outcome outcome);

struct RuleTestResult {
  std::string rule, test;
  std::string profile;  // whose rules ran together; empty: the rule alone
  Outcome outcome = Outcome::kPassed;
  std::string in, expected, actual;
  Place place;
};

// The rules that run when `rule`, made of `spec`, is tested alone: itself, those that show the
// habit it waits for, and the protect rules of `rules`.
Program program_of_test(const RuleSet& rules, const RuleSpec& spec, RulePtr rule);

// The tests of `spec`. A rule runs with the protect rules of `rules`; a protect rule runs with all
// rules that are on there, and a text that must stay must change when the rule is missing.
std::vector<RuleTestResult> test_rule(const RuleSet& rules, const RuleSpec& spec);

// Runs the traps of all rules, on or off, through the rules that are on in `rules`: the texts must
// stay. Traps of protect rules and those with params of their own are left out.
std::vector<RuleTestResult> test_traps(const RuleSet& rules, std::string_view profile);

// What is missing in a rule that works: tests, above all. Reported as errors.
void lint_rule(const RuleSpec& spec, Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_TEST_H_
