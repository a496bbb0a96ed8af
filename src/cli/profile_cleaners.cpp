#include "cli/profile_cleaners.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cli/load_rules.h"
#include "textmend/rule_set.h"

namespace textmend::cli {

ProfileCleaners::ProfileCleaners(RuleChoice choice, const RuleSet& rules, CleanOptions options)
    : choice_(std::move(choice)), options_(std::move(options)) {
  for (const auto& profile : rules.state().profiles) known_.push_back(profile.name);
}

const Cleaner* ProfileCleaners::find(std::string_view text) {
  RuleChoice choice = choice_;
  choice.profiles = read_names(text);
  if (choice.profiles.empty()) return nullptr;
  const std::lock_guard lock(mutex_);
  const auto known = cleaners_.find(choice.profiles);
  if (known != cleaners_.end()) return known->second.get();
  std::vector<Diagnostic> problems;
  const std::optional<RuleSet> rules = RuleSet::load(rule_options(choice), problems);
  // The rules of the call have been loaded: what is wrong with a file was said then.
  auto cleaner = rules ? std::make_unique<const Cleaner>(*rules, options_) : nullptr;
  return cleaners_.emplace(choice.profiles, std::move(cleaner)).first->second.get();
}

// There are few sets of known names, so what is kept is bounded whatever the records say.
std::vector<std::string> ProfileCleaners::read_names(std::string_view text) const {
  std::set<std::string> names;
  for (;;) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view name = text.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) return {};
    names.emplace(name);
    if (comma == text.size()) return {names.begin(), names.end()};
    text.remove_prefix(comma + 1);
  }
}

}  // namespace textmend::cli
