// What a pattern gets to see of a line.
//
// A line up to Limits::pattern_bytes is seen whole. Of a longer one, only the places where a need
// of the rule occurs, with Limits::reach bytes on both sides, cut at blanks where there are any. So
// the work is linear in the line's length, and the answer does not depend on how the line arrived.

#ifndef TEXTMEND_SUBJECT_H_
#define TEXTMEND_SUBJECT_H_

#include <functional>
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

// `with`, in which LF ends lines, for a text whose lines end with `ending`.
std::string with_line_ends(std::string_view with, std::string_view ending);

// A window of lines joined by LF, with the way back from its offsets to the document's.
//
// Where a page ends behind the first line and its sentence goes on in the next text, a window may
// look through that: the blank lines, the page marks and what is like furniture of the pages
// between the two are left out. An edit that goes over the place becomes two, and they stay.
class Window {
 public:
  // Whether the line with that index is like furniture of a page.
  using IsFurniture = std::function<bool(std::size_t)>;

  // Looks through pages unless `is_furniture` is empty.
  Window(const Lines& lines, std::size_t first, const Limits& limits,
         const IsFurniture& is_furniture = {});

  const std::string& text() const { return text_; }
  // The last offset that belongs to the first line: that of its LF.
  std::size_t first_line_end() const {
    return parts_.empty() ? 0 : parts_.front().line.content.size();
  }
  std::size_t in_document(std::size_t offset) const;
  // What `edit` is in the document, trimmed: one edit, two where lines were left out, none where it
  // changes nothing or can't be made.
  std::vector<Edit> in_document(const Edit& edit) const;

 private:
  struct Part {
    std::size_t begin;  // in the window
    Line line;          // without its page marks where lines were left out in front of it
  };
  // The line in which the first line goes on behind the end of its page; 0 where that is not so.
  static std::size_t behind_page_end(const Lines& lines, std::size_t first, const Limits& limits,
                                     const IsFurniture& is_furniture);
  bool add(const Line& line, const Limits& limits);
  void add_edit(std::size_t begin, std::size_t end, std::string_view with,
                std::vector<Edit>& to) const;
  std::string text_;
  std::vector<Part> parts_;
  std::string_view ending_;
  bool leaves_out_ = false;  // lines between the first and the second part
};

// What a rule of scope `lines` finds in `window` with a match that begins in the first line;
// offsets are those of the window's text.
Findings find_in_window(const Rule& rule, const Window& window, const Facts& facts,
                        MatchScratch& scratch);

}  // namespace textmend::internal

#endif  // TEXTMEND_SUBJECT_H_
