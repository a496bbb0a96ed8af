// The search for faults of one rule.
//
// First what is the same in every run, nearest first: the rule's own tests, its traps alone and in
// company, the near misses of its tests, lines with a part pumped up; then the traps and tests of
// all other rules. Then texts that are damaged at random,
// starting from the tests; those on which something new happens are kept and damaged again. Now and
// then a part of a line is pumped up to see what that costs.
//
// Of the same seed and number of runs the same comes out on every machine, but for what depends on
// time (FaultKind::kSlow).

#ifndef TEXTMEND_FUZZING_CAMPAIGN_H_
#define TEXTMEND_FUZZING_CAMPAIGN_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "fuzzing/damage.h"
#include "fuzzing/faults.h"
#include "fuzzing/random.h"
#include "fuzzing/trial.h"

namespace textmend::fuzzing {

struct Text {
  std::string text, lang;
};

struct Trap {
  std::string text, lang;
  SpecPtr spec;  // whose trap it is
};

// What all campaigns start from. Made once, and only read.
struct Material {
  std::vector<Text> texts;  // the inputs of the tests of all rules, and the user's own texts
  std::vector<Trap> traps;  // texts that must stay whatever rule looks at them
  std::vector<std::string> pieces;
};
// `clean` are texts of the user's in which nothing is to be repaired.
Material material_of(const RuleSet& rules, std::span<const SpecPtr> own,
                     std::vector<std::string> clean, const std::string& lang);

struct CampaignOptions {
  std::uint64_t seed = 1;
  std::chrono::milliseconds time{60'000};
  std::uint64_t runs = 0;  // 0: as many as there is time for
  std::size_t most_bytes = 2048;
};

class Campaign {
 public:
  using Watch = std::function<void(const std::string& text)>;  // called with each text to come
  using Found = std::function<void(const Fault&)>;

  Campaign(Trial& trial, const Material& material, const CampaignOptions& options);

  void on_text(Watch watch) { watch_ = std::move(watch); }
  void on_fault(Found found) { found_ = std::move(found); }

  // Both parts, until there is no time, no run left, or stop() was called.
  void run();
  void stop() { stopped_ = true; }
  std::uint64_t runs() const { return runs_; }

 private:
  bool goes_on() const;
  void run_fixed();
  void run_random();
  void try_text(const std::string& text, const std::string& lang);
  // A part of a line of `text` pumped up.
  void try_pump(const Text& text);
  void report(Fault fault);
  // `text` is the trap alone, or with company; `of` is the rule whose trap it is.
  void try_trap(const Trap& trap, const std::string& text, const internal::RuleSpec& of);
  // The rule's own and those of the user's texts, or those of other rules.
  void try_traps(bool ours);
  void pump_all(const Text& text, std::size_t most);
  bool knows(FaultKind kind) const;

  Trial& trial_;
  const Material& material_;
  CampaignOptions options_;
  std::chrono::steady_clock::time_point end_;
  Random random_;
  Damage damage_;
  Watch watch_;
  Found found_;
  std::vector<Text> corpus_;
  std::size_t own_texts_ = 0;  // at the corpus' head: those of the rule's tests
  std::set<std::uint64_t> seen_;
  std::vector<Fault> known_;
  std::uint64_t runs_ = 0;
  bool stopped_ = false;
};

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_CAMPAIGN_H_
