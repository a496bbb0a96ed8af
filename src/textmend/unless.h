// [guard] unless: a match that touches a match of one of these patterns is left.

#ifndef TEXTMEND_UNLESS_H_
#define TEXTMEND_UNLESS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/pattern.h"
#include "textmend/rule.h"

namespace textmend::internal {

// The matches of a rule's [guard] unless in one text, found as far as findings ask: findings come
// from the first to the last, and a text full of them is gone through once.
class Unless {
 public:
  // `text` is what the patterns see, and begins at `offset` in the coordinates of the findings. It
  // must outlive this.
  Unless(std::string_view text, std::size_t offset) : text_(text), offset_(offset) {}

  // Whether one of `patterns`, the same at each call, matches a text that touches `finding`, or
  // meets a limit in front of its end.
  bool touches(const Finding& finding, std::span<const PatternPtr> patterns, MatchScratch& scratch);

 private:
  struct Found {
    std::vector<Range> ranges;  // ascending; empty matches are one byte long
    std::size_t next = 0;       // where the search goes on
    bool met_limit = false;     // when it looked ahead
  };
  std::string_view text_;
  std::size_t offset_;
  std::size_t asked_ = 0;     // how often
  std::vector<Found> found_;  // of each pattern
};

// What an Unless of a document looks at, and where that begins.
struct UnlessText {
  std::size_t begin = 0;
  std::string text;
};

// Of the finding's `lines`: all of them, of a long one the neighbourhood, as each of many findings
// in it would read it all.
UnlessText unless_text(const Document& document, Range lines, const Finding& finding,
                       const Limits& limits);

}  // namespace textmend::internal

#endif  // TEXTMEND_UNLESS_H_
