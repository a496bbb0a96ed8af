// What rules cost on a text: how many lines their needs let through, and what looking at them
// takes.
//
// Three sieves stand before a rule. The scanner looks for the rarest four neighbouring bytes of
// each need at every place of the text (a look where they stand), the need as a whole is tried
// there, and the patterns run on the lines that hold one (the candidates). So the first question
// about a slow rule is which need has so many looks, the second which lets so many lines through.

#ifndef TEXTMEND_RULE_COST_H_
#define TEXTMEND_RULE_COST_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/node.h"
#include "textmend/rule_set.h"
#include "textmend/stretch_counter.h"

namespace textmend::internal {

// One window of `params.needs`.
struct WindowCost {
  std::string text;  // as it is written
  Place place;
  std::size_t lines = 0;  // that hold it
  // How often its rarest stretch of up to four bytes stands in the text, the stretch, and what
  // stands around two of them. A need tied to a line's start or end is looked for nowhere else: its
  // looks are its lines, and there is no stretch.
  std::size_t looks = 0;
  std::string stretch;
  std::vector<std::string> excerpts;
};

struct RuleCost {
  std::string id;
  Place place;                  // of the needs; none for a kind that has no such key
  std::size_t looks = 0;        // of all its needs
  std::size_t occurrences = 0;  // of all its needs
  std::size_t lines = 0;        // candidates; all lines for a rule without needs
  std::size_t findings = 0;     // what the rule proposes, before guards and protection
  std::chrono::nanoseconds time{0};
  std::vector<WindowCost> windows;  // those of the rule file; a kind may add its own
};

// What was measured, and on how much.
struct TextCost {
  std::size_t bytes = 0, lines = 0;
  std::vector<RuleCost> rules;  // those that are on, in their order; protect rules are left out:
                                // they look only where something is to be edited

  double per_megabyte(std::size_t count) const;  // of 1e6 bytes
};

// Whether a need has more than 300 looks per MB, a rule more than 1000. Findings are what needs are
// for, so no need is too common where one look in ten comes to one; nor can twenty looks tell.
bool is_common_window(const TextCost& cost, const RuleCost& rule, const WindowCost& window);
bool is_common_rule(const TextCost& cost, const RuleCost& rule);

// Measures the rules that are on in a RuleSet, which must outlive it, on one text after another.
class CostMeter {
 public:
  // `lang` as in CleanOptions.
  CostMeter(const RuleSet& rules, std::string lang);

  // Rules of scope document are timed on their candidates and the lines beside them.
  void add(std::string_view text);

  TextCost cost() const;

 private:
  struct Window {
    Needs needs;  // of this window alone
    // For each position of the window, the stretches by which it may be known from there on, and
    // the first of them for people; none for a window tied to an end.
    std::vector<std::vector<std::size_t>> stretches;  // numbers in stretches_
    std::vector<std::string> shown;
    std::size_t lines = 0;
  };
  struct Measured {
    RulePtr rule;
    std::vector<Window> windows;  // those of RuleCost::windows, then the kind's own
  };

  void add_window(const NeedWindow& window, Measured& to);

  std::vector<std::size_t> take_candidates(const Document& document, std::size_t index);
  void time_lines(const Document& document, const Facts& facts,
                  const std::vector<std::size_t>& candidates, std::size_t index);
  void time_document(const Document& document, const Facts& facts,
                     const std::vector<std::size_t>& candidates, std::size_t index);

  CleanOptions options_;
  std::shared_ptr<const Lexicons> lexicons_;
  MatchScratch scratch_;
  std::vector<Measured> measured_;
  StretchCounter stretches_;
  TextCost cost_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_COST_H_
