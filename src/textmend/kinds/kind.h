// A kind of rule: its key table and how a rule of it is made.
//
// A new kind is one file in this folder, ending in its Kind object, and one line in kinds.cpp.

#ifndef TEXTMEND_KINDS_KIND_H_
#define TEXTMEND_KINDS_KIND_H_

#include <span>
#include <string_view>

#include "textmend/rule.h"
#include "textmend/schema.h"

namespace textmend::internal {

class RuleBuilder;

struct Kind {
  std::string_view name;
  std::string_view doc;       // one sentence
  Phase phase;                // default
  Scope scope;                // default
  std::string_view scopes;    // those that a rule may choose: "line lines"
  std::span<const Key> keys;  // of [params]
  // Null after reporting what is wrong.
  RulePtr (*make)(RuleBuilder& builder);
};

// All kinds, in the order of the documentation.
std::span<const Kind* const> all_kinds();
const Kind* find_kind(std::string_view name);

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_KIND_H_
