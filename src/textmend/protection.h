// Text that rules leave alone: URLs, paths, code, tables.
//
// Protected spans are matched on the lines as they came into the round, when the first edit there
// is proposed, and an edit is judged by the place in the round's input that it goes back to. Fences
// are looked for in the whole section, with the first edit that is proposed anywhere; a run of
// lines only around the edit's.

#ifndef TEXTMEND_PROTECTION_H_
#define TEXTMEND_PROTECTION_H_

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <vector>

#include "textmend/rule.h"

namespace textmend::internal {

// A rule of kind `protect`.
class ProtectRule : public Rule {
 public:
  enum class Strength { kInline, kBlock };
  enum class Shape { kSpan, kFence, kRun };
  ProtectRule(RuleCommon common, Strength strength, Shape shape)
      : Rule(std::move(common)), strength_(strength), shape_(shape) {}

  Strength strength() const { return strength_; }
  Shape shape() const { return shape_; }
  bool searches() const override { return shape_ == Shape::kFence; }
  // Shape span: adds the protected ranges of one line that the rule wants, offsets in it.
  virtual void spans(std::string_view /*line*/, const Limits& /*limits*/, MatchScratch& /*scratch*/,
                     std::vector<Range>& /*to*/) const {}
  // Shape fence: adds the protected lines, indices. `bucket` is the rule's, see scanner.h.
  virtual void blocks(const Lines& /*lines*/, std::uint64_t /*bucket*/, MatchScratch& /*scratch*/,
                      std::vector<LineRange>& /*to*/) const {}
  // Shape fence: whether `line` may begin a block, and end it; a block has at most so many lines
  // behind its first.
  virtual bool opens(const Line& /*line*/, MatchScratch& /*scratch*/) const { return false; }
  virtual bool closes(const Line& /*line*/, MatchScratch& /*scratch*/) const { return false; }
  virtual std::size_t within() const { return 0; }
  // Shape run: whether `line` is one that a run is made of, and how many make one.
  virtual bool in_run(const Line& /*line*/, MatchScratch& /*scratch*/) const { return false; }
  virtual std::size_t min_run() const { return 1; }

 private:
  Strength strength_;
  Shape shape_;
};

class Scanner;

// Spans that may overlap. Those that an edit touches are found without a walk over all: a line may
// have as many spans as edits.
class ProtectedSpans {
 public:
  void add(Range span) { spans_.push_back(span); }
  // To be called once, behind the last add().
  void finish();
  // Whether f(span) holds for one that `edit` touches.
  template <typename F>
  bool any_touched(const Edit& edit, F&& f) const;

 private:
  std::vector<Range> spans_;           // by their begin
  std::vector<std::size_t> furthest_;  // of each and those in front of it, the furthest end
};

class Protection {
 public:
  // `scanner` may be null. The references must outlive the Protection. `line_by_line`: one line is
  // enough for a run, as its neighbours are not known.
  Protection(std::span<const RulePtr> rules, const Document& document, const CleanOptions& options,
             const Scanner* scanner, MatchScratch& scratch);

  // Whether `edit`, given in coordinates of the document's base, may not be made. An inline span
  // may go or move as a whole, when the edit covers it and takes whole lines or writes it again.
  bool forbids(const Edit& edit, bool whole_lines);

 private:
  // A rule and its bit in wanted_.
  struct Listed {
    const ProtectRule* rule = nullptr;
    std::uint64_t bit = 0;
  };
  // What is known of the runs of a rule.
  struct Runs {
    const ProtectRule* rule = nullptr;
    std::map<std::size_t, LineRange> found;  // by the line behind the last
    std::uint64_t note = 0;                  // its bit in the notes of a line; 0: none is left
  };
  // What is known of a line.
  struct LineNotes {
    std::uint64_t asked = 0, in_run = 0;  // the runs that have been asked whether it is of them
    bool has_spans = false;               // whether they have been looked for
    ProtectedSpans inlines, blocks;       // in base coordinates
  };
  LineNotes& notes_of(std::size_t index);
  bool is_wanted(const Listed& listed, std::uint64_t wanted, const Line& line) const;
  bool is_of_run(const Runs& runs, std::size_t index);
  const LineNotes& spans_of_line(std::size_t index, const Line& line);
  void prepare();
  // The run around line `index`: its lines with blank ones between them, or none.
  LineRange run_around(Runs& runs, std::size_t index);
  bool in_run(const Edit& edit, std::size_t first_line);

  std::vector<const ProtectRule*> fences_;
  std::vector<Listed> spans_;
  std::vector<Runs> runs_;
  const Document& document_;
  const Limits& limits_;
  bool line_by_line_;
  MatchScratch& scratch_;
  const Scanner* scanner_;
  bool prepared_ = false;
  std::vector<Range> blocks_;  // base coordinates, sorted, merged
  NeedsTable wanted_;          // of spans
  std::deque<LineNotes> notes_;
  std::vector<std::uint32_t> places_;  // of each base line's notes in notes_, from 1; 0: none yet
};

}  // namespace textmend::internal

#endif  // TEXTMEND_PROTECTION_H_
