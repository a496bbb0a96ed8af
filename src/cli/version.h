// What `--version` says.

#ifndef TEXTMEND_CLI_VERSION_H_
#define TEXTMEND_CLI_VERSION_H_

#include <string>

#include "textmend/textmend.h"

namespace textmend::cli {

// "textmend 0.1.0\n"
std::string version_text();

// What else an answer depends on: the fingerprint, and whose Unicode data are used.
std::string origin_text(const RuleSet& rules);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_VERSION_H_
