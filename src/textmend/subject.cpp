#include "textmend/subject.h"

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// A word cut in two would look like another word: move the cut to a blank within reach.
std::size_t cut_before(std::string_view line, std::size_t need, std::size_t reach) {
  if (need <= reach) return 0;
  std::size_t at = need - reach;
  // No further than the need: a long line without blanks would be read once for each need.
  const std::size_t blank = line.substr(at, need - at).find(' ');
  if (blank != std::string_view::npos) at += blank;
  while (at < need && is_continuation(line[at])) ++at;
  return at;
}

std::size_t cut_behind(std::string_view line, std::size_t need_end, std::size_t reach) {
  if (line.size() - need_end <= reach) return line.size();
  std::size_t at = need_end + reach;
  const std::size_t blank = line.substr(need_end, at - need_end).rfind(' ');
  if (blank != std::string_view::npos) at = need_end + blank + 1;
  while (at > need_end && is_continuation(line[at])) --at;
  return at;
}

// Moves findings from a part's coordinates to those of the whole, and leaves out those that touch
// an edge at which the part was cut: there, the pattern did not see what stands beyond.
void take_part(Findings& part, const Range& range, std::size_t whole_size, Findings& to) {
  to.limit = to.limit || part.limit;
  const std::size_t size = range.end - range.begin;
  for (Finding& finding : part.list) {
    const bool cut = (range.begin > 0 && finding.match_begin == 0) ||
                     (range.end < whole_size && finding.match_end == size);
    if (cut) continue;
    finding.edit.begin += range.begin;
    finding.edit.end += range.begin;
    finding.match_begin += range.begin;
    finding.match_end += range.begin;
    to.list.push_back(std::move(finding));
  }
}

}  // namespace

std::vector<Range> visible_parts(std::string_view line, const Needs& needs, const Limits& limits) {
  if (line.size() <= limits.pattern_bytes) {
    if (!needs.wants(line)) return {};
    return {{0, line.size()}};
  }
  std::vector<Range> parts;
  for (const Needs::Occurrence& need : needs.occurrences(line)) {
    const Range part{cut_before(line, need.begin, limits.reach),
                     cut_behind(line, need.end, limits.reach)};
    if (parts.empty() || part.begin > parts.back().end) {
      parts.push_back(part);
      continue;
    }
    // Merged parts stay under the limit: what would go over it begins a part of its own.
    if (part.end - parts.back().begin <= limits.pattern_bytes) {
      parts.back().end = std::max(parts.back().end, part.end);
    } else if (part.end > parts.back().end) {
      parts.push_back({parts.back().end, part.end});
    }
  }
  return parts;
}

Findings find_in_wanted_line(const Rule& rule, std::string_view text, const Limits& limits,
                             const Facts& facts, MatchScratch& scratch) {
  if (text.size() > limits.pattern_bytes) return find_in_line(rule, text, limits, facts, scratch);
  Findings findings;
  scratch.set_edges(true, true);
  rule.find({text, true, true, facts, scratch}, findings);
  return findings;
}

Findings find_in_line(const Rule& rule, std::string_view text, const Limits& limits,
                      const Facts& facts, MatchScratch& scratch) {
  Findings findings;
  std::vector<Range> parts;
  if (rule.bounded()) {
    parts = visible_parts(text, rule.common().needs, limits);
  } else if (rule.common().needs.wants(text)) {
    parts = {{0, text.size()}};
  }
  for (const Range& part : parts) {
    const bool at_start = part.begin == 0, at_end = part.end == text.size();
    scratch.set_edges(at_start, at_end);
    Findings found;
    rule.find({text.substr(part.begin, part.end - part.begin), at_start, at_end, facts, scratch},
              found);
    take_part(found, part, text.size(), findings);
  }
  return findings;
}

Findings find_in_window(const Rule& rule, const Window& window, const Facts& facts,
                        MatchScratch& scratch) {
  Findings findings;
  scratch.set_edges(true, true);
  // What begins in a later line is that line's. Where matches without evidence are flagged, it can
  // stand in the way of one that begins in the first.
  if (!rule.common().flag_unsure) scratch.set_last_begin(window.first_line_end());
  rule.find({window.text(), true, true, facts, scratch}, findings);
  scratch.set_edges(true, true);
  std::erase_if(findings.list, [&](const Finding& finding) {
    return finding.match_begin > window.first_line_end();
  });
  return findings;
}

}  // namespace textmend::internal
