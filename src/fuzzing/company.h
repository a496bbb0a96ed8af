// Good text stays good in company: what is put around a trap, or done to all of it, that must not
// make damage of it.

#ifndef TEXTMEND_FUZZING_COMPANY_H_
#define TEXTMEND_FUZZING_COMPANY_H_

#include <string>
#include <vector>

#include "textmend/rule_file.h"

namespace textmend::fuzzing {

// `trap` in the company that says nothing against it: lines of prose around it, a sentence in front
// of it or behind it, in quotation marks or brackets, with CRLF. Left out is what a condition of
// the rule (`where`, `guard`, `evidence` of the document, copies of lines) may rightly take for a
// sign of damage. The trap itself is not among them.
std::vector<std::string> in_company(const std::string& trap, const internal::RuleSpec& spec);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_COMPANY_H_
