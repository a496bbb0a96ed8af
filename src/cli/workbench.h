// The commands that show what rules do to texts: `rules try`, `rules diff`, `rules explain`.

#ifndef TEXTMEND_CLI_WORKBENCH_H_
#define TEXTMEND_CLI_WORKBENCH_H_

#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"

namespace textmend::cli {

// What each does is said where the help text is made (options.cpp). All return the exit code.

// Every edit that one rule would make to some texts, alone, grouped by what becomes what.
int try_rule(const RulesArguments& arguments, const Messages& messages, Output& out);

// The edits that one set of rules makes to some texts and another does not. 1 when there are any.
int diff_rules(const RulesArguments& arguments, const Messages& messages, Output& out);

// What each rule had to say of one line.
int explain_line(const RulesArguments& arguments, const Messages& messages, Output& out);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_WORKBENCH_H_
