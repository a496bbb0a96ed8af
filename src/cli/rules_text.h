// What `textmend rules` prints: pure functions from rules to text.

#ifndef TEXTMEND_CLI_RULES_TEXT_H_
#define TEXTMEND_CLI_RULES_TEXT_H_

#include <string>
#include <string_view>

#include "textmend/rule_set.h"
#include "textmend/rule_test.h"

namespace textmend::cli {

std::string rules_table(const RuleSet& rules, bool all);
std::string kind_text(const internal::Kind& kind, bool with_keys);
std::string kind_markdown(const internal::Kind& kind);
std::string failure_text(const internal::RuleTestResult& result, bool color);

// A rule file to fill in.
std::string rule_skeleton(const internal::Kind& kind);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_TEXT_H_
