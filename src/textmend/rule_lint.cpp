#include "textmend/rule_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "textmend/engine.h"

namespace textmend::internal {

namespace {

void lint_array(const Node& array, Problems& problems) {
  std::set<std::string_view> seen;
  for (const Node& item : array.items) {
    if (item.type != Node::Type::kString || seen.insert(item.string).second) continue;
    problems.warning("twice", item.place, fmt::format("`{}` stands here already", item.string),
                     "take one of them out");
  }
}

bool fires(const RuleTest& test) {
  return test.out && *test.out != test.in && test.params.members.empty();
}

}  // namespace

void lint_repeats(const RuleSpec& spec, Problems& problems) {
  for (const Node::Member& member : spec.params().members) {
    if (member.value.type == Node::Type::kArray) lint_array(member.value, problems);
    if (member.key != "list" || member.value.type != Node::Type::kTable) continue;
    for (const Node::Member& list : member.value.members) {
      if (list.value.type == Node::Type::kArray) lint_array(list.value, problems);
      for (const Node::Member& part : list.value.members) {
        if (part.value.type == Node::Type::kArray) lint_array(part.value, problems);
      }
    }
  }
}

void lint_shadowed(const Program& program, const RuleSpec& spec, Problems& problems) {
  const bool is_on = std::any_of(program.rules.begin(), program.rules.end(),
                                 [&](const RulePtr& rule) { return rule->id() == spec.id; });
  if (!is_on) return;
  std::string first;  // that is there instead
  std::size_t tests = 0;
  for (const RuleTest& test : spec.tests) {
    if (!fires(test)) continue;
    ++tests;
    CleanOptions options;
    options.lang = test.lang;
    MatchScratch scratch(options.limits);
    const SectionResult result = clean_section(program, options, test.in, {}, scratch);
    for (const Edit& edit : result.edits) {
      for (const Step& step : edit.steps) {
        if (step.rule == spec.id) return;
        if (first.empty()) first = step.rule;
      }
    }
    // Left alone by all: guards or a limit, not a shadow.
    if (result.edits.empty()) return;
  }
  if (tests == 0 || first.empty()) return;
  problems.warning(
      "shadowed", spec.root.place,
      fmt::format("with the rules that are on, none of the tests of {} comes to it: {} is first",
                  spec.id, first),
      "give it `replaces` to stand in for the other, or a test that only this rule repairs");
}

}  // namespace textmend::internal
