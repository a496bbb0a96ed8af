#include "textmend/rule_set.h"

#include <algorithm>
#include <utility>

#include "textmend/data_file.h"
#include "textmend/fingerprint.h"
#include "textmend/lexicon_sources.h"
#include "textmend/rule_collector.h"
#include "textmend/rule_order.h"
#include "textmend/rule_switches.h"

namespace textmend {

namespace internal {

namespace {

using Entry = RuleSet::State::Entry;

// Names of a call stand in no file.
std::vector<PlacedName> without_places(const std::vector<std::string>& names) {
  std::vector<PlacedName> result;
  result.reserve(names.size());
  for (const std::string& name : names) result.push_back({name, {}});
  return result;
}

// What is left answers for a line by the line alone.
void keep_line_rules(RuleSet::State& state) {
  for (Entry& entry : state.entries) {
    if (!entry.on || !entry.rule || entry.head().phase == Phase::kProtect) continue;
    const RuleOutline& outline = entry.rule->common();
    if (outline.scope == Scope::kLine && !outline.asks_facts) continue;
    entry.on = false;
    entry.why = kLeftOut;
  }
}

// Rules from the table are made on first use, unless they have overrides, which may hold faults.
void build_rules(RuleSet::State& state, RuleTable& table, Problems& problems) {
  for (Entry& entry : state.entries) {
    const std::string& folder = entry.head().folder;
    const bool own = !folder.empty();
    entry.data = read_named_files(folder, entry.overrides);
    if (own) entry.data += read_named_files(folder, entry.spec().root);
    if (!entry.on && !own) continue;  // checked by the build
    if (entry.rest.empty() || !entry.overrides.members.empty()) {
      entry.rule = build_rule(entry.spec(), entry.overrides, problems);
    } else {
      RuleOutline outline;
      RuleTraits traits;
      table.read_rest(entry.rest, entry.head(), outline, traits);
      entry.rule = make_lazy_rule(entry.file, std::move(outline), traits);
    }
  }
}

}  // namespace

Program make_program(const std::vector<Entry>& entries, std::shared_ptr<const Lexicons> lexicons) {
  std::vector<RulePtr> protect, rules;
  for (const Entry& entry : entries) {
    if (!entry.on || !entry.rule) continue;
    const bool protects = entry.head().phase == Phase::kProtect;
    (protects ? protect : rules).push_back(entry.rule);
  }
  return make_program(std::move(protect), std::move(rules), std::move(lexicons));
}

}  // namespace internal

inline namespace v1 {

bool RuleSet::State::Entry::is_called(std::string_view name) const {
  const std::vector<std::string>& old_names = head().replaces;
  return head().id == name ||
         std::find(old_names.begin(), old_names.end(), name) != old_names.end();
}

const RuleSet::State::Entry* RuleSet::State::find(std::string_view id) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.is_called(id); });
  return found == entries.end() ? nullptr : &*found;
}

std::optional<RuleSet> RuleSet::load(const RuleOptions& options,
                                     std::vector<Diagnostic>& diagnostics) {
  internal::Problems problems(diagnostics);
  auto state = std::make_shared<State>();
  internal::Config config;
  internal::SourcePtr source;
  if (!options.config.empty() && internal::read_file(options.config, source, problems)) {
    internal::read_config(source, config, problems);
  }
  internal::RuleCollector collector(*state, problems);
  internal::RuleTable table(internal::rule_table());
  if (options.builtin) collector.add_builtin(table);
  for (const std::string& folder : config.folders) collector.add_folder(folder);
  for (const std::string& folder : options.folders) collector.add_folder(folder);
  internal::resolve_replaced(state->entries, problems);
  internal::sort_entries(state->entries, problems);

  internal::RuleSwitches switches(*state, problems);
  std::vector<internal::PlacedName> profiles =
      options.profiles.empty() ? config.profiles : internal::without_places(options.profiles);
  if (profiles.empty() && options.builtin) profiles = {{"default", {}}};
  switches.apply_profiles(profiles);
  switches.select(config.select, true, "the configuration");
  switches.select(config.ignore, false, "the configuration");
  switches.select(internal::without_places(options.select), true, "the call");
  switches.select(internal::without_places(options.ignore), false, "the call");
  switches.override_params(config.overrides);
  internal::build_rules(*state, table, problems);
  if (options.line_rules_only) internal::keep_line_rules(*state);
  internal::add_lexicon_options(options.lexicons, config.lexicons, problems);
  state->program =
      internal::make_program(state->entries, internal::read_lexicons(config.lexicons, problems));
  if (problems.any_error()) return std::nullopt;
  return RuleSet(std::move(state));
}

std::vector<RuleInfo> RuleSet::rules() const {
  std::vector<RuleInfo> infos;
  for (const State::Entry& entry : state_->entries) {
    const internal::RuleHead& head = entry.head();
    RuleInfo info;
    info.id = head.id;
    info.pack = head.pack;
    info.kind = head.kind->name;
    info.title = head.title;
    info.phase = internal::kPhaseNames[static_cast<std::size_t>(head.phase)];
    info.scope = internal::kScopeNames[static_cast<std::size_t>(head.scope)];
    info.file = head.file;
    info.why = entry.why.empty() ? std::string_view("no profile switches it on") : entry.why;
    info.safety = head.safety;
    info.on = entry.on;
    infos.push_back(info);
  }
  return infos;
}

std::string RuleSet::fingerprint() const { return internal::fingerprint_of(*state_); }

std::string_view version() { return TEXTMEND_VERSION; }

}  // namespace v1
}  // namespace textmend
