#include "textmend/kinds/rows_behind.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "textmend/gates.h"
#include "textmend/unicode.h"

namespace textmend::internal {

std::size_t line_before(const Lines& lines, std::size_t line) {
  while (line > 0) {
    if (!lines[--line].blank()) return line;
  }
  return kNoLine;
}

std::size_t line_behind(const Lines& lines, std::size_t line) {
  while (++line < lines.size()) {
    if (!lines[line].blank()) return line;
  }
  return kNoLine;
}

bool matches_any(const std::vector<PatternPtr>& patterns, const Line& line, MatchScratch& scratch) {
  constexpr std::size_t kLongest = 400;  // bytes
  const std::string_view text = trim_blanks(line.content);
  if (line.opaque || text.size() > kLongest) return false;
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const PatternPtr& pattern) { return pattern->matches(text, scratch); });
}

std::vector<std::size_t> RowsBehind::below(std::size_t anchor) {
  if (shape_.behind.empty()) return {};
  Row row = plain(anchor), teasers = this->teasers(anchor);
  return teasers.size() > row.size() ? teasers : row;
}

RowsBehind::Row RowsBehind::plain(std::size_t anchor) {
  Row row;
  std::size_t last = anchor, gap = kNoLine;  // blank lines in front of the last line
  enum class End { kGap, kKnown, kText, kEdge };
  End end = End::kEdge;
  for (std::size_t i = line_behind(lines_, anchor); i != kNoLine; i = line_behind(lines_, last)) {
    const std::size_t blanks = i - last - 1;
    if (blanks > gap) {
      end = End::kGap;
      break;
    }
    if (in_run_(i) || !is_row(i)) {
      end = in_run_(i) ? End::kKnown : End::kText;
      break;
    }
    if (row.size() == shape_.most) return {};
    row.push_back(i);
    gap = blanks;
    last = i;
  }
  if (row.empty()) return {};
  if (row.front() == anchor + 1) {
    if (end == End::kText) return {};
    if (may_hold_headline(anchor, row)) spare_title(row);
    return row;
  }
  if (end == End::kText) spare_last(row);
  const bool may_go = shape_.apart && row.size() > 1 && is_behind_text(anchor);
  return may_go ? row : Row{};
}

// The last title, and the marks below it.
void RowsBehind::spare_last(Row& row) {
  while (row.size() > 1 && is_mark(row.back())) row.pop_back();
  row.pop_back();
}

RowsBehind::Row RowsBehind::teasers(std::size_t anchor) {
  const std::size_t first = line_behind(lines_, anchor);
  if (shape_.marks.empty() || first == kNoLine || !is_behind_text(anchor)) return {};
  const bool marks_first = is_mark(first);
  bool ranked = marks_first;  // 1, 2, 3: then the last one is surely of the row
  Row row;
  std::size_t count = 0, last = 0;  // teasers, and where in `row` the last one begins
  for (std::size_t line = anchor;; line = row.back()) {
    const Row teaser = teaser_behind(line, marks_first);
    if (teaser.empty()) break;
    if (row.size() + teaser.size() > shape_.most) return {};
    last = row.size();
    row.insert(row.end(), teaser.begin(), teaser.end());
    ++count;
    ranked = ranked && is_rank(teaser.front(), count);
  }
  if (count == 0) return {};
  const std::size_t next = line_behind(lines_, row.back());
  if (!ranked && next != kNoLine && is_text(next)) {
    row.resize(last);
    --count;
  }
  return count > 1 ? row : Row{};
}

RowsBehind::Row RowsBehind::teaser_behind(std::size_t line, bool marks_first) {
  constexpr std::size_t kMostLines = 3;  // in front of the marks
  constexpr std::size_t kLongest = 400;  // bytes of a line
  Row teaser;
  if (marks_first) {
    teaser.push_back(line);  // not of it: take_marks() goes on from there
    take_marks(teaser);
    teaser.erase(teaser.begin());
    const std::size_t title = teaser.empty() ? kNoLine : near_behind(teaser.back());
    if (title == kNoLine || in_run_(title) || !is_row(title)) return {};
    teaser.push_back(title);
    return teaser;
  }
  bool has_text = false;  // one paragraph may say what the article is about; two are an article
  for (std::size_t i = near_behind(line); i != kNoLine && !in_run_(i); i = near_behind(i)) {
    if (teaser.empty()) {
      if (!is_row(i) || is_mark(i)) break;
    } else if (is_mark(i)) {
      take_marks(teaser);
      return teaser;
    } else if (lines_[i].opaque || lines_[i].content.size() > kLongest ||
               (has_text && is_text(i))) {
      break;
    }
    if (teaser.size() == kMostLines) break;
    has_text = has_text || is_text(i);
    teaser.push_back(i);
  }
  return {};
}

// The marks behind the last line of `teaser`.
void RowsBehind::take_marks(Row& teaser) {
  constexpr std::size_t kMost = 3;
  for (std::size_t n = 0; n < kMost; ++n) {
    const std::size_t i = near_behind(teaser.back());
    if (i == kNoLine || in_run_(i) || !is_mark(i)) return;
    teaser.push_back(i);
  }
}

std::size_t RowsBehind::near_behind(std::size_t line) const {
  constexpr std::size_t kMostBlank = 3;
  const std::size_t next = line_behind(lines_, line);
  return next != kNoLine && next - line <= kMostBlank + 1 ? next : kNoLine;
}

// `#3`, `3.` or `3`.
bool RowsBehind::is_rank(std::size_t line, std::size_t rank) const {
  std::string_view text = trim_blanks(lines_[line].content);
  if (text.starts_with('#')) text.remove_prefix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return text == std::to_string(rank);
}

// Whether a paragraph stands in front of `line`.
bool RowsBehind::is_behind_text(std::size_t line) {
  for (; seen_ < line && !has_text_; ++seen_) has_text_ = is_text(seen_);
  return has_text_ && seen_ <= line;
}

bool RowsBehind::is_text(std::size_t line) const {
  return !lines_[line].opaque && is_paragraph(trim_blanks(lines_[line].content));
}

// A headline, and no byline, date or label: four words or more, no number and no stop.
bool RowsBehind::is_title(std::size_t line) const {
  constexpr std::size_t kShortest = 20, kLongest = 200;  // bytes
  const std::string_view text = trim_blanks(lines_[line].content);
  const bool has_words = std::count(text.begin(), text.end(), ' ') > 2 ||
                         text.find(' ') == std::string_view::npos;  // or the script has no blanks
  return !lines_[line].opaque && text.size() >= kShortest && text.size() <= kLongest && has_words &&
         text.find_first_of("0123456789:") == std::string_view::npos &&
         std::string_view(".,;").find(text.back()) == std::string_view::npos;
}

// Whether a title of `row` may be that of the document: no paragraph stands in front of it, the
// first one stands close behind, and a block of several links is not followed by another title of
// its own.
bool RowsBehind::may_hold_headline(std::size_t anchor, const Row& row) {
  constexpr std::size_t kNear = 12;  // lines that are not blank: deck, byline, date, share bar
  if (is_behind_text(anchor)) return false;
  std::size_t line = row.back();
  for (std::size_t seen = 0; seen < kNear; ++seen) {
    line = line_behind(lines_, line);
    if (line == kNoLine) return false;
    if (is_text(line)) return true;
    const bool apart =
        lines_[line - 1].blank() && (line + 1 == lines_.size() || lines_[line + 1].blank());
    if (row.size() > 1 && apart && is_title(line)) return false;
  }
  return false;
}

// Takes the last title from `row`, and what stands below it.
void RowsBehind::spare_title(Row& row) const {
  while (!row.empty()) {
    const bool was_title = is_title(row.back());
    row.pop_back();
    if (was_title) break;
  }
}

}  // namespace textmend::internal
