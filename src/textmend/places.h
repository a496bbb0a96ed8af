// From edits and notes of a section's text to what a Sink is given: offsets in the document, lines
// and columns.

#ifndef TEXTMEND_PLACES_H_
#define TEXTMEND_PLACES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/engine.h"
#include "textmend/textmend.h"

namespace textmend::internal {

// Where a section's text stands.
struct TextPlace {
  std::uint64_t offset = 0;  // of its first byte in the document
  std::uint64_t line = 1;    // number of its first line
};

// `edits` are sorted and disjoint, `notes` sorted; offsets are those of `text`, which the hunks
// point into.
std::vector<Hunk> to_hunks(std::vector<Edit> edits, std::string_view text, TextPlace place);
std::vector<Note> to_notes(std::vector<SectionNote> notes, std::string_view text, TextPlace place);

}  // namespace textmend::internal

#endif  // TEXTMEND_PLACES_H_
