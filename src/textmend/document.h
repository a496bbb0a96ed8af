// A section's text as lines, and the one way in which it changes.
//
// Document = the lines of a round's input + sorted, disjoint edits that lead from them to the
// current lines. Rules look at the current lines and hand in edits in current coordinates; apply()
// brings the lines up to date and folds the new edits into those made before (compose). Lines that
// nothing touched stay views into the text that came in; the Document owns the others. No work is
// done for a line that does not change, in this round or a later one.
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

#include "textmend/lines.h"
#include "textmend/textmend.h"

namespace textmend::internal {

// Bytes [begin, end) become `with`. Offsets are in the text that the edit was made for.
struct Edit {
  std::size_t begin = 0, end = 0;
  std::string with;
  std::vector<Step> steps;
};

// Cuts off the code points that `edit` replaces by themselves, at both ends; `before` is the text
// of [edit.begin, edit.end). Prefix first, so that the result is the same for every caller. Returns
// what is left of `before`.
std::string_view trim(Edit& edit, std::string_view before);

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
// How far each edit's place in B is from its place in A, modulo 2^64, for long lists: with them
// map_back() does not walk through all edits.
std::vector<std::size_t> shifts_of(std::span<const Edit> edits);
Range map_back(std::span<const Edit> edits, std::span<const std::size_t> shifts, Range range_of_b);

// Applies `edits` to `text`.
std::string apply_edits(std::string_view text, std::span<const Edit> edits);

class Scanner;

class Document {
 public:
  // `text` must outlive the Document, and so must `scanner`, which fills in Line::buckets; without
  // one every line has all bits. Lines longer than `line_bytes` become opaque.
  Document(std::string_view text, std::size_t line_bytes, const Scanner* scanner = nullptr);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const Lines& lines() const { return lines_; }
  const Lines& base_lines() const { return base_lines_; }    // the round's input
  const Lines& input_lines() const { return input_lines_; }  // the text that came in
  const std::vector<Edit>& edits() const { return edits_; }  // from base_lines() to lines()
  std::size_t size() const { return lines_.bytes(); }        // bytes of the current text
  std::size_t invalid_lines() const { return invalid_lines_; }

  // A rule that looks at nothing but the line has to look again only at lines of this round or a
  // later one: those that are new, that changed in this round or the one before, or met a limit.
  std::int32_t dirty_since() const { return round_ - 1; }
  // The round that is running: lines that it has made are of this round or a later one.
  std::int32_t round() const { return round_; }
  // Has line `index` looked at again in the next round.
  void look_again(std::size_t index);

  // `edits` are sorted, disjoint, in current coordinates, and touch no opaque line.
  void apply(std::vector<Edit> edits);

  // The edits that drop the given lines (ascending indices). When lines go, the gap left is the
  // larger of the two runs of blank lines around them; at the head or foot it is none, and the last
  // line keeps the document's last ending or its absence.
  std::vector<Edit> drop_lines(std::span<const std::size_t> lines) const;

  // What this round has changed so far: the lines of its input that are gone or have become others
  // (without those that are opaque or blank), and calls f(line) for the lines that it made.
  const std::vector<std::string_view>& replaced() const { return replaced_; }
  template <typename F>
  void each_new_line(F&& f) const {
    lines_.each_since(round_, f);
  }

  // Bytes [begin, end) of the current text, and of the round's input.
  std::string text(std::size_t begin, std::size_t end) const;
  std::string base_text(std::size_t begin, std::size_t end) const;
  // The range of the round's input that [begin, end) of the current text comes from.
  Range to_base(Range range) const;

  // Ends a round: the current lines become its input. Returns the edits since the last.
  std::vector<Edit> rebase();

 private:
  // Appends the lines of `text` to the builder.
  void split(std::string_view text, std::int32_t round, LinesBuilder& to);
  void add_block(std::string_view text, std::vector<Line>& block, LinesBuilder& to);
  std::size_t last_line_of(std::span<const Edit> edits, std::size_t index) const;
  // Appends lines first..last with `edits` applied.
  void rewrite(std::size_t first, std::size_t last, std::span<const Edit> edits, LinesBuilder& to);

  const Scanner* scanner_;
  std::size_t line_bytes_;
  std::deque<std::string> rewritten_;  // holds the contents of changed lines, of all rounds
  Lines input_lines_, base_lines_, lines_;
  std::vector<Edit> edits_;
  std::vector<std::size_t> shifts_;  // of each edit: how far it stands from its place in the base
  std::vector<std::string_view> replaced_;
  std::int32_t round_ = 0;
  std::size_t invalid_lines_ = 0;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_DOCUMENT_H_
