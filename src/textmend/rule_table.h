// The table of the built-in rules: of each its head and outline, so that a RuleSet is loaded
// without TOML, ICU or PCRE2.
//
// src/tables/make_tables.cpp writes the table at build time, from the rules as the library reads
// them, and the library holds it as bytes. It is read by the build that wrote it, on the same kind
// of machine: no versions, no byte order.
//
// All heads are read at every start, an outline when its rule turns out to be on. Most of an
// outline is its needs, and rules have many of these in common: sets of characters, lists of lines,
// whole needs of guards. Each of them stands once, in front of the rules, and is read when the
// first rule that has it is.

#ifndef TEXTMEND_RULE_TABLE_H_
#define TEXTMEND_RULE_TABLE_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/lazy_rule.h"
#include "textmend/needs.h"
#include "textmend/rule.h"
#include "textmend/rule_file.h"

namespace textmend::internal {

struct BuiltinRule {
  RuleHead head;
  RuleOutline outline;
  RuleTraits traits;
};

std::string write_rule_table(std::span<const BuiltinRule> rules);

// Reads a table. For one thread: it keeps what it has read of the shared parts.
class RuleTable {
 public:
  // `bytes` must outlive the table and the outlines that it reads.
  explicit RuleTable(std::string_view bytes);

  struct Row {
    RuleHead head;
    std::string_view rest;  // for read_rest()
  };
  // The rules in the order of the table.
  std::vector<Row> rows() const;
  void read_rest(std::string_view rest, const RuleHead& head, RuleOutline& outline,
                 RuleTraits& traits);

 private:
  class Reader;
  // Parts of one sort: where each stands, and those that were read.
  template <typename T>
  struct Shared {
    std::vector<std::string_view> bytes;
    std::vector<std::shared_ptr<const T>> read;
  };
  template <typename T>
  const std::shared_ptr<const T>& get(Shared<T>& shared, std::size_t number);

  Shared<CodePointSet> sets_;
  Shared<LineList> lists_;
  Shared<Needs> needs_;
  std::string_view rows_;
};

// The table that the build put into the library. Empty in the program that makes it.
std::string_view rule_table();

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_TABLE_H_
