// `textmend rules ...`: the workbench of rule authors.

#ifndef TEXTMEND_CLI_RULES_COMMAND_H_
#define TEXTMEND_CLI_RULES_COMMAND_H_

#include "cli/message.h"
#include "cli/options.h"

namespace textmend::cli {

// Runs one command and returns the exit code: 0 done, 1 a rule or its test failed, 2 usage,
// input/output or a bad rule. Results go to stdout, all else to stderr. May throw OutputError and
// ClosedPipe (cli/output.h).
int run_rules_command(const RulesArguments& arguments, const Messages& messages);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_COMMAND_H_
