#include "textmend/rule_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "textmend/data_file.h"
#include "textmend/embedded.h"
#include "textmend/language.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr Key kRuleKeys[] = {
    {"schema", KeyType::kInteger, "1.", true},
    {"kind", KeyType::kString, "One of the kinds below.", true},
    {"title", KeyType::kString, "One line, imperative.", true},
    {"safety", KeyType::kString,
     "`safe` (the default): on by default. `risky`: on in the profile of its pack, or by id. "
     "`style`: by id only.",
     false, "safe risky style"},
    {"unsure", KeyType::kString,
     "What happens to a match without evidence: nothing (the default), or it is reported, never "
     "edited.",
     false, "leave flag"},
    {"langs", KeyType::kStrings,
     "Gate: runs only where the text's language is one of these, or none of these (`!fr`). `und` "
     "stands for a text whose language is unknown."},
    {"tags", KeyType::kStrings, "Labels for `--select` and `--ignore`. No gate."},
    {"phase", KeyType::kString, "Each kind has a default.", false,
     "protect characters spacing words lines layout"},
    {"scope", KeyType::kString, "What the rule sees at once; each kind has a default.", false,
     "line lines document"},
    {"after", KeyType::kStrings, "Ids in the same phase that run before this rule."},
    {"replaces", KeyType::kStrings,
     "Ids that this rule stands in for: old names, or a shipped rule that yours replaces."},
    {"version", KeyType::kInteger, "Goes up when the meaning changes. Default 1."},
    {"docs", KeyType::kTable, "`what`, `why`, `not_for`; `seen`, `since`, `owner`.", true},
    {"params", KeyType::kTable, "The keys of the kind. Users override them by id.", true},
    {"where", KeyType::kTable, "`at` and `within`."},
    {"guard", KeyType::kTable, "Conditions on the section's input."},
    {"evidence", KeyType::kTable, "Evidence for a word repair."},
    {"test", KeyType::kTables, "Two that fire and two that must not.", true},
};

constexpr Key kDocKeys[] = {
    {"what", KeyType::kString, "`before` becomes `after`.", true},
    {"why", KeyType::kString, "Where the damage comes from.", true},
    {"not_for", KeyType::kString, "Good text that looks like it and stays.", true},
    {"seen", KeyType::kStrings, "Where the damage was seen."},
    {"since", KeyType::kString, "The version that brought the rule."},
    {"owner", KeyType::kString, "Whom to ask."},
};

constexpr Key kWhereKeys[] = {
    {"at", KeyType::kString, "Where in the document the rule looks.", true, "head tail anywhere"},
    {"within", KeyType::kInteger, "So many kept non-blank lines from that edge."},
};

constexpr Key kGuardKeys[] = {
    {"file", KeyType::kString,
     "A TOML file of these keys, for rules that share a condition. The rule's own stand over "
     "them."},
    {"list", KeyType::kTable, "Lists for the patterns of this table."},
    {"unless", KeyType::kPatterns, "A match that touches a match of one of these is left."},
    {"document", KeyType::kPattern, "Some line of the section must match."},
    {"no_document", KeyType::kPattern, "No line of the section may match."},
    {"document_needs", KeyType::kNeeds,
     "Where `document` and `no_document` look; without it at every line, which is slow."},
    {"document_lines_file", KeyType::kString, "A list file whose lines match `document` too."},
    {"document_needs_file", KeyType::kString, "A list file of more `document_needs`."},
    {"document_kinds", KeyType::kInteger,
     "Lines of so many kinds must match `document`; each of its groups is one. Default 1."},
    {"paragraphs", KeyType::kInteger, "So many lines of the section must be prose."},
    {"at_least", KeyType::kInteger,
     "So many matches with evidence in the section before any is edited."},
    {"at_least_kinds", KeyType::kInteger, "So many different ones."},
    {"at_least_share", KeyType::kNumber,
     "Or so many that they make up this share of the section's line ends."},
    {"share_of", KeyType::kPattern,
     "What the shares below are of, besides the rule's own matches."},
    {"max_share", KeyType::kNumber, "Off where its own matches make up more: it is house style."},
    {"min_share", KeyType::kNumber, "Off where its own matches make up less."},
    {"majority", KeyType::kNumber, "The matches of `share_of` must make up at least this share."},
    {"from", KeyType::kInteger, "Shares count from so many matches on."},
    {"habit", KeyType::kInteger,
     "So many different matches, for `habit_of` and the rung `habit`. Default 3."},
    {"habit_of", KeyType::kStrings,
     "Rules that show the damage for sure: the rule looks at no line before they have."},
};

constexpr Key kEvidenceKeys[] = {
    {"rungs", KeyType::kStrings, "Tried in order: the first that holds allows the edit.", true,
     "document lexicon pieces impossible choose spelling parts habit fragments rarer split pair"},
    {"tier", KeyType::kInteger,
     "How common a word must be: 35 everyday, 60 general, 70 large (the "
     "default)."},
    {"habit_tier", KeyType::kInteger, "The same for the rung `habit`."},
    {"unique", KeyType::kBoolean, "Exactly one candidate must pass. Default false."},
};

constexpr Key kTestKeys[] = {
    {"name", KeyType::kString, "What it is about.", true},
    {"in", KeyType::kString, "The text.", true},
    {"out", KeyType::kString, "What should become of it; without it, the text must stay."},
    {"lang", KeyType::kString, "Its language; else it is detected."},
    {"params", KeyType::kTable, "Params that differ in this test."},
    {"flags", KeyType::kStrings, "What must be reported, in order."},
    {"evidence", KeyType::kString, "The rung that must be named."},
};

constexpr std::int64_t kSchema = 1;

const Node& empty_table() {
  static const Node table;
  return table;
}

template <std::size_t N>
std::size_t index_in(const std::string_view (&names)[N], std::string_view name) {
  return static_cast<std::size_t>(std::find(std::begin(names), std::end(names), name) -
                                  std::begin(names));
}

Place key_place(const Node& table, std::string_view key) {
  const Node::Member* member = table.member(key);
  return member == nullptr ? table.place : member->value.place;
}

void check_table(const RuleSpec& spec, std::string_view name, std::span<const Key> keys,
                 Problems& problems) {
  const Node* table = spec.root.find(name);
  if (table == nullptr || table->type != Node::Type::kTable) return;
  check_keys(*table, keys, fmt::format("[{}]", name), problems);
  check_ranges(*table, keys, problems);
}

// They are compared with what detect_language() says, and with what language_of_tag() makes of what
// the user says.
void read_langs(RuleSpec& spec, Problems& problems) {
  const Node* langs = spec.root.find("langs");
  if (langs == nullptr) return;
  for (const Node& item : langs->items) {
    if (item.type != Node::Type::kString) continue;  // has been reported
    const bool is_not = item.string.starts_with('!');
    const std::string lang = item.string.substr(is_not ? 1 : 0);
    const std::string code = language_of_tag(lang);
    if (is_language_tag(lang) && code == lang) {
      spec.langs.push_back(item.string);
    } else {
      problems.error(
          "bad-value", item.place, fmt::format("`{}` is not the code of a language", item.string),
          is_language_tag(lang) ? fmt::format("write `{}{}`", is_not ? "!" : "", code)
                                : "`en`, or `!en` for all others; `und` where it is not known");
    }
  }
}

void read_tests(RuleSpec& spec, Problems& problems) {
  const Node* tests = spec.root.find("test");
  if (tests == nullptr || tests->type != Node::Type::kArray) return;
  for (const Node& node : tests->items) {
    if (node.type != Node::Type::kTable) continue;
    check_keys(node, kTestKeys, "a test", problems);
    RuleTest test;
    test.name = get_string(node, "name");
    test.in = get_string(node, "in");
    if (node.find("out") != nullptr) test.out = get_string(node, "out");
    test.lang = get_string(node, "lang");
    if (node.find("flags") != nullptr) test.flags = get_strings(node, "flags");
    test.evidence = get_string(node, "evidence");
    if (const Node* params = node.find("params")) test.params = *params;
    test.place = node.place;
    spec.tests.push_back(std::move(test));
  }
  if (spec.tests.empty()) {
    problems.error("no-tests", spec.root.place, "a rule needs tests",
                   "add a [[test]] with `name`, `in` and `out`, and one without `out`");
  }
}

// What [guard] `file` holds goes where the rule's own [guard] says nothing.
void add_guard_file(RuleSpec& spec, Problems& problems) {
  Node* guard = spec.root.find("guard");
  if (guard == nullptr || guard->type != Node::Type::kTable) return;
  const Node* name = guard->find("file");
  if (name == nullptr || name->type != Node::Type::kString) return;
  const SourcePtr source = read_data_file(spec.folder, *name, problems);
  if (source == nullptr) return;
  Node shared;
  if (!parse_toml(source, shared, problems)) return;
  check_keys(shared, kGuardKeys, "a file of [guard]", problems);
  check_ranges(shared, kGuardKeys, problems);
  if (const Node::Member* nested = shared.member("file")) {
    problems.error("bad-value", nested->place, "a file of [guard] can't name another one");
  }
  for (Node::Member& member : shared.members) {
    if (guard->find(member.key) == nullptr) guard->members.push_back(std::move(member));
  }
}

// Kind, phase and scope, which depend on each other.
void read_kind(RuleSpec& spec, Problems& problems) {
  const Node* node = spec.root.find("kind");
  if (node == nullptr || node->type != Node::Type::kString) return;  // a fault that is reported
  const std::string& name = node->string;
  spec.kind = find_kind(name);
  if (spec.kind == nullptr) {
    std::vector<std::string_view> names;
    for (const Kind* kind : all_kinds()) names.push_back(kind->name);
    const std::string_view near = nearest(name, names);
    problems.error("unknown-kind", key_place(spec.root, "kind"), fmt::format("no kind `{}`", name),
                   near.empty() ? fmt::format("one of: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean `{}`?", near));
    return;
  }
  spec.phase = spec.kind->phase;
  spec.scope = spec.kind->scope;
  if (const Node* phase = spec.root.find("phase")) {
    const std::size_t index = index_in(kPhaseNames, phase->string);
    if (index < std::size(kPhaseNames)) spec.phase = static_cast<Phase>(index);
  }
  // The engine takes the rules of this phase for protection, and no others.
  if ((spec.phase == Phase::kProtect) != (spec.kind->phase == Phase::kProtect)) {
    problems.error("bad-value", key_place(spec.root, "phase"),
                   fmt::format("kind `{}` can't have the phase `{}`", name,
                               kPhaseNames[static_cast<std::size_t>(spec.phase)]),
                   "the phase `protect` is that of kind `protect` alone, which has no other");
  }
  if (const Node* scope = spec.root.find("scope")) {
    const std::vector<std::string_view> allowed = split_words(spec.kind->scopes);
    if (std::find(allowed.begin(), allowed.end(), scope->string) == allowed.end()) {
      problems.error("bad-value", scope->place,
                     fmt::format("kind `{}` can't have the scope `{}`", name, scope->string),
                     fmt::format("one of: {}", fmt::join(allowed, ", ")));
      return;
    }
    spec.scope = static_cast<Scope>(index_in(kScopeNames, scope->string));
  }
}

}  // namespace

const Node& RuleSpec::table(std::string_view name) const {
  const Node* node = root.find(name);
  return node != nullptr && node->type == Node::Type::kTable ? *node : empty_table();
}

const Node& RuleSpec::params() const { return table("params"); }

std::string RuleSpec::doc(std::string_view key) const { return get_string(table("docs"), key); }

std::span<const Key> rule_keys() { return kRuleKeys; }

std::span<const Key> rule_table_keys(std::string_view table) {
  if (table == "docs") return kDocKeys;
  if (table == "where") return kWhereKeys;
  if (table == "guard") return kGuardKeys;
  if (table == "evidence") return kEvidenceKeys;
  if (table == "test") return kTestKeys;
  return {};
}

std::optional<RuleSpec> read_rule_file(const SourcePtr& source, std::string_view pack,
                                       std::string_view name, std::string_view folder,
                                       Problems& problems) {
  const std::size_t errors = problems.errors();
  RuleSpec spec;
  if (!parse_toml(source, spec.root, problems)) return std::nullopt;
  const std::int64_t schema = get_integer(spec.root, "schema", kSchema);
  if (schema > kSchema || schema < 1) {
    problems.error("schema", key_place(spec.root, "schema"),
                   fmt::format("schema {} is not known to this program", schema),
                   fmt::format("it reads schema {}", kSchema));
    return std::nullopt;
  }
  spec.id = fmt::format("{}/{}", pack, name);
  spec.pack = pack;
  spec.file = source->file;
  spec.folder = folder;
  check_keys(spec.root, kRuleKeys, "a rule", problems);
  check_table(spec, "docs", kDocKeys, problems);
  check_table(spec, "where", kWhereKeys, problems);
  check_table(spec, "guard", kGuardKeys, problems);
  check_table(spec, "evidence", kEvidenceKeys, problems);
  add_guard_file(spec, problems);
  read_kind(spec, problems);
  spec.title = get_string(spec.root, "title");
  const std::string safety = get_string(spec.root, "safety", "safe");
  spec.safety = safety == "risky"   ? Safety::kRisky
                : safety == "style" ? Safety::kStyle
                                    : Safety::kSafe;
  spec.flag_unsure = get_string(spec.root, "unsure") == "flag";
  spec.version = get_integer(spec.root, "version", 1);
  read_langs(spec, problems);
  spec.tags = get_strings(spec.root, "tags");
  spec.after = get_strings(spec.root, "after");
  spec.replaces = get_strings(spec.root, "replaces");
  read_tests(spec, problems);
  if (problems.errors() > errors) {
    // All faults at once: those of the params too.
    const Node* params = spec.root.find("params");
    const bool buildable = params != nullptr && params->type == Node::Type::kTable && spec.kind;
    if (buildable) build_rule(spec, Node{}, problems);
    return std::nullopt;
  }
  return spec;
}

SourcePtr builtin_source(const EmbeddedFile& file) {
  return std::make_shared<const Source>(
      Source{fmt::format("builtin:{}", file.path), std::string(file.content)});
}

RuleFile::RuleFile(RuleSpec spec)
    : head_(static_cast<const RuleHead&>(spec)), spec_(std::move(spec)) {}

const RuleSpec& RuleFile::spec() const {
  std::call_once(once_, [this] {
    if (!spec_) spec_ = read_builtin(Part::kAll);
    if (!spec_) spec_.emplace(RuleSpec{head_, {}, {}});
  });
  return *spec_;
}

RulePtr RuleFile::make(Problems& problems) const {
  std::optional<RuleSpec> own;
  if (head_.folder.empty()) own = read_builtin(Part::kWithoutTests);
  return build_rule(own ? *own : spec(), Node{}, problems);
}

namespace {

// With an empty test in place of all, for a rule must have one, unless something else follows them.
std::string without_tests(std::string_view text) {
  constexpr std::string_view kTest = "\n[[test]]";
  const std::size_t first = text.find(kTest);
  for (std::size_t at = first; at != std::string_view::npos; at = text.find("\n[", at + 1)) {
    if (!text.substr(at).starts_with(kTest)) return std::string(text);
  }
  return fmt::format("{}{}\nname = ''\nin = ''\n", text.substr(0, first), kTest);
}

}  // namespace

// The build would have failed on a fault.
std::optional<RuleSpec> RuleFile::read_builtin(Part part) const {
  const std::string path = head_.id + ".toml";
  std::string_view text = embedded_file(path);
  std::string shorter;
  if (part == Part::kWithoutTests) text = shorter = without_tests(text);
  std::vector<Diagnostic> none;
  Problems problems(none);
  return read_rule_file(builtin_source({path, text}), head_.pack,
                        std::string_view(head_.id).substr(head_.id.find('/') + 1), "", problems);
}

}  // namespace textmend::internal
