// What rules are about, as pieces of text: what is spliced into damaged texts, and the dictionaries
// of the fuzz targets.

#ifndef TEXTMEND_FUZZING_PIECES_H_
#define TEXTMEND_FUZZING_PIECES_H_

#include <string>
#include <string_view>
#include <vector>

#include "textmend/rule_file.h"
#include "textmend/rule_set.h"

namespace textmend::fuzzing {

// What the rule looks for: its needs, those that its kind makes of literals and lists among them. A
// class stands as one of its members, the edge of a line as LF. At most 40, spread over all of
// them.
std::vector<std::string> tokens_of(const internal::RuleSpec& spec);

// Its tokens, and the lines of the inputs and outputs of its tests.
std::vector<std::string> pieces_of(const internal::RuleSpec& spec);
// Of all rules that are known, on or off; sorted, each once.
std::vector<std::string> pieces_of(const RuleSet& rules);

// Words of rule files: keys with what may stand behind them, tables, kinds, choices. From the key
// tables.
std::vector<std::string> rule_file_tokens();

// As libFuzzer reads them: a token a line, in quotes. Sorted, each once, without those that are
// longer than it takes (64 bytes).
std::string dictionary(std::vector<std::string> tokens);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_PIECES_H_
