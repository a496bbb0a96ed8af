// One rule file: read, checked, and turned into a Rule.
//
// Two steps, so that parameters can be overridden between them:
//   read_rule_file   TOML -> RuleSpec: everything that does not depend on the params
//   build_rule       RuleSpec + overrides -> Rule: patterns, templates, lists, evidence compiled
//
// Of a built-in rule the head and the outline are known from a table (rule_table.h): both steps are
// taken when the rule is first used (RuleFile, lazy_rule.h).

#ifndef TEXTMEND_RULE_FILE_H_
#define TEXTMEND_RULE_FILE_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "textmend/embedded.h"
#include "textmend/evidence.h"
#include "textmend/kinds/kind.h"
#include "textmend/node.h"
#include "textmend/rule.h"
#include "textmend/template.h"

namespace textmend::internal {

struct RuleTest {
  std::string name, in;
  std::optional<std::string> out;  // nothing: must come out as it went in
  std::string lang;
  std::optional<std::vector<std::string>> flags;  // what must be flagged, in order
  std::string evidence;
  Node params;  // overrides
  Place place;
};

// What sorts a rule and switches it on and off.
struct RuleHead {
  std::string id, pack;
  std::string file;    // as shown to people; those of built-in rules begin with "builtin:"
  std::string folder;  // that holds the pack; empty for built-in rules
  const Kind* kind = nullptr;
  std::string title;
  Safety safety = Safety::kSafe;
  Phase phase = Phase::kSpacing;
  Scope scope = Scope::kLine;
  bool flag_unsure = false;
  std::int64_t version = 1;
  std::vector<std::string> langs, tags, after, replaces;
};

struct RuleSpec : RuleHead {
  Node root;  // the whole file
  std::vector<RuleTest> tests;

  const Node& params() const;
  const Node& table(std::string_view name) const;  // an empty table when it is missing
  std::string doc(std::string_view key) const;     // from [docs]
};

// The file as a source named "builtin:PATH".
SourcePtr builtin_source(const EmbeddedFile& file);

// Reads `source` as the rule `pack`/`name`. Reports all faults that can be seen without the params'
// values; nothing when one is an error.
std::optional<RuleSpec> read_rule_file(const SourcePtr& source, std::string_view pack,
                                       std::string_view name, std::string_view folder,
                                       Problems& problems);

// A rule file of which at least the head is known. Immutable to its users: threads may share one.
class RuleFile {
 public:
  // Of a file that has been read.
  explicit RuleFile(RuleSpec spec);
  // Of the built-in rule `head`. Its text is read by the first call of spec().
  explicit RuleFile(RuleHead head) : head_(std::move(head)) {}

  const RuleHead& head() const { return head_; }
  const RuleSpec& spec() const;
  // Makes the rule, as its file has it. Of a built-in one the tests, which are half of the text,
  // are not read for it.
  RulePtr make(Problems& problems) const;

 private:
  enum class Part { kAll, kWithoutTests };
  std::optional<RuleSpec> read_builtin(Part part) const;

  RuleHead head_;
  mutable std::once_flag once_;
  mutable std::optional<RuleSpec> spec_;
};
using RuleFilePtr = std::shared_ptr<const RuleFile>;

// Builds the rule with `overrides` laid over its params, and those under `guard`, which no kind has
// as a param, over its [guard]. Null after reporting what is wrong.
RulePtr build_rule(const RuleSpec& spec, const Node& overrides, Problems& problems);

// The params of `spec` with `overrides` laid over them: tables entry by entry, `list.NAME.add` and
// `list.NAME.remove` on lists, anything else replaced.
Node merge_params(const RuleSpec& spec, const Node& overrides, Problems& problems);

// Keys of the tables that every rule shares, for documentation: the top one, and by name those of
// `docs`, `where`, `guard`, `evidence` and `test`.
std::span<const Key> rule_keys();
std::span<const Key> rule_table_keys(std::string_view table);

// What a kind's make() builds a rule from: typed, compiled access to the params.
class RuleBuilder {
 public:
  // `guard`, which may be null, is laid over the rule's own.
  RuleBuilder(const RuleSpec& spec, const Node& params, Problems& problems,
              const Node* guard = nullptr);

  RuleCommon common();
  const Node& params() const { return params_; }
  Problems& problems() { return problems_; }
  const RuleSpec& spec() const { return spec_; }

  bool has(std::string_view key) const { return params_.find(key) != nullptr; }
  // Null when the key is missing or no pattern. In a window only matches that begin in the first
  // line count, so its patterns stop there, whatever `last_begin` says.
  PatternPtr pattern(std::string_view key,
                     Pattern::LastBegin last_begin = Pattern::LastBegin::kDrops);
  std::vector<PatternPtr> patterns(std::string_view key,
                                   Pattern::LastBegin last_begin = Pattern::LastBegin::kDrops);
  PatternPtr compile(const Node& node, Pattern::LastBegin last_begin = Pattern::LastBegin::kDrops);
  std::optional<Template> compile_template(const Node& node,
                                           const std::vector<PatternPtr>& patterns,
                                           bool with_candidate);
  // Adds the lines of the list file that `key` names, if it is there.
  void add_list_file(std::string_view key, std::vector<std::string>& lines);
  std::size_t size(std::string_view key, std::size_t otherwise);  // an integer, 0 or more
  const TemplateTables& tables() const { return tables_; }
  std::optional<Evidence> evidence();
  // Adds those of an array of windows; those that lists stand for come last.
  void read_needs(const Node* node, Needs& needs);
  // What [guard] says of lines that `document` and `no_document` look at.
  std::shared_ptr<const Needs> read_document_needs();
  // Reports a missing key that only some uses of the kind need.
  void require(std::string_view key, std::string_view why);

 private:
  void read_lists(const Node* lists);
  void add_listed_needs(const Node& item, Needs& needs);
  Guard read_guard();

  const RuleSpec& spec_;
  const Node& params_;
  Node guard_;
  Problems& problems_;
  PatternLists lists_;
  std::map<std::string, std::vector<std::string>, std::less<>> literals_;  // of the lists
  TemplateTables tables_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_FILE_H_
