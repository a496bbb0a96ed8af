// `textmend rules try RULE FILES...`

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/input.h"
#include "cli/load_rules.h"
#include "cli/quoting.h"
#include "cli/workbench.h"
#include "textmend/places.h"
#include "textmend/rule_test.h"
#include "textmend/unicode.h"

namespace textmend::cli {

namespace {

// What stands around an edit in its line, with the edit in brackets.
std::string in_context(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kAround = 30;
  const std::size_t before = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
  std::size_t from = std::max(line, begin - std::min(begin, kAround));
  while (from < begin && internal::is_continuation(text[from])) ++from;
  std::size_t to = std::min(std::min(text.size(), text.find('\n', end)), end + kAround);
  while (to < text.size() && internal::is_continuation(text[to])) ++to;
  return printable(fmt::format("{}[{}]{}", text.substr(from, begin - from),
                               text.substr(begin, end - begin), text.substr(end, to - end)));
}

// Edits with the same `before` and `after`.
struct Group {
  std::size_t count = 0;
  std::vector<std::string> places;  // the first few
};

class Trials {
 public:
  explicit Trials(std::size_t most_places) : most_places_(most_places) {}

  void add(std::string_view what, std::string_view file, std::uint64_t line, std::uint64_t column,
           std::string context) {
    Group& group = groups_[std::string(what)];
    ++total_;
    if (++group.count > most_places_) return;
    group.places.push_back(fmt::format("{}:{}:{}: {}", file, line, column, context));
  }
  std::size_t total() const { return total_; }

  // The commonest first.
  std::string text() const {
    std::vector<std::pair<std::string_view, const Group*>> sorted;
    sorted.reserve(groups_.size());
    for (const auto& [what, group] : groups_) sorted.emplace_back(what, &group);
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return a.second->count > b.second->count;
    });
    std::string result;
    for (const auto& [what, group] : sorted) {
      result += fmt::format("{:>6}  {}\n", group->count, what);
      for (const std::string& place : group->places) result += fmt::format("        {}\n", place);
    }
    return result;
  }

 private:
  std::size_t most_places_;
  std::size_t total_ = 0;
  std::map<std::string, Group> groups_;
};

// The rule in a file, or one of those that are known.
SpecPtr find_rule(const std::string& name, const RuleSet& rules, const Messages& messages) {
  if (const auto* entry = rules.state().find(name)) return {SpecPtr(), &entry->spec()};
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  const std::vector<SpecPtr> specs = read_rule_files(name, problems);
  for (const Diagnostic& diagnostic : diagnostics) messages.diagnostic(diagnostic);
  if (specs.size() == 1) return specs.front();
  if (diagnostics.empty()) {
    messages.error({name}, "is no rule", "name one rule file, or the id of a rule");
  }
  return nullptr;
}

}  // namespace

int try_rule(const RulesArguments& arguments, const Messages& messages, Output& out) {
  constexpr std::size_t kPlaces = 3;
  const auto rules = load_rules(arguments.rules, messages);
  if (!rules) return 2;
  const SpecPtr spec = find_rule(arguments.id, *rules, messages);
  if (!spec) return 2;
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  internal::RulePtr rule = internal::build_rule(*spec, internal::Node{}, problems);
  for (const Diagnostic& diagnostic : diagnostics) messages.diagnostic(diagnostic);
  if (!rule) return 2;
  const internal::Program program = internal::program_of_test(*rules, *spec, std::move(rule));
  CleanOptions options;
  options.lang = arguments.rules.lang;
  internal::MatchScratch scratch(options.limits);
  Trials edits(messages.verbose() ? static_cast<std::size_t>(-1) : kPlaces), flags(kPlaces);
  for (const std::string& file : arguments.names) {
    const auto text = read_text(file, messages);
    if (!text) return 2;
    internal::SectionResult result = internal::clean_section(program, options, *text, {}, scratch);
    const std::string_view name = display_name(file);
    for (const Hunk& hunk : internal::to_hunks(std::move(result.edits), *text, {})) {
      edits.add(fmt::format("`{}` -> `{}`", printable(hunk.before), printable(hunk.after)), name,
                hunk.line, hunk.column, in_context(*text, hunk.begin, hunk.end));
    }
    for (const Note& note : internal::to_notes(std::move(result.notes), *text, {})) {
      const bool flagged = note.kind == Note::Kind::kFlag;
      const std::string what = flagged ? fmt::format("flagged `{}`", printable(note.text))
                               : note.kind == Note::Kind::kUnsettled
                                   ? "did not settle: the file stays as it is"
                                   : fmt::format("met a limit: {}", note.text);
      const std::size_t end = note.offset + (flagged ? note.text.size() : 0);
      flags.add(what, name, note.line, note.column, in_context(*text, note.offset, end));
    }
  }
  out.write(edits.text() + flags.text());
  out.write(fmt::format("{}: {} edits, {} notes in {} files\n", spec->id, edits.total(),
                        flags.total(), arguments.names.size()));
  return 0;
}

}  // namespace textmend::cli
