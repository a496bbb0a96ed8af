#include "fuzzing/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fuzzing/company.h"
#include "fuzzing/minimise.h"
#include "fuzzing/pieces.h"
#include "fuzzing/text_places.h"
#include "textmend/rule_cover.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

constexpr std::size_t kMinimiseTries = 3000;
constexpr std::size_t kSmallLine = 1000, kLargeLine = 4000;  // both seen whole by patterns

// A line of which one part is pumped up.
struct Pump {
  std::string before, part, behind;

  std::string line(std::size_t bytes) const {
    std::string text = before;
    while (text.size() + part.size() + behind.size() <= bytes) text += part;
    return text + behind;
  }
  std::string described() const {
    return fmt::format("`{}`, then `{}` again and again, then `{}`", one_line(before),
                       one_line(part), one_line(behind));
  }
};

// Which part comes again and again: what stands there, and what patterns repeat.
constexpr std::string_view kParts[] = {"a",   " ", "a ", "A",   "1",  ",", "-", ".",
                                       "ab ", "é", "\t", "a, ", "a.", "(", "“", "A. "};

Pump make_pump(std::string_view line, Random& random) {
  const auto boundary = [&line](std::size_t at) {
    while (at < line.size() && internal::is_continuation(line[at])) ++at;
    return at;
  };
  const std::size_t at = boundary(random.below(line.size() + 1));
  Pump pump{std::string(line.substr(0, at)), {}, std::string(line.substr(at))};
  if (random.one_in(2)) {
    pump.part = random.pick(kParts);
  } else {
    const std::size_t end = boundary(std::min(line.size(), at + 1 + random.below(6)));
    pump.part = line.substr(at, end - at);
  }
  if (pump.part.empty()) pump.part = "a";
  // What the pattern waits for does not come: the rest is missing, or something stands before it.
  static constexpr std::string_view kBreaks[] = {"!", "1", ";", "\u00A0", "?"};
  if (random.one_in(2))
    pump.behind = random.one_in(4) ? "" : std::string(random.pick(kBreaks)) + pump.behind;
  return pump;
}

bool is_trap(const internal::RuleSpec& spec, const internal::RuleTest& test) {
  return spec.phase != internal::Phase::kProtect && !test.out && test.params.members.empty() &&
         (!test.flags || test.flags->empty());
}

}  // namespace

Material material_of(const RuleSet& rules, std::span<const SpecPtr> own,
                     std::vector<std::string> clean, const std::string& lang) {
  Material material;
  const auto add = [&material](const SpecPtr& spec) {
    for (const internal::RuleTest& test : spec->tests) {
      material.texts.push_back({test.in, test.lang});
      if (is_trap(*spec, test)) material.traps.push_back({test.in, test.lang, spec});
    }
    std::vector<std::string> pieces = pieces_of(*spec);
    std::move(pieces.begin(), pieces.end(), std::back_inserter(material.pieces));
  };
  for (const SpecPtr& spec : own) add(spec);
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    const bool stands_in = std::any_of(
        own.begin(), own.end(), [&](const SpecPtr& spec) { return spec->id == entry.head().id; });
    // Owned by the rule set, which outlives the material.
    if (!stands_in) add({std::shared_ptr<const internal::RuleSpec>(), &entry.spec()});
  }
  for (std::string& text : clean) {
    for (const std::string_view line : lines_of(text)) material.pieces.emplace_back(line);
    material.traps.push_back({std::move(text), lang, nullptr});
  }
  return material;
}

Campaign::Campaign(Trial& trial, const Material& material, const CampaignOptions& options)
    : trial_(trial),
      material_(material),
      options_(options),
      end_(std::chrono::steady_clock::now() + options.time),
      random_(options.seed),
      damage_(material.pieces) {
  for (const internal::RuleTest& test : trial.spec().tests) {
    corpus_.push_back({test.in, test.lang});
    if (test.out) corpus_.push_back({*test.out, test.lang});
  }
  own_texts_ = corpus_.size();
}

bool Campaign::goes_on() const {
  if (stopped_ || (options_.runs != 0 && runs_ >= options_.runs)) return false;
  return std::chrono::steady_clock::now() < end_;
}

bool Campaign::knows(FaultKind kind) const {
  return std::any_of(known_.begin(), known_.end(),
                     [kind](const Fault& fault) { return fault.kind == kind; });
}

void Campaign::report(Fault fault) {
  known_.push_back(fault);
  const std::string smallest = minimise(
      fault.text,
      [&](const std::string& text) { return trial_.find_again(fault, text).has_value(); },
      kMinimiseTries);
  if (std::optional<Fault> again = trial_.find_again(fault, smallest)) fault = std::move(*again);
  if (found_) found_(fault);
}

void Campaign::try_text(const std::string& text, const std::string& lang) {
  ++runs_;
  if (watch_) watch_(text);
  std::optional<Fault> fault = trial_.find(text, lang, known_);
  bool is_new = false;
  for (const std::uint64_t feature : trial_.features()) is_new |= seen_.insert(feature).second;
  if (is_new) corpus_.push_back({text, lang});
  if (fault) report(std::move(*fault));
}

void Campaign::try_trap(const Trap& trap, const std::string& text, const internal::RuleSpec& of) {
  ++runs_;
  if (watch_) watch_(text);
  std::optional<Fault> fault = trial_.find_eaten(text, trap.text, trap.lang, of.id);
  if (!fault || knows(FaultKind::kTrap)) return;
  known_.push_back(*fault);
  if (found_) found_(*fault);
}

void Campaign::try_traps(bool ours) {
  const internal::RuleSpec& own = trial_.spec();
  // A rule of taste may change what is no damage.
  if (!ours && own.safety == Safety::kStyle) return;
  for (const bool alone : {true, false}) {
    for (const Trap& trap : material_.traps) {
      const bool is_own = trap.spec.get() == &own || !trap.spec;  // none: the user's text
      if (is_own != ours) continue;
      if (!goes_on() || knows(FaultKind::kTrap)) return;
      const internal::RuleSpec& of = trap.spec ? *trap.spec : own;
      if (alone) {
        try_trap(trap, trap.text, of);
        continue;
      }
      for (const std::string& text : in_company(trap.text, own)) try_trap(trap, text, of);
    }
  }
}

void Campaign::try_pump(const Text& text) {
  if (knows(FaultKind::kSlow) && knows(FaultKind::kLimit)) return;
  const std::vector<std::string_view> lines = lines_of(text.text);
  if (lines.empty()) return;
  Pump pump = make_pump(random_.pick(lines), random_);
  ++runs_;
  const std::string large = pump.line(kLargeLine);
  if (watch_) watch_(large);
  const auto find = [&](const Pump& one) {
    return trial_.find_slow(one.line(kSmallLine), one.line(kLargeLine), text.lang);
  };
  std::optional<Fault> fault = find(pump);
  if (!fault || knows(fault->kind)) return;
  if (fault->kind == FaultKind::kLimit) {
    report(std::move(*fault));
    return;
  }
  known_.push_back(*fault);
  // What stands around the pumped part, without what does not matter.
  constexpr std::size_t kTries = 60;
  const auto shrink = [&](std::string Pump::* side) {
    pump.*side = minimise(
        pump.*side,
        [&](const std::string& shorter) {
          Pump other = pump;
          other.*side = shorter;
          return find(other).has_value();
        },
        kTries);
  };
  shrink(&Pump::before);
  shrink(&Pump::behind);
  if (std::optional<Fault> again = find(pump)) fault = std::move(*again);
  fault->detail += ": " + pump.described();
  if (found_) found_(*fault);
}

void Campaign::pump_all(const Text& text, std::size_t most) {
  for (; most > 0 && goes_on(); --most) try_pump(text);
}

void Campaign::run_fixed() {
  const std::vector<Text> own(corpus_.begin(),
                              corpus_.begin() + static_cast<std::ptrdiff_t>(own_texts_));
  for (const Text& text : own) {
    if (!goes_on()) return;
    try_text(text.text, text.lang);
  }
  try_traps(true);
  for (const Text& text : own) {
    for (const std::string& variant : internal::variants(text.text)) {
      if (!goes_on()) return;
      try_text(variant, text.lang);
    }
  }
  constexpr std::size_t kPumps = 30;
  for (const Text& text : own) pump_all(text, kPumps);
  try_traps(false);
  for (const Text& text : material_.texts) {
    if (!goes_on()) return;
    try_text(text.text, text.lang);
  }
}

void Campaign::run_random() {
  constexpr std::size_t kPumpEvery = 40;
  while (goes_on()) {
    // Its own tests, what has shown something new, and seldom the tests of others.
    const Text text = random_.one_in(8)   ? random_.pick(material_.texts)
                      : random_.one_in(2) ? corpus_[random_.below(own_texts_)]
                                          : random_.pick(corpus_);
    if (random_.one_in(kPumpEvery)) {
      try_pump(text);
    } else {
      try_text(damage_.mutate(text.text, random_, options_.most_bytes), text.lang);
    }
  }
}

void Campaign::run() {
  run_fixed();
  if (!corpus_.empty()) run_random();
}

}  // namespace textmend::fuzzing
