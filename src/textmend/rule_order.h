// The second step of a RuleSet: the order in which rules run.

#ifndef TEXTMEND_RULE_ORDER_H_
#define TEXTMEND_RULE_ORDER_H_

#include <vector>

#include "textmend/rule_set.h"

namespace textmend::internal {

// Sorts by phase, then `after`, then id: all known rules, whether on or off, so that switching one
// does not move the others. Reports cycles and unknown ids; false when there are any.
bool sort_entries(std::vector<RuleSet::State::Entry>& entries, Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_ORDER_H_
