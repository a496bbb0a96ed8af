// Rule files and texts made of choices: any kind, with patterns that match the texts and each other
// in odd ways. Most of what comes out is a rule without faults, and a bad one: it fights itself,
// matches nothing or everything, needs what its pattern does not hold.

#ifndef TEXTMEND_FUZZING_RULE_MAKER_H_
#define TEXTMEND_FUZZING_RULE_MAKER_H_

#include <string>

#include "fuzzing/random.h"

namespace textmend::fuzzing {

// A rule file.
std::string make_rule(Choices& choices);

// A text of the characters that the rules are about, one choice each, of all choices that are left.
std::string make_text(Choices& choices);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_RULE_MAKER_H_
