#include "textmend/stand_in.h"

#include <algorithm>
#include <utility>

#include "textmend/rule_order.h"

namespace textmend::internal {

namespace {

bool stands_in(const RuleHead& own, const RuleHead& other) {
  return own.id == other.id ||
         std::find(own.replaces.begin(), own.replaces.end(), other.id) != own.replaces.end();
}

}  // namespace

std::optional<std::vector<RuleSet::State::Entry>> with_own_rules(const RuleSet& rules,
                                                                 std::span<const SpecPtr> own,
                                                                 Problems& problems) {
  std::vector<RuleSet::State::Entry> entries = rules.state().entries;
  std::erase_if(entries, [&](const RuleSet::State::Entry& entry) {
    return std::any_of(own.begin(), own.end(),
                       [&](const SpecPtr& spec) { return stands_in(*spec, entry.head()); });
  });
  for (const SpecPtr& spec : own) {
    RuleSet::State::Entry entry;
    entry.file = std::make_shared<const RuleFile>(*spec);
    entry.rule = build_rule(*spec, Node{}, problems);
    entry.on = true;
    if (!entry.rule) return std::nullopt;
    entries.push_back(std::move(entry));
  }
  if (!sort_entries(entries, problems)) return std::nullopt;
  return entries;
}

}  // namespace textmend::internal
