// `textmend rules explain FILE:LINE`
//
// Why a rule left a line alone is not asked of the engine: it is tried. The rule is made again
// without one of its conditions, and where it then acts on the line, that condition held it back.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/load_rules.h"
#include "cli/quoting.h"
#include "cli/workbench.h"
#include "textmend/rule_test.h"

namespace textmend::cli {

namespace {

using internal::Edit;
using internal::Node;
using internal::Program;
using internal::Range;
using internal::RuleSpec;
using internal::SectionResult;

// FILE:LINE; nothing when it is none.
std::optional<std::pair<std::string, std::size_t>> parse_place(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  std::size_t line = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, line);
  if (error != std::errc() || stop != end || line == 0) return std::nullopt;
  return std::pair(text.substr(0, colon), line);
}

// The bytes of line `number` with its ending; nothing behind the last.
std::optional<Range> find_line(std::string_view text, std::size_t number) {
  std::size_t begin = 0;
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return std::nullopt;
    begin = end + 1;
  }
  if (begin >= text.size()) return std::nullopt;
  return Range{begin, std::min(text.find('\n', begin), text.size() - 1) + 1};
}

bool touches(const Edit& edit, Range line) {
  return edit.begin < line.end && std::max(edit.end, edit.begin + 1) > line.begin;
}

void remove_key(Node& table, std::string_view key) {
  std::erase_if(table.members, [key](const Node::Member& member) { return member.key == key; });
}

class Explainer {
 public:
  Explainer(const RuleSet& rules, const std::string& text, Range line, const std::string& lang)
      : rules_(rules), text_(text), line_(line), scratch_(options_.limits) {
    options_.lang = lang;
  }

  // What happened to the line, all rules together.
  std::string changes() {
    std::string said;
    const SectionResult result = run(rules_.state().program);
    for (const Edit& edit : result.edits) {
      if (!touches(edit, line_)) continue;
      for (const Step& step : edit.steps) {
        changed_by_.emplace_back(step.rule);
        said +=
            fmt::format("  {} changed it: `{}` -> `{}`{}\n", step.rule, printable(step.before),
                        printable(step.after),
                        step.evidence.empty() ? "" : fmt::format(", evidence {}", step.evidence));
      }
    }
    for (const internal::SectionNote& note : result.notes) {
      const bool here = note.offset >= line_.begin && note.offset < line_.end;
      if (note.kind == Note::Kind::kFlag && here) {
        said += fmt::format("  {} flagged `{}`\n", note.rule, printable(note.text));
      }
      if (note.kind == Note::Kind::kUnsettled) {
        said += fmt::format("  {} was still firing: the text did not settle\n", note.rule);
      }
    }
    return said;
  }

  // What the rule would do, and what held it back; empty where none of its needs stands.
  std::string ask(const RuleSet::State::Entry& entry, bool verbose) {
    const RuleSpec& spec = entry.spec();
    if (std::find(changed_by_.begin(), changed_by_.end(), spec.id) != changed_by_.end()) return {};
    const internal::RulePtr rule = build(spec, entry.overrides);
    const std::string_view line =
        std::string_view(text_).substr(line_.begin, line_.end - line_.begin);
    if (!rule || !rule->common().needs.wants(line.substr(0, line.find_last_not_of("\r\n") + 1))) {
      return {};
    }
    if (const auto edit = acts(program_of(spec, rule))) {
      return fmt::format("  {} would change it alone: {}; another rule was first\n", spec.id,
                         *edit);
    }
    for (const auto& [condition, changed] : without_one_condition(spec)) {
      internal::RulePtr other = build(changed, entry.overrides);
      if (!other) continue;
      if (const auto edit = acts(program_of(changed, std::move(other)))) {
        return fmt::format("  {} would change it: {}; held back by {}\n", spec.id, *edit,
                           condition);
      }
    }
    Program bare = program_of(spec, rule);
    bare.protect.clear();
    if (const auto edit = acts(bare)) {
      return fmt::format("  {} would change it: {}; held back by protection\n", spec.id, *edit);
    }
    return verbose ? fmt::format("  {} has a need here, and no match\n", spec.id) : "";
  }

 private:
  SectionResult run(const Program& program) {
    return internal::clean_section(program, options_, text_, {}, scratch_);
  }

  static internal::RulePtr build(const RuleSpec& spec, const Node& overrides) {
    std::vector<Diagnostic> diagnostics;
    internal::Problems problems(diagnostics);
    return internal::build_rule(spec, overrides, problems);
  }

  Program program_of(const RuleSpec& spec, internal::RulePtr rule) const {
    return internal::program_of_test(rules_, spec, std::move(rule));
  }

  // The first edit on the line.
  std::optional<std::string> acts(const Program& program) {
    for (const Edit& edit : run(program).edits) {
      if (!touches(edit, line_)) continue;
      return fmt::format(
          "`{}` -> `{}`",
          printable(std::string_view(text_).substr(edit.begin, edit.end - edit.begin)),
          printable(edit.with));
    }
    return std::nullopt;
  }

  static std::vector<std::pair<std::string, RuleSpec>> without_one_condition(const RuleSpec& spec) {
    std::vector<std::pair<std::string, RuleSpec>> list;
    const auto add = [&](std::string condition) -> RuleSpec& {
      return list.emplace_back(std::move(condition), spec).second;
    };
    if (!spec.langs.empty()) add("`langs`").langs.clear();
    if (spec.root.find("where") != nullptr) remove_key(add("[where]").root, "where");
    for (const Node::Member& member : spec.table("guard").members) {
      if (member.key == "file" || member.key == "list") continue;  // no conditions themselves
      RuleSpec& changed = add(fmt::format("[guard] `{}`", member.key));
      remove_key(*changed.root.find("guard"), member.key);
      // What only says more of it.
      if (member.key == "share_of") remove_key(changed.root, "guard");
    }
    if (spec.root.find("guard") != nullptr) remove_key(add("[guard]").root, "guard");
    if (spec.root.find("evidence") != nullptr) {
      Node rungs;
      rungs.type = Node::Type::kArray;
      rungs.items.emplace_back().type = Node::Type::kString;
      rungs.items.back().string = "impossible";
      Node evidence;
      evidence.set("rungs", std::move(rungs));
      add("missing evidence").root.set("evidence", evidence);
      RuleSpec& bare = add("missing evidence and [guard]");
      bare.root.set("evidence", std::move(evidence));
      remove_key(bare.root, "guard");
    }
    return list;
  }

  const RuleSet& rules_;
  const std::string& text_;
  Range line_;
  CleanOptions options_;
  internal::MatchScratch scratch_;
  std::vector<std::string> changed_by_;
};

}  // namespace

int explain_line(const RulesArguments& arguments, const Messages& messages, Output& out) {
  const auto place = parse_place(arguments.id);
  if (!place) {
    messages.error({}, fmt::format("`{}` is no FILE:LINE", arguments.id));
    return 2;
  }
  const auto rules = load_rules(arguments.rules, messages);
  if (!rules) return 2;
  const auto text = read_text(place->first, messages);
  if (!text) return 2;
  const auto line = find_line(*text, place->second);
  if (!line) {
    messages.error({place->first}, fmt::format("has no line {}", place->second));
    return 2;
  }
  const std::string_view shown =
      std::string_view(*text).substr(line->begin, line->end - line->begin);
  out.write(fmt::format("{}: {}\n", arguments.id,
                        printable(shown.substr(0, shown.find_last_not_of("\r\n") + 1))));
  Explainer explainer(*rules, *text, *line, arguments.rules.lang);
  std::string said = explainer.changes();
  for (const RuleSet::State::Entry& entry : rules->state().entries) {
    if (!entry.on || entry.head().phase == internal::Phase::kProtect) continue;
    said += explainer.ask(entry, messages.verbose());
  }
  out.write(said.empty() ? "  no rule that is on has a match here\n" : said);
  return 0;
}

}  // namespace textmend::cli
