#include "textmend/protection.h"

#include <algorithm>

namespace textmend::internal {

namespace {

// An insertion counts as inside only where it would part the span.
bool touches(const Range& span, const Edit& edit) {
  if (edit.begin == edit.end) return span.begin < edit.begin && edit.begin < span.end;
  return edit.begin < span.end && edit.end > span.begin;
}

std::size_t base_line_at(const std::vector<Line>& lines, std::size_t offset) {
  const auto after =
      std::upper_bound(lines.begin(), lines.end(), offset,
                       [](std::size_t at, const Line& line) { return at < line.begin; });
  return after == lines.begin() ? 0 : static_cast<std::size_t>(after - lines.begin()) - 1;
}

}  // namespace

Protection::Protection(std::span<const RulePtr> rules, const Document& document,
                       const Limits& limits, MatchScratch& scratch)
    : document_(document), limits_(limits), scratch_(scratch) {
  for (const RulePtr& rule : rules) rules_.push_back(static_cast<const ProtectRule*>(rule.get()));
}

void Protection::find_blocks() {
  if (blocks_found_) return;
  blocks_found_ = true;
  const std::vector<Line>& lines = document_.base_lines();
  std::vector<LineRange> found;
  scratch_.set_edges(true, true);
  for (const ProtectRule* rule : rules_) rule->blocks(lines, scratch_, found);
  std::sort(found.begin(), found.end(),
            [](const LineRange& a, const LineRange& b) { return a.begin < b.begin; });
  for (const LineRange& block : found) {
    const Range range{lines[block.begin].begin, lines[block.end - 1].end()};
    if (!blocks_.empty() && range.begin <= blocks_.back().end) {
      blocks_.back().end = std::max(blocks_.back().end, range.end);
    } else {
      blocks_.push_back(range);
    }
  }
}

const Protection::Spans& Protection::spans_of_line(std::size_t index) {
  const auto [entry, is_new] = spans_.try_emplace(index);
  if (!is_new) return entry->second;
  const Line& line = document_.base_lines()[index];
  for (const ProtectRule* rule : rules_) {
    std::vector<Range> found;
    if (!line.opaque && rule->common().needs.wants(line.content)) {
      rule->spans(line.content, limits_, scratch_, found);
    }
    auto& to = rule->strength() == ProtectRule::Strength::kInline ? entry->second.inlines
                                                                  : entry->second.blocks;
    for (const Range& span : found) to.push_back({line.begin + span.begin, line.begin + span.end});
  }
  return entry->second;
}

bool Protection::forbids(const Edit& edit, bool whole_lines) {
  if (rules_.empty()) return false;
  find_blocks();
  const auto block =
      std::upper_bound(blocks_.begin(), blocks_.end(), edit.begin,
                       [](std::size_t at, const Range& range) { return at < range.end; });
  if (block != blocks_.end() && touches(*block, edit)) return true;
  const std::vector<Line>& lines = document_.base_lines();
  for (std::size_t i = base_line_at(lines, edit.begin);
       i < lines.size() && lines[i].begin <= edit.end; ++i) {
    const Spans& spans = spans_of_line(i);
    for (const Range& span : spans.blocks) {
      if (touches(span, edit)) return true;
    }
    for (const Range& span : spans.inlines) {
      if (!touches(span, edit)) continue;
      const bool covered = edit.begin <= span.begin && edit.end >= span.end;
      const std::string_view bytes = document_.base().substr(span.begin, span.end - span.begin);
      const bool moved = edit.with.find(bytes) != std::string::npos;
      if (!covered || (!whole_lines && !moved)) return true;
    }
  }
  return false;
}

}  // namespace textmend::internal
