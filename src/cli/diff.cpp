#include "cli/diff.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/quoting.h"

namespace textmend::cli {
namespace {

std::string_view last_line(std::string_view text) {
  if (text.size() < 2) return text;
  return text.substr(text.rfind('\n', text.size() - 2) + 1);
}

// With its LF, if it has one. `text` is not empty.
std::string_view take_first_line(std::string_view& text) {
  const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
  text.remove_prefix(line.size());
  return line;
}

std::uint64_t count_lines(std::string_view text) {
  if (text.empty()) return 0;
  const auto ends = std::count(text.begin(), text.end(), '\n');
  return static_cast<std::uint64_t>(ends) + (text.back() == '\n' ? 0 : 1);
}

// Bytes of the whole lines with which both begin.
std::size_t common_head(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (!a.empty() && !b.empty()) {
    const std::string_view line = take_first_line(a);
    if (line != take_first_line(b)) break;
    size += line.size();
  }
  return size;
}

std::size_t common_tail(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (!a.empty() && !b.empty()) {
    const std::string_view line = last_line(a);
    if (line != last_line(b)) break;
    size += line.size();
    a.remove_suffix(line.size());
    b.remove_suffix(line.size());
  }
  return size;
}

// `a/NAME` for a header. git refuses empty and `.` steps in a path and patch cuts them off, so
// `./x` and `/x` become `x`.
std::string header_name(char side, std::string_view path) {
  std::string name(1, side);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view step = path.substr(0, slash);
    if (!step.empty() && step != ".") (name += '/') += step;
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  std::string quoted = quoted_name(name);
  // patch cuts off a space at the end even in front of a tab, but not in front of a quote.
  if (quoted == name && name.back() == ' ') return '"' + name + '"';
  // A tab ends a name that holds a space; else both tools would take the rest for a date.
  if (quoted == name && name.find(' ') != std::string::npos) quoted += '\t';
  return quoted;
}

std::string range(char mark, std::uint64_t start, std::uint64_t count) {
  if (count == 1) return fmt::format("{}{}", mark, start + 1);
  return fmt::format("{}{},{}", mark, count == 0 ? start : start + 1, count);
}

}  // namespace

UnifiedDiff::UnifiedDiff(std::string_view name, Output& out) : name_(name), out_(out) {}

void UnifiedDiff::keep(std::string_view bytes) {
  if (in_region_ && region_ends_at_line_start()) close_region();
  if (in_region_ || !partial_.empty()) {
    // The rest of a line that has begun.
    const std::string_view rest = take_first_line(bytes);
    (in_region_ ? after_ : partial_) += rest;
    if (in_region_) before_ += rest;
    if (!rest.ends_with('\n')) return;
    if (in_region_) {
      close_region();
    } else {
      unchanged(std::exchange(partial_, {}));
    }
  }
  const std::size_t whole = bytes.rfind('\n') + 1;  // 0 if there is none
  unchanged(bytes.substr(0, whole));
  partial_ += bytes.substr(whole);
}

void UnifiedDiff::replace(std::string_view before, std::string_view after) {
  if (!in_region_) {
    in_region_ = true;
    before_ = partial_;
    after_ = std::exchange(partial_, {});
  }
  before_ += before;
  after_ += after;
}

void UnifiedDiff::finish() {
  if (in_region_) close_region();
  unchanged(std::exchange(partial_, {}));
  if (in_hunk_) close_hunk();
}

bool UnifiedDiff::region_ends_at_line_start() const {
  return (before_.empty() || before_.back() == '\n') && (after_.empty() || after_.back() == '\n');
}

void UnifiedDiff::close_region() {
  in_region_ = false;
  std::string_view before = before_;
  std::string_view after = after_;
  const std::size_t head = common_head(before, after);
  unchanged(before.substr(0, head));
  before.remove_prefix(head);
  after.remove_prefix(head);
  const std::size_t tail = common_tail(before, after);
  changed(before.substr(0, before.size() - tail), after.substr(0, after.size() - tail));
  unchanged(before.substr(before.size() - tail));
  before_.clear();
  after_.clear();
}

void UnifiedDiff::unchanged(std::string_view lines) {
  while (in_hunk_ && !lines.empty()) {
    recent_.emplace_back(take_first_line(lines));
    ++old_lines_;
    ++new_lines_;
    if (recent_.size() > 2 * kContext) close_hunk();
  }
  pass_by(lines);
}

// The fast way of all that is far from a change.
void UnifiedDiff::pass_by(std::string_view lines) {
  if (lines.empty()) return;
  const std::uint64_t count = count_lines(lines);
  old_lines_ += count;
  new_lines_ += count;
  std::deque<std::string> last;
  while (!lines.empty() && last.size() < kContext) {
    last.emplace_front(last_line(lines));
    lines.remove_suffix(last.front().size());
  }
  recent_.insert(recent_.end(), last.begin(), last.end());
  while (recent_.size() > kContext) recent_.pop_front();
}

void UnifiedDiff::changed(std::string_view before, std::string_view after) {
  if (before.empty() && after.empty()) return;
  if (!in_hunk_) open_hunk();
  for (const std::string& line : recent_) add_line(' ', line);
  recent_.clear();
  old_lines_ += count_lines(before);
  new_lines_ += count_lines(after);
  while (!before.empty()) add_line('-', take_first_line(before));
  while (!after.empty()) add_line('+', take_first_line(after));
}

void UnifiedDiff::open_hunk() {
  in_hunk_ = true;
  old_start_ = old_lines_ - recent_.size();
  new_start_ = new_lines_ - recent_.size();
  old_count_ = new_count_ = 0;
}

void UnifiedDiff::add_line(char mark, std::string_view line) {
  if (mark != '+') ++old_count_;
  if (mark != '-') ++new_count_;
  (body_ += mark) += line;
  if (line.back() != '\n') body_ += "\n\\ No newline at end of file\n";
}

void UnifiedDiff::close_hunk() {
  for (std::size_t i = 0; i < std::min(kContext, recent_.size()); ++i) add_line(' ', recent_[i]);
  while (recent_.size() > kContext) recent_.pop_front();
  in_hunk_ = false;
  if (!std::exchange(any_, true)) {
    out_.write(fmt::format("--- {}\n+++ {}\n", header_name('a', name_), header_name('b', name_)));
  }
  out_.write(fmt::format("@@ {} {} @@\n", range('-', old_start_, old_count_),
                         range('+', new_start_, new_count_)));
  out_.write(body_);
  body_.clear();
}

void DiffSink::begin(const Input& input) {
  diff_.emplace(input.name(), out_);
  for (std::optional<Encoder>* encoder : {&kept_, &before_, &after_}) {
    encoder->reset();
    if (!input.encoding().utf8) encoder->emplace(input.encoding().name);
  }
  if (!internal::is_line_by_line(input.encoding().name)) {
    throw DocumentError("--diff can't show lines of " + input.encoding().name,
                        "use --write, or --report FILE");
  }
}

// The encodings that get here have no state from piece to piece.
std::string_view DiffSink::own(std::string_view text, std::optional<Encoder>& encoder) const {
  return encoder ? encoder->encode(text, false) : text;
}

void DiffSink::section(const Section& section) {
  std::size_t at = 0;
  for (const Hunk& hunk : section.hunks) {
    const auto begin = static_cast<std::size_t>(hunk.begin - section.begin);
    if (begin > at) diff_->keep(own(section.input.substr(at, begin - at), kept_));
    diff_->replace(own(hunk.before, before_), own(hunk.after, after_));
    at = static_cast<std::size_t>(hunk.end - section.begin);
  }
  if (at < section.input.size()) diff_->keep(own(section.input.substr(at), kept_));
}

void DiffSink::end() {
  diff_->finish();
  found_ |= diff_->any();
  out_.flush();
}

// Hunks that are out already are whole ones and stay.
void DiffSink::abandon(std::string_view /*name*/, std::string_view /*why*/) { diff_.reset(); }

}  // namespace textmend::cli
