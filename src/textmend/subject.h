// What a pattern gets to see of a line.
//
// A line up to Limits::pattern_bytes is seen whole. Of a longer one, only the places where a need
// of the rule occurs, with Limits::reach bytes on both sides, cut at blanks where there are any. So
// the work is linear in the line's length, and the answer does not depend on how the line arrived.

#ifndef TEXTMEND_SUBJECT_H_
#define TEXTMEND_SUBJECT_H_

#include <vector>

#include "textmend/document.h"
#include "textmend/needs.h"
#include "textmend/textmend.h"

namespace textmend::internal {

// The ranges of `line` to look at, ascending and disjoint; one range for a line that is seen whole,
// none where the needs do not occur.
std::vector<Range> visible_parts(std::string_view line, const Needs& needs, const Limits& limits);

}  // namespace textmend::internal

#endif  // TEXTMEND_SUBJECT_H_
