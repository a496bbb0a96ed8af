// `textmend rules new PACK/NAME`: a rule file to start from.

#ifndef TEXTMEND_CLI_RULES_NEW_H_
#define TEXTMEND_CLI_RULES_NEW_H_

#include <optional>
#include <string>
#include <string_view>

#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"

namespace textmend::cli {

// Writes the rule, and beside its pack the JSON Schema that its first line names.
int write_new_rule(const RulesArguments& arguments, const Messages& messages, Output& out);

// A rule of kind `replace` that makes `out` of `in`, as narrow as one example lets it be: the
// change and the kind of character on either side of it. With tests of the example, its line and
// its result. Nothing where the two are the same or a line end is changed.
std::optional<std::string> rule_of_example(std::string_view in, std::string_view out);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_NEW_H_
