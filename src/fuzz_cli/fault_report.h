// What was found, for people, programs and CI hosts.

#ifndef TEXTMEND_FUZZ_CLI_FAULT_REPORT_H_
#define TEXTMEND_FUZZ_CLI_FAULT_REPORT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/faults.h"
#include "fuzzing/trial.h"

namespace textmend::fuzz_cli {

// What came of one rule.
struct RuleOutcome {
  fuzzing::SpecPtr spec;
  std::vector<fuzzing::Fault> faults;
  std::uint64_t runs = 0;
};

// The message in the words of `rules check`, then the text and a test to paste.
std::string fault_text(const internal::RuleSpec& spec, const fuzzing::Fault& fault);

// One JSON object: `seed`, `rules` (id, file, runs) and `faults`.
std::string outcome_json(const std::vector<RuleOutcome>& outcomes, std::uint64_t seed);

enum class Host { kNone, kGithub, kAzure };
// What the environment says: the host on which this runs.
Host detect_host();
// One line in the language of the host, which shows it at the rule's file.
std::string annotation(Host host, const internal::RuleSpec& spec, const fuzzing::Fault& fault);

}  // namespace textmend::fuzz_cli

#endif  // TEXTMEND_FUZZ_CLI_FAULT_REPORT_H_
