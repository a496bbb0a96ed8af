// One rule twice, with its needs and without, to find texts on which only the second acts: there
// its needs do not cover its patterns.

#ifndef TEXTMEND_NEEDS_PROBE_H_
#define TEXTMEND_NEEDS_PROBE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/engine.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

// Conditions on the section as a whole are left out of both. Belongs to one thread at a time.
class NeedsProbe {
 public:
  // Null where there is nothing to compare.
  static std::optional<NeedsProbe> make(const RuleSpec& spec, const Node& overrides);

  const Node& params() const { return params_; }
  const Place& place() const { return params_.find("needs")->place; }
  bool wants(std::string_view line) const { return needs().wants(trim_blanks(line)); }

  // A line of `text` on which the rule acts only without its needs.
  std::optional<std::string> miss(const std::string& text, const std::string& lang);
  // What the rule makes of `text` without its needs.
  std::string without_needs(const std::string& text, const std::string& lang);
  // Of a rule of scope line, what it finds in `line`.
  std::vector<Range> matches(std::string_view line, const std::string& lang);
  bool by_line() const { return by_line_; }

 private:
  NeedsProbe() : scratch_(std::make_unique<MatchScratch>(options_.limits)) {}

  const Needs& needs() const { return rule_->common().needs; }
  bool may_miss(const Document& document, const Facts& facts);
  std::optional<std::string> miss_of_patterns(const Document& document);
  SectionResult run(const Program& program, const std::string& text, const std::string& lang);

  CleanOptions options_;  // without the scanner: to make one takes longer than these few lines
  std::unique_ptr<MatchScratch> scratch_;
  Node params_;
  RulePtr rule_, everywhere_;
  Program program_, everywhere_program_;
  bool by_line_ = false;
  std::vector<PatternPtr> patterns_;  // of a protect rule, which proposes no edits
};

}  // namespace textmend::internal

#endif  // TEXTMEND_NEEDS_PROBE_H_
