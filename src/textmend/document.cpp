#include "textmend/document.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <utility>

#include "textmend/scanner.h"
#include "textmend/unicode.h"

namespace textmend::internal {

std::string_view trim(Edit& edit, std::string_view before) {
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
  return before.substr(head, before.size() - head - tail);
}

namespace {

// Walks edits A->B and B->C together and puts edits A->C in the place of the first list.
//
// Every rule that changes a text adds to the same long list, so it is not made anew: what stands in
// front of all of the second list stays, and the rest moves back by the second list's length. Each
// edit that is written takes up one or more that have been read, of the first list or of the
// second, so writing never overtakes reading.
class Composer {
 public:
  Composer(std::vector<Edit>& first, std::vector<Edit>& second, const TextRange& text_of_a)
      : first_(first), second_(second), text_of_a_(text_of_a) {}

  void run() {
    while (i_ < first_.size() && begin_in_b() <= second_[0].begin && stands_alone(end_in_b())) {
      delta_ += growth(first_[i_++]);
    }
    written_ = i_;
    const std::size_t size = first_.size();
    first_.resize(size + second_.size());
    std::move_backward(first_.begin() + static_cast<std::ptrdiff_t>(i_),
                       first_.begin() + static_cast<std::ptrdiff_t>(size), first_.end());
    i_ += second_.size();
    while (i_ < first_.size() || j_ < second_.size()) {
      const bool take_first =
          j_ == second_.size() || (i_ < first_.size() && begin_in_b() <= second_[j_].begin);
      const std::size_t begin = take_first ? begin_in_b() : second_[j_].begin;
      const std::size_t end = take_first ? end_in_b() : second_[j_].end;
      if (take_first && stands_alone(end)) {
        delta_ += growth(first_[i_]);
        if (written_ != i_) first_[written_] = std::move(first_[i_]);
        ++written_;
        ++i_;
      } else {
        group(begin, end);
      }
    }
    first_.resize(written_);
  }

 private:
  // Place in B of the next edit of the first list. B = A + delta_ behind all edits passed.
  std::size_t begin_in_b() const { return first_[i_].begin + delta_; }
  std::size_t end_in_b() const { return begin_in_b() + first_[i_].with.size(); }

  static std::size_t growth(const Edit& edit) {
    return edit.with.size() - (edit.end - edit.begin);  // modulo 2^64
  }

  // Whether the next edit of the first list, which ends at `end` of B, touches no other: then it
  // stays as an earlier composition has trimmed it.
  bool stands_alone(std::size_t end) const {
    const bool touches_first =
        i_ + 1 < first_.size() && first_[i_ + 1].begin + delta_ + growth(first_[i_]) <= end;
    return !touches_first && (j_ == second_.size() || second_[j_].begin > end);
  }

  // Emits one edit for all edits that touch [begin, end) of B, directly or by a chain.
  void group(std::size_t begin, std::size_t end) {
    const std::size_t i0 = i_, j0 = j_, delta0 = delta_;
    for (;;) {
      if (i_ < first_.size() && begin_in_b() <= end) {
        end = std::max(end, end_in_b());
        delta_ += growth(first_[i_]);
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
    merged.with = with_of(i0, j0, delta0, begin, end);
    for (std::size_t i = i0; i < i_; ++i) append_steps(merged, first_[i]);
    for (std::size_t j = j0; j < j_; ++j) append_steps(merged, second_[j]);
    // A deletion has nothing in common with what it deletes, which may be long.
    if (!merged.with.empty()) trim(merged, text_of_a_(merged.begin, merged.end));
    if (merged.begin != merged.end || !merged.with.empty()) first_[written_++] = std::move(merged);
  }

  // What the group that began at i0 and j0 writes.
  std::string with_of(std::size_t i0, std::size_t j0, std::size_t delta, std::size_t begin,
                      std::size_t end) {
    if (j_ == j0) return std::move(first_[i0].with);
    if (i_ == i0 && j_ == j0 + 1) return std::move(second_[j0].with);
    return text_of_c(i0, j0, delta, begin, end);
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
  std::size_t i_ = 0, j_ = 0;  // of the next ones to be read
  std::size_t written_ = 0;    // edits of the result, at the front of first_
  std::size_t delta_ = 0;      // modulo 2^64: may stand for a negative number
};

}  // namespace

void compose(std::vector<Edit>& edits, std::vector<Edit> more, const TextRange& text_of_a) {
  if (more.empty()) return;
  Composer(edits, more, text_of_a).run();
}

namespace {

// From the first edit that can matter; `shift` is how far it stands from its place in A.
Range map_back_from(std::span<const Edit> edits, std::size_t shift, Range range) {
  Range mapped{range.begin - shift, range.end - shift};
  for (const Edit& edit : edits) {
    const std::size_t begin = edit.begin + shift;
    const std::size_t end = begin + edit.with.size();
    if (begin > range.end) break;
    shift += edit.with.size() - (edit.end - edit.begin);
    if (end <= range.begin) {
      mapped.begin = range.begin - shift;
    } else if (begin <= range.begin) {
      mapped.begin = edit.begin;
    }
    // A deletion right at the end is behind the range.
    if (end < range.end || (end == range.end && begin < end)) {
      mapped.end = range.end - shift;
    } else if (begin < range.end) {
      mapped.end = edit.end;
    }
  }
  if (mapped.begin > mapped.end) std::swap(mapped.begin, mapped.end);
  return mapped;
}

}  // namespace

Range map_back(std::span<const Edit> edits, Range range) { return map_back_from(edits, 0, range); }

namespace {

void set_shifts(std::span<const Edit> edits, std::vector<std::size_t>& shifts) {
  shifts.clear();
  std::size_t shift = 0;
  for (const Edit& edit : edits) {
    shifts.push_back(shift);
    shift += edit.with.size() - (edit.end - edit.begin);
  }
}

}  // namespace

std::vector<std::size_t> shifts_of(std::span<const Edit> edits) {
  std::vector<std::size_t> shifts;
  shifts.reserve(edits.size());
  set_shifts(edits, shifts);
  return shifts;
}

Range map_back(std::span<const Edit> edits, std::span<const std::size_t> shifts, Range range) {
  // The last edit that begins in front of the range, or the first of all.
  std::size_t low = 0, high = edits.size();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (edits[middle].begin + shifts[middle] < range.begin ? low : high) = middle;
  }
  return edits.empty() ? range : map_back_from(edits.subspan(low), shifts[low], range);
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

Document::Document(std::string_view text, std::size_t line_bytes, const Scanner* scanner)
    : scanner_(scanner), line_bytes_(line_bytes) {
  LinesBuilder builder;
  split(text, -1, builder);
  lines_ = builder.finish();
  input_lines_ = base_lines_ = lines_;
}

namespace {

// The line text[begin, lf); at `lf` stands an LF, or the text ends.
Line make_line(std::string_view text, std::size_t begin, std::size_t lf, std::int32_t round) {
  Line line;
  line.round = round;
  std::size_t end = lf;
  if (lf < text.size()) {
    line.ending = Line::Ending::kLf;
    if (lf > begin && text[lf - 1] == '\r') {
      line.ending = Line::Ending::kCrLf;
      --end;
    }
  }
  line.content = text.substr(begin, end - begin);
  return line;
}

}  // namespace

// Line ends, validity and the scanner's answer are found block by block, while the text is in the
// cache.
void Document::split(std::string_view text, std::int32_t round, LinesBuilder& to) {
  constexpr std::size_t kBlockBytes = std::size_t{16} << 10;
  constexpr std::size_t kBlockLines = 512;
  constexpr std::size_t kStep = 2048;     // bytes in which line ends are looked for at once
  std::array<std::uint32_t, kStep> ends;  // NOLINT: the kernel fills it
  std::vector<Line> block;
  block.reserve(std::min(kBlockLines, text.size() / 2 + 1));
  std::size_t block_begin = 0, begin = 0;  // of the line
  const auto add_line = [&](std::size_t lf, std::size_t next) {
    block.push_back(make_line(text, begin, lf, round));
    begin = next;
    if (begin - block_begin >= kBlockBytes || block.size() == kBlockLines) {
      add_block(text.substr(block_begin, begin - block_begin), block, to);
      block_begin = begin;
    }
  };
  for (std::size_t step = 0; step < text.size(); step += kStep) {
    const std::size_t count = find_line_ends(text.substr(step, kStep), ends.data());
    for (std::size_t i = 0; i < count; ++i) add_line(step + ends[i], step + ends[i] + 1);
  }
  if (begin < text.size()) add_line(text.size(), text.size());
  add_block(text.substr(block_begin), block, to);
}

void Document::add_block(std::string_view text, std::vector<Line>& block, LinesBuilder& to) {
  const bool all_valid = is_valid_utf8(text);
  for (Line& line : block) {
    const bool too_long = line.content.size() > line_bytes_;
    const bool invalid = !too_long && !all_valid && !is_valid_utf8(line.content);
    line.opaque = too_long || invalid;
    line.is_blank = !line.opaque && is_blank(line.content);
    // The text that comes in is counted; what rules make is valid.
    if (line.round < 0) invalid_lines_ += invalid;
  }
  if (scanner_ != nullptr) scanner_->scan(text, block);
  for (const Line& line : block) to.add(line);
  block.clear();
}

namespace {

std::string text_of(const Lines& lines, std::size_t begin, std::size_t end) {
  std::string result;
  if (begin >= end || lines.empty()) return result;
  // Behind a line's content stands its ending, and lines that came in together stand one behind
  // the other: they are copied together.
  std::string_view run;
  for (std::size_t i = lines.index_at(begin); i < lines.size(); ++i) {
    const Line line = lines[i];
    if (line.begin >= end) break;
    const char* const content = line.content.data();
    const std::string_view whole(content, line.end() - line.begin);
    const std::size_t from = std::max(begin, line.begin) - line.begin;
    const std::string_view part = whole.substr(from, std::min(end, line.end()) - line.begin - from);
    if (part.data() == run.data() + run.size()) {
      run = {run.data(), run.size() + part.size()};
    } else {
      result += run;
      run = part;
    }
  }
  result += run;
  return result;
}

}  // namespace

std::string Document::text(std::size_t begin, std::size_t end) const {
  return text_of(lines_, begin, end);
}

std::string Document::base_text(std::size_t begin, std::size_t end) const {
  return text_of(base_lines_, begin, end);
}

Range Document::to_base(Range range) const { return map_back(edits_, shifts_, range); }

void Document::look_again(std::size_t index) {
  LinesBuilder builder(2 * Lines::kChunkLines);
  builder.add(lines_, 0, index);
  Line line = lines_[index];
  if (line.round < round_) replaced_.push_back(line.content);
  line.round = round_;
  builder.add(line);
  builder.add(lines_, index + 1, lines_.size());
  lines_ = builder.finish();
}

// The last line that `edits[index]` rewrites. An edit that ends where a line begins rewrites that
// line too, unless what it leaves in front of it ends with a line: else the two would be one.
std::size_t Document::last_line_of(std::span<const Edit> edits, std::size_t index) const {
  const Edit& edit = edits[index];
  const bool alone = index == 0 || edits[index - 1].end < edit.begin;
  const bool leaves_lines = edit.with.empty()
                                ? alone && lines_[lines_.index_at(edit.begin)].begin == edit.begin
                                : edit.with.back() == '\n';
  return lines_.index_at(edit.end > edit.begin && leaves_lines ? edit.end - 1 : edit.end);
}

void Document::apply(std::vector<Edit> edits) {
  if (edits.empty()) return;
  LinesBuilder builder(2 * Lines::kChunkLines);
  std::size_t copied = 0;
  for (std::size_t e = 0; e < edits.size();) {
    // A group: the edits whose lines overlap, so that each line is rewritten once.
    const std::size_t first = lines_.index_at(edits[e].begin);
    std::size_t last = std::max(first, last_line_of(edits, e));
    std::size_t group_end = e + 1;
    while (group_end < edits.size() && lines_.index_at(edits[group_end].begin) <= last) {
      last = std::max(last, last_line_of(edits, group_end));
      ++group_end;
    }
    builder.add(lines_, copied, first);
    rewrite(first, last, std::span(edits).subspan(e, group_end - e), builder);
    copied = last + 1;
    e = group_end;
  }
  builder.add(lines_, copied, lines_.size());
  compose(edits_, std::move(edits),
          [this](std::size_t begin, std::size_t end) { return base_text(begin, end); });
  set_shifts(edits_, shifts_);
  lines_ = builder.finish();
}

void Document::rewrite(std::size_t first, std::size_t last, std::span<const Edit> edits,
                       LinesBuilder& to) {
  for (std::size_t i = first; i <= last; ++i) {
    if (lines_.blank(i)) continue;  // nobody misses a blank line
    const Line line = lines_[i];
    if (line.round < round_ && !line.opaque) replaced_.push_back(line.content);
  }
  std::string text;
  std::size_t at = lines_[first].begin;
  for (const Edit& edit : edits) {
    if (at < edit.begin) text += text_of(lines_, at, edit.begin);
    text += edit.with;
    at = edit.end;
  }
  const std::size_t end = lines_[last].end();
  if (at < end) text += text_of(lines_, at, end);
  rewritten_.push_back(std::move(text));
  split(rewritten_.back(), round_, to);
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
  base_lines_ = lines_;
  ++round_;
  shifts_.clear();
  replaced_.clear();
  return std::exchange(edits_, {});
}

}  // namespace textmend::internal
