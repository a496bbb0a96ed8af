// What can change an answer, told apart by digests: program, limits, data, rules, lexicons.

#ifndef TEXTMEND_FINGERPRINT_H_
#define TEXTMEND_FINGERPRINT_H_

#include <map>
#include <string>

#include "textmend/rule_set.h"

namespace textmend::internal {

// RuleSet::fingerprint().
std::string fingerprint_of(const RuleSet::State& state);

// What a fingerprint is made of, besides versions and limits, in parts with names. A digest is
// sixteen hexadecimal digits.
struct RuleSetParts {
  using Digests = std::map<std::string, std::string>;
  Digests rules;     // those that are on, by id
  Digests lexicons;  // built-in words and lists by path, all others under one name
};
RuleSetParts parts_of(const RuleSet::State& state);

}  // namespace textmend::internal

#endif  // TEXTMEND_FINGERPRINT_H_
