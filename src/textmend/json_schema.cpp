#include "textmend/json_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "textmend/config.h"
#include "textmend/rule_file.h"

namespace textmend::internal {

namespace {

// JSON text, made from the inside out; indented at the end.
using Members = std::vector<std::pair<std::string, std::string>>;

std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string object(const Members& members) {
  std::string result;
  for (const auto& [key, value] : members) {
    result += fmt::format("{}{}: {}", result.empty() ? "" : ",", json_string(key), value);
  }
  return "{" + result + "}";
}

std::string array(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

std::string choices_of(std::string_view words) {
  std::vector<std::string> items;
  for (const std::string_view word : split_words(words)) items.push_back(json_string(word));
  return array(items);
}

std::string of_type(std::string_view type) { return object({{"type", json_string(type)}}); }
std::string array_of(const std::string& item) {
  return object({{"type", json_string("array")}, {"items", item}});
}
std::string table_of(const std::string& value) {
  return object({{"type", json_string("object")}, {"additionalProperties", value}});
}
std::string either(const std::string& a, const std::string& b) {
  return object({{"anyOf", array({a, b})}});
}

std::string type_of(const Key& key) {
  std::string text =
      key.choices.empty()
          ? of_type("string")
          : object({{"type", json_string("string")}, {"enum", choices_of(key.choices)}});
  switch (key.type) {
    case KeyType::kString:
    case KeyType::kPattern:
    case KeyType::kTemplate:
      return text;
    case KeyType::kStrings:
    case KeyType::kPatterns:
    case KeyType::kTemplates:
    case KeyType::kNeeds:
      return array_of(text);
    case KeyType::kInteger:
      return of_type("integer");
    case KeyType::kNumber:
      return of_type("number");
    case KeyType::kBoolean:
      return of_type("boolean");
    case KeyType::kTable:
      return of_type("object");
    case KeyType::kTables:
      return array_of(of_type("object"));
    case KeyType::kStringTable:
      return table_of(of_type("string"));
    case KeyType::kStringsTable:
      return table_of(either(of_type("string"), array_of(of_type("string"))));
    case KeyType::kLists:
      return table_of(either(array_of(of_type("string")), of_type("object")));
    case KeyType::kCases:
      return array_of(object(
          {{"type", json_string("object")},
           {"properties", object({{"pattern", of_type("string")}, {"with", of_type("string")}})},
           {"required", array({json_string("pattern")})},
           {"additionalProperties", "false"}}));
  }
  return of_type("string");
}

// `schema` with the key's meaning, which editors show.
std::string described(std::string schema, std::string_view doc) {
  if (doc.empty()) return schema;
  return "{" + fmt::format("\"description\": {},", json_string(doc)) + schema.substr(1);
}

// A table of exactly these keys. `others` says more of some of them.
std::string table(std::span<const Key> keys, const Members& others = {}) {
  Members properties;
  std::vector<std::string> required;
  for (const Key& key : keys) {
    std::string schema = type_of(key);
    for (const auto& [name, other] : others) {
      if (name == key.name) schema = other;
    }
    properties.emplace_back(key.name, described(std::move(schema), key.doc));
    if (key.required) required.push_back(json_string(key.name));
  }
  Members members = {{"type", json_string("object")},
                     {"additionalProperties", "false"},
                     {"properties", object(properties)}};
  if (!required.empty()) members.emplace_back("required", array(required));
  return object(members);
}

std::string overrides() {
  return table_of(table(override_keys(), {{"guard", table(override_guard_keys())}}));
}

std::string kind_names() {
  std::vector<std::string> names;
  for (const Kind* kind : all_kinds()) names.push_back(json_string(kind->name));
  return object({{"enum", array(names)}});
}

// What `params` holds depends on the kind. A key that some kinds need in some uses only is for
// `rules check`.
std::string params_by_kind() {
  std::vector<std::string> conditions;
  for (const Kind* kind : all_kinds()) {
    const std::string is_kind =
        object({{"properties", object({{"kind", object({{"const", json_string(kind->name)}})}})}});
    const std::string params = object({{"properties", object({{"params", table(kind->keys)}})}});
    conditions.push_back(object({{"if", is_kind}, {"then", params}}));
  }
  return array(conditions);
}

// The keys of all kinds together, for editors that complete what `properties` names and look into
// no condition.
std::string params_of_any_kind() {
  std::vector<std::pair<std::string_view, std::string>> docs;
  for (const Kind* kind : all_kinds()) {
    for (const Key& key : kind->keys) {
      const std::string doc = fmt::format("{}: {}", kind->name, key.doc);
      const auto known = std::find_if(docs.begin(), docs.end(),
                                      [&](const auto& one) { return one.first == key.name; });
      if (known == docs.end()) {
        docs.emplace_back(key.name, doc);
      } else {
        known->second += " " + doc;
      }
    }
  }
  Members properties;
  for (const auto& [name, doc] : docs) {
    properties.emplace_back(name, object({{"description", json_string(doc)}}));
  }
  return object({{"type", json_string("object")}, {"properties", object(properties)}});
}

// Two blanks a level; empty objects and arrays stay on one line.
std::string indented(std::string_view json) {
  std::string result;
  std::size_t depth = 0;
  bool in_string = false;
  const auto new_line = [&] { result += "\n" + std::string(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      result += c;
      if (c == '\\') {
        result += json[++i];
      } else if (c == '"') {
        in_string = false;
      }
      continue;
    }
    in_string = c == '"';
    if (c == '}' || c == ']') {
      --depth;
      new_line();
    }
    result += c;
    if (c == '{' || c == '[') {
      ++depth;
      new_line();
    } else if (c == ',') {
      new_line();
    }
  }
  return result + "\n";
}

std::string document(std::string_view title, const std::string& schema, const Members& more = {}) {
  Members head = {{"$schema", json_string("http://json-schema.org/draft-07/schema#")},
                  {"title", json_string(title)}};
  head.insert(head.end(), more.begin(), more.end());
  const std::string begin = object(head);
  return indented(begin.substr(0, begin.size() - 1) + "," + schema.substr(1));
}

}  // namespace

std::string rule_json_schema() {
  const auto of = [](std::string_view name) { return table(rule_table_keys(name)); };
  const std::string schema = table(rule_keys(), {{"schema", object({{"const", "1"}})},
                                                 {"kind", kind_names()},
                                                 {"docs", of("docs")},
                                                 {"params", params_of_any_kind()},
                                                 {"where", of("where")},
                                                 {"guard", of("guard")},
                                                 {"evidence", of("evidence")},
                                                 {"test", array_of(of("test"))}});
  return document("A rule file of textmend", schema, {{"allOf", params_by_kind()}});
}

std::string config_json_schema() {
  return document("textmend.toml", table(config_keys(), {{"rules", overrides()}}));
}

std::string profile_json_schema() {
  return document(
      "A profile of textmend",
      table(profile_keys(), {{"rules", overrides()}, {"schema", object({{"const", "1"}})}}));
}

}  // namespace textmend::internal
