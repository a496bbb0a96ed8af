// The third step of a RuleSet: which rules are on, and what is laid over their params.

#ifndef TEXTMEND_RULE_SWITCHES_H_
#define TEXTMEND_RULE_SWITCHES_H_

#include <string>
#include <vector>

#include "textmend/rule_set.h"

namespace textmend::internal {

// What is said later stands over what was said before.
class RuleSwitches {
 public:
  // Changes the entries of `state`; the references must outlive the switches.
  RuleSwitches(RuleSet::State& state, Problems& problems) : state_(state), problems_(problems) {}

  void apply_profiles(const std::vector<PlacedName>& names);
  // An id reaches any rule; a pack or tag none of safety `style`. `by` begins the reason that is
  // shown to people.
  void select(const std::vector<PlacedName>& names, bool on, const std::string& by);
  void override_params(const std::vector<Override>& overrides);

 private:
  void apply(const Profile& profile);
  void report_unknown(const std::string& name, const Place& place);

  RuleSet::State& state_;
  Problems& problems_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_SWITCHES_H_
