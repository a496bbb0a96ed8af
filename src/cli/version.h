// What `--version` says.

#ifndef TEXTMEND_CLI_VERSION_H_
#define TEXTMEND_CLI_VERSION_H_

#include <string>
#include <utility>
#include <vector>

#include "textmend/textmend.h"

namespace textmend::cli {

// "textmend 0.1.0\n"
std::string version_text();

// Of all that an answer depends on besides the rules, by name: "textmend", "icu", "unicode",
// "pcre2", "pcre2_unicode".
std::vector<std::pair<std::string, std::string>> versions();

// What else an answer depends on: the fingerprint, and whose Unicode data are used.
std::string origin_text(const RuleSet& rules);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_VERSION_H_
