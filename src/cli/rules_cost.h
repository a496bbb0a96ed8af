// What `textmend rules cost` prints.

#ifndef TEXTMEND_CLI_RULES_COST_H_
#define TEXTMEND_CLI_RULES_COST_H_

#include <string>

#include "textmend/rule_cost.h"

namespace textmend::cli {

struct CostColumns {
  bool times = true;  // they differ from run to run; without them the most looked for comes first
  bool windows = false;  // a line for each need too
};

// One line a rule, the dearest first.
std::string cost_table(const internal::TextCost& cost, const CostColumns& columns);

// A word to the author of each rule whose needs are too common; empty when none is.
std::string cost_advice(const internal::TextCost& cost);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RULES_COST_H_
