// Cleaning, in every mode: checks what is asked for, loads the rules, and runs (run.h).

#ifndef TEXTMEND_CLI_PROCESS_H_
#define TEXTMEND_CLI_PROCESS_H_

#include "cli/message.h"
#include "cli/options.h"

namespace textmend::cli {

// Returns the exit code: 0 done, 1 changes or notes that were asked for, 2 something failed.
int clean_documents(const Options& options, const Messages& messages);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_PROCESS_H_
