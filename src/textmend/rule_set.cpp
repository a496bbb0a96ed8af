#include "textmend/rule_set.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "textmend/embedded.h"
#include "textmend/lazy_rule.h"
#include "textmend/lexicon_sources.h"
#include "textmend/pattern.h"
#include "textmend/rule_table.h"
#include "textmend/unicode.h"

namespace textmend {

namespace internal {

namespace {

using Entry = RuleSet::State::Entry;

bool is_pack(std::string_view folder) {
  return folder != "profiles" && folder != "lists" && folder != "lexicon";
}

std::string_view without_extension(std::string_view file_name) {
  return file_name.substr(0, file_name.size() - std::string_view(".toml").size());
}

// Reads rules and profiles, built-in ones and those of folders.
class Collector {
 public:
  Collector(RuleSet::State& state, Problems& problems) : state_(state), problems_(problems) {}

  // Rules come from the table of the build; the library of the build itself reads their files.
  void add_builtin() {
    const std::string_view table = rule_table();
    read_rule_table(table, [this](BuiltinRule rule) {
      Entry entry;
      entry.file = std::make_shared<const RuleFile>(std::move(rule.head));
      entry.rule = make_lazy_rule(entry.file, std::move(rule.outline), rule.traits);
      state_.entries.push_back(std::move(entry));
    });
    for (const EmbeddedFile& file : embedded_files()) {
      const std::size_t slash = file.path.find('/');
      if (slash == std::string_view::npos || !file.path.ends_with(".toml")) continue;
      const std::string_view pack = file.path.substr(0, slash);
      const std::string_view name = file.path.substr(slash + 1);
      if (pack == "profiles") {
        state_.profiles.push_back({std::string(without_extension(name)), std::nullopt});
      } else if (table.empty()) {
        add(builtin_source(file), pack, name, "");
      }
    }
  }

  void add_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<fs::path> paths;
    for (auto it = fs::recursive_directory_iterator(folder, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      if (it.depth() == 1 && it->path().extension() == ".toml") paths.push_back(it->path());
    }
    if (error) {
      auto source = std::make_shared<Source>();
      source->file = folder;
      problems_.error("unreadable", {source, 0, 0, 1}, "can't be read: " + error.message(),
                      "a folder of rules holds packs, and a pack holds *.toml");
      return;
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
      SourcePtr source;
      if (!read_file(path.string(), source, problems_)) continue;
      add(source, path.parent_path().filename().string(), path.filename().string(), folder);
    }
  }

 private:
  void add(const SourcePtr& source, std::string_view pack, std::string_view file_name,
           const std::string& folder) {
    const std::string_view name = without_extension(file_name);
    if (pack == "profiles") {
      Profile profile;
      if (read_profile(source, std::string(name), profile, problems_)) {
        state_.profiles.push_back({profile.name, std::move(profile)});
      }
      return;
    }
    if (!is_pack(pack)) return;
    std::optional<RuleSpec> spec = read_rule_file(source, pack, name, folder, problems_);
    if (!spec) return;
    Entry entry;
    entry.file = std::make_shared<const RuleFile>(std::move(*spec));
    state_.entries.push_back(std::move(entry));
  }

  RuleSet::State& state_;
  Problems& problems_;
};

// Takes out rules that another one replaces, and reports doubled ids.
void resolve_replaced(std::vector<Entry>& entries, Problems& problems) {
  std::map<std::string, const RuleFile*> replaced;
  for (const Entry& entry : entries) {
    for (const std::string& id : entry.head().replaces) replaced[id] = entry.file.get();
  }
  std::erase_if(entries, [&](const Entry& entry) {
    const auto by = replaced.find(entry.head().id);
    return by != replaced.end() && by->second != entry.file.get();
  });
  std::map<std::string_view, const RuleHead*> seen;
  for (const Entry& entry : entries) {
    const auto [first, is_new] = seen.emplace(entry.head().id, &entry.head());
    if (is_new) continue;
    problems.error("doubled-id", entry.spec().root.place,
                   fmt::format("there is a rule {} already", entry.head().id),
                   fmt::format("it stands in {}; to stand in for it, give this rule "
                               "`replaces = [\"{}\"]`",
                               first->second->file, entry.head().id));
  }
}

bool earlier(const Entry& a, const Entry& b) {
  if (a.head().phase != b.head().phase) return a.head().phase < b.head().phase;
  return a.head().id < b.head().id;
}

// Where `after` names `id`.
Place after_place(const Entry& entry, std::string_view id) {
  const RuleSpec& spec = entry.spec();
  const Node* after = spec.root.find("after");
  if (after == nullptr) return spec.root.place;
  const auto item = std::find_if(after->items.begin(), after->items.end(),
                                 [&](const Node& node) { return node.string == id; });
  return item == after->items.end() ? after->place : item->place;
}

// Depth first through `after`, which visits each rule behind those that it names.
class Sorter {
 public:
  Sorter(std::vector<Entry>& entries, Problems& problems) : entries_(entries), problems_(problems) {
    std::sort(entries_.begin(), entries_.end(), earlier);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      index_[entries_[i].head().id] = i;
      for (const std::string& old : entries_[i].head().replaces) index_.emplace(old, i);
    }
    marks_.resize(entries_.size(), Mark::kNew);
  }

  bool run() {
    for (std::size_t i = 0; i < entries_.size(); ++i) visit(i);
    std::vector<Entry> sorted;
    sorted.reserve(order_.size());
    for (const std::size_t i : order_) sorted.push_back(std::move(entries_[i]));
    entries_ = std::move(sorted);
    return ok_;
  }

 private:
  enum class Mark { kNew, kOpen, kDone };

  void visit(std::size_t i) {
    if (marks_[i] == Mark::kDone) return;
    const RuleHead& head = entries_[i].head();
    if (marks_[i] == Mark::kOpen) {
      ok_ = false;
      problems_.error("cycle", after_place(entries_[i], {}),
                      fmt::format("`after` goes round in a circle: {}", head.id));
      return;
    }
    marks_[i] = Mark::kOpen;
    for (const std::string& id : head.after) {
      const auto found = index_.find(id);
      if (found == index_.end()) {
        ok_ = false;
        problems_.error("unknown-rule", after_place(entries_[i], id),
                        fmt::format("no rule {}", id));
      } else if (entries_[found->second].head().phase != head.phase) {
        ok_ = false;
        problems_.error(
            "bad-value", after_place(entries_[i], id),
            fmt::format(
                "{} is in another phase: {}", id,
                kPhaseNames[static_cast<std::size_t>(entries_[found->second].head().phase)]),
            "`after` orders rules of one phase");
      } else {
        visit(found->second);
      }
    }
    if (!entries_[i].rule) check_habits(entries_[i]);
    marks_[i] = Mark::kDone;
    order_.push_back(i);
  }

  // A rule that waits for the habit of one that is not there would never run. Those of the table
  // were checked when it was made.
  void check_habits(const Entry& entry) {
    const Node* names = entry.spec().table("guard").find("habit_of");
    if (names == nullptr) return;
    for (const Node& name : names->items) {
      if (index_.contains(name.string)) continue;
      ok_ = false;
      problems_.error("unknown-rule", name.place, fmt::format("no rule {}", name.string));
    }
  }

  std::vector<Entry>& entries_;
  Problems& problems_;
  std::map<std::string, std::size_t> index_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> order_;
  bool ok_ = true;
};

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Switches rules on and off and lays overrides over them.
class Switcher {
 public:
  Switcher(RuleSet::State& state, Problems& problems) : state_(state), problems_(problems) {}

  void apply(const Profile& profile) {
    const std::string by = "profile " + profile.name;
    for (Entry& entry : state_.entries) {
      const RuleHead& head = entry.head();
      const std::string_view phase = kPhaseNames[static_cast<std::size_t>(head.phase)];
      if (!profile.phases.empty() && !contains(profile.phases, phase)) continue;
      const bool safe = head.safety == Safety::kSafe &&
                        (contains(profile.safe, head.pack) || contains(profile.safe, "*"));
      const bool named =
          contains(profile.risky, head.pack) ||
          std::any_of(head.tags.begin(), head.tags.end(),
                      [&](const std::string& tag) { return contains(profile.risky, tag); });
      const bool risky = head.safety == Safety::kRisky && named;
      if (safe || risky) turn(entry, true, by + (safe ? ": safe" : ": risky"));
    }
    select(profile.select, true, by, profile.place);
    select(profile.ignore, false, by, profile.place);
    override_params(profile.overrides);
  }

  // An id reaches any rule; a pack or tag none of safety `style`.
  void select(const std::vector<std::string>& names, bool on, const std::string& by,
              const Place& place) {
    for (const std::string& name : names) {
      bool any = false;
      for (Entry& entry : state_.entries) {
        const RuleHead& head = entry.head();
        const bool by_id = head.id == name || contains(head.replaces, name);
        const bool by_group = head.pack == name || contains(head.tags, name);
        any = any || by_id || by_group;
        if (by_id || (by_group && (!on || head.safety != Safety::kStyle))) {
          turn(entry, on, fmt::format("{} {} {}", by, on ? "selects" : "ignores", name));
        }
      }
      if (!any) report_unknown(name, place);
    }
  }

  void override_params(const std::vector<Override>& overrides) {
    for (const Override& one : overrides) {
      const auto entry =
          std::find_if(state_.entries.begin(), state_.entries.end(), [&](const Entry& e) {
            return e.head().id == one.rule || contains(e.head().replaces, one.rule);
          });
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

 private:
  static void turn(Entry& entry, bool on, std::string why) {
    entry.on = on;
    entry.why = std::move(why);
  }

  void report_unknown(const std::string& name, const Place& place) {
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

  RuleSet::State& state_;
  Problems& problems_;
};

Profile read_builtin_profile(const std::string& name, Problems& problems) {
  const std::string path = fmt::format("profiles/{}.toml", name);
  Profile profile;
  read_profile(builtin_source({path, embedded_file(path)}), name, profile, problems);
  return profile;
}

void apply_profiles(const std::vector<std::string>& names, const Place& place,
                    RuleSet::State& state, Switcher& switcher, Problems& problems) {
  for (const std::string& name : names) {
    const auto entry =
        std::find_if(state.profiles.begin(), state.profiles.end(),
                     [&](const RuleSet::State::ProfileEntry& one) { return one.name == name; });
    if (entry != state.profiles.end()) {
      if (!entry->profile) entry->profile = read_builtin_profile(name, problems);
      switcher.apply(*entry->profile);
      continue;
    }
    std::vector<std::string_view> known;
    known.reserve(state.profiles.size());
    for (const RuleSet::State::ProfileEntry& one : state.profiles) known.push_back(one.name);
    problems.error("unknown-profile", place, fmt::format("no profile `{}`", name),
                   fmt::format("one of: {}", fmt::join(known, ", ")));
  }
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

// Those that are made on first use stay so, unless they have overrides, which may hold faults.
void build_rules(RuleSet::State& state, Problems& problems) {
  for (Entry& entry : state.entries) {
    if (entry.rule && entry.overrides.members.empty()) continue;
    // Built-in rules that are off have been checked by the build.
    const bool own = !entry.head().folder.empty();
    entry.rule = entry.on || own ? build_rule(entry.spec(), entry.overrides, problems) : RulePtr();
  }
}

// FNV-1a, 64 bits.
class Digest {
 public:
  explicit Digest(std::uint64_t seed) : value_(14695981039346656037ULL ^ seed) {}
  void add(std::string_view bytes) {
    for (const char c : bytes) {
      value_ = (value_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    value_ = (value_ ^ 0xFFU) * 1099511628211ULL;  // ends the field
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_;
};

std::string unicode_version() {
  UVersionInfo icu{}, unicode{};
  u_getVersion(icu);
  u_getUnicodeVersion(unicode);
  return fmt::format("ICU {}.{}, Unicode {}.{}", icu[0], icu[1], unicode[0], unicode[1]);
}

void flatten(const Node& node, std::string& to) {
  switch (node.type) {
    case Node::Type::kTable:
      to += '{';
      for (const Node::Member& member : node.members) {
        to += fmt::format("{}:", member.key);
        flatten(member.value, to);
      }
      to += '}';
      break;
    case Node::Type::kArray:
      to += '[';
      for (const Node& item : node.items) flatten(item, to);
      to += ']';
      break;
    case Node::Type::kString:
      to += fmt::format("{}\"{}\"", node.string.size(), node.string);
      break;
    case Node::Type::kInteger:
      to += fmt::format("{};", node.integer);
      break;
    case Node::Type::kNumber:
      to += fmt::format("{};", node.number);
      break;
    case Node::Type::kBoolean:
      to += node.boolean ? "true;" : "false;";
      break;
    case Node::Type::kOther:
      break;
  }
}

std::string describe(const Entry& entry) {
  std::string text = entry.head().id;
  flatten(entry.spec().root, text);
  flatten(entry.overrides, text);
  return text;
}

std::string digest_of(std::string_view text) {
  Digest digest(0);
  digest.add(text);
  return fmt::format("{:016x}", digest.value());
}

// Everything that can change an answer.
std::string describe(const RuleSet::State& state) {
  const Limits limits;
  std::string text =
      fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", version(),
                  pattern_library_version(), unicode_version(), limits.section_bytes,
                  limits.section_lines, limits.line_bytes, limits.pattern_bytes, limits.reach,
                  limits.window_lines, limits.match_limit, limits.jit_stack_bytes,
                  limits.growth_factor, limits.growth_bytes, limits.removed_bytes, limits.rounds);
  for (const Entry& entry : state.entries) {
    if (entry.on) text += "\n" + describe(entry);
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.ends_with(".toml")) text += file.content;
  }
  return text + state.program.lexicons->describe();
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

RuleSetParts parts_of(const RuleSet::State& state) {
  constexpr const char* kNamedWords = "named by configuration or call";
  RuleSetParts parts;
  for (const Entry& entry : state.entries) {
    if (entry.on) parts.rules.emplace(entry.head().id, digest_of(describe(entry)));
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.ends_with(".toml")) continue;
    parts.lexicons.emplace(file.path, digest_of(file.content));
  }
  const std::string named = state.program.lexicons->describe();
  if (!named.empty()) parts.lexicons.emplace(kNamedWords, digest_of(named));
  return parts;
}

bool sort_entries(std::vector<Entry>& entries, Problems& problems) {
  return Sorter(entries, problems).run();
}

}  // namespace internal

inline namespace v1 {

const RuleSet::State::Entry* RuleSet::State::find(std::string_view id) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return entry.head().id == id || internal::contains(entry.head().replaces, id);
  });
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
  internal::Collector collector(*state, problems);
  if (options.builtin) collector.add_builtin();
  for (const std::string& folder : config.folders) collector.add_folder(folder);
  for (const std::string& folder : options.folders) collector.add_folder(folder);
  internal::resolve_replaced(state->entries, problems);
  internal::sort_entries(state->entries, problems);

  internal::Switcher switcher(*state, problems);
  const bool own_profiles = !options.profiles.empty();
  std::vector<std::string> profiles = own_profiles ? options.profiles : config.profiles;
  if (profiles.empty() && options.builtin) profiles = {"default"};
  const internal::Place nowhere;
  internal::apply_profiles(profiles, own_profiles ? nowhere : config.place, *state, switcher,
                           problems);
  switcher.select(config.select, true, "the configuration", config.place);
  switcher.select(config.ignore, false, "the configuration", config.place);
  switcher.select(options.select, true, "the call", nowhere);
  switcher.select(options.ignore, false, "the call", nowhere);
  switcher.override_params(config.overrides);
  internal::build_rules(*state, problems);
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

std::string RuleSet::fingerprint() const {
  const std::string text = internal::describe(*state_);
  internal::Digest first(0), second(0x9E3779B97F4A7C15ULL);
  first.add(text);
  second.add(text);
  return fmt::format("{:016x}{:016x}", first.value(), second.value());
}

std::string_view version() { return TEXTMEND_VERSION; }

}  // namespace v1
}  // namespace textmend
