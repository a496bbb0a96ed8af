// The menu that a page has at its head and at its foot.

#ifndef TEXTMEND_KINDS_LINES_AGAIN_H_
#define TEXTMEND_KINDS_LINES_AGAIN_H_

#include <cstddef>
#include <unordered_set>

#include "textmend/lines.h"

namespace textmend::internal {

// The indices of the lines of which `least` or more, blank ones aside, stand in the same order in
// front of the first paragraph and behind the last one. Takes a time linear in the text.
std::unordered_set<std::size_t> lines_again(const Lines& lines, std::size_t least);

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_LINES_AGAIN_H_
