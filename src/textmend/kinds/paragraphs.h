// Paragraphs of a section, for kinds that look at one as a whole.

#ifndef TEXTMEND_KINDS_PARAGRAPHS_H_
#define TEXTMEND_KINDS_PARAGRAPHS_H_

#include <algorithm>
#include <cstddef>

#include "textmend/rule.h"

namespace textmend::internal {

// Calls `use(begin, end)` for the lines [begin, end) of each paragraph that begins in reach of
// `rule` and in which a line is wanted. One ends at a blank line, and at one that is not UTF-8.
template <typename Use>
void each_wanted_paragraph(const RuleOutline& rule, const Overview& overview, Use use) {
  const Lines& lines = overview.document.lines();
  const LineRange reach = lines_in_reach(rule.where, lines);
  const auto ends = [](const Line& line) { return line.blank() || line.opaque; };
  std::size_t end = reach.begin;
  for (std::size_t i = lines.next(end, overview.bucket); i < lines.size();
       i = lines.next(end, overview.bucket)) {
    std::size_t begin = i;
    while (begin > end && !ends(lines[begin - 1])) --begin;
    if (begin >= reach.end) break;
    bool wanted = false;
    for (end = begin; end < lines.size() && !ends(lines[end]); ++end) {
      wanted = wanted || overview.wants(rule.needs, lines[end]);
    }
    if (wanted) use(begin, end);
    end = std::max(end, i + 1);  // where every line is wanted, a blank one may be
  }
}

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_PARAGRAPHS_H_
