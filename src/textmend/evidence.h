// Evidence for word repairs: the rungs of [evidence], one implementation for all rules.

#ifndef TEXTMEND_EVIDENCE_H_
#define TEXTMEND_EVIDENCE_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/facts.h"

namespace textmend::internal {

// A word repair that asks for evidence.
struct Claim {
  std::string_view broken;  // the text as it stands, blanks included
  std::string_view result;  // what it would become
  std::string_view head;    // the group `head`, for the rung `pieces`
};

// A word that stands in two halves with a hyphen between them, as at a line's end: it may be one
// word that was divided there (`resolu-tion`), or the hyphen is its own (`well-known`).
struct Halves {
  std::string_view head, tail;          // the letters next to the hyphen
  std::string_view joined, hyphenated;  // what the word may have been
  bool has_other_hyphens = false;       // `state-of-` with `the-art`
  bool in_line = false;                 // a blank between the halves, no line end
};

struct Choice {
  enum class Form { kNeither, kJoined, kHyphenated };
  Form form = Form::kNeither;
  std::string_view evidence;  // what decided: `document`, `lexicon`, `pieces` or `spelling`
};

class Evidence {
 public:
  enum class Rung {
    kDocument,
    kLexicon,
    kPieces,
    kImpossible,
    kChoose,
    kSpelling,
    kParts,
    kHabit,
    kFragments,
    kRarer,
    kSplit,
    kPair
  };
  static constexpr std::string_view kRungNames[] = {"document",  "lexicon",  "pieces", "impossible",
                                                    "choose",    "spelling", "parts",  "habit",
                                                    "fragments", "rarer",    "split",  "pair"};

  Evidence(std::vector<Rung> rungs, int tier, bool unique, int habit_tier = 70)
      : rungs_(std::move(rungs)), tier_(tier), unique_(unique), habit_tier_(habit_tier) {}

  // The name of the first rung that holds, or an empty view. Of `habit` see below.
  std::string_view judge(const Claim& claim, const Facts& facts) const;
  // Whether no rung can hold, whatever the candidate: the broken form is one word and a known one.
  bool rules_out(std::string_view broken, const Facts& facts) const;
  // Whether the rung `habit` may make this of it where the section shows the habit, which is for
  // the engine to find out: the result is a word or stands in the section, whatever the pieces are.
  bool habit_allows(const Claim& claim, const Facts& facts) const;
  // The rung `choose`, see rules/README.md; of its arguments those that are rungs too, or all when
  // none is. That both halves are words says nothing against a join (`other-wise`).
  Choice choose(const Halves& halves, const Facts& facts) const;
  bool unique() const { return unique_; }
  bool uses(Rung rung) const {
    return std::find(rungs_.begin(), rungs_.end(), rung) != rungs_.end();
  }

 private:
  std::string_view first_rung(const Claim& claim, const Facts& facts) const;
  Choice best_choice(const Halves& halves, const Facts& facts) const;
  Choice choose_by_lexicon(const Halves& halves, const Lexicon& lexicon, const Facts& facts) const;
  bool lexicon_joins(const std::vector<std::string_view>& pieces, int tier,
                     const Facts& facts) const;
  bool parts_are_known(std::string_view result, const Facts& facts) const;
  bool is_split(Rung rung, const Claim& claim, const Facts& facts) const;
  bool holds(Rung rung, const Claim& claim, const Facts& facts) const;

  std::vector<Rung> rungs_;
  int tier_;        // the result must be this common
  bool unique_;     // exactly one candidate may pass
  int habit_tier_;  // that the result of `habit` must have; 100: it need be no word
};

}  // namespace textmend::internal

#endif  // TEXTMEND_EVIDENCE_H_
