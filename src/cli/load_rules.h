// From what was typed to a RuleSet.

#ifndef TEXTMEND_CLI_LOAD_RULES_H_
#define TEXTMEND_CLI_LOAD_RULES_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/message.h"
#include "cli/options.h"
#include "textmend/stand_in.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Looks for textmend.toml in the current folder and upwards, unless one was named or none is
// wanted.
RuleOptions rule_options(const RuleChoice& choice);

// The path of the file `name` in the current folder, or in the nearest above it that has one; empty
// when there is none.
std::string find_upwards(const char* name);

// Prints what is wrong with the rules; returns nothing if it is an error.
std::optional<RuleSet> load_rules(const RuleOptions& options, const Messages& messages);
inline std::optional<RuleSet> load_rules(const RuleChoice& choice, const Messages& messages) {
  return load_rules(rule_options(choice), messages);
}

// `name`, or the rule files in the folder `name`, one of packs or a pack, sorted by path.
std::vector<std::filesystem::path> rule_files(const std::string& name);

// The rules of rule_files(). Adds what is wrong with them to `problems`.
using internal::SpecPtr;
std::vector<SpecPtr> read_rule_files(const std::string& name, internal::Problems& problems);

// A whole file, or stdin for `-`. Nothing after saying why it can't be read.
std::optional<std::string> read_text(const std::string& file, const Messages& messages);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_LOAD_RULES_H_
