#include "cli/rules_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>

#include "cli/load_rules.h"
#include "cli/lock.h"
#include "cli/output.h"
#include "cli/rules_bless.h"
#include "cli/rules_cost.h"
#include "cli/rules_new.h"
#include "cli/rules_show.h"
#include "cli/rules_text.h"
#include "cli/workbench.h"
#include "textmend/json_schema.h"
#include "textmend/rule_cover.h"
#include "textmend/rule_lint.h"
#include "textmend/rule_test.h"

namespace textmend::cli {

namespace {

using internal::Outcome;
using internal::RuleHead;
using internal::RuleTestResult;

constexpr int kDone = 0, kFailed = 1, kTrouble = 2;

class Command {
 public:
  Command(const RulesArguments& arguments, const Messages& messages)
      : arguments_(arguments),
        messages_(messages),
        out_(Fd(::dup(1)), "stdout", Output::ClosedPipes::kAreFine),
        color_(wants_color(arguments.talk.color, STDOUT_FILENO)) {}

  int run() {
    const int code = dispatch();
    out_.close();
    return code;
  }

 private:
  int dispatch() {
    switch (arguments_.command) {
      case RulesArguments::Command::kList:
        return list();
      case RulesArguments::Command::kShow:
        return show();
      case RulesArguments::Command::kKinds:
        return kinds();
      case RulesArguments::Command::kCheck:
        return check();
      case RulesArguments::Command::kTest:
        return test();
      case RulesArguments::Command::kCost:
        return cost();
      case RulesArguments::Command::kNew:
        return write_new_rule(arguments_, messages_, out_);
      case RulesArguments::Command::kLock:
        return lock();
      case RulesArguments::Command::kTry:
        return try_rule(arguments_, messages_, out_);
      case RulesArguments::Command::kDiff:
        return diff_rules(arguments_, messages_, out_);
      case RulesArguments::Command::kExplain:
        return explain_line(arguments_, messages_, out_);
      case RulesArguments::Command::kSchema:
        out_.write(arguments_.schema == "config"    ? internal::config_json_schema()
                   : arguments_.schema == "profile" ? internal::profile_json_schema()
                                                    : internal::rule_json_schema());
        return kDone;
      case RulesArguments::Command::kFuzz:
        break;  // another program (rules_fuzz.h)
    }
    return kTrouble;
  }

  int list() {
    const auto rules = load_rules(arguments_.rules, messages_);
    if (!rules) return kTrouble;
    if (!arguments_.why.empty()) {
      const auto* entry = find(*rules, arguments_.why);
      if (entry == nullptr) return kTrouble;
      out_.write(fmt::format("{} is {}: {}\n", entry->head().id, entry->on ? "on" : "off",
                             entry->why.empty() ? "no profile switches it on" : entry->why));
      return kDone;
    }
    out_.write(rules_table(*rules, arguments_.all));
    return kDone;
  }

  int show() {
    const auto rules = load_rules(arguments_.rules, messages_);
    if (!rules) return kTrouble;
    const auto* entry = find(*rules, arguments_.id);
    if (entry == nullptr) return kTrouble;
    // Of the configuration, only what rules and profiles it brings counts here.
    std::vector<std::string> profiles;
    for (const auto& profile : rules->state().profiles) {
      RuleChoice choice = arguments_.rules;
      choice.profiles = {profile.name};
      const auto of_profile = load_rules(choice, messages_);
      if (!of_profile) return kTrouble;
      const auto* const same = of_profile->state().find(entry->head().id);
      if (same != nullptr && same->on && same->why.starts_with("profile")) {
        profiles.push_back(profile.name);
      }
    }
    out_.write(rule_page(*entry, profiles, color_));
    return kDone;
  }

  int kinds() {
    if (!arguments_.kind.empty() && internal::find_kind(arguments_.kind) == nullptr) {
      messages_.error({}, fmt::format("no kind `{}`", arguments_.kind),
                      "`textmend rules kinds` lists them");
      return kTrouble;
    }
    for (const internal::Kind* kind : internal::all_kinds()) {
      if (!arguments_.kind.empty() && kind->name != arguments_.kind) continue;
      out_.write(arguments_.markdown ? kind_markdown(*kind)
                                     : kind_text(*kind, !arguments_.kind.empty()));
    }
    return kDone;
  }

  // A rule to check, with what the configuration changes in it.
  struct Checked {
    SpecPtr spec;
    internal::Node overrides;
  };

  // All rules there are, or those in the files and folders named.
  int check() {
    std::vector<Diagnostic> diagnostics;
    internal::Problems problems(diagnostics);
    std::vector<Checked> rules;
    std::optional<RuleSet> loaded;
    if (arguments_.names.empty()) {
      loaded = RuleSet::load(rule_options(arguments_.rules), diagnostics);
      if (loaded) {
        for (const auto& entry : loaded->state().entries) {
          // Owned by the rule set, which outlives the list.
          rules.push_back({SpecPtr(std::shared_ptr<const internal::RuleSpec>(), &entry.spec()),
                           entry.overrides});
        }
      }
    }
    for (const std::string& name : arguments_.names) {
      for (SpecPtr& spec : read_rule_files(name, problems)) rules.push_back({std::move(spec), {}});
    }
    internal::NeedsCover cover;
    for (const std::string& file : arguments_.on) {
      auto text = read_text(file, messages_);
      if (!text) return kTrouble;
      cover.add_text(std::move(*text), arguments_.rules.lang);
    }
    for (const Checked& rule : rules) cover.add_tests(*rule.spec);
    const std::optional<internal::Program> program = program_of(rules, loaded);
    for (const Checked& rule : rules) {
      internal::build_rule(*rule.spec, rule.overrides, problems);
      internal::lint_rule(*rule.spec, problems);
      internal::lint_repeats(*rule.spec, problems);
      if (program) internal::lint_shadowed(*program, *rule.spec, problems);
      cover.check(*rule.spec, rule.overrides, problems);
    }
    const bool bad = std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) {
      return d.severity == Diagnostic::Severity::kError;
    });
    for (const Diagnostic& diagnostic : diagnostics) messages_.diagnostic(diagnostic);
    if (!bad) out_.write(fmt::format("{} rules checked\n", rules.size()));
    return bad ? kTrouble : kDone;
  }

  // The rules that are on, with those in files that are checked; nothing where they have faults.
  // Rules of taste stay off: one that writes all in small letters would be first everywhere.
  std::optional<internal::Program> program_of(const std::vector<Checked>& rules,
                                              const std::optional<RuleSet>& loaded) const {
    if (loaded) return loaded->state().program;
    std::vector<Diagnostic> diagnostics;  // reported elsewhere
    internal::Problems problems(diagnostics);
    const auto others = RuleSet::load(rule_options(arguments_.rules), diagnostics);
    if (!others) return std::nullopt;
    std::vector<SpecPtr> own;
    for (const Checked& rule : rules) {
      if (rule.spec->safety != Safety::kStyle) own.push_back(rule.spec);
    }
    const auto entries = internal::with_own_rules(*others, own, problems);
    if (!entries) return std::nullopt;
    return internal::make_program(*entries, others->state().program.lexicons);
  }

  int test() {
    auto rules = load_rules(arguments_.rules, messages_);
    if (!rules) return kTrouble;
    const auto folders = take_files(*rules);
    if (!folders) return kTrouble;
    if (!folders->empty()) {
      arguments_.rules.folders.insert(arguments_.rules.folders.end(), folders->begin(),
                                      folders->end());
      rules = load_rules(arguments_.rules, messages_);
      if (!rules) return kTrouble;
    }
    std::vector<RuleTestResult> results;
    const auto add = [&results](std::vector<RuleTestResult> more) {
      std::move(more.begin(), more.end(), std::back_inserter(results));
    };
    for (const std::string& name : arguments_.names) {
      if (find(*rules, name) == nullptr && !is_pack(*rules, name)) return kTrouble;
    }
    for (const auto& entry : rules->state().entries) {
      if (wanted(entry.head())) add(internal::test_rule(*rules, entry.spec()));
    }
    for (const auto& profile : rules->state().profiles) {
      RuleChoice choice = arguments_.rules;
      choice.profiles = {profile.name};
      const auto of_profile = load_rules(choice, messages_);
      if (!of_profile) return kTrouble;
      add(internal::test_traps(*of_profile, profile.name));
    }
    std::erase_if(results, [this](const RuleTestResult& result) {
      return !arguments_.names.empty() && !named(result.rule);
    });
    if (arguments_.bless) return bless(*rules, results);
    return report(results);
  }

  // Names of files become the ids of their rules. Returns the folders that must be loaded besides
  // `rules`; nothing after reporting a file that can't be told from a rule that is there.
  std::optional<std::set<std::string>> take_files(const RuleSet& rules) {
    namespace fs = std::filesystem;
    std::vector<std::string> ids;
    std::set<std::string> folders;
    for (const std::string& name : arguments_.names) {
      std::error_code error;
      const bool is_known = rules.state().find(name) != nullptr || is_pack(rules, name);
      if (is_known || !fs::exists(name, error)) {
        ids.push_back(name);
        continue;
      }
      for (const fs::path& file : rule_files(name)) {
        const fs::path pack = fs::absolute(file).lexically_normal().parent_path();
        ids.push_back(fmt::format("{}/{}", pack.filename().string(), file.stem().string()));
        const auto* const known = rules.state().find(ids.back());
        if (known == nullptr) {
          folders.insert(fs::proximate(pack.parent_path(), error).string());
        } else if (!fs::equivalent(known->head().file, file, error)) {
          messages_.error(
              {file.string()},
              fmt::format("there is a rule {} already: {}", ids.back(), known->head().file),
              "`rules check` and `rules try` take the file all the same");
          return std::nullopt;
        }
      }
    }
    arguments_.names = std::move(ids);
    return folders;
  }

  bool named(std::string_view id) const {
    return std::any_of(
        arguments_.names.begin(), arguments_.names.end(),
        [&](const std::string& name) { return id == name || id.substr(0, id.find('/')) == name; });
  }
  bool wanted(const RuleHead& head) const { return arguments_.names.empty() || named(head.id); }

  static bool is_pack(const RuleSet& rules, std::string_view name) {
    const auto& entries = rules.state().entries;
    return std::any_of(entries.begin(), entries.end(),
                       [&](const auto& entry) { return entry.head().pack == name; });
  }

  int report(const std::vector<RuleTestResult>& results) {
    std::size_t failed = 0;
    for (const RuleTestResult& result : results) {
      if (result.outcome == Outcome::kPassed) continue;
      ++failed;
      out_.write(failure_text(result, color_));
    }
    out_.write(fmt::format("rules: {} passed, {} failed\n", results.size() - failed, failed));
    if (results.empty()) messages_.error({}, "no tests");
    return failed > 0 || results.empty() ? kFailed : kDone;
  }

  int bless(const RuleSet& rules, const std::vector<RuleTestResult>& results) {
    std::vector<std::string> failed;
    const std::size_t written = bless_tests(rules, results, failed);
    for (const std::string& file : failed) messages_.error({file}, "can't be written");
    out_.write(
        fmt::format("rules: {} tests written: read the diff before you commit it\n", written));
    return failed.empty() ? kDone : kTrouble;
  }

  int cost() {
    const auto rules = load_rules(arguments_.rules, messages_);
    if (!rules) return kTrouble;
    std::vector<std::string> files = arguments_.names;
    if (files.empty() && ::isatty(STDIN_FILENO) == 0) files.emplace_back("-");
    internal::CostMeter meter(*rules, arguments_.rules.lang);
    for (const std::string& file : files) {
      const auto text = read_text(file, messages_);
      if (!text) return kTrouble;
      meter.add(*text);
    }
    const internal::TextCost cost = meter.cost();
    if (cost.bytes == 0) {
      messages_.error({}, "`rules cost` needs a FILE",
                      "text like yours: what is rare depends on the text");
      return kTrouble;
    }
    out_.write(cost_table(cost, {!arguments_.no_time, messages_.verbose()}));
    const std::string advice = cost_advice(cost);
    if (!advice.empty()) out_.write("\n" + advice);
    return kDone;
  }

  int lock() {
    const RuleOptions options = rule_options(arguments_.rules);
    const auto rules = load_rules(options, messages_);
    if (!rules) return kTrouble;
    const std::string text = lock_text(*rules, arguments_.rules);
    if (arguments_.lock_file == "-") {
      out_.write(text);
      return kDone;
    }
    const std::string path =
        arguments_.lock_file.empty() ? lock_path(options.config) : arguments_.lock_file;
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) {
      messages_.error({path}, "can't be written");
      return kTrouble;
    }
    out_.write(fmt::format("{}\n", path));
    return kDone;
  }

  const RuleSet::State::Entry* find(const RuleSet& rules, std::string_view id) const {
    const auto* entry = rules.state().find(id);
    if (entry == nullptr && !is_pack(rules, id)) {
      messages_.error({}, fmt::format("no rule `{}`", id),
                      "`textmend rules list --all` lists them");
    }
    return entry;
  }

  RulesArguments arguments_;
  const Messages& messages_;
  Output out_;
  bool color_;
};

}  // namespace

int run_rules_command(const RulesArguments& arguments, const Messages& messages) {
  return Command(arguments, messages).run();
}

}  // namespace textmend::cli
