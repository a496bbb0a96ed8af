// What a RuleSet is made of. RuleSet::load() takes four steps: rules and profiles are collected
// (rule_collector.h), put into order (rule_order.h), switched on and off (rule_switches.h), and
// those that are on are built (rule_file.h).

#ifndef TEXTMEND_RULE_SET_H_
#define TEXTMEND_RULE_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/config.h"
#include "textmend/engine.h"
#include "textmend/rule_file.h"

namespace textmend {
inline namespace v1 {

struct RuleSet::State {
  struct Entry {
    internal::RuleFilePtr file;
    internal::Node overrides;  // of the profiles and the configuration, merged
    std::string_view rest;     // in the table of the built-in rules; empty: not from there
    internal::RulePtr rule;    // null for a built-in rule that is off
    bool on = false;
    std::string why;
    // What the files held at the time of loading which the rule names, where they need not be the
    // built-in ones.
    std::string data;

    const internal::RuleHead& head() const { return file->head(); }
    const internal::RuleSpec& spec() const { return file->spec(); }  // read now, if need be
    bool is_called(std::string_view name) const;  // its id, or a name that it replaces
  };
  struct ProfileEntry {
    std::string name;
    std::optional<internal::Profile> profile;  // nothing: built in, and not asked for
  };
  std::vector<Entry> entries;  // in the order in which they run
  internal::Program program;
  std::vector<ProfileEntry> profiles;  // all that are known

  const Entry* find(std::string_view id) const;  // also by a name it replaces
};

}  // namespace v1

namespace internal {

// RuleInfo::why of a rule that RuleOptions::line_rules_only has switched off.
inline constexpr const char* kLeftOut = "left out: it looks at more than one line";

// The rules that are on, in their order.
Program make_program(const std::vector<RuleSet::State::Entry>& entries,
                     std::shared_ptr<const Lexicons> lexicons);

}  // namespace internal
}  // namespace textmend

#endif  // TEXTMEND_RULE_SET_H_
