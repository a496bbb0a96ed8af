// `textmend rules show ID`: all that a user of a rule may want to know of it, laid out as a manual
// page.

#ifndef TEXTMEND_CLI_RULES_SHOW_H_
#define TEXTMEND_CLI_RULES_SHOW_H_

#include <string>
#include <vector>

#include "textmend/rule_set.h"

namespace textmend::cli {

// `profiles` are those that switch the rule on. With `color`, headings are bold and what a repair
// takes and brings is red and green. Characters that can't be seen stand as `<U+00AD>`.
std::string rule_page(const RuleSet::State::Entry& entry, const std::vector<std::string>& profiles,
                      bool color);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_SHOW_H_
