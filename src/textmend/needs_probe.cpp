#include "textmend/needs_probe.h"

#include <algorithm>
#include <span>
#include <utility>

#include "textmend/facts.h"
#include "textmend/subject.h"

namespace textmend::internal {

namespace {

bool has_patterns(const Kind& kind) {
  return std::any_of(kind.keys.begin(), kind.keys.end(), [](const Key& key) {
    return key.type == KeyType::kPattern || key.type == KeyType::kPatterns;
  });
}

// Conditions on the section as a whole say nothing of a match. Nor do members: that one line of a
// run holds a need is what lets the run go.
RuleSpec without_conditions(const RuleSpec& spec) {
  static constexpr std::string_view kConditions[] = {
      "at_least", "at_least_kinds", "share_of", "max_share", "min_share", "majority", "from"};
  static constexpr std::string_view kOfMembers[] = {"member", "min_run"};
  RuleSpec bare = spec;
  bare.langs.clear();
  bare.tests.clear();
  const auto remove = [&bare](std::string_view table, std::span<const std::string_view> keys) {
    Node* node = bare.root.find(table);
    if (node == nullptr) return;
    std::erase_if(node->members, [keys](const Node::Member& member) {
      return std::find(keys.begin(), keys.end(), member.key) != keys.end();
    });
  };
  remove("guard", kConditions);
  remove("params", kOfMembers);
  return bare;
}

}  // namespace

std::optional<NeedsProbe> NeedsProbe::make(const RuleSpec& spec, const Node& overrides) {
  std::vector<Diagnostic> diagnostics;  // whoever built the rule has reported them
  Problems problems(diagnostics);
  NeedsProbe probe;
  probe.params_ = merge_params(spec, overrides, problems);
  const Node* needs = probe.params_.find("needs");
  // A kind without patterns has nothing but its needs to say what it is meant for.
  if (needs == nullptr || needs->items.empty() || !has_patterns(*spec.kind)) return std::nullopt;
  const RuleSpec bare = without_conditions(spec);
  Node all;
  all.type = Node::Type::kArray;
  all.items.emplace_back().type = Node::Type::kString;
  all.items.back().string = "[\\u0000-\\U0010FFFF]";
  Node unbound = overrides;
  unbound.set("needs", std::move(all));
  probe.rule_ = build_rule(bare, overrides, problems);
  probe.everywhere_ = build_rule(bare, unbound, problems);
  if (!probe.rule_ || !probe.everywhere_) return std::nullopt;
  if (spec.phase == Phase::kProtect) {
    RuleBuilder builder(bare, probe.params_, problems);
    for (const std::string_view key : {"pattern", "open", "line"}) {
      if (PatternPtr pattern = builder.pattern(key)) probe.patterns_.push_back(std::move(pattern));
    }
    return probe;
  }
  probe.by_line_ = probe.rule_->common().scope == Scope::kLine;
  probe.options_.scanner = false;
  probe.program_.rules = {probe.rule_};
  probe.everywhere_program_.rules = {probe.everywhere_};
  return probe;
}

SectionResult NeedsProbe::run(const Program& program, const std::string& text,
                              const std::string& lang) {
  options_.lang = lang;
  return clean_section(program, options_, text, {}, *scratch_);
}

std::string NeedsProbe::without_needs(const std::string& text, const std::string& lang) {
  return apply_edits(text, run(everywhere_program_, text, lang).edits);
}

std::vector<Range> NeedsProbe::matches(std::string_view line, const std::string& lang) {
  const Document document(line, options_.limits.line_bytes);
  const Facts facts(document, lang);
  std::vector<Range> ranges;
  for (const Finding& finding :
       find_in_line(*everywhere_, line, options_.limits, facts, *scratch_).list) {
    ranges.push_back({finding.match_begin, finding.match_end});
  }
  return ranges;
}

std::optional<std::string> NeedsProbe::miss_of_patterns(const Document& document) {
  scratch_->set_edges(true, true);
  std::optional<std::string> missed;
  document.lines().each([&](const Line& line) {
    if (line.opaque || line.content.size() > options_.limits.pattern_bytes ||
        needs().wants(line.content)) {
      return true;
    }
    for (const PatternPtr& pattern : patterns_) {
      if (pattern->matches(line.content, *scratch_)) missed = std::string(line.content);
    }
    return !missed;
  });
  return missed;
}

// Cheap, and mostly the end of it.
bool NeedsProbe::may_miss(const Document& document, const Facts& facts) {
  if (!by_line_) return true;
  bool missed = false;
  document.lines().each([&](const Line& line) {
    missed =
        !line.opaque && !needs().wants(line.content) &&
        !find_in_line(*everywhere_, line.content, options_.limits, facts, *scratch_).list.empty();
    return !missed;
  });
  return missed;
}

std::optional<std::string> NeedsProbe::miss(const std::string& text, const std::string& lang) {
  const Document document(text, options_.limits.line_bytes);
  if (!patterns_.empty()) return miss_of_patterns(document);
  if (!may_miss(document, Facts(document, lang))) return std::nullopt;
  // What counts is what would have come of it: an edit that changes something, or a flag.
  const SectionResult all = run(everywhere_program_, text, lang);
  if (all.edits.empty() && all.notes.empty()) return std::nullopt;
  const SectionResult found = run(program_, text, lang);
  const auto line_of = [&](std::size_t begin, std::size_t end) {
    begin = std::min(text.find_first_not_of("\r\n", begin), end);
    const std::size_t start = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
    return text.substr(start, std::min(text.find('\n', begin), text.size()) - start);
  };
  for (const Edit& edit : all.edits) {
    const bool same = std::any_of(found.edits.begin(), found.edits.end(), [&](const Edit& other) {
      return other.begin <= edit.begin && edit.end <= other.end;
    });
    if (!same) return line_of(edit.begin, edit.end);
  }
  for (const SectionNote& note : all.notes) {
    const bool same =
        std::any_of(found.notes.begin(), found.notes.end(),
                    [&](const SectionNote& other) { return other.offset == note.offset; });
    if (note.kind == Note::Kind::kFlag && !same) return line_of(note.offset, text.size());
  }
  return std::nullopt;
}

}  // namespace textmend::internal
