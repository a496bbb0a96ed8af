#include "cli/rules_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace textmend::cli {

namespace {

using internal::Key;
using internal::KeyType;
using internal::Kind;

std::string_view safety_name(Safety safety) {
  switch (safety) {
    case Safety::kSafe:
      return "safe";
    case Safety::kRisky:
      return "risky";
    case Safety::kStyle:
      return "style";
  }
  return {};
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string result;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += fmt::format("{}{}\n", indent, text.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

// Two texts with what differs in colours, line by line: green in the first, red in the second.
std::pair<std::string, std::string> marked(std::string_view first, std::string_view second,
                                           bool color) {
  internal::Edit edit;
  edit.end = first.size();
  edit.with = second;
  const std::string_view differs = internal::trim(edit, first);
  if (!color) return {std::string(first), std::string(second)};
  const auto paint = [&](std::string_view part, std::string_view code) {
    std::string painted = fmt::format("\x1b[{}m", code);
    for (const char c : part) {  // a colour ends with its line
      painted += c == '\n' ? fmt::format("\x1b[0m\n\x1b[{}m", code) : std::string(1, c);
    }
    return fmt::format("{}{}\x1b[0m{}", first.substr(0, edit.begin), painted,
                       first.substr(edit.end));
  };
  return {paint(differs, "32"), paint(edit.with, "31")};
}

std::string type_cell(const Key& key) {
  if (key.choices.empty()) return std::string(internal::type_name(key.type));
  std::string cell;
  for (const std::string_view choice : internal::split_words(key.choices)) {
    cell += fmt::format("{}`{}`", cell.empty() ? "" : " ", choice);
  }
  return cell;
}

}  // namespace

std::string rules_table(const RuleSet& rules, bool all) {
  std::string table;
  std::size_t width = 0;
  for (const RuleInfo& rule : rules.rules()) width = std::max(width, rule.id.size());
  for (const RuleInfo& rule : rules.rules()) {
    if (!all && !rule.on) continue;
    const std::string state = all ? (rule.on ? "on   " : "off  ") : "";
    table += fmt::format("{:<{}}  {}{:<5}  {:<10}  {}\n", rule.id, width, state,
                         safety_name(rule.safety), rule.phase, rule.title);
  }
  return table;
}

std::string kind_text(const Kind& kind, bool with_keys) {
  std::string text = fmt::format("{:<13} {}\n", kind.name, kind.doc);
  if (!with_keys) return text;
  text += fmt::format("\nphase {}, scope {}; keys of [params]:\n",
                      internal::kPhaseNames[static_cast<std::size_t>(kind.phase)],
                      internal::kScopeNames[static_cast<std::size_t>(kind.scope)]);
  for (const Key& key : kind.keys) {
    text += fmt::format("\n  {} ({}{})\n      {}\n", key.name, internal::type_name(key.type),
                        key.required ? ", required" : "", key.doc);
    if (!key.choices.empty()) text += fmt::format("      one of: {}\n", key.choices);
  }
  return text;
}

std::string kind_markdown(const Kind& kind) {
  std::string text = fmt::format("### {}\n{} Phase `{}`, scope `{}`.\n\n", kind.name, kind.doc,
                                 internal::kPhaseNames[static_cast<std::size_t>(kind.phase)],
                                 internal::kScopeNames[static_cast<std::size_t>(kind.scope)]);
  text += "| key | type | meaning |\n| --- | --- | --- |\n";
  for (const Key& key : kind.keys) {
    text += fmt::format("| `{}` | {} | {}{} |\n", key.name, type_cell(key), key.doc,
                        key.required ? " Required." : "");
  }
  return text + "\n";
}

std::string failure_text(const internal::RuleTestResult& result, bool color) {
  const std::string where =
      result.place.source ? fmt::format("{}:{}", result.place.source->file, result.place.line) : "";
  std::string text = fmt::format(
      "{}: {}: \"{}\" {}: {}\n", where, result.rule, result.test,
      result.profile.empty() ? "alone" : "in profile " + result.profile,
      fmt::format("{}: {}", outcome_name(result.outcome), outcome_help(result.outcome)));
  text += indented(result.in, "  in        ");
  const auto [expected, actual] = marked(result.expected, result.actual, color);
  text += indented(expected, "  expected  ");
  text += indented(actual, "  actual    ");
  return text;
}

std::string rule_skeleton(const Kind& kind) {
  std::string text = fmt::format(
      "schema = 1\nkind   = \"{}\"\ntitle  = \"One line, imperative\"\nsafety = \"safe\"\n\n"
      "[docs]\nwhat    = \"`before` becomes `after`\"\nwhy     = \"Where the damage comes from.\"\n"
      "not_for = \"Good text that looks like it.\"\n\n[params]\n",
      kind.name);
  for (const Key& key : kind.keys) {
    std::string_view value = "''";
    if (key.type == KeyType::kStrings || key.type == KeyType::kNeeds ||
        key.type == KeyType::kPatterns || key.type == KeyType::kTemplates ||
        key.type == KeyType::kCases) {
      value = "[]";
    } else if (key.type == KeyType::kInteger) {
      value = "0";
    } else if (key.type == KeyType::kBoolean) {
      value = "false";
    } else if (key.type == KeyType::kStringTable || key.type == KeyType::kLists) {
      value = "{}";
    }
    text += fmt::format("{}{} = {}  # {}\n", key.required ? "" : "# ", key.name, value, key.doc);
  }
  if (kind.name == "word") text += "\n[evidence]\nrungs = [\"lexicon\", \"document\"]\n";
  return text +
         "\n[[test]]\nname = \"what it repairs\"\nin   = \"before\"\nout  = \"after\"\n"
         "\n[[test]]\nname = \"what it leaves alone\"\nin   = \"good text\"\n";
}

}  // namespace textmend::cli
