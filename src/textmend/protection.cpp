#include "textmend/protection.h"

#include <algorithm>

#include "textmend/scanner.h"

namespace textmend::internal {

namespace {

// An insertion counts as inside only where it would part the span.
bool touches(const Range& span, const Edit& edit) {
  if (edit.begin == edit.end) return span.begin < edit.begin && edit.begin < span.end;
  return edit.begin < span.end && edit.end > span.begin;
}

}  // namespace

Protection::Protection(std::span<const RulePtr> rules, const Document& document,
                       const Limits& limits, const Scanner* scanner, MatchScratch& scratch)
    : document_(document), limits_(limits), scratch_(scratch), scanner_(scanner) {
  for (const RulePtr& rule : rules) rules_.push_back(static_cast<const ProtectRule*>(rule.get()));
}

void Protection::find_blocks() {
  if (blocks_found_) return;
  blocks_found_ = true;
  const Lines& lines = document_.base_lines();
  std::vector<LineRange> found;
  scratch_.set_edges(true, true);
  for (const ProtectRule* rule : rules_) {
    const std::uint64_t bucket = scanner_ != nullptr ? scanner_->bucket(*rule) : Line::kAllBuckets;
    if (rule->shape() == ProtectRule::Shape::kFence && lines.next(0, bucket) < lines.size()) {
      rule->blocks(lines, bucket, scratch_, found);
    }
  }
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

LineRange Protection::run_around(const ProtectRule& rule, std::size_t index) {
  std::map<std::size_t, LineRange>& known = runs_[&rule];
  if (const auto run = known.upper_bound(index);
      run != known.end() && run->second.contains(index)) {
    return run->second;
  }
  const Lines& lines = document_.base_lines();
  scratch_.set_edges(true, true);
  const auto matches = [&](const Line& line, std::size_t at) {
    if (line.opaque || !rule.common().needs.wants(line.content)) return false;
    const auto [entry, is_new] = in_run_.try_emplace({&rule, at}, false);
    if (is_new) entry->second = rule.in_run(line, scratch_);
    return entry->second;
  };
  LineRange run{index, index};
  std::size_t count = 0;
  for (std::size_t i = index + 1; i-- > 0;) {
    const Line line = lines[i];
    if (line.blank()) continue;
    if (!matches(line, i)) break;
    run.begin = i;
    run.end = std::max(run.end, i + 1);
    ++count;
  }
  const bool on_blank = lines[index].blank();
  if (count == 0 && !on_blank) return {};
  const std::size_t before = count;
  for (std::size_t i = index + 1; i < lines.size(); ++i) {
    const Line line = lines[i];
    if (line.blank()) continue;
    if (!matches(line, i)) break;
    run.end = i + 1;
    ++count;
  }
  // A blank line belongs to a run that goes on behind it.
  if (on_blank && (before == 0 || count == before)) return {};
  if (count < rule.min_run()) return {};
  known[run.end] = run;
  return run;
}

// Whether `edit`, which begins in line `first_line`, touches a run.
bool Protection::in_run(const Edit& edit, std::size_t first_line) {
  const Lines& lines = document_.base_lines();
  for (const ProtectRule* rule : rules_) {
    if (rule->shape() != ProtectRule::Shape::kRun) continue;
    for (std::size_t i = first_line; i < lines.size() && lines[i].begin <= edit.end; ++i) {
      const LineRange run = run_around(*rule, i);
      if (run.begin < run.end &&
          touches({lines[run.begin].begin, lines[run.end - 1].end()}, edit)) {
        return true;
      }
      // What holds for one blank line holds for those behind it.
      while (lines[i].blank() && i + 1 < lines.size() && lines[i + 1].blank()) ++i;
    }
  }
  return false;
}

const Protection::Spans& Protection::spans_of_line(std::size_t index) {
  const auto [entry, is_new] = spans_.try_emplace(index);
  if (!is_new) return entry->second;
  const Line line = document_.base_lines()[index];
  for (const ProtectRule* rule : rules_) {
    std::vector<Range> found;
    if (rule->shape() == ProtectRule::Shape::kSpan && !line.opaque &&
        rule->common().needs.wants(line.content)) {
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
  const Lines& lines = document_.base_lines();
  if (lines.empty()) return false;
  const std::size_t first_line = lines.index_at(edit.begin);
  if (in_run(edit, first_line)) return true;
  for (std::size_t i = first_line; i < lines.size() && lines[i].begin <= edit.end; ++i) {
    if (lines[i].blank()) continue;
    const Spans& spans = spans_of_line(i);
    for (const Range& span : spans.blocks) {
      if (touches(span, edit)) return true;
    }
    for (const Range& span : spans.inlines) {
      if (!touches(span, edit)) continue;
      const bool covered = edit.begin <= span.begin && edit.end >= span.end;
      const std::string bytes = document_.base_text(span.begin, span.end);
      const bool moved = edit.with.find(bytes) != std::string::npos;
      if (!covered || (!whole_lines && !moved)) return true;
    }
  }
  return false;
}

}  // namespace textmend::internal
