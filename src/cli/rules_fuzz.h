// `textmend rules fuzz` is another program, so that this one stays small: textmend-fuzz, which
// stands beside it and understands the same arguments.

#ifndef TEXTMEND_CLI_RULES_FUZZ_H_
#define TEXTMEND_CLI_RULES_FUZZ_H_

#include "cli/message.h"

namespace textmend::cli {

// Becomes textmend-fuzz with the same arguments. Returns the exit code only where that is not
// there, after saying so.
int exec_fuzz(char* const* argv, const Messages& messages);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_FUZZ_H_
