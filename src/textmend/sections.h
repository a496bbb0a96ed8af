// Cutting a document into sections.
//
// The cut depends on the bytes alone, not on how they arrive: it is made only when the document is
// known to be longer than a section, inside the first Limits::section_bytes or section_lines.

#ifndef TEXTMEND_SECTIONS_H_
#define TEXTMEND_SECTIONS_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "textmend/textmend.h"

namespace textmend::internal {

// Where to cut `text`, the rest of a document as far as it is known, or nothing while it may still
// be one section. The cut is behind the first blank line in the second half of what a section may
// hold, else behind the last line end in it. Where there is none, a line is longer than a section:
// the cut is behind that line, or, as long as its end is not known, behind all there is.
struct Cut {
  std::size_t size = 0;
  bool raw = false;  // a part of a line that is longer than a section: no rule may look at it
};
std::optional<Cut> find_cut(std::string_view text, const Limits& limits);

// Bytes of the mark at the head of a document. It is no text: it stays, and no rule sees it.
inline std::size_t byte_order_mark_size(std::string_view head) {
  return head.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

}  // namespace textmend::internal

#endif  // TEXTMEND_SECTIONS_H_
