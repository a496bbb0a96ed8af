// `textmend rules diff OLD NEW -- FILES...`

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/input.h"
#include "cli/load_rules.h"
#include "cli/quoting.h"
#include "cli/workbench.h"
#include "textmend/places.h"

namespace textmend::cli {

namespace {

// The rules that are on anyway, with those of a file or folder; `builtin` for none.
std::optional<internal::Program> program_of(const std::string& name, const RuleSet& rules,
                                            const Messages& messages) {
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  std::vector<SpecPtr> own;
  if (name != "builtin") own = read_rule_files(name, problems);
  std::optional<std::vector<RuleSet::State::Entry>> entries;
  if (!problems.any_error()) entries = internal::with_own_rules(rules, own, problems);
  for (const Diagnostic& diagnostic : diagnostics) messages.diagnostic(diagnostic);
  if (!entries) return std::nullopt;
  return internal::make_program(*entries, rules.state().program.lexicons);
}

std::string rules_of(const Hunk& hunk) {
  std::string names;
  for (const Step& step : hunk.steps) {
    if (names.find(step.rule) == std::string::npos) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", step.rule);
    }
  }
  return names;
}

bool same(const Hunk& a, const Hunk& b) {
  return a.begin == b.begin && a.end == b.end && a.after == b.after;
}

// The changes that only one of two lists has, in the order of the text.
class Comparison {
 public:
  explicit Comparison(Output& out) : out_(out) {}

  void compare(std::string_view file, const std::vector<Hunk>& old_hunks,
               const std::vector<Hunk>& new_hunks) {
    std::size_t i = 0, j = 0;
    while (i < old_hunks.size() || j < new_hunks.size()) {
      if (i < old_hunks.size() && j < new_hunks.size() && same(old_hunks[i], new_hunks[j])) {
        ++i;
        ++j;
        continue;
      }
      const bool take_old = j == new_hunks.size() ||
                            (i < old_hunks.size() && old_hunks[i].begin <= new_hunks[j].begin);
      if (take_old) {
        show('-', file, old_hunks[i++]);
      } else {
        show('+', file, new_hunks[j++]);
      }
    }
  }

  bool any() const { return !counts_.empty(); }
  std::string summary() const {
    std::string text;
    for (const auto& [rule, count] : counts_) {
      text += fmt::format("{}: {} gone, {} new\n", rule, count.first, count.second);
    }
    return text;
  }

 private:
  void show(char mark, std::string_view file, const Hunk& hunk) {
    const std::string rules = rules_of(hunk);
    (mark == '-' ? counts_[rules].first : counts_[rules].second) += 1;
    out_.write(fmt::format("{} {}:{}:{}: `{}` -> `{}`  {}\n", mark, file, hunk.line, hunk.column,
                           printable(hunk.before), printable(hunk.after), rules));
  }

  Output& out_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> counts_;
};

}  // namespace

int diff_rules(const RulesArguments& arguments, const Messages& messages, Output& out) {
  if (arguments.names.size() < 3) {
    messages.error({}, "`rules diff` needs OLD, NEW and a FILE",
                   "OLD and NEW are rule files or folders of packs, or `builtin`");
    return 2;
  }
  const auto rules = load_rules(arguments.rules, messages);
  if (!rules) return 2;
  const auto old_program = program_of(arguments.names[0], *rules, messages);
  const auto new_program = program_of(arguments.names[1], *rules, messages);
  if (!old_program || !new_program) return 2;
  CleanOptions options;
  options.lang = arguments.rules.lang;
  internal::MatchScratch scratch(options.limits);
  Comparison comparison(out);
  std::size_t files = 0;
  for (std::size_t i = 2; i < arguments.names.size(); ++i) {
    const auto text = read_text(arguments.names[i], messages);
    if (!text) return 2;
    const auto hunks = [&](const internal::Program& program) {
      return internal::to_hunks(internal::clean_section(program, options, *text, {}, scratch).edits,
                                *text, {});
    };
    comparison.compare(display_name(arguments.names[i]), hunks(*old_program), hunks(*new_program));
    ++files;
  }
  out.write(comparison.any() ? "\n" + comparison.summary()
                             : fmt::format("the same in {} files\n", files));
  return comparison.any() ? 1 : 0;
}

}  // namespace textmend::cli
