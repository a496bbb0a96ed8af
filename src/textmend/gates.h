// The conditions of [guard] and `langs` that concern the whole section: judged once a round, when
// the first finding of a rule asks, on the section as it came into the round.

#ifndef TEXTMEND_GATES_H_
#define TEXTMEND_GATES_H_

#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "textmend/document.h"
#include "textmend/facts.h"
#include "textmend/rule.h"
#include "textmend/scanner.h"

namespace textmend::internal {

class Gates {
 public:
  // `scanner` may be null. The references must outlive the Gates.
  Gates(const Document& document, const Facts& facts, const Limits& limits, const Scanner* scanner,
        MatchScratch& scratch)
      : document_(document), facts_(facts), limits_(limits), scanner_(scanner), scratch_(scratch) {}

  bool is_open(const Rule& rule);
  // Whether is_open() has already been found to be false.
  bool is_known_closed(const Rule& rule) const {
    const auto gate = gates_.find(&rule);
    return gate != gates_.end() && !gate->second;
  }

  // A rule of scope document is surveyed where it runs: these are its findings, and `text` gives
  // the text of their matches.
  void set_survey(const Rule& rule, const std::vector<Finding>& findings, const TextRange& text);

 private:
  // What a rule finds in the whole section.
  struct Survey {
    std::size_t matches = 0;  // all
    std::size_t proved = 0;   // those with evidence
    std::size_t kinds = 0;    // different texts among the proved
  };
  bool judge(const Rule& rule);
  bool share_allows(const Rule& rule);
  Survey survey(const Rule& rule);
  static Survey count_findings(const std::vector<Finding>& findings, const TextRange& text);
  // Whether so many different lines match, of those that hold one of the rule's `document_needs`.
  bool lines_match(const Rule& rule, const Pattern& pattern, std::size_t kinds);
  bool is_heading(const Lines& lines, std::size_t line, const Pattern& pattern);
  bool has_paragraphs(std::size_t count);

  const Document& document_;
  const Facts& facts_;
  const Limits& limits_;
  const Scanner* scanner_;
  MatchScratch& scratch_;
  std::map<const Rule*, bool> gates_;
  std::map<const Rule*, Survey> surveys_;
  // By the pattern's text, the bit of its needs and the number: many rules share one.
  std::map<std::tuple<std::string_view, std::uint64_t, std::size_t>, bool> matches_;
  std::map<std::size_t, bool> paragraphs_;  // by the number asked for
};

}  // namespace textmend::internal

#endif  // TEXTMEND_GATES_H_
