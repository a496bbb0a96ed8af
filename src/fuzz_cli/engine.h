// Who makes the texts of a campaign: textmend itself, or libFuzzer where it was found when this was
// built.

#ifndef TEXTMEND_FUZZ_CLI_ENGINE_H_
#define TEXTMEND_FUZZ_CLI_ENGINE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "fuzzing/campaign.h"

namespace textmend::fuzz_cli {

bool has_libfuzzer();

// The first part of the campaign, then libFuzzer over the rest of the time, with the campaign's
// damage as its mutator and the campaign's features as its coverage: nothing is instrumented.
// `folder` is empty, and what libFuzzer writes there is of no use later. Ends the process behind
// `at_end`: libFuzzer does not come back.
[[noreturn]] void run_libfuzzer(fuzzing::Campaign& campaign,
                                const fuzzing::CampaignOptions& options, const std::string& folder,
                                const std::function<void()>& at_end);

}  // namespace textmend::fuzz_cli

#endif  // TEXTMEND_FUZZ_CLI_ENGINE_H_
