#include "textmend/gates.h"

#include <algorithm>
#include <string>
#include <utility>

#include "textmend/subject.h"

namespace textmend::internal {

bool Gates::is_open(const Rule& rule) {
  const auto [gate, is_new] = gates_.try_emplace(&rule, true);
  if (is_new) gate->second = judge(rule);
  return gate->second;
}

bool Gates::judge(const Rule& rule) {
  const RuleOutline& common = rule.common();
  if (!common.langs.empty()) {
    bool wanted = common.langs[0].starts_with('!');
    for (const std::string& lang : common.langs) {
      if (lang == facts_.lang()) wanted = true;
      if (lang.starts_with('!') && std::string_view(lang).substr(1) == facts_.lang()) return false;
    }
    if (!wanted) return false;
  }
  const Guard& guard = rule.guard();
  if (guard.document && !some_line_matches(rule, *guard.document)) return false;
  if (guard.no_document && some_line_matches(rule, *guard.no_document)) return false;
  if (guard.at_least > 1 || guard.at_least_kinds > 1) {
    if (!survey(rule).is_enough(guard)) return false;
  }
  return !guard.share_of || share_allows(rule);
}

bool Gates::share_allows(const Rule& rule) {
  const Guard& guard = rule.guard();
  const std::size_t own = survey(rule).matches;
  // Each further match of the others speaks for the rule: as soon as they are enough, more of them
  // change nothing, and where damage is rare that is soon.
  const auto enough = [&](std::size_t others) {
    const auto total = static_cast<double>(own + others);
    return own + others >= guard.from && static_cast<double>(own) <= guard.max_share * total &&
           static_cast<double>(others) >= guard.majority * total;
  };
  std::size_t others = 0;
  scratch_.set_edges(true, true);
  document_.base_lines().each([&](const Line& line) {
    if (line.opaque || line.content.size() > limits_.pattern_bytes) return true;
    Match match;
    Pattern::Result result = guard.share_of->find(line.content, 0, scratch_, match);
    for (; result == Pattern::Result::kMatch;
         result = guard.share_of->find_next(line.content, scratch_, match)) {
      ++others;
    }
    return !enough(others);
  });
  if (own + others < guard.from) return guard.majority == 0.0;
  return enough(others);
}

void Gates::Survey::add(const Guard& guard, const Finding& finding, std::string_view match) {
  ++matches;
  if (finding.flag_only) return;
  ++proved;
  if (guard.at_least_kinds > 0) kinds.emplace(match);
}

void Gates::set_survey(const Rule& rule, const std::vector<Finding>& findings,
                       const TextRange& text) {
  const Guard& guard = rule.guard();
  if (!guard.surveys()) return;
  Survey seen;
  for (const Finding& finding : findings) {
    seen.add(guard, finding,
             guard.at_least_kinds > 0 ? text(finding.match_begin, finding.match_end) : "");
  }
  surveys_[&rule] = std::move(seen);
}

// A share needs all matches of the section; a number only so many, and where damage is common they
// are soon found.
const Gates::Survey& Gates::survey(const Rule& rule) {
  const auto [known, is_new] = surveys_.try_emplace(&rule);
  Survey& seen = known->second;
  if (!is_new) return seen;
  const Guard& guard = rule.guard();
  const bool of_line = rule.common().scope == Scope::kLine;
  FoundInLines* found = of_line ? &found_[&rule] : nullptr;
  const std::uint64_t bucket = scanner_ != nullptr ? scanner_->bucket(rule) : Line::kAllBuckets;
  const bool exact = scanner_ != nullptr && scanner_->is_exact(bucket);
  const Lines& lines = document_.base_lines();
  for (std::size_t i = lines.next(0, bucket); i < lines.size(); i = lines.next(i + 1, bucket)) {
    if (!guard.share_of && seen.is_enough(guard)) break;
    const Line line = lines[i];
    if (!exact && !rule.common().needs.wants(line.content)) continue;
    const auto add = [&](const Findings& findings, std::string_view text) {
      for (const Finding& finding : findings.list) {
        seen.add(guard, finding,
                 text.substr(finding.match_begin, finding.match_end - finding.match_begin));
      }
    };
    if (of_line) {
      Findings findings = find_in_wanted_line(rule, line.content, limits_, facts_, scratch_);
      add(findings, line.content);
      found->insert_or_assign(line.content.data(), std::move(findings));
    } else {
      const Window window(lines, i, limits_);
      add(find_in_window(rule, window, facts_, scratch_), window.text());
    }
  }
  return seen;
}

std::optional<Findings> Gates::take_surveyed(const Rule& rule, std::string_view line) {
  const auto of_rule = found_.find(&rule);
  if (of_rule == found_.end()) return std::nullopt;
  const auto found = of_rule->second.find(line.data());
  if (found == of_rule->second.end()) return std::nullopt;
  return std::move(found->second);
}

bool Gates::some_line_matches(const Rule& rule, const Pattern& pattern) {
  const std::uint64_t bucket =
      scanner_ != nullptr ? scanner_->document_bucket(rule) : Line::kAllBuckets;
  const auto [entry, is_new] = matches_.try_emplace({pattern.source(), bucket}, false);
  // Without the scanner there is no bit to tell the needs of one rule from those of another.
  if (!is_new && scanner_ != nullptr) return entry->second;
  const Needs& needs = rule.common().document_needs;
  scratch_.set_edges(true, true);
  const Lines& lines = document_.base_lines();
  bool found = false;
  for (std::size_t i = lines.next(0, bucket); i < lines.size() && !found;
       i = lines.next(i + 1, bucket)) {
    const std::string_view text = lines[i].content;
    found = text.size() <= limits_.pattern_bytes && needs.wants(text) && pattern.may_match(text) &&
            pattern.matches(text, scratch_);
  }
  return entry->second = found;
}

}  // namespace textmend::internal
