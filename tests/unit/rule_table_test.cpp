#include "textmend/rule_table.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/embedded.h"
#include "textmend/rule_set.h"
#include "textmend/scan/parts.h"

namespace textmend::internal {
namespace {

std::vector<BuiltinRule> all_of(std::string_view bytes) {
  std::vector<BuiltinRule> rules;
  RuleTable table(bytes);
  for (RuleTable::Row& row : table.rows()) {
    BuiltinRule& rule = rules.emplace_back();
    rule.head = std::move(row.head);
    table.read_rest(row.rest, rule.head, rule.outline, rule.traits);
  }
  return rules;
}

// A rule as its file gives it.
struct FromFile {
  RuleSpec spec;
  RulePtr rule;
};

FromFile read(const std::string& id) {
  const std::size_t slash = id.find('/');
  const std::string path = id + ".toml";
  std::vector<Diagnostic> diagnostics;
  Problems problems(diagnostics);
  std::optional<RuleSpec> spec =
      read_rule_file(builtin_source({path, embedded_file(path)}), id.substr(0, slash),
                     std::string_view(id).substr(slash + 1), "", problems);
  REQUIRE(spec);
  RulePtr rule = build_rule(*spec, Node{}, problems);
  REQUIRE(rule);
  return {std::move(*spec), std::move(rule)};
}

void check_same(const NeedPosition& a, const NeedPosition& b) {
  CHECK(a.single() == b.single());
  CHECK(a.first_bytes() == b.first_bytes());
  if (a.single() != 0) return;  // a set of one is the character
  REQUIRE((a.set() == nullptr) == (b.set() == nullptr));
  if (a.set()) CHECK(a.set()->ranges() == b.set()->ranges());
}

void check_same(const Needs& a, const Needs& b) {
  REQUIRE(a.windows().size() == b.windows().size());
  for (std::size_t i = 0; i < a.windows().size(); ++i) {
    const NeedWindow &one = a.windows()[i], &other = b.windows()[i];
    CHECK(one.at_start() == other.at_start());
    CHECK(one.at_end() == other.at_end());
    for (std::size_t from = 0; from < one.positions().size(); ++from) {
      CHECK(scan::parts_of(one, from) == scan::parts_of(other, from));
    }
    REQUIRE(one.positions().size() == other.positions().size());
    for (std::size_t j = 0; j < one.positions().size(); ++j) {
      check_same(one.positions()[j], other.positions()[j]);
    }
  }
}

void check_same(const RuleHead& a, const RuleHead& b) {
  CHECK(a.id == b.id);
  CHECK(a.pack == b.pack);
  CHECK(a.file == b.file);
  CHECK(a.folder == b.folder);
  CHECK(a.kind == b.kind);
  CHECK(a.title == b.title);
  CHECK(a.safety == b.safety);
  CHECK(a.phase == b.phase);
  CHECK(a.scope == b.scope);
  CHECK(a.flag_unsure == b.flag_unsure);
  CHECK(a.version == b.version);
  CHECK(a.langs == b.langs);
  CHECK(a.tags == b.tags);
  CHECK(a.after == b.after);
  CHECK(a.replaces == b.replaces);
}

void check_same(const RuleOutline& a, const RuleOutline& b) {
  CHECK(a.id == b.id);
  CHECK(a.phase == b.phase);
  CHECK(a.scope == b.scope);
  CHECK(a.flag_unsure == b.flag_unsure);
  CHECK(a.langs == b.langs);
  CHECK(a.where.at == b.where.at);
  CHECK(a.where.within == b.where.within);
  CHECK(a.asks_facts == b.asks_facts);
  CHECK(a.only_flags == b.only_flags);
  CHECK(a.habit_of == b.habit_of);
  CHECK(a.habit == b.habit);
  CHECK(a.needs.lines() == b.needs.lines());
  check_same(a.needs, b.needs);
  REQUIRE((a.document_needs == nullptr) == (b.document_needs == nullptr));
  if (a.document_needs) check_same(*a.document_needs, *b.document_needs);
}

TEST_CASE("the table says of every built-in rule what its file says") {
  const std::vector<BuiltinRule> table = all_of(rule_table());
  std::size_t files = 0;
  for (const EmbeddedFile& file : embedded_files()) {
    files += file.path.ends_with(".toml") && !file.path.starts_with("profiles/") &&
             !file.path.starts_with("lists/");
  }
  CHECK(table.size() == files);
  for (const BuiltinRule& row : table) {
    INFO(row.head.id);
    const FromFile file = read(row.head.id);
    check_same(row.head, file.spec);
    check_same(row.outline, file.rule->common());
    CHECK(row.traits == RuleTraits::of(*file.rule));
  }
}

TEST_CASE("what no built-in rule has goes through the table too") {
  BuiltinRule rule;
  rule.head.id = "pack/name";
  rule.head.kind = find_kind("word");
  rule.head.safety = Safety::kStyle;
  rule.head.version = -3;
  rule.head.langs = {"", "!de"};
  rule.head.title = std::string("a\0b", 3);
  rule.outline.where = {Where::At::kTail, 12};
  rule.traits = {false, true, ProtectRule::Strength::kBlock, ProtectRule::Shape::kRun};
  for (const std::string_view text :
       {"(?i)^aÉ\\[$", "[a-cé-ü😀]x$", "[é]", "[a]", "[\\u0000]", "[é-ü]", "[a-cé-ü😀]"}) {
    NeedWindow window;
    NeedError error;
    REQUIRE(NeedWindow::parse(text, window, error));
    rule.outline.needs.add(std::move(window));
  }
  rule.outline.needs.add(NeedWindow::literal(std::string_view("\0", 1)));
  rule.outline.id = rule.head.id;
  rule.outline.phase = rule.head.phase;
  rule.outline.langs = rule.head.langs;
  rule.outline.needs.add_lines(std::vector<std::string>{" B ", "a", "b", "É"});
  const std::vector<BuiltinRule> twice = {rule, rule};
  const std::string bytes = write_rule_table(twice);
  const std::vector<BuiltinRule> table = all_of(bytes);
  REQUIRE(table.size() == 2);
  for (const BuiltinRule& row : table) {
    check_same(row.head, rule.head);
    check_same(row.outline, rule.outline);
    CHECK(row.traits == rule.traits);
    CHECK(row.outline.needs.windows().back().positions()[0].contains(0));
    CHECK(row.outline.needs.lines() == std::vector<std::string_view>{"a", "b", "é"});
    CHECK(row.outline.needs.lines().data() == table[0].outline.needs.lines().data());
  }
  CHECK(all_of({}).empty());
}

}  // namespace
}  // namespace textmend::internal
