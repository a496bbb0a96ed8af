#include "textmend/protection.h"

#include <algorithm>
#include <utility>

#include "textmend/scanner.h"

namespace textmend::internal {

namespace {

// An insertion counts as inside only where it would part the span.
bool touches(const Range& span, const Edit& edit) {
  if (edit.begin == edit.end) return span.begin < edit.begin && edit.begin < span.end;
  return edit.begin < span.end && edit.end > span.begin;
}

}  // namespace

void ProtectedSpans::finish() {
  std::sort(spans_.begin(), spans_.end(),
            [](const Range& a, const Range& b) { return a.begin < b.begin; });
  furthest_.reserve(spans_.size());
  for (const Range& span : spans_) {
    furthest_.push_back(furthest_.empty() ? span.end : std::max(furthest_.back(), span.end));
  }
}

template <typename F>
bool ProtectedSpans::any_touched(const Edit& edit, F&& f) const {
  const auto behind =
      std::upper_bound(spans_.begin(), spans_.end(), edit.end,
                       [](std::size_t at, const Range& span) { return at < span.begin; });
  auto i = static_cast<std::size_t>(behind - spans_.begin());
  for (; i > 0 && furthest_[i - 1] > edit.begin; --i) {
    if (touches(spans_[i - 1], edit) && f(spans_[i - 1])) return true;
  }
  return false;
}

Protection::Protection(std::span<const RulePtr> rules, const Document& document,
                       const CleanOptions& options, const Scanner* scanner, MatchScratch& scratch)
    : document_(document),
      limits_(options.limits),
      line_by_line_(options.line_by_line),
      scratch_(scratch),
      scanner_(scanner) {
  for (const RulePtr& one : rules) {
    const auto* rule = static_cast<const ProtectRule*>(one.get());
    switch (rule->shape()) {
      case ProtectRule::Shape::kSpan:
        spans_.push_back({rule, 0});
        break;
      case ProtectRule::Shape::kFence:
        fences_.push_back(rule);
        break;
      case ProtectRule::Shape::kRun:
        runs_.push_back({rule, {}, 0});
        break;
    }
  }
}

// With the first edit, and so not at all for most texts.
void Protection::prepare() {
  if (prepared_) return;
  prepared_ = true;
  for (Listed& span : spans_) span.bit = wanted_.add(span.rule->common().needs);
  std::uint64_t note = 1;
  for (Runs& runs : runs_) runs.note = std::exchange(note, note << 1U);
  wanted_.finish();
  const Lines& lines = document_.base_lines();
  places_.resize(lines.size());
  std::vector<LineRange> found;
  scratch_.set_edges(true, true);
  for (const ProtectRule* rule : fences_) {
    const std::uint64_t bucket = scanner_ != nullptr ? scanner_->bucket(*rule) : Line::kAllBuckets;
    if (lines.next(0, bucket) < lines.size()) rule->blocks(lines, bucket, scratch_, found);
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

Protection::LineNotes& Protection::notes_of(std::size_t index) {
  std::uint32_t& place = places_[index];
  if (place == 0) {
    notes_.emplace_back();
    place = static_cast<std::uint32_t>(notes_.size());
  }
  return notes_[place - 1];
}

// Whether a run may be made of line `index`.
bool Protection::is_of_run(const Runs& runs, std::size_t index) {
  LineNotes& notes = notes_of(index);
  if ((notes.asked & runs.note) != 0) return (notes.in_run & runs.note) != 0;
  const Line line = document_.base_lines()[index];
  // Not in one pass with those of the spans: the needs of runs are many, and to put them together
  // anew for each section costs more than to look at few lines once more.
  const bool is_one = !line.opaque && runs.rule->common().needs.wants(line.content) &&
                      runs.rule->in_run(line, scratch_);
  notes.asked |= runs.note;
  if (is_one) notes.in_run |= runs.note;
  return is_one;
}

// `wanted` are the bits of the line. Where rules share a bit, it says less.
bool Protection::is_wanted(const Listed& listed, std::uint64_t wanted, const Line& line) const {
  return (wanted & listed.bit) != 0 &&
         (wanted_.is_exact(listed.bit) || listed.rule->common().needs.wants(line.content));
}

LineRange Protection::run_around(Runs& runs, std::size_t index) {
  if (const auto run = runs.found.upper_bound(index);
      run != runs.found.end() && run->second.contains(index)) {
    return run->second;
  }
  const Lines& lines = document_.base_lines();
  scratch_.set_edges(true, true);
  LineRange run{index, index};
  std::size_t count = 0;
  for (std::size_t i = index + 1; i-- > 0;) {
    if (lines.blank(i)) continue;
    if (!is_of_run(runs, i)) break;
    run.begin = i;
    run.end = std::max(run.end, i + 1);
    ++count;
  }
  const bool on_blank = lines.blank(index);
  if (count == 0 && !on_blank) return {};
  const std::size_t before = count;
  for (std::size_t i = index + 1; i < lines.size(); ++i) {
    if (lines.blank(i)) continue;
    if (!is_of_run(runs, i)) break;
    run.end = i + 1;
    ++count;
  }
  // A blank line belongs to a run that goes on behind it.
  if (on_blank && (before == 0 || count == before)) return {};
  if (count < (line_by_line_ ? 1 : runs.rule->min_run())) return {};
  runs.found[run.end] = run;
  return run;
}

// Whether `edit`, which begins in line `first_line`, touches a run.
bool Protection::in_run(const Edit& edit, std::size_t first_line) {
  const Lines& lines = document_.base_lines();
  for (Runs& runs : runs_) {
    for (std::size_t i = first_line; i < lines.size() && lines[i].begin <= edit.end; ++i) {
      const LineRange run = run_around(runs, i);
      if (run.begin < run.end &&
          touches({lines[run.begin].begin, lines[run.end - 1].end()}, edit)) {
        return true;
      }
      // What holds for one blank line holds for those behind it.
      while (lines.blank(i) && i + 1 < lines.size() && lines.blank(i + 1)) ++i;
    }
  }
  return false;
}

const Protection::LineNotes& Protection::spans_of_line(std::size_t index, const Line& line) {
  LineNotes& notes = notes_of(index);
  if (std::exchange(notes.has_spans, true) || line.opaque) return notes;
  const std::uint64_t wanted = wanted_.wanted(line.content);
  std::vector<Range> found;
  for (const Listed& listed : spans_) {
    if (!is_wanted(listed, wanted, line)) continue;
    const ProtectRule* rule = listed.rule;
    found.clear();
    rule->spans(line.content, limits_, scratch_, found);
    const bool is_inline = rule->strength() == ProtectRule::Strength::kInline;
    for (const Range& span : found) {
      (is_inline ? notes.inlines : notes.blocks)
          .add({line.begin + span.begin, line.begin + span.end});
    }
  }
  notes.inlines.finish();
  notes.blocks.finish();
  return notes;
}

bool Protection::forbids(const Edit& edit, bool whole_lines) {
  prepare();
  const auto block =
      std::upper_bound(blocks_.begin(), blocks_.end(), edit.begin,
                       [](std::size_t at, const Range& range) { return at < range.end; });
  if (block != blocks_.end() && touches(*block, edit)) return true;
  const Lines& lines = document_.base_lines();
  if (lines.empty()) return false;
  const std::size_t first_line = lines.index_at(edit.begin);
  if (in_run(edit, first_line)) return true;
  const std::size_t last_line = lines.index_at(std::min(edit.end, lines.bytes()));
  for (std::size_t i = first_line; i <= last_line; ++i) {
    if (lines.blank(i)) continue;
    const Line line = lines[i];
    const LineNotes& notes = spans_of_line(i, line);
    if (notes.blocks.any_touched(edit, [](const Range&) { return true; })) return true;
    const auto is_hurt = [&](const Range& span) {
      if (edit.begin > span.begin || edit.end < span.end) return true;
      if (whole_lines) return false;
      return edit.with.find(document_.base_text(span.begin, span.end)) == std::string::npos;
    };
    if (notes.inlines.any_touched(edit, is_hurt)) return true;
  }
  return false;
}

}  // namespace textmend::internal
