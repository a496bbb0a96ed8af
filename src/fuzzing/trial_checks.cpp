// The faults that Trial knows, each a look at one text.

#include <fmt/format.h>

#include <algorithm>

#include "fuzzing/features.h"
#include "fuzzing/promises.h"
#include "fuzzing/trial.h"
#include "textmend/protection.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::Edit;
using internal::SectionNote;
using internal::SectionResult;

// A repair that writes more than this would break the limit of growth where it stands often.
constexpr std::size_t kGrowthFactor = 2, kGrowthBytes = 64;

std::string_view first_rule(const SectionResult& result) {
  return result.edits.empty() || result.edits.front().steps.empty()
             ? std::string_view()
             : result.edits.front().steps.front().rule;
}

}  // namespace

std::optional<Fault> Trial::check_settles(const std::string& text) {
  if (protects_ || !has_note(result_, Note::Kind::kUnsettled)) return std::nullopt;
  // Whether it would have come to an end with more room.
  CleanOptions roomy = options_;
  roomy.limits.growth_factor = 64;
  roomy.limits.growth_bytes = std::size_t{1} << 20;
  const SectionResult result = internal::clean_section(alone_, roomy, text, {}, scratch_);
  if (!has_note(result, Note::Kind::kUnsettled)) return fault(FaultKind::kGrows, text);
  Fault found = fault(FaultKind::kUnsettled, text);
  found.detail = fmt::format("still changing after {} rounds", options_.limits.rounds);
  return found;
}

std::optional<Fault> Trial::check_growth(const std::string& text) {
  if (protects_ || output_.size() <= kGrowthFactor * text.size() + kGrowthBytes) {
    return std::nullopt;
  }
  // The same again and again, until it is as long as a text where the limit counts.
  std::string often;
  while (often.size() < 4 * options_.limits.growth_bytes) often += text + "\n";
  if (!has_note(run(alone_, often), Note::Kind::kUnsettled)) return std::nullopt;
  Fault found = fault(FaultKind::kGrows, text);
  found.detail = fmt::format("{} bytes become {}; {} copies of this text are left as they are",
                             text.size(), output_.size(), often.size() / (text.size() + 1));
  found.actual = output_;
  return found;
}

std::optional<Fault> Trial::check_limit(const std::string& text) {
  if (protects_ || !has_note(result_, Note::Kind::kLimit, spec_->id)) return std::nullopt;
  return fault(FaultKind::kLimit, text,
               fmt::format("over {} steps for {} bytes", options_.limits.match_limit, text.size()));
}

std::optional<Fault> Trial::check_promises(const std::string& text) {
  // Dear, and hardly ever broken: where something happened, and now and then elsewhere.
  if (result_.edits.empty() && result_.notes.empty() && hash_of(text) % 16 != 0) {
    return std::nullopt;
  }
  const Broken broken = broken_by_section(alone_, options_, text);
  if (broken == nullptr) return std::nullopt;
  return fault(FaultKind::kPromise, text, broken);
}

std::optional<Fault> Trial::check_needs(const std::string& text) {
  if (!probe_) return std::nullopt;
  const std::optional<std::string> line = probe_->miss(text, options_.lang);
  if (!line) return std::nullopt;
  Fault found = fault(FaultKind::kNeeds, text, fmt::format("the line `{}`", one_line(*line)));
  if (!protects_) {
    found.expected = probe_->without_needs(text, options_.lang);
    if (*found.expected == text) found.expected = std::nullopt;  // a flag
    found.actual = output_;
  }
  return found;
}

// An edit that protection refuses, though it begins and ends outside of what is protected: its
// match goes over it.
std::optional<Fault> Trial::check_crosses(const std::string& text) {
  if (protects_ || spec_->scope == internal::Scope::kDocument) return std::nullopt;
  const SectionResult bare = run(bare_, text);
  if (bare.edits.empty()) return std::nullopt;
  const internal::Document document(text, options_.limits.line_bytes);
  internal::Protection protection(alone_.protect, document, options_, nullptr, scratch_);
  const auto refuses = [&](std::size_t begin, std::size_t end, std::string_view with) {
    Edit edit;
    edit.begin = begin;
    edit.end = end;
    edit.with = with;
    return protection.forbids(edit, false);
  };
  for (const Edit& edit : bare.edits) {
    std::size_t behind_first = edit.begin;
    if (edit.end - edit.begin < 3) continue;
    internal::next_code_point(text, behind_first);
    const std::size_t last = internal::previous_boundary(text, edit.end);
    if (!refuses(edit.begin, edit.end, edit.with) || refuses(edit.begin, behind_first, "") ||
        refuses(last, edit.end, "")) {
      continue;
    }
    Fault found = fault(FaultKind::kCrosses, text);
    found.detail =
        fmt::format("`{}` would have become `{}`",
                    one_line(std::string_view(text).substr(edit.begin, edit.end - edit.begin)),
                    one_line(edit.with));
    found.actual = output_;
    return found;
  }
  return std::nullopt;
}

std::optional<Fault> Trial::check_fights(const std::string& text) {
  if (protects_) return std::nullopt;
  const SectionResult rest = run(rest_, text);
  for (const Edit& edit : rest.edits) {
    for (const Step& step : edit.steps) add_feature(mix(6, hash_of(step.rule)));
  }
  if (result_.edits.empty() && rest.edits.empty()) return std::nullopt;
  const auto fight = [&](std::string_view other, std::string detail) {
    Fault found = fault(FaultKind::kFight, text, std::move(detail));
    found.other = other;
    return found;
  };
  const bool settles_alone = !has_note(result_, Note::Kind::kUnsettled);
  if (settles_alone && !has_note(rest, Note::Kind::kUnsettled)) {
    const SectionResult both = run(both_, text);
    std::string_view other;
    for (const SectionNote& note : both.notes) {
      if (note.kind == Note::Kind::kUnsettled && note.rule != spec_->id) other = note.rule;
    }
    if (has_note(both, Note::Kind::kUnsettled, spec_->id) && !other.empty()) {
      return fight(other, "together they never settle, so the text comes out as it went in");
    }
  }
  // In one round, where nobody sees it.
  if (!result_.edits.empty() && rest.edits.empty()) {
    const SectionResult undone = run(rest_, output_);
    if (internal::apply_edits(output_, undone.edits) == text) {
      return fight(first_rule(undone), fmt::format("it takes `{}` back", one_line(output_)));
    }
  }
  if (result_.edits.empty() && !rest.edits.empty()) {
    const std::string repaired = internal::apply_edits(text, rest.edits);
    if (output(alone_, repaired) == text) {
      return fight(first_rule(rest), fmt::format("its repair `{}` is undone", one_line(repaired)));
    }
  }
  return std::nullopt;
}

std::optional<Fault> Trial::find_eaten(const std::string& text, std::string_view trap,
                                       const std::string& lang, std::string_view trap_of) {
  if (protects_) return std::nullopt;
  options_.lang = lang;
  look(text);
  // What is done to the company is another matter: of a rule of taste, it may be right.
  const std::size_t begin = text.find(trap), end = begin + trap.size();
  const bool eaten = std::any_of(result_.edits.begin(), result_.edits.end(), [&](const Edit& edit) {
    const bool ours = std::any_of(edit.steps.begin(), edit.steps.end(),
                                  [&](const Step& step) { return step.rule == spec_->id; });
    return ours && edit.begin < end && std::max(edit.end, edit.begin + 1) > begin;
  });
  if (!eaten) return std::nullopt;
  Fault found = fault(FaultKind::kTrap, text);
  if (trap_of != spec_->id) found.other = trap_of;
  found.actual = output_;
  return found;
}

}  // namespace textmend::fuzzing
