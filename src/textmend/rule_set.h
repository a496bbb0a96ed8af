// What a RuleSet is made of.

#ifndef TEXTMEND_RULE_SET_H_
#define TEXTMEND_RULE_SET_H_

#include <map>
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
    internal::RulePtr rule;    // null for a rule that is off and was not built
    bool on = false;
    std::string why;

    const internal::RuleHead& head() const { return file->head(); }
    const internal::RuleSpec& spec() const { return file->spec(); }  // read now, if need be
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

// What a fingerprint is made of, besides versions and limits, in parts with names. A digest is
// sixteen hexadecimal digits.
struct RuleSetParts {
  using Digests = std::map<std::string, std::string>;
  Digests rules;     // those that are on, by id
  Digests lexicons;  // built-in words and lists by path, all others under one name
};
RuleSetParts parts_of(const RuleSet::State& state);

// Sorts by phase, then `after`, then id. Reports cycles and unknown ids.
bool sort_entries(std::vector<RuleSet::State::Entry>& entries, Problems& problems);

}  // namespace internal
}  // namespace textmend

#endif  // TEXTMEND_RULE_SET_H_
