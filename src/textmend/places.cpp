#include "textmend/places.h"

#include <utility>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Tells line and column of ascending offsets in one pass.
class PlaceCounter {
 public:
  PlaceCounter(std::string_view text, std::uint64_t first_line) : text_(text), line_(first_line) {}

  void go_to(std::size_t offset) {
    for (;;) {
      // Only so far: a line may be long and full of offsets.
      const std::size_t lf = text_.substr(0, offset).find('\n', at_);
      if (lf == std::string_view::npos) break;
      at_ = lf + 1;
      column_ = 1;
      ++line_;
    }
    column_ += count_code_points(text_.substr(at_, offset - at_));
    at_ = offset;
  }
  std::uint64_t line() const { return line_; }
  std::uint64_t column() const { return column_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_, column_ = 1;
};

}  // namespace

std::vector<Hunk> to_hunks(std::vector<Edit> edits, std::string_view text, TextPlace place) {
  std::vector<Hunk> hunks;
  hunks.reserve(edits.size());
  PlaceCounter places(text, place.line);
  for (Edit& edit : edits) {
    places.go_to(edit.begin);
    hunks.push_back({place.offset + edit.begin, place.offset + edit.end, places.line(),
                     places.column(), text.substr(edit.begin, edit.end - edit.begin),
                     std::move(edit.with), std::move(edit.steps)});
  }
  return hunks;
}

std::vector<Note> to_notes(std::vector<SectionNote> notes, std::string_view text, TextPlace place) {
  std::vector<Note> result;
  result.reserve(notes.size());
  PlaceCounter places(text, place.line);
  for (SectionNote& note : notes) {
    places.go_to(note.offset);
    result.push_back({note.kind, note.rule, place.offset + note.offset, places.line(),
                      places.column(), std::move(note.text)});
  }
  return result;
}

}  // namespace textmend::internal
