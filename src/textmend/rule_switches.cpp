#include "textmend/rule_switches.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "textmend/embedded.h"

namespace textmend::internal {

namespace {

using Entry = RuleSet::State::Entry;

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

void turn(Entry& entry, bool on, std::string why) {
  entry.on = on;
  entry.why = std::move(why);
}

Profile read_builtin_profile(const std::string& name, Problems& problems) {
  const std::string path = fmt::format("profiles/{}.toml", name);
  Profile profile;
  read_profile(builtin_source({path, embedded_file(path)}), name, profile, problems);
  return profile;
}

}  // namespace

void RuleSwitches::apply_profiles(const std::vector<PlacedName>& names) {
  for (const auto& [name, place] : names) {
    const auto entry = std::find_if(
        state_.profiles.begin(), state_.profiles.end(),
        [&wanted = name](const RuleSet::State::ProfileEntry& one) { return one.name == wanted; });
    if (entry != state_.profiles.end()) {
      if (!entry->profile) entry->profile = read_builtin_profile(name, problems_);
      apply(*entry->profile);
      continue;
    }
    std::vector<std::string_view> known;
    known.reserve(state_.profiles.size());
    for (const RuleSet::State::ProfileEntry& one : state_.profiles) known.push_back(one.name);
    problems_.error("unknown-profile", place, fmt::format("no profile `{}`", name),
                    fmt::format("one of: {}", fmt::join(known, ", ")));
  }
}

void RuleSwitches::apply(const Profile& profile) {
  const std::string by = "profile " + profile.name;
  for (Entry& entry : state_.entries) {
    const RuleHead& head = entry.head();
    const std::string_view phase = kPhaseNames[static_cast<std::size_t>(head.phase)];
    if (!profile.phases.empty() && !contains(profile.phases, phase)) continue;
    const bool safe = head.safety == Safety::kSafe &&
                      (contains(profile.safe, head.pack) || contains(profile.safe, "*"));
    const bool named = contains(profile.risky, head.pack) ||
                       std::any_of(head.tags.begin(), head.tags.end(), [&](const std::string& tag) {
                         return contains(profile.risky, tag);
                       });
    const bool risky = head.safety == Safety::kRisky && named;
    if (safe || risky) turn(entry, true, by + (safe ? ": safe" : ": risky"));
  }
  select(profile.select, true, by);
  select(profile.ignore, false, by);
  override_params(profile.overrides);
}

void RuleSwitches::select(const std::vector<PlacedName>& names, bool on, const std::string& by) {
  for (const auto& [name, place] : names) {
    bool any = false;
    for (Entry& entry : state_.entries) {
      const RuleHead& head = entry.head();
      const bool by_id = entry.is_called(name);
      const bool by_group = head.pack == name || contains(head.tags, name);
      any = any || by_id || by_group;
      if (by_id || (by_group && (!on || head.safety != Safety::kStyle))) {
        turn(entry, on, fmt::format("{} {} {}", by, on ? "selects" : "ignores", name));
      }
    }
    if (!any) report_unknown(name, place);
  }
}

void RuleSwitches::override_params(const std::vector<Override>& overrides) {
  for (const Override& one : overrides) {
    const auto entry =
        std::find_if(state_.entries.begin(), state_.entries.end(),
                     [&](const Entry& one_of_them) { return one_of_them.is_called(one.rule); });
    if (entry == state_.entries.end()) {
      report_unknown(one.rule, one.place);
      continue;
    }
    for (const Node::Member& member : one.changes.members) {
      Node* table = entry->overrides.find(member.key);
      if (table != nullptr && table->type == Node::Type::kTable &&
          member.value.type == Node::Type::kTable) {
        for (const Node::Member& inner : member.value.members) {
          table->set(inner.key, inner.value, inner.place);
        }
      } else {
        entry->overrides.set(member.key, member.value, member.place);
      }
    }
  }
}

void RuleSwitches::report_unknown(const std::string& name, const Place& place) {
  std::vector<std::string_view> names;
  for (const Entry& entry : state_.entries) {
    names.push_back(entry.head().id);
    names.push_back(entry.head().pack);
  }
  const std::string_view near = nearest(name, names);
  problems_.error("unknown-rule", place, fmt::format("no rule, pack or tag `{}`", name),
                  near.empty() ? "`textmend rules list --all` lists them"
                               : fmt::format("did you mean `{}`?", near));
}

}  // namespace textmend::internal
