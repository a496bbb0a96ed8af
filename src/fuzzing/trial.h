// One rule put to the test: what it does to a text, alone and in company, and what is wrong there.
//
//   alone   the rule with the protect rules, as its own tests run
//   bare    the same without protection
//   rest    the rules that are on beside it, without it
//   both    all of them
//
// Faults show in how these differ. Not thread-safe; cheap to ask (some cleanings of a short text),
// dear to make (reads and compiles rules).

#ifndef TEXTMEND_FUZZING_TRIAL_H_
#define TEXTMEND_FUZZING_TRIAL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/faults.h"
#include "textmend/needs_probe.h"
#include "textmend/rule_set.h"
#include "textmend/stand_in.h"

namespace textmend::fuzzing {

using internal::SpecPtr;

class Trial {
 public:
  // `rules` are those that run beside it. `own` are the rules that are fuzzed, this one among them:
  // they stand in for rules of the same id and are on. Null where `spec` makes no rule.
  static std::unique_ptr<Trial> make(const RuleSet& rules, std::span<const SpecPtr> own,
                                     const SpecPtr& spec);

  const internal::RuleSpec& spec() const { return *spec_; }

  // The first fault on `text` that is none of `known`.
  std::optional<Fault> find(const std::string& text, const std::string& lang,
                            std::span<const Fault> known);
  // A fault like this one on `text`: what the minimiser asks.
  std::optional<Fault> find_again(const Fault& fault, const std::string& text);

  // `trap`, which must stay, is changed in `text`, where it stands alone or in company. `trap_of`
  // is the rule whose trap it is.
  std::optional<Fault> find_eaten(const std::string& text, std::string_view trap,
                                  const std::string& lang, std::string_view trap_of);
  // Time, without that of protection: `large` is `small` with a part of it pumped up to four times
  // its size.
  std::optional<Fault> find_slow(const std::string& small, const std::string& large,
                                 const std::string& lang);

  // Of the last find(): what happened, as numbers. A text that shows a new one is worth keeping.
  std::span<const std::uint64_t> features() const { return features_; }

 private:
  Trial() : scratch_(options_.limits) {}

  internal::SectionResult run(const internal::Program& program, const std::string& text);
  std::string output(const internal::Program& program, const std::string& text);
  // A note of this kind, of this rule where one is named.
  static bool has_note(const internal::SectionResult& result, Note::Kind kind,
                       std::string_view rule = {});
  std::int64_t cpu_nanoseconds(const std::string& text, int times);

  using Check = std::optional<Fault> (Trial::*)(const std::string&);
  std::optional<Fault> run_check(Check check, const std::string& text, std::string_view lang);
  std::optional<Fault> check_settles(const std::string& text);
  std::optional<Fault> check_growth(const std::string& text);
  std::optional<Fault> check_limit(const std::string& text);
  std::optional<Fault> check_promises(const std::string& text);
  std::optional<Fault> check_needs(const std::string& text);
  std::optional<Fault> check_crosses(const std::string& text);
  std::optional<Fault> check_fights(const std::string& text);

  void look(const std::string& text);
  void add_feature(std::uint64_t feature) { features_.push_back(feature); }
  Fault fault(FaultKind kind, const std::string& text, std::string detail = {}) const;

  SpecPtr spec_;
  internal::RulePtr rule_;
  CleanOptions options_;
  internal::MatchScratch scratch_;
  internal::Program alone_, bare_, rest_, both_;
  bool protects_ = false;
  std::optional<internal::NeedsProbe> probe_;
  internal::SectionResult result_;  // of `alone` on the text at hand
  std::string output_;
  std::vector<std::uint64_t> features_;
};

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_TRIAL_H_
