#include "fuzzing/trial.h"

#include <algorithm>
#include <utility>

#include "fuzzing/features.h"
#include "fuzzing/text_places.h"
#include "textmend/rule_test.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::Edit;
using internal::SectionNote;
using internal::SectionResult;
using Entry = RuleSet::State::Entry;

// The kinds of its first characters: what distinguishes one place of a rule from another.
std::uint64_t shape_of(std::string_view text) {
  std::uint64_t hash = text.size() > 8 ? 9 : text.size();
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && count < 6; ++count) {
    const char32_t c = internal::next_code_point(text, at);
    hash = mix(hash, internal::is_letter(c)   ? (internal::is_uppercase(c) ? 1 : 2)
                     : c >= U'0' && c <= U'9' ? 3
                                              : c);
  }
  return hash;
}

}  // namespace

std::unique_ptr<Trial> Trial::make(const RuleSet& rules, std::span<const SpecPtr> own,
                                   const SpecPtr& spec) {
  std::vector<Diagnostic> diagnostics;  // `rules check` reports them
  internal::Problems problems(diagnostics);
  internal::RulePtr rule = internal::build_rule(*spec, internal::Node{}, problems);
  std::optional<std::vector<Entry>> entries = internal::with_own_rules(rules, own, problems);
  if (!rule || !entries) return nullptr;
  std::unique_ptr<Trial> trial(new Trial());
  trial->spec_ = spec;
  trial->rule_ = rule;
  trial->options_.count_declined = true;
  trial->protects_ = spec->phase == internal::Phase::kProtect;
  trial->probe_ = internal::NeedsProbe::make(*spec, internal::Node{});
  const auto& lexicons = rules.state().program.lexicons;
  trial->both_ = internal::make_program(*entries, lexicons);
  std::erase_if(*entries, [&](const Entry& entry) { return entry.head().id == spec->id; });
  trial->rest_ = internal::make_program(*entries, lexicons);
  if (!trial->protects_) {
    trial->alone_ = internal::program_of_test(rules, *spec, std::move(rule));
    trial->bare_ = trial->alone_;
    trial->bare_.protect.clear();
  } else {
    trial->alone_ = trial->both_;
    trial->bare_ = trial->rest_;
  }
  return trial;
}

SectionResult Trial::run(const internal::Program& program, const std::string& text) {
  return internal::clean_section(program, options_, text, {}, scratch_);
}

std::string Trial::output(const internal::Program& program, const std::string& text) {
  return internal::apply_edits(text, run(program, text).edits);
}

Fault Trial::fault(FaultKind kind, const std::string& text, std::string detail) const {
  Fault fault;
  fault.kind = kind;
  fault.rule = spec_->id;
  fault.lang = options_.lang;
  fault.text = text;
  fault.detail = std::move(detail);
  return fault;
}

void Trial::look(const std::string& text) {
  result_ = run(alone_, text);
  output_ = internal::apply_edits(text, result_.edits);
  features_.clear();
  add_feature(mix(1, static_cast<std::uint64_t>(result_.rounds)));
  add_feature(mix(2, std::min<std::size_t>(result_.edits.size(), 5)));
  for (const Edit& edit : result_.edits) {
    add_feature(
        mix(mix(3, shape_of(std::string_view(text).substr(edit.begin, edit.end - edit.begin))),
            shape_of(edit.with)));
    for (const Step& step : edit.steps) add_feature(mix(4, hash_of(step.evidence)));
  }
  for (const SectionNote& note : result_.notes) {
    add_feature(mix(mix(5, static_cast<std::uint64_t>(note.kind)), shape_of(note.text)));
  }
  // How near it came to an edit: lines that hold a need, and what held back what it found.
  std::uint64_t candidates = 0;
  for (const std::string_view line : lines_of(text)) {
    if (rule_->common().needs.wants(internal::trim_blanks(line))) ++candidates;
  }
  const auto few = [](std::uint64_t count) { return std::min<std::uint64_t>(count, 3); };
  add_feature(mix(7, few(candidates)));
  for (const Declined& one : result_.declined) {
    if (one.rule != spec_->id) continue;
    add_feature(mix(mix(8, few(one.guard)), mix(few(one.protection), few(one.evidence))));
  }
}

std::optional<Fault> Trial::find(const std::string& text, const std::string& lang,
                                 std::span<const Fault> known) {
  static constexpr Check kChecks[] = {
      &Trial::check_settles, &Trial::check_limit,  &Trial::check_growth,  &Trial::check_needs,
      &Trial::check_crosses, &Trial::check_fights, &Trial::check_promises};
  options_.lang = lang;
  look(text);
  for (const Check check : kChecks) {
    std::optional<Fault> fault = (this->*check)(text);
    const bool is_new = fault && std::none_of(known.begin(), known.end(), [&](const Fault& one) {
                          return one.same_as(*fault);
                        });
    if (is_new) return fault;
  }
  return std::nullopt;
}

std::optional<Fault> Trial::find_again(const Fault& fault, const std::string& text) {
  const auto same = [&](std::optional<Fault> again) {
    return again && again->same_as(fault) ? again : std::nullopt;
  };
  options_.lang = fault.lang;
  look(text);
  switch (fault.kind) {
    case FaultKind::kUnsettled:
      return same(check_settles(text));
    case FaultKind::kGrows: {
      std::optional<Fault> grows = same(check_settles(text));
      return grows ? grows : same(check_growth(text));
    }
    case FaultKind::kLimit:
      return same(check_limit(text));
    case FaultKind::kNeeds:
      return same(check_needs(text));
    case FaultKind::kCrosses:
      return same(check_crosses(text));
    case FaultKind::kFight:
      return same(check_fights(text));
    case FaultKind::kPromise:
      return same(check_promises(text));
    case FaultKind::kSlow:
    case FaultKind::kTrap:
    case FaultKind::kCrash:
    case FaultKind::kHang:
      break;
  }
  return std::nullopt;
}

bool Trial::has_note(const SectionResult& result, Note::Kind kind, std::string_view rule) {
  return std::any_of(result.notes.begin(), result.notes.end(), [&](const SectionNote& note) {
    return note.kind == kind && (rule.empty() || note.rule == rule);
  });
}

}  // namespace textmend::fuzzing
