// The rounds: a section's text in, the edits that repair it out.
//
// F is one round: all rules once, in their order, with facts taken from the round's own input. The
// answer is the first text y in x, F(x), F(F(x)), … with F(y) = y, and x itself when there is none
// within Limits::rounds. A fixed point maps to itself and the fallback does so again, so cleaning
// twice is cleaning once, whatever the rules do.

#ifndef TEXTMEND_ENGINE_H_
#define TEXTMEND_ENGINE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/lexicon.h"
#include "textmend/pattern.h"
#include "textmend/rule.h"
#include "textmend/scanner.h"

namespace textmend::internal {

// The rules that are on, in the order in which they run. Immutable.
struct Program {
  std::vector<RulePtr> protect;
  std::vector<RulePtr> rules;
  std::vector<std::uint64_t> buckets;                        // Scanner::bucket() of each of `rules`
  std::map<const Rule*, std::vector<const Rule*>> habit_of;  // those of RuleCommon::habit_of
  std::shared_ptr<const Lexicons> lexicons;                  // null: the built-in ones
  std::shared_ptr<const Scanner> scanner;                    // of all rules
};

Program make_program(std::vector<RulePtr> protect, std::vector<RulePtr> rules,
                     std::shared_ptr<const Lexicons> lexicons);

// Which part of a document a section is: head rules look at the first, tail rules at the last.
struct SectionPlace {
  bool first = true, last = true;
};

struct SectionNote {
  Note::Kind kind = Note::Kind::kFlag;
  std::string_view rule;
  std::size_t offset = 0;  // in the section's input
  std::string text;
};

struct SectionResult {
  std::vector<Edit> edits;         // in the section's input: sorted, disjoint, trimmed
  std::vector<SectionNote> notes;  // sorted by offset
  std::vector<Declined> declined;  // by rule, see CleanOptions::count_declined
  std::size_t invalid_lines = 0;
  int rounds = 0;  // that changed something
};

SectionResult clean_section(const Program& program, const CleanOptions& options,
                            std::string_view text, SectionPlace place, MatchScratch& scratch);

}  // namespace textmend::internal

#endif  // TEXTMEND_ENGINE_H_
