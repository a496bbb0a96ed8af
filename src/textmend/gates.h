// The conditions of [guard] and `langs` that concern the whole section: judged once a round, when
// the first finding of a rule asks, on the section as it came into the round.

#ifndef TEXTMEND_GATES_H_
#define TEXTMEND_GATES_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "textmend/document.h"
#include "textmend/engine.h"
#include "textmend/facts.h"
#include "textmend/rule.h"
#include "textmend/scanner.h"

namespace textmend::internal {

// A line of prose, in any script: long, of more than one word, without the marks of markup and
// code, and the end of a sentence at its end. Without blanks at its ends; `shortest` in bytes.
bool is_paragraph(std::string_view line, std::size_t shortest = 150);

class Gates {
 public:
  // Unsure: the section has too few matches with evidence (`at_least`, `at_least_kinds`).
  enum class Gate { kClosed, kUnsure, kOpen };

  // `scanner` may be null. The references must outlive the Gates.
  Gates(const Document& document, const Program& program, const Facts& facts, const Limits& limits,
        const Scanner* scanner, MatchScratch& scratch)
      : document_(document),
        program_(program),
        facts_(facts),
        limits_(limits),
        scanner_(scanner),
        scratch_(scratch) {}

  Gate gate(const Rule& rule);
  // Whether gate() has already been found to be closed.
  bool is_known_closed(const Rule& rule) const {
    const auto gate = gates_.find(&rule);
    return gate != gates_.end() && gate->second == Gate::kClosed;
  }
  // Whether the rule is for the section's language; tells the language where it asks for any.
  bool is_in_language(const Rule& rule) const;
  // Whether the section shows the habit of the rules `habit_of`; true where there are none. To be
  // asked before the rule looks at lines.
  bool shows_habit(const Rule& rule);
  // Gives a finding of the rung `habit` what the section's habit makes of it. False where it has no
  // answer.
  bool settle(const Rule& rule, Finding& finding);

  // A rule of scope document is surveyed where it runs: these are its findings, and `text` gives
  // the text of their matches.
  void set_survey(const Rule& rule, const std::vector<Finding>& findings, const TextRange& text);

  // What `rule`, of scope line, finds in `line`, when a survey has looked at that very line: one of
  // the round's input with the same bytes at the same place. May be called once a line.
  std::optional<Findings> take_surveyed(const Rule& rule, std::string_view line);

 private:
  // What a rule finds in the section: in all of it, or until its guard asks for no more.
  struct Survey {
    std::size_t matches = 0;      // all
    std::size_t proved = 0;       // those with evidence
    std::set<std::string> kinds;  // different texts among the proved
    // Of those with a sign: sign -> candidate -> different texts.
    std::map<std::string, std::map<std::size_t, std::set<std::string>>, std::less<>> signs;
    bool whole = false;

    void add(const Finding& finding, std::string_view match);
    // Whether `guard` asks for no more of them.
    bool is_enough(const Guard& guard) const {
      return proved >= guard.at_least && kinds.size() >= guard.at_least_kinds;
    }
  };
  // What a survey has found in lines, by the place of their contents.
  using FoundInLines = std::unordered_map<const char*, Findings>;
  Gate judge(const Rule& rule);
  // The candidate that stands for `sign` in the section.
  std::optional<std::size_t> habit(const Rule& rule, std::string_view sign);
  bool share_allows(const Rule& rule);
  enum class Extent { kEnough, kWhole };
  const Survey& survey(const Rule& rule, Extent extent);
  // Whether so many lines of different kinds match, of those that hold one of the rule's
  // `document_needs`. What kind a line is, tells the first group that it fills; else it is its own.
  bool lines_match(const Rule& rule, const Pattern& pattern, std::size_t kinds);
  using Matches = std::function<bool(std::string_view line)>;
  bool is_heading(const Lines& lines, std::size_t line, const Matches& matches);
  bool has_paragraphs(std::size_t count);

  const Document& document_;
  const Program& program_;
  const Facts& facts_;
  const Limits& limits_;
  const Scanner* scanner_;
  MatchScratch& scratch_;
  std::map<const Rule*, Gate> gates_;
  std::map<const Rule*, bool> habits_;
  std::map<const Rule*, Survey> surveys_;
  std::map<const Rule*, FoundInLines> found_;
  // By the pattern's text, its needs and the number: many rules share one.
  std::map<std::tuple<std::string_view, const Needs*, std::size_t>, bool> matches_;
  std::map<std::size_t, bool> paragraphs_;  // by the number asked for
};

}  // namespace textmend::internal

#endif  // TEXTMEND_GATES_H_
