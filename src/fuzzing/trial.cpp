#include "fuzzing/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <limits>
#include <utility>

#include "fuzzing/promises.h"
#include "textmend/protection.h"
#include "textmend/rule_test.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::Edit;
using internal::SectionNote;
using internal::SectionResult;
using Entry = RuleSet::State::Entry;

// A repair that writes more than this would break the limit of growth where it stands often.
constexpr std::size_t kGrowthFactor = 2, kGrowthBytes = 64;
// A line of 4000 bytes that takes longer than this is slow where it also takes longer than its
// length explains: four times the bytes, four times the time; sixteen where the square counts.
constexpr std::int64_t kSlowNanoseconds = 1'000'000;
constexpr std::int64_t kSlowRatio = 8;

bool has_note(const SectionResult& result, Note::Kind kind, std::string_view rule = {}) {
  return std::any_of(result.notes.begin(), result.notes.end(), [&](const SectionNote& note) {
    return note.kind == kind && (rule.empty() || note.rule == rule);
  });
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 1099511628211ULL;
}

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

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = mix(hash, static_cast<unsigned char>(c));
  return hash;
}

std::string_view first_rule(const SectionResult& result) {
  return result.edits.empty() || result.edits.front().steps.empty()
             ? std::string_view()
             : result.edits.front().steps.front().rule;
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

// The least of some, of the time that this thread had: others on the machine do not count.
std::int64_t Trial::cpu_nanoseconds(const std::string& text, int times) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  const auto now = [] {
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  };
  for (; times > 0; --times) {
    const std::int64_t begin = now();
    run(bare_, text);
    least = std::min(least, now() - begin);
  }
  return least;
}

std::optional<Fault> Trial::find_slow(const std::string& small, const std::string& large,
                                      const std::string& lang) {
  if (protects_) return std::nullopt;
  options_.lang = lang;
  if (cpu_nanoseconds(large, 1) < kSlowNanoseconds) return std::nullopt;
  if (has_note(run(bare_, large), Note::Kind::kLimit, spec_->id)) {
    look(large);
    return check_limit(large);
  }
  const std::int64_t of_small = cpu_nanoseconds(small, 5), of_large = cpu_nanoseconds(large, 3);
  if (of_large < kSlowNanoseconds || of_large < kSlowRatio * of_small) return std::nullopt;
  Fault found = fault(FaultKind::kSlow, large);
  found.detail = fmt::format("{} bytes take {:.2f} ms, {} bytes take {:.2f} ms", small.size(),
                             static_cast<double>(of_small) / 1e6, large.size(),
                             static_cast<double>(of_large) / 1e6);
  return found;
}

}  // namespace textmend::fuzzing
