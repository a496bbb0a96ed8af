// The first step of a RuleSet: reads rules and profiles, built-in ones and those of folders.

#ifndef TEXTMEND_RULE_COLLECTOR_H_
#define TEXTMEND_RULE_COLLECTOR_H_

#include <string>
#include <string_view>
#include <vector>

#include "textmend/rule_set.h"
#include "textmend/rule_table.h"

namespace textmend::internal {

// Whether a folder of that name beside packs is one: not `profiles`, `lists` or `lexicon`.
bool is_pack(std::string_view folder);

class RuleCollector {
 public:
  // Adds to `state`; the references must outlive the collector.
  RuleCollector(RuleSet::State& state, Problems& problems) : state_(state), problems_(problems) {}

  void add_builtin(const RuleTable& table);
  // `folder` holds packs, and a pack holds *.toml. Reports all faults of all files.
  void add_folder(const std::string& folder);

 private:
  void add(const SourcePtr& source, std::string_view pack, std::string_view file_name,
           const std::string& folder);

  RuleSet::State& state_;
  Problems& problems_;
};

// Takes out rules that another one replaces, and reports doubled ids.
void resolve_replaced(std::vector<RuleSet::State::Entry>& entries, Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_COLLECTOR_H_
