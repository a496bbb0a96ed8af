#include "textmend/document.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "textmend/unicode.h"

namespace textmend::internal {

void trim(Edit& edit, std::string_view before) {
  const std::string_view after = edit.with;
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  // Back to the begin of the code point in which the two part.
  while (head > 0 && ((head < before.size() && is_continuation(before[head])) ||
                      (head < after.size() && is_continuation(after[head])))) {
    --head;
  }
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  while (tail > 0 && is_continuation(before[before.size() - tail])) --tail;
  edit.begin += head;
  edit.end -= tail;
  edit.with = edit.with.substr(head, edit.with.size() - head - tail);
}

namespace {

// Walks edits A->B and B->C together and emits edits A->C.
class Composer {
 public:
  Composer(std::vector<Edit>& first, std::vector<Edit>& second, const TextRange& text_of_a)
      : first_(first), second_(second), text_of_a_(text_of_a) {}

  std::vector<Edit> run() {
    while (i_ < first_.size() || j_ < second_.size()) {
      const bool take_first =
          j_ == second_.size() || (i_ < first_.size() && begin_in_b() <= second_[j_].begin);
      const std::size_t begin = take_first ? begin_in_b() : second_[j_].begin;
      const std::size_t end = take_first ? end_in_b() : second_[j_].end;
      group(begin, end);
    }
    return std::move(result_);
  }

 private:
  // Place in B of the next edit of the first list. B = A + delta_ behind all edits passed.
  std::size_t begin_in_b() const { return first_[i_].begin + delta_; }
  std::size_t end_in_b() const { return begin_in_b() + first_[i_].with.size(); }

  // Emits one edit for all edits that touch [begin, end) of B, directly or by a chain.
  void group(std::size_t begin, std::size_t end) {
    const std::size_t i0 = i_, j0 = j_, delta0 = delta_;
    for (;;) {
      if (i_ < first_.size() && begin_in_b() <= end) {
        end = std::max(end, end_in_b());
        delta_ += first_[i_].with.size() - (first_[i_].end - first_[i_].begin);
        ++i_;
      } else if (j_ < second_.size() && second_[j_].begin <= end) {
        end = std::max(end, second_[j_].end);
        ++j_;
      } else {
        break;
      }
    }
    Edit merged;
    merged.begin = begin - delta0;
    merged.end = end - delta_;
    merged.with = j_ == j0 ? std::move(first_[i0].with) : text_of_c(i0, j0, delta0, begin, end);
    for (std::size_t i = i0; i < i_; ++i) append_steps(merged, first_[i]);
    for (std::size_t j = j0; j < j_; ++j) append_steps(merged, second_[j]);
    trim(merged, text_of_a_(merged.begin, merged.end));
    if (merged.begin != merged.end || !merged.with.empty()) result_.push_back(std::move(merged));
  }

  // The text of B in [begin, end), with the second list's edits j0..j_ applied.
  std::string text_of_c(std::size_t i0, std::size_t j0, std::size_t delta, std::size_t begin,
                        std::size_t end) const {
    std::string text_of_b;
    std::size_t at = begin - delta;  // in A
    for (std::size_t i = i0; i < i_; ++i) {
      text_of_b += text_of_a_(at, first_[i].begin);
      text_of_b += first_[i].with;
      at = first_[i].end;
    }
    text_of_b += text_of_a_(at, end - delta_);
    std::string text;
    std::size_t from = 0;
    for (std::size_t j = j0; j < j_; ++j) {
      text.append(text_of_b, from, second_[j].begin - begin - from);
      text += second_[j].with;
      from = second_[j].end - begin;
    }
    text.append(text_of_b, from);
    return text;
  }

  static void append_steps(Edit& to, Edit& from) {
    std::move(from.steps.begin(), from.steps.end(), std::back_inserter(to.steps));
  }

  std::vector<Edit>& first_;
  std::vector<Edit>& second_;
  const TextRange& text_of_a_;
  std::vector<Edit> result_;
  std::size_t i_ = 0, j_ = 0;
  std::size_t delta_ = 0;  // modulo 2^64: may stand for a negative number
};

}  // namespace

void compose(std::vector<Edit>& edits, std::vector<Edit> more, const TextRange& text_of_a) {
  if (more.empty()) return;
  edits = Composer(edits, more, text_of_a).run();
}

Range map_back(std::span<const Edit> edits, Range range) {
  Range mapped = range;
  std::size_t delta = 0;  // B - A in front of `edit`
  for (const Edit& edit : edits) {
    const std::size_t begin = edit.begin + delta;
    const std::size_t end = begin + edit.with.size();
    if (begin > range.end) break;
    delta += edit.with.size() - (edit.end - edit.begin);
    if (end <= range.begin) {
      mapped.begin = range.begin - delta;
    } else if (begin <= range.begin) {
      mapped.begin = edit.begin;
    }
    // A deletion right at the end is behind the range.
    if (end < range.end || (end == range.end && begin < end)) {
      mapped.end = range.end - delta;
    } else if (begin < range.end) {
      mapped.end = edit.end;
    }
  }
  if (mapped.begin > mapped.end) std::swap(mapped.begin, mapped.end);
  return mapped;
}

std::string apply_edits(std::string_view text, std::span<const Edit> edits) {
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result.append(text, at, edit.begin - at);
    result += edit.with;
    at = edit.end;
  }
  result.append(text, at);
  return result;
}

bool Line::blank() const { return !opaque && is_blank(content); }

Document::Document(std::string_view text, std::size_t line_bytes)
    : base_(text), line_bytes_(line_bytes) {
  split(text, 0, false, lines_);
  for (const Line& line : lines_)
    invalid_lines_ += line.opaque && line.content.size() <= line_bytes_;
}

void Document::split(std::string_view text, std::size_t begin, bool changed,
                     std::vector<Line>& to) {
  const bool all_valid = is_valid_utf8(text);
  std::size_t at = 0;
  while (at < text.size()) {
    const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
    const std::size_t lf =
        found == nullptr ? text.size()
                         : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    Line line;
    line.begin = begin + at;
    line.changed = changed;
    std::size_t content_end = lf;
    if (lf < text.size()) {
      line.ending = Line::Ending::kLf;
      if (lf > at && text[lf - 1] == '\r') {
        line.ending = Line::Ending::kCrLf;
        --content_end;
      }
    }
    line.content = text.substr(at, content_end - at);
    line.opaque = line.content.size() > line_bytes_ || (!all_valid && !is_valid_utf8(line.content));
    to.push_back(line);
    at = lf + (lf < text.size() ? 1 : 0);
  }
}

std::size_t Document::size() const { return lines_.empty() ? 0 : lines_.back().end(); }

std::size_t Document::line_at(std::size_t offset) const {
  const auto after =
      std::upper_bound(lines_.begin(), lines_.end(), offset,
                       [](std::size_t at, const Line& line) { return at < line.begin; });
  return static_cast<std::size_t>(after - lines_.begin()) - 1;
}

std::string Document::text(std::size_t begin, std::size_t end) const {
  std::string result;
  if (begin >= end) return result;
  for (std::size_t i = line_at(begin); i < lines_.size() && lines_[i].begin < end; ++i) {
    const std::string_view ending = lines_[i].ending_bytes();
    const std::size_t from = std::max(begin, lines_[i].begin) - lines_[i].begin;
    const std::size_t to = std::min(end, lines_[i].end()) - lines_[i].begin;
    const std::size_t size = lines_[i].content.size();
    if (from < size) result += lines_[i].content.substr(from, std::min(to, size) - from);
    if (to > size) {
      const std::size_t skip = std::max(from, size) - size;
      result += ending.substr(skip, to - size - skip);
    }
  }
  return result;
}

void Document::apply(std::vector<Edit> edits) {
  if (edits.empty()) return;
  std::vector<Line> lines;
  lines.reserve(lines_.size());
  std::size_t copied = 0;
  std::size_t delta = 0;  // modulo 2^64: may stand for a negative number
  const auto copy_until = [&](std::size_t index) {
    for (; copied < index; ++copied) {
      lines.push_back(lines_[copied]);
      lines.back().begin += delta;
    }
  };
  // An edit that ends where a line begins rewrites that line too, unless what it leaves in front of
  // it ends with a line: else the two would be one.
  const auto last_line = [this, &edits](const Edit& edit) {
    const bool alone = &edit == edits.data() || (&edit)[-1].end < edit.begin;
    const bool leaves_lines = edit.with.empty()
                                  ? alone && lines_[line_at(edit.begin)].begin == edit.begin
                                  : edit.with.back() == '\n';
    return line_at(edit.end > edit.begin && leaves_lines ? edit.end - 1 : edit.end);
  };
  for (std::size_t e = 0; e < edits.size();) {
    // A group: the edits whose lines overlap, so that each line is rewritten once.
    const std::size_t first = line_at(edits[e].begin);
    std::size_t last = std::max(first, last_line(edits[e]));
    std::size_t group_end = e + 1;
    while (group_end < edits.size() && line_at(edits[group_end].begin) <= last) {
      last = std::max(last, last_line(edits[group_end]));
      ++group_end;
    }
    copy_until(first);
    delta += rewrite(first, last, std::span(edits).subspan(e, group_end - e), delta, lines);
    copied = last + 1;
    e = group_end;
  }
  copy_until(lines_.size());
  compose(edits_, std::move(edits), [this](std::size_t begin, std::size_t end) {
    return std::string(base_.substr(begin, end - begin));
  });
  std::swap(lines_, lines);
  if (!edits_made_) base_lines_ = std::move(lines);
  edits_made_ = true;
}

std::size_t Document::rewrite(std::size_t first, std::size_t last, std::span<const Edit> edits,
                              std::size_t delta, std::vector<Line>& to) {
  const std::size_t begin = lines_[first].begin;
  std::string old_text;
  for (std::size_t i = first; i <= last; ++i) {
    old_text += lines_[i].content;
    old_text += lines_[i].ending_bytes();
  }
  std::string text;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    text.append(old_text, at, edit.begin - begin - at);
    text += edit.with;
    at = edit.end - begin;
  }
  text.append(old_text, at);
  rewritten_.push_back(std::move(text));
  split(rewritten_.back(), begin + delta, true, to);
  return rewritten_.back().size() - old_text.size();
}

std::vector<Edit> Document::drop_lines(std::span<const std::size_t> dropped) const {
  std::vector<Edit> edits;
  for (std::size_t d = 0; d < dropped.size();) {
    const std::size_t first = dropped[d];
    std::size_t last = first;
    // The run goes on over blank lines to the next dropped line.
    std::size_t next = first + 1;
    while (next < lines_.size()) {
      if (d + 1 < dropped.size() && dropped[d + 1] == next) {
        last = next;
        ++d;
      } else if (!lines_[next].blank()) {
        break;
      }
      ++next;
    }
    ++d;
    std::size_t after_previous = first;  // the line behind the kept line in front of the run
    while (after_previous > 0 && lines_[after_previous - 1].blank()) --after_previous;
    const bool head = after_previous == 0;
    const bool foot = next == lines_.size();
    Edit edit;
    if (foot) {
      edit.begin = head ? 0 : lines_[after_previous - 1].content_end();
      edit.end = head ? size() : lines_.back().content_end();
    } else if (head) {
      edit.end = lines_[next].begin;
    } else if (next - last - 1 >= first - after_previous) {
      edit.begin = lines_[after_previous].begin;
      edit.end = lines_[last].end();
    } else {
      edit.begin = lines_[first].begin;
      edit.end = lines_[next].begin;
    }
    edits.push_back(std::move(edit));
  }
  return edits;
}

std::vector<Edit> Document::rebase() {
  std::string text;
  text.reserve(size());
  for (const Line& line : lines_) {
    text += line.content;
    text += line.ending_bytes();
  }
  // The new text takes over before the old one and the rewritten lines go.
  std::swap(owned_base_, text);
  base_ = owned_base_;
  for (Line& line : lines_) {
    line.content = base_.substr(line.begin, line.content.size());
    line.dirty = std::exchange(line.changed, false);
  }
  rewritten_.clear();
  base_lines_.clear();
  edits_made_ = false;
  return std::exchange(edits_, {});
}

}  // namespace textmend::internal
