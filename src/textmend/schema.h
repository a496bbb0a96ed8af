// Key tables: the one description of every TOML table that textmend reads.
//
// A table of keys checks files, makes "did you mean", and prints `textmend rules kinds` and the
// tables in rules/README.md.

#ifndef TEXTMEND_SCHEMA_H_
#define TEXTMEND_SCHEMA_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/node.h"

namespace textmend::internal {

enum class KeyType {
  kString,
  kStrings,
  kInteger,
  kNumber,
  kBoolean,
  kTable,
  kTables,        // array of tables
  kPattern,       // string: PCRE2
  kPatterns,      // strings
  kTemplate,      // string
  kTemplates,     // strings
  kNeeds,         // strings: windows
  kStringTable,   // table of strings
  kStringsTable,  // table of strings or arrays of them
  kLists,         // table of lists: strings, { regex = strings } or { file = string }
  kCases,         // array of { pattern, with }
};

struct Key {
  std::string_view name;
  KeyType type;
  std::string_view doc;  // one sentence or two, Markdown
  bool required = false;
  std::string_view choices =
      {};  // "a b c": the values that a string, or each of the strings, may have
};

std::string_view type_name(KeyType type);

// Reports unknown keys, wrong types, values that are no choice, and missing keys of `table`.
// `what` names the table in messages: "a rule", "kind `replace`". `hint` is added where a key is
// unknown and no other is near.
void check_keys(const Node& table, std::span<const Key> keys, std::string_view what,
                Problems& problems, std::string_view hint = {});

// Reports integers below 0, and numbers that are no share, from 0 to 1. Params are no business of
// it: a kind reports what its values can't be.
void check_ranges(const Node& table, std::span<const Key> keys, Problems& problems);

// Typed access to checked tables; `otherwise` where the key is missing or has another type.
std::string get_string(const Node& table, std::string_view key, std::string_view otherwise = {});
std::int64_t get_integer(const Node& table, std::string_view key, std::int64_t otherwise);
double get_number(const Node& table, std::string_view key, double otherwise);
bool get_boolean(const Node& table, std::string_view key, bool otherwise);
std::vector<std::string> get_strings(const Node& table, std::string_view key);

std::vector<std::string_view> split_words(std::string_view text);

}  // namespace textmend::internal

#endif  // TEXTMEND_SCHEMA_H_
