// One round: all rules once over a section.

#ifndef TEXTMEND_ROUND_H_
#define TEXTMEND_ROUND_H_

#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "textmend/declined.h"
#include "textmend/engine.h"
#include "textmend/facts.h"
#include "textmend/gates.h"
#include "textmend/protection.h"
#include "textmend/subject.h"
#include "textmend/unless.h"

namespace textmend::internal {

// What the rounds of a section leave each other.
struct RoundMemory {
  // Rules of scope document of which no line held a need in the round before. Only lines that have
  // changed since may hold one now.
  std::set<const Rule*> needless;
};

class Round {
 public:
  // `scanner` may be null: then every rule looks at every line.
  Round(const Program& program, const CleanOptions& options, Document& document, const Facts& facts,
        const Scanner* scanner, SectionPlace place, std::size_t most_bytes, MatchScratch& scratch,
        RoundMemory& memory);

  // False when the text grew over `most_bytes`: the section cannot be cleaned.
  bool run();

  // Notes with offsets in the document's current text.
  std::vector<SectionNote>& notes() { return notes_; }
  // What was held back, in coordinates of the round's input; only with count_declined.
  const std::vector<DeclinedPlace>& declined() const { return declined_; }
  // Rules that changed something.
  const std::set<std::string_view>& fired() const { return fired_; }
  // Bytes, blanks not counted, that are lost with lines, by rule.
  const std::map<std::string_view, std::size_t>& removed() const { return removed_; }

 private:
  class LineWork;

  bool run_line_stage(std::size_t begin, std::size_t end);  // of the rules
  bool run_rule(const Rule& rule);
  void find_in_windows(const Rule& rule, std::vector<Edit>& edits);
  void find_in_document(const Rule& rule, std::vector<Edit>& edits);
  bool holds_need(const Rule& rule);
  bool may_run(const Rule& rule) const;
  std::uint64_t bucket(const Rule& rule) const;
  std::uint64_t bucket_of(std::size_t rule) const;

  // Whether guards, gates and protection let `finding` pass; it may become one that is only
  // flagged. `unless` is of the text around the match; `in_base` is the edit in the coordinates of
  // the round's input.
  bool guard_allows(const Rule& rule, Finding& finding, Unless& unless);
  // Gates::settle(); what it can't settle is flagged where the rule says so.
  bool settle(const Rule& rule, Finding& finding);
  bool protection_allows(const Finding& finding, Range in_base, std::string_view with);
  // The same for an edit in the document's current coordinates.
  bool protection_allows(const Finding& finding, const Edit& edit);
  void flag_in_window(const Rule& rule, const Finding& finding, const Window& window,
                      const std::vector<Edit>& edits);
  // `offset` is in the document's current coordinates.
  void decline(const Rule& rule, std::size_t offset, DeclinedPlace::Why why);
  // The matches without evidence that no finding covers; `place` gives their document offsets.
  template <typename Place>
  void decline_unproved(const Rule& rule, const Findings& findings, Place&& place);
  void note_flag(const Rule& rule, std::size_t offset, std::string_view text);
  void note_limit(const Rule& rule, std::size_t line);

  const Program& program_;
  const CleanOptions& options_;
  Document& document_;
  const Scanner* scanner_;
  SectionPlace place_;
  std::size_t most_bytes_;
  MatchScratch& scratch_;
  RoundMemory& memory_;
  const Facts& facts_;
  Protection protection_;
  Gates gates_;
  std::vector<SectionNote> notes_;
  std::vector<DeclinedPlace> declined_;
  std::set<std::string_view> fired_;
  std::map<std::string_view, std::size_t> removed_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_ROUND_H_
