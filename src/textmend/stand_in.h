// Rules that are being written, among those that there are.

#ifndef TEXTMEND_STAND_IN_H_
#define TEXTMEND_STAND_IN_H_

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "textmend/rule_set.h"

namespace textmend::internal {

using SpecPtr = std::shared_ptr<const RuleSpec>;

// The rules of `rules` with `own` among them, in the order in which they run. The own ones are on,
// and stand in for rules of the same id and those that they replace. Nothing when one of them makes
// no rule, or they can't be put in order; `problems` says why.
std::optional<std::vector<RuleSet::State::Entry>> with_own_rules(const RuleSet& rules,
                                                                 std::span<const SpecPtr> own,
                                                                 Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_STAND_IN_H_
