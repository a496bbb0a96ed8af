// The rows of `drop-lines`: lines below an anchor that go with it, such as the titles below
// `Related`.
//
// A plain row is one of lines that match `behind`, up to the next blank line. Where text follows
// without one, nothing of it goes. In front of the document's first paragraph its last title stays:
// it may be the headline. With `apart`, blank lines may stand above the row and in it: it goes as
// far as they do not grow more. That looks like any list or row of headings, so such a row must
// have two lines and stand below a paragraph, and its last title stays where text follows, for it
// may be that text's heading.
//
// A row of teasers needs `marks`: dates, counts and the like, alone in their lines. A teaser is a
// line of `behind`, at most two more lines, and the marks below them; or, where the row begins with
// a mark, marks and one line of `behind`. There must be two of them, below a paragraph, and the
// last one stays where a paragraph follows, for it may be the head of that text; not where the
// marks are the ranks 1, 2, 3.

#ifndef TEXTMEND_KINDS_ROWS_BEHIND_H_
#define TEXTMEND_KINDS_ROWS_BEHIND_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "textmend/lines.h"
#include "textmend/pattern.h"

namespace textmend::internal {

inline constexpr std::size_t kNoLine = static_cast<std::size_t>(-1);

// The next line that is not blank, in either direction; kNoLine where there is none.
std::size_t line_before(const Lines& lines, std::size_t line);
std::size_t line_behind(const Lines& lines, std::size_t line);

// Whether one of the patterns matches the line, without the blanks at its ends. Not a long one: no
// title has 400 bytes.
bool matches_any(const std::vector<PatternPtr>& patterns, const Line& line, MatchScratch& scratch);

struct RowShape {
  std::vector<PatternPtr> behind, marks;
  bool apart = false;
  std::size_t most = 20;  // lines of a row
};

// Of one text. The references must outlive it.
class RowsBehind {
 public:
  // `in_run`: whether a line that is not blank goes by itself.
  using InRun = std::function<bool(std::size_t line)>;

  RowsBehind(const Lines& lines, MatchScratch& scratch, const RowShape& shape, InRun in_run)
      : lines_(lines), scratch_(scratch), shape_(shape), in_run_(std::move(in_run)) {}

  // The lines of the row below the anchor, in ascending order; empty where there is none that may
  // go.
  std::vector<std::size_t> below(std::size_t anchor);

 private:
  using Row = std::vector<std::size_t>;

  Row plain(std::size_t anchor);
  void spare_last(Row& row);
  Row teasers(std::size_t anchor);
  // The teaser behind `line`; empty where none is.
  Row teaser_behind(std::size_t line, bool marks_first);
  void take_marks(Row& teaser);
  std::size_t near_behind(std::size_t line) const;

  bool is_row(std::size_t line) { return matches_any(shape_.behind, lines_[line], scratch_); }
  bool is_rank(std::size_t line, std::size_t rank) const;
  bool is_mark(std::size_t line) { return matches_any(shape_.marks, lines_[line], scratch_); }
  bool is_behind_text(std::size_t line);
  bool is_text(std::size_t line) const;
  bool is_title(std::size_t line) const;
  bool may_hold_headline(std::size_t anchor, const Row& row);
  void spare_title(Row& row) const;

  const Lines& lines_;
  MatchScratch& scratch_;
  const RowShape& shape_;
  InRun in_run_;
  std::size_t seen_ = 0;  // lines looked at; if has_text_, the last of them is a paragraph
  bool has_text_ = false;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_ROWS_BEHIND_H_
