// The table of the built-in rules: of each its head and outline, so that a RuleSet is loaded
// without TOML, ICU or PCRE2.
//
// src/tables/make_tables.cpp writes the table at build time, from the rules as the library reads
// them, and the library holds it as bytes. It is read by the build that wrote it, on the same kind
// of machine: no versions, no byte order.

#ifndef TEXTMEND_RULE_TABLE_H_
#define TEXTMEND_RULE_TABLE_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "textmend/lazy_rule.h"
#include "textmend/rule.h"
#include "textmend/rule_file.h"

namespace textmend::internal {

struct BuiltinRule {
  RuleHead head;
  RuleOutline outline;
  RuleTraits traits;
};

std::string write_rule_table(std::span<const BuiltinRule> rules);
// Calls `each` with one rule after the other: a rule's needs take 4 KB and are better moved at
// once.
void read_rule_table(std::string_view table, const std::function<void(BuiltinRule)>& each);

// The table that the build put into the library. Empty in the program that makes it.
std::string_view rule_table();

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_TABLE_H_
