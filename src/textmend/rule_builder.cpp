#include <fmt/format.h>

#include <algorithm>

#include "textmend/data_file.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Keys whose patterns `needs` speaks for: to override one of them alone would leave the needs of
// another pattern behind.
constexpr std::string_view kNeedPatterns[] = {"pattern", "patterns", "cases", "anchor",
                                              "member",  "open",     "line"};

// One list as TOML gives it: an array, or a table with `regex`, `file` or `regex_file`, `add`,
// `remove`.
struct ListEntries {
  std::vector<std::string> literal, regex;
};

// Adds the lines of the list file `name`, a string or null, to `lines`. False after a fault.
bool add_lines_of(const RuleSpec& spec, const Node* name, std::vector<std::string>& lines,
                  Problems& problems) {
  return name == nullptr || read_list_file(spec.folder, *name, lines, problems);
}

std::optional<ListEntries> list_entries(const RuleSpec& spec, const Node& node,
                                        Problems& problems) {
  ListEntries entries;
  const bool strings = std::all_of(node.items.begin(), node.items.end(), [](const Node& item) {
    return item.type == Node::Type::kString;
  });
  if (!strings || (node.type != Node::Type::kArray && node.type != Node::Type::kTable)) {
    problems.error("wrong-type", node.place, "a list must be an array of strings or a table");
    return std::nullopt;
  }
  if (node.type == Node::Type::kArray) {
    for (const Node& item : node.items) entries.literal.push_back(item.string);
    return entries;
  }
  static constexpr Key kKeys[] = {{"regex", KeyType::kStrings, ""},
                                  {"file", KeyType::kString, ""},
                                  {"regex_file", KeyType::kString, ""},
                                  {"literal", KeyType::kStrings, ""}};
  const std::size_t errors = problems.errors();
  check_keys(node, kKeys, "a list", problems);
  if (problems.errors() > errors) return std::nullopt;
  entries.regex = get_strings(node, "regex");
  entries.literal = get_strings(node, "literal");
  const bool are_there = add_lines_of(spec, node.find("file"), entries.literal, problems) &&
                         add_lines_of(spec, node.find("regex_file"), entries.regex, problems);
  if (!are_there) return std::nullopt;
  return entries;
}

Node string_array(const std::vector<std::string>& strings, const Place& place) {
  Node array;
  array.type = Node::Type::kArray;
  array.place = place;
  for (const std::string& string : strings) {
    Node item;
    item.type = Node::Type::kString;
    item.string = string;
    item.place = place;
    array.items.push_back(std::move(item));
  }
  return array;
}

// `list.NAME.add` and `list.NAME.remove` on the list in `base`.
Node edited_list(const RuleSpec& spec, const Node* base, const Node& change, Problems& problems) {
  ListEntries entries;
  if (base != nullptr) {
    if (const auto read = list_entries(spec, *base, problems)) entries = *read;
  }
  for (const std::string& gone : get_strings(change, "remove")) {
    std::erase(entries.literal, gone);
    std::erase(entries.regex, gone);
  }
  for (const std::string& added : get_strings(change, "add")) entries.literal.push_back(added);
  Node list;
  list.place = change.place;
  list.set("literal", string_array(entries.literal, change.place));
  list.set("regex", string_array(entries.regex, change.place));
  return list;
}

void merge_table(const RuleSpec& spec, std::string_view key, Node& base, const Node& overrides,
                 Problems& problems) {
  for (const Node::Member& member : overrides.members) {
    const bool edits_list = key == "list" && member.value.type == Node::Type::kTable &&
                            (member.value.find("add") || member.value.find("remove"));
    base.set(member.key, edits_list
                             ? edited_list(spec, base.find(member.key), member.value, problems)
                             : member.value);
  }
}

}  // namespace

Node merge_params(const RuleSpec& spec, const Node& overrides, Problems& problems) {
  Node params = spec.params();
  for (const Node::Member& member : overrides.members) {
    if (member.key == "guard") continue;
    Node* base = params.find(member.key);
    if (base != nullptr && base->type == Node::Type::kTable &&
        member.value.type == Node::Type::kTable) {
      merge_table(spec, member.key, *base, member.value, problems);
    } else {
      params.set(member.key, member.value, member.place);
    }
    const bool needs_needs = std::find(std::begin(kNeedPatterns), std::end(kNeedPatterns),
                                       member.key) != std::end(kNeedPatterns);
    if (needs_needs && spec.params().find("needs") != nullptr &&
        overrides.find("needs") == nullptr) {
      problems.error("needs-left-behind", member.place,
                     fmt::format("`{}` of {} is overridden without `needs`", member.key, spec.id),
                     "say where the new pattern looks: `needs = [...]` beside it");
    }
  }
  return params;
}

RulePtr build_rule(const RuleSpec& spec, const Node& overrides, Problems& problems) {
  const std::size_t errors = problems.errors();
  const Node params = merge_params(spec, overrides, problems);
  check_keys(params, spec.kind->keys, fmt::format("kind `{}`", spec.kind->name), problems,
             fmt::format("`textmend rules kinds {}` lists the keys", spec.kind->name));
  if (problems.errors() > errors) return nullptr;
  RuleBuilder builder(spec, params, problems, overrides.find("guard"));
  RulePtr rule = spec.kind->make(builder);
  return problems.errors() > errors ? nullptr : rule;
}

RuleBuilder::RuleBuilder(const RuleSpec& spec, const Node& params, Problems& problems,
                         const Node* guard)
    : spec_(spec), params_(params), guard_(spec.table("guard")), problems_(problems) {
  if (guard != nullptr) {
    for (const Node::Member& member : guard->members) {
      guard_.set(member.key, member.value, member.place);
    }
  }
  read_lists(guard_.find("list"));
  read_lists(params_.find("list"));  // over those of the same name
  for (const std::string_view name : {"map", "text"}) {
    const Node* table = params_.find(name);
    if (table == nullptr || table->type != Node::Type::kTable) continue;
    auto& to = name == "map" ? tables_.map : tables_.text;
    for (const Node::Member& member : table->members) to[member.key] = member.value.string;
  }
}

void RuleBuilder::read_lists(const Node* lists) {
  if (lists == nullptr || lists->type != Node::Type::kTable) return;
  for (const Node::Member& member : lists->members) {
    const auto entries = list_entries(spec_, member.value, problems_);
    std::vector<std::string> alternatives;
    if (entries) {
      // Longer literals first: of two that begin alike the longer is meant.
      std::vector<std::string> literals = entries->literal;
      std::stable_sort(literals.begin(), literals.end(),
                       [](const auto& a, const auto& b) { return a.size() > b.size(); });
      for (const std::string& literal : literals) alternatives.push_back(escape_pattern(literal));
      alternatives.insert(alternatives.end(), entries->regex.begin(), entries->regex.end());
      literals_[member.key] = std::move(literals);
    }
    // An empty list matches nowhere; an empty alternative would match everywhere.
    if (alternatives.empty()) alternatives.emplace_back("(?!)");
    lists_[member.key] = fmt::format("{}", fmt::join(alternatives, "|"));
  }
}

PatternPtr RuleBuilder::compile(const Node& node, Pattern::LastBegin last_begin) {
  PatternError error;
  if (spec_.scope == Scope::kLines) last_begin = Pattern::LastBegin::kStops;
  PatternPtr pattern = Pattern::compile(node.string, lists_, error, last_begin);
  if (!pattern) {
    problems_.error("bad-pattern", place_in_string(node, error.offset), error.message);
  }
  return pattern;
}

PatternPtr RuleBuilder::pattern(std::string_view key, Pattern::LastBegin last_begin) {
  const Node* node = params_.find(key);
  return node == nullptr ? nullptr : compile(*node, last_begin);
}

std::vector<PatternPtr> RuleBuilder::patterns(std::string_view key, Pattern::LastBegin last_begin) {
  std::vector<PatternPtr> result;
  const Node* node = params_.find(key);
  if (node == nullptr) return result;
  for (const Node& item : node->items) {
    if (PatternPtr pattern = compile(item, last_begin)) result.push_back(std::move(pattern));
  }
  return result;
}

std::optional<Template> RuleBuilder::compile_template(const Node& node,
                                                      const std::vector<PatternPtr>& patterns,
                                                      bool with_candidate) {
  // A pattern that failed has been reported; its groups are not known.
  if (patterns.empty() || std::find(patterns.begin(), patterns.end(), nullptr) != patterns.end()) {
    return std::nullopt;
  }
  TemplateError error;
  auto parsed = Template::parse(node.string, patterns, tables_, with_candidate, error);
  if (!parsed) {
    problems_.error("bad-template", place_in_string(node, error.offset), error.message);
  }
  return parsed;
}

void RuleBuilder::add_list_file(std::string_view key, std::vector<std::string>& lines) {
  add_lines_of(spec_, params_.find(key), lines, problems_);
}

std::size_t RuleBuilder::size(std::string_view key, std::size_t otherwise) {
  const std::int64_t value = get_integer(params_, key, static_cast<std::int64_t>(otherwise));
  if (value < 0) {
    problems_.error("bad-value", params_.find(key)->place,
                    fmt::format("`{}` can't be negative", key));
    return otherwise;
  }
  return static_cast<std::size_t>(value);
}

void RuleBuilder::require(std::string_view key, std::string_view why) {
  if (has(key)) return;
  const Node::Member* params = spec_.root.member("params");
  problems_.error("missing-key", params != nullptr ? params->place : spec_.root.place,
                  fmt::format("kind `{}` needs the key `{}` {}", spec_.kind->name, key, why));
}

void RuleBuilder::read_needs(const Node* node, Needs& needs) {
  if (node == nullptr) return;
  for (const Node& item : node->items) {
    if (!list_of_needs(item.string).empty()) continue;
    NeedWindow window;
    NeedError error;
    if (NeedWindow::parse(item.string, window, error)) {
      needs.add(std::move(window));
    } else {
      problems_.error("bad-need", place_in_string(item, error.offset), error.message);
    }
  }
  for (const Node& item : node->items) add_listed_needs(item, needs);
}

void RuleBuilder::add_listed_needs(const Node& item, Needs& needs) {
  const std::string name(list_of_needs(item.string));
  if (name.empty()) return;
  const auto list = literals_.find(name);
  if (list == literals_.end() || list->second.empty()) {
    problems_.error("bad-need", item.place,
                    fmt::format("`{}` has no words: no list `list.{}`", name, name),
                    "a brace that stands for itself is written `\\\\{`");
    return;
  }
  for (const std::string& word : list->second) {
    const std::size_t length = count_code_points(word);
    if (length == 0 || length > NeedWindow::kMostPositions) {
      problems_.error("bad-need", item.place,
                      fmt::format("`{}` of the list `{}` has {} characters, a need one to {}", word,
                                  name, length, NeedWindow::kMostPositions));
      return;
    }
    needs.add(NeedWindow::literal(word));
  }
}

std::shared_ptr<const Needs> RuleBuilder::read_document_needs() {
  Needs needs;
  read_needs(guard_.find("document_needs"), needs);
  std::vector<std::string> lines, windows;
  add_lines_of(spec_, guard_.find("document_lines_file"), lines, problems_);
  needs.add_lines(lines);
  const Node* file = guard_.find("document_needs_file");
  add_lines_of(spec_, file, windows, problems_);
  for (const std::string& text : windows) {
    NeedWindow window;
    NeedError error;
    if (NeedWindow::parse(text, window, error)) {
      needs.add(std::move(window));
    } else {
      problems_.error("bad-need", file->place,
                      fmt::format("`{}` in {}: {}", text, file->string, error.message));
    }
  }
  return needs.empty() ? nullptr : std::make_shared<const Needs>(std::move(needs));
}

Guard RuleBuilder::read_guard() {
  Guard guard;
  const Node& table = guard_;
  if (const Node* unless = table.find("unless")) {
    for (const Node& item : unless->items) {
      PatternPtr pattern = compile(item, Pattern::LastBegin::kStops);
      if (pattern) guard.unless.push_back(std::move(pattern));
    }
  }
  const auto one = [&](std::string_view key) {
    const Node* node = table.find(key);
    return node == nullptr ? nullptr : compile(*node);
  };
  guard.document = one("document");
  guard.no_document = one("no_document");
  guard.share_of = one("share_of");
  guard.at_least = static_cast<std::size_t>(get_integer(table, "at_least", 0));
  guard.at_least_kinds = static_cast<std::size_t>(get_integer(table, "at_least_kinds", 0));
  guard.at_least_share = get_number(table, "at_least_share", 0.0);
  guard.document_kinds = static_cast<std::size_t>(get_integer(table, "document_kinds", 1));
  guard.paragraphs = static_cast<std::size_t>(get_integer(table, "paragraphs", 0));
  guard.max_share = get_number(table, "max_share", 1.0);
  guard.min_share = get_number(table, "min_share", 0.0);
  guard.majority = get_number(table, "majority", 0.0);
  guard.from = static_cast<std::size_t>(get_integer(table, "from", 0));
  const bool shares = table.find("max_share") || table.find("min_share") || table.find("majority");
  if (shares && !table.find("share_of")) {
    problems_.error("missing-key", table.place,
                    "`max_share`, `min_share` and `majority` need `share_of`");
  }
  if (table.find("document_kinds") && !table.find("document")) {
    problems_.error("missing-key", table.place, "`document_kinds` needs `document`");
  }
  return guard;
}

RuleCommon RuleBuilder::common() {
  RuleCommon common;
  common.id = spec_.id;
  common.phase = spec_.phase;
  common.scope = spec_.scope;
  common.flag_unsure = spec_.flag_unsure;
  common.langs = spec_.langs;
  const Node& where = spec_.table("where");
  const std::string at = get_string(where, "at", "anywhere");
  common.where.at = at == "head"   ? Where::At::kHead
                    : at == "tail" ? Where::At::kTail
                                   : Where::At::kAnywhere;
  const std::int64_t within = get_integer(where, "within", 1);
  common.where.within = within < 1 ? 1 : static_cast<std::size_t>(within);
  common.guard = read_guard();
  common.habit_of = get_strings(guard_, "habit_of");
  common.habit = static_cast<std::size_t>(get_integer(guard_, "habit", 3));
  read_needs(params_.find("needs"), common.needs);
  common.document_needs = read_document_needs();
  common.asks_facts = common.where.at != Where::At::kAnywhere || !common.langs.empty() ||
                      common.guard.looks_at_section() || !common.habit_of.empty() ||
                      spec_.root.find("evidence") != nullptr || common.flag_unsure;
  return common;
}

std::optional<Evidence> RuleBuilder::evidence() {
  const Node* table = spec_.root.find("evidence");
  if (table == nullptr) return std::nullopt;
  std::vector<Evidence::Rung> rungs;
  for (const std::string& name : get_strings(*table, "rungs")) {
    const auto found =
        std::find(std::begin(Evidence::kRungNames), std::end(Evidence::kRungNames), name);
    if (found != std::end(Evidence::kRungNames)) {
      rungs.push_back(static_cast<Evidence::Rung>(found - std::begin(Evidence::kRungNames)));
    }
  }
  const std::int64_t tier = get_integer(*table, "tier", 70);
  return Evidence(std::move(rungs), static_cast<int>(tier), get_boolean(*table, "unique", false),
                  static_cast<int>(get_integer(*table, "habit_tier", tier)));
}

}  // namespace textmend::internal
