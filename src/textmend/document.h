// A section's text as lines, and the one way in which it changes.
//
// Document = an immutable text + sorted, disjoint edits that lead from it to the current lines.
// Rules look at the current lines and hand in edits in current coordinates; apply() brings the
// lines up to date and folds the new edits into those made before (compose). Lines that nothing
// touched stay views into the text.
//
// Every change is an Edit: dropping a line deletes its bytes with an ending, joining two deletes
// the ending between them, moving a credit replaces two lines. Nothing else can change a text.

#ifndef TEXTMEND_DOCUMENT_H_
#define TEXTMEND_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/textmend.h"

namespace textmend::internal {

// Bytes [begin, end) become `with`. Offsets are in the text that the edit was made for.
struct Edit {
  std::size_t begin = 0, end = 0;
  std::string with;
  std::vector<Step> steps;
};

// Cuts off the code points that `edit` replaces by themselves, at both ends; `before` is the text
// of [edit.begin, edit.end). Prefix first, so that the result is the same for every caller.
void trim(Edit& edit, std::string_view before);

// Replaces `edits` (sorted and disjoint, from text A to text B) by edits from A to C, where `more`
// (sorted and disjoint) leads from B to C. Edits that touch each other become one, with the steps
// of both; edits that change nothing disappear. `text_of_a` gives the bytes [begin, end) of A.
using TextRange = std::function<std::string(std::size_t begin, std::size_t end)>;
void compose(std::vector<Edit>& edits, std::vector<Edit> more, const TextRange& text_of_a);

// The range of A that [begin, end) of B comes from: bytes made by an edit map to all it replaced.
struct Range {
  std::size_t begin = 0, end = 0;
};
Range map_back(std::span<const Edit> edits, Range range_of_b);

// Applies `edits` to `text`.
std::string apply_edits(std::string_view text, std::span<const Edit> edits);

struct Line {
  enum class Ending : std::uint8_t { kNone, kLf, kCrLf };
  std::string_view content;  // without the ending
  std::size_t begin = 0;     // offset in the current text
  Ending ending = Ending::kNone;
  bool opaque = false;  // not valid UTF-8, or too long: no rule may look at it
  // A rule that looks at nothing but the line has to look again only where this is set: the line is
  // new, or changed in this round or the one before, or met a limit.
  bool dirty = true;
  bool changed = false;  // in this round
  // The scanner's answer: rules whose bit is not set are not wanted here (scanner.h).
  std::uint64_t buckets = kAllBuckets;
  bool scanned = false;
  static constexpr std::uint64_t kAllBuckets = ~std::uint64_t{0};

  std::size_t content_end() const { return begin + content.size(); }
  std::size_t end() const { return content_end() + ending_bytes().size(); }
  std::string_view ending_bytes() const {
    return ending == Ending::kNone ? "" : ending == Ending::kLf ? "\n" : "\r\n";
  }
  bool blank() const;  // false for opaque lines
};

class Document {
 public:
  // `text` must outlive the Document. Lines longer than `line_bytes` become opaque.
  Document(std::string_view text, std::size_t line_bytes);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const std::vector<Line>& lines() const { return lines_; }
  std::string_view base() const { return base_; }  // the immutable text
  const std::vector<Line>& base_lines() const { return edits_made_ ? base_lines_ : lines_; }
  const std::vector<Edit>& edits() const { return edits_; }  // from base() to the lines
  std::size_t size() const;                                  // bytes of the current text
  std::size_t invalid_lines() const { return invalid_lines_; }

  // `edits` are sorted, disjoint, in current coordinates, and touch no opaque line.
  void apply(std::vector<Edit> edits);

  // The edits that drop the given lines (ascending indices). When lines go, the gap left is the
  // larger of the two runs of blank lines around them; at the head or foot it is none, and the last
  // line keeps the document's last ending or its absence.
  std::vector<Edit> drop_lines(std::span<const std::size_t> lines) const;

  // Fills in Line::buckets of the lines that have not been scanned: scan(content) gives the bits.
  template <typename Scan>
  void scan_lines(Scan&& scan) {
    for (Line& line : lines_) {
      if (line.scanned) continue;
      line.buckets = line.opaque ? 0 : scan(line.content);
      line.scanned = true;
    }
  }

  // Has line `index` looked at again in the next round.
  void look_again(std::size_t index) { lines_[index].changed = true; }

  // Bytes [begin, end) of the current text.
  std::string text(std::size_t begin, std::size_t end) const;

  // Index of the line that holds the byte at `offset` of the current text.
  std::size_t line_at(std::size_t offset) const;

  // Ends a round: the current text becomes the immutable one. Returns the edits since the last.
  std::vector<Edit> rebase();

 private:
  void split(std::string_view text, std::size_t begin, bool changed, std::vector<Line>& to);
  // Appends lines first..last with `edits` applied, moved by `delta`; returns by how much they
  // grew.
  std::size_t rewrite(std::size_t first, std::size_t last, std::span<const Edit> edits,
                      std::size_t delta, std::vector<Line>& to);

  std::string_view base_;
  std::string owned_base_;             // holds base_ after a rebase
  std::deque<std::string> rewritten_;  // holds the contents of changed lines
  std::vector<Line> lines_;
  std::vector<Line> base_lines_;  // as they were before the first apply()
  bool edits_made_ = false;
  std::vector<Edit> edits_;
  std::size_t line_bytes_;
  std::size_t invalid_lines_ = 0;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_DOCUMENT_H_
