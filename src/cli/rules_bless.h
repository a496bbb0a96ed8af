// `textmend rules test --bless`: what came out becomes what should.

#ifndef TEXTMEND_CLI_RULES_BLESS_H_
#define TEXTMEND_CLI_RULES_BLESS_H_

#include <span>
#include <string>
#include <vector>

#include "textmend/rule_test.h"

namespace textmend::cli {

// Writes the `out` of tests that came out otherwise (missing, wrong) into their rule files. Never
// of a trap, nor of a text that did not settle: there the rule is wrong, not the test. Built-in
// rules have no file. Returns how many were written; adds to `failed` the files that can't be.
std::size_t bless_tests(const RuleSet& rules, std::span<const internal::RuleTestResult> results,
                        std::vector<std::string>& failed);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_BLESS_H_
