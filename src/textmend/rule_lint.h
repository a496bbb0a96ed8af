// Advice about rules that work: what is in vain, what is written twice.

#ifndef TEXTMEND_RULE_LINT_H_
#define TEXTMEND_RULE_LINT_H_

#include "textmend/stand_in.h"

namespace textmend::internal {

// Warns (`twice`) at an entry of the params' `literals`, `needs`, patterns or lists that stands
// there already.
void lint_repeats(const RuleSpec& spec, Problems& problems);

// Warns (`shadowed`) when none of the rule's own tests comes to it in `program`: another rule
// repairs them first. Quiet about rules that are off there, and protect rules, which change
// nothing.
void lint_shadowed(const Program& program, const RuleSpec& spec, Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_LINT_H_
