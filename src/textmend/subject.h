// What a pattern gets to see of a line.
//
// A line up to Limits::pattern_bytes is seen whole. Of a longer one, only the places where a need
// of the rule occurs, with Limits::reach bytes on both sides, cut at blanks where there are any. So
// the work is linear in the line's length, and the answer does not depend on how the line arrived.

#ifndef TEXTMEND_SUBJECT_H_
#define TEXTMEND_SUBJECT_H_

#include <string>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/needs.h"
#include "textmend/rule.h"
#include "textmend/textmend.h"

namespace textmend::internal {

// The ranges of `line` to look at, ascending and disjoint; one range for a line that is seen whole,
// none where the needs do not occur.
std::vector<Range> visible_parts(std::string_view line, const Needs& needs, const Limits& limits);

// What a rule of scope `line` finds in the visible parts of `text`; offsets are those of `text`.
// Findings at an edge at which a part was cut are left out: there, the pattern did not see what
// stands beyond.
Findings find_in_line(const Rule& rule, std::string_view text, const Limits& limits,
                      const Facts& facts, MatchScratch& scratch);
// The same where the scanner has said that one of the rule's needs occurs in `text`.
Findings find_in_wanted_line(const Rule& rule, std::string_view text, const Limits& limits,
                             const Facts& facts, MatchScratch& scratch);

// A window of lines joined by LF, with the way back from its offsets to the document's.
class Window {
 public:
  Window(const Lines& lines, std::size_t first, const Limits& limits) {
    for (std::size_t i = first; i < lines.size() && i < first + limits.window_lines; ++i) {
      const Line line = lines[i];
      if (line.opaque || text_.size() + line.content.size() + 1 > limits.pattern_bytes) break;
      if (i > first) text_ += '\n';
      parts_.push_back({text_.size(), line});
      text_ += line.content;
    }
    if (!parts_.empty()) ending_ = lines[first].ending_bytes();
  }

  const std::string& text() const { return text_; }
  // The last offset that belongs to the first line: that of its LF.
  std::size_t first_line_end() const {
    return parts_.empty() ? 0 : parts_.front().line.content.size();
  }
  std::size_t in_document(std::size_t offset) const {
    std::size_t i = parts_.size() - 1;
    while (parts_[i].begin > offset) --i;
    return parts_[i].line.begin + (offset - parts_[i].begin);
  }
  // New line ends are written as the first line's.
  std::string with_own_endings(const std::string& with) const {
    if (ending_ != "\r\n") return with;
    std::string result;
    for (const char c : with) result += c == '\n' ? "\r\n" : std::string(1, c);
    return result;
  }

 private:
  struct Part {
    std::size_t begin;
    Line line;
  };
  std::string text_;
  std::vector<Part> parts_;
  std::string_view ending_;
};

// What a rule of scope `lines` finds in `window` with a match that begins in the first line;
// offsets are those of the window's text.
Findings find_in_window(const Rule& rule, const Window& window, const Facts& facts,
                        MatchScratch& scratch);

}  // namespace textmend::internal

#endif  // TEXTMEND_SUBJECT_H_
