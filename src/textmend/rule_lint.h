// Advice about rules that work: what is in vain, what is written twice.

#ifndef TEXTMEND_RULE_LINT_H_
#define TEXTMEND_RULE_LINT_H_

#include "textmend/stand_in.h"

namespace textmend::internal {

// Warns (`twice`) at an entry of the params' `literals`, `needs`, patterns or lists that stands
// there already.
void lint_repeats(const RuleSpec& spec, Problems& problems);

// Warns (`shadowed`) when none of the rule's own tests comes to it with all rules on: another one
// repairs them first. `spec` is on in `program`. Protect rules change nothing, and are left out.
void lint_shadowed(const Program& program, const RuleSpec& spec, Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_LINT_H_
