#include "textmend/subject.h"

#include <algorithm>

#include "textmend/page_line.h"
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
  for (const std::size_t at : part.unproved) to.unproved.push_back(range.begin + at);
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

std::string with_line_ends(std::string_view with, std::string_view ending) {
  if (ending != "\r\n") return std::string(with);
  std::string result;
  for (const char c : with) result += c == '\n' ? "\r\n" : std::string(1, c);
  return result;
}

Window::Window(const Lines& lines, std::size_t first, const Limits& limits,
               const IsFurniture& is_furniture) {
  if (!add(lines[first], limits)) return;
  ending_ = lines[first].ending_bytes();
  std::size_t next = first + 1;
  if (is_furniture) {
    const std::size_t behind = behind_page_end(lines, first, limits, is_furniture);
    if (behind != 0) {
      Line line = lines[behind];
      const std::size_t marks = count_page_marks(line.content);
      line.content.remove_prefix(marks);
      line.begin += marks;
      leaves_out_ = add(line, limits);
      if (!leaves_out_) return;
      next = behind + 1;
    }
  }
  while (next < lines.size() && parts_.size() < limits.window_lines && add(lines[next], limits)) {
    ++next;
  }
}

bool Window::add(const Line& line, const Limits& limits) {
  if (line.opaque || text_.size() + line.content.size() + 1 > limits.pattern_bytes) return false;
  if (!parts_.empty()) text_ += '\n';
  parts_.push_back({text_.size(), line});
  text_ += line.content;
  return true;
}

// As many lines with text as a window has, and some blank ones around each. What is furniture costs
// a look at the whole section: it is asked for where a page does end.
std::size_t Window::behind_page_end(const Lines& lines, std::size_t first, const Limits& limits,
                                    const IsFurniture& is_furniture) {
  const std::size_t end = std::min(lines.size(), first + 4 * limits.window_lines);
  std::vector<std::size_t> texts;  // between the first line and the page's end, and behind that
  bool page_ends = false;
  for (std::size_t i = first + 1; i < end; ++i) {
    const Line line = lines[i];
    if (line.opaque || texts.size() + 1 == limits.window_lines) return 0;
    const std::size_t marks = count_page_marks(line.content);
    page_ends = page_ends || marks > 0;
    if (is_blank(line.content.substr(marks))) continue;
    texts.push_back(i);
    if (!page_ends) continue;
    const auto text = std::find_if_not(texts.begin(), texts.end(), is_furniture);
    if (text != texts.end() && *text < i) return 0;  // text of the same page
    if (text == texts.end()) continue;
    return goes_on(lines[first].content, line.content.substr(marks)) ? i : 0;
  }
  return 0;
}

std::size_t Window::in_document(std::size_t offset) const {
  std::size_t i = parts_.size() - 1;
  while (parts_[i].begin > offset) --i;
  return parts_[i].line.begin + (offset - parts_[i].begin);
}

std::vector<Edit> Window::in_document(const Edit& edit) const {
  std::vector<Edit> edits;
  const std::size_t seam = parts_.front().line.content.size();  // the LF behind the first line
  if (!leaves_out_ || edit.end <= seam || edit.begin > seam) {
    add_edit(edit.begin, edit.end, edit.with, edits);
    return edits;
  }
  // What is written in front of the new line end goes to the first line, the rest to the second.
  const std::string_view with = edit.with;
  const std::size_t lf = with.find('\n');
  const std::size_t second_end = parts_[1].begin + parts_[1].line.content.size();
  if (edit.end > second_end || lf == std::string_view::npos || with.rfind('\n') != lf) return edits;
  add_edit(edit.begin, seam, with.substr(0, lf), edits);
  add_edit(seam + 1, edit.end, with.substr(lf + 1), edits);
  return edits;
}

void Window::add_edit(std::size_t begin, std::size_t end, std::string_view with,
                      std::vector<Edit>& to) const {
  Edit edit;
  edit.begin = begin;
  edit.end = end;
  edit.with = with;
  trim(edit, std::string_view(text_).substr(begin, end - begin));
  if (edit.begin == edit.end && edit.with.empty()) return;
  edit.begin = in_document(edit.begin);
  edit.end = in_document(edit.end);
  edit.with = with_line_ends(edit.with, ending_);  // the first line's
  to.push_back(std::move(edit));
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
  std::erase_if(findings.unproved, [&](std::size_t at) { return at > window.first_line_end(); });
  return findings;
}

}  // namespace textmend::internal
