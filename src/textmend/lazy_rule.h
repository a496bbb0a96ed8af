// Rules that are made when they are first used.
//
// Most documents need a few of the built-in rules, and to make all of them (to read the file, to
// compile the patterns) takes longer than to clean a page. So the engine gets a stand-in that knows
// the outline and makes the rule when the engine first asks for findings, spans, blocks or the
// guard. Threads may share a stand-in: the rule is made once.
//
// Faults would come too late to be reported. The build makes every built-in rule and fails on one
// that has faults; rules of users and rules with overrides are made by RuleSet::load.

#ifndef TEXTMEND_LAZY_RULE_H_
#define TEXTMEND_LAZY_RULE_H_

#include "textmend/protection.h"
#include "textmend/rule.h"
#include "textmend/rule_file.h"

namespace textmend::internal {

// What the virtual functions of a rule answer before it is made.
struct RuleTraits {
  bool bounded = true;
  bool protects = false;  // a ProtectRule, which has the other two
  ProtectRule::Strength strength = ProtectRule::Strength::kInline;
  ProtectRule::Shape shape = ProtectRule::Shape::kSpan;

  static RuleTraits of(const Rule& rule);
  bool operator==(const RuleTraits&) const = default;
};

// The rule of `file` without overrides, which has this outline and these traits.
RulePtr make_lazy_rule(RuleFilePtr file, RuleOutline outline, const RuleTraits& traits);

}  // namespace textmend::internal

#endif  // TEXTMEND_LAZY_RULE_H_
