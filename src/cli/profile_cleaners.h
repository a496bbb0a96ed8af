// The Cleaners of records that name their profile: --profile-field.

#ifndef TEXTMEND_CLI_PROFILE_CLEANERS_H_
#define TEXTMEND_CLI_PROFILE_CLEANERS_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Loads each set of profiles once, when a record first names it. Thread safe.
class ProfileCleaners {
 public:
  // `choice` says all but the profiles; `rules` are those of the call, from which the names of the
  // profiles are known.
  ProfileCleaners(RuleChoice choice, const RuleSet& rules, CleanOptions options);

  // `text` is a profile, or several with commas. Null when one of them is not known. The Cleaner
  // lives as long as this.
  const Cleaner* find(std::string_view text);

 private:
  // Sorted, each once; none when one is not known.
  std::vector<std::string> read_names(std::string_view text) const;

  RuleChoice choice_;
  CleanOptions options_;
  std::vector<std::string> known_;
  std::mutex mutex_;
  std::map<std::vector<std::string>, std::unique_ptr<const Cleaner>> cleaners_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_PROFILE_CLEANERS_H_
