#include "textmend/schema.h"

#include <fmt/format.h>

#include <algorithm>

namespace textmend::internal {

namespace {

bool all_strings(const Node& node) {
  return node.type == Node::Type::kArray &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return item.type == Node::Type::kString; });
}

bool all_tables(const Node& node) {
  return node.type == Node::Type::kArray &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return item.type == Node::Type::kTable; });
}

bool has_type(const Node& node, KeyType type) {
  switch (type) {
    case KeyType::kString:
    case KeyType::kPattern:
    case KeyType::kTemplate:
      return node.type == Node::Type::kString;
    case KeyType::kInteger:
      return node.type == Node::Type::kInteger;
    case KeyType::kNumber:
      return node.type == Node::Type::kNumber || node.type == Node::Type::kInteger;
    case KeyType::kBoolean:
      return node.type == Node::Type::kBoolean;
    case KeyType::kStrings:
    case KeyType::kPatterns:
    case KeyType::kTemplates:
    case KeyType::kNeeds:
      return all_strings(node);
    case KeyType::kTable:
    case KeyType::kLists:
      return node.type == Node::Type::kTable;
    case KeyType::kTables:
    case KeyType::kCases:
      return all_tables(node);
    case KeyType::kStringTable:
      return node.type == Node::Type::kTable &&
             std::all_of(node.members.begin(), node.members.end(), [](const Node::Member& member) {
               return member.value.type == Node::Type::kString;
             });
    case KeyType::kStringsTable:
      return node.type == Node::Type::kTable &&
             std::all_of(node.members.begin(), node.members.end(), [](const Node::Member& member) {
               return member.value.type == Node::Type::kString || all_strings(member.value);
             });
  }
  return false;
}

void check_choice(const Node& value, const Key& key, Problems& problems) {
  if (key.choices.empty()) return;
  if (value.type == Node::Type::kArray) {
    for (const Node& item : value.items) check_choice(item, key, problems);
    return;
  }
  const std::vector<std::string_view> choices = split_words(key.choices);
  if (std::find(choices.begin(), choices.end(), value.string) != choices.end()) return;
  const std::string_view near = nearest(value.string, choices);
  problems.error("bad-value", value.place,
                 fmt::format("`{}` can't be `{}`", key.name, value.string),
                 near.empty() ? fmt::format("one of: {}", fmt::join(choices, ", "))
                              : fmt::format("did you mean `{}`?", near));
}

void report_unknown(const Node::Member& member, std::span<const Key> keys, std::string_view what,
                    Problems& problems, std::string_view hint) {
  std::vector<std::string_view> names;
  for (const Key& key : keys) names.push_back(key.name);
  const std::string_view near = nearest(member.key, names);
  problems.error("unknown-key", member.place, fmt::format("{} has no key `{}`", what, member.key),
                 near.empty() ? std::string(hint) : fmt::format("did you mean `{}`?", near));
}

}  // namespace

std::string_view type_name(KeyType type) {
  switch (type) {
    case KeyType::kString:
      return "string";
    case KeyType::kStrings:
      return "strings";
    case KeyType::kInteger:
      return "integer";
    case KeyType::kNumber:
      return "number";
    case KeyType::kBoolean:
      return "boolean";
    case KeyType::kTable:
      return "table";
    case KeyType::kTables:
      return "tables";
    case KeyType::kPattern:
      return "pattern";
    case KeyType::kPatterns:
      return "patterns";
    case KeyType::kTemplate:
      return "template";
    case KeyType::kTemplates:
      return "templates";
    case KeyType::kNeeds:
      return "needs";
    case KeyType::kStringTable:
      return "table of strings";
    case KeyType::kStringsTable:
      return "table of strings or arrays of strings";
    case KeyType::kLists:
      return "table of lists";
    case KeyType::kCases:
      return "cases";
  }
  return {};
}

namespace {

// The type as TOML knows it, for messages.
std::string_view toml_name(KeyType type) {
  switch (type) {
    case KeyType::kPattern:
    case KeyType::kTemplate:
      return "string";
    case KeyType::kStrings:
    case KeyType::kPatterns:
    case KeyType::kTemplates:
    case KeyType::kNeeds:
      return "array of strings";
    case KeyType::kTables:
    case KeyType::kCases:
      return "array of tables";
    default:
      return type_name(type);
  }
}

// What of an array or table keeps it from being of `type`; `node` itself where that is the whole.
const Node* culprit(const Node& node, KeyType type) {
  const bool of_tables = type == KeyType::kTables || type == KeyType::kCases;
  const bool of_strings = toml_name(type) == "array of strings";
  if (node.type == Node::Type::kArray && (of_tables || of_strings)) {
    const Node::Type wanted = of_tables ? Node::Type::kTable : Node::Type::kString;
    const auto item = std::find_if(node.items.begin(), node.items.end(),
                                   [&](const Node& one) { return one.type != wanted; });
    return item == node.items.end() ? &node : &*item;
  }
  const bool may_be_arrays = type == KeyType::kStringsTable;
  if (node.type == Node::Type::kTable && (may_be_arrays || type == KeyType::kStringTable)) {
    for (const Node::Member& member : node.members) {
      const Node& value = member.value;
      if (value.type == Node::Type::kString || (may_be_arrays && all_strings(value))) continue;
      return may_be_arrays ? culprit(value, KeyType::kStrings) : &value;
    }
  }
  return &node;
}

std::string with_article(std::string_view name) {
  const bool vowel = std::string_view("aeiou").find(name.substr(0, 1)) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", name);
}

void report_wrong_type(const Node& value, const Key& key, Problems& problems) {
  const Node* wrong = culprit(value, key.type);
  const std::string found = wrong == &value ? fmt::format("not {}", type_name(value.type))
                                            : "and here is " + with_article(type_name(wrong->type));
  problems.error(
      "wrong-type", wrong->place,
      fmt::format("`{}` must be {}, {}", key.name, with_article(toml_name(key.type)), found));
}

}  // namespace

void check_keys(const Node& table, std::span<const Key> keys, std::string_view what,
                Problems& problems, std::string_view hint) {
  for (const Node::Member& member : table.members) {
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == member.key; });
    if (key == keys.end()) {
      report_unknown(member, keys, what, problems, hint);
    } else if (!has_type(member.value, key->type)) {
      report_wrong_type(member.value, *key, problems);
    } else {
      check_choice(member.value, *key, problems);
    }
  }
  for (const Key& key : keys) {
    if (key.required && table.find(key.name) == nullptr) {
      problems.error("missing-key", table.place,
                     fmt::format("{} needs the key `{}`", what, key.name));
    }
  }
}

void check_ranges(const Node& table, std::span<const Key> keys, Problems& problems) {
  for (const Key& key : keys) {
    const Node* node = table.find(key.name);
    if (node == nullptr || !has_type(*node, key.type)) continue;
    if (key.type == KeyType::kInteger && node->integer < 0) {
      problems.error("bad-value", node->place, fmt::format("`{}` can't be negative", key.name));
    }
    if (key.type == KeyType::kNumber && !(node->number >= 0 && node->number <= 1)) {
      problems.error("bad-value", node->place,
                     fmt::format("`{}` must be a share, from 0 to 1", key.name));
    }
  }
}

std::string get_string(const Node& table, std::string_view key, std::string_view otherwise) {
  const Node* node = table.find(key);
  return node != nullptr && node->type == Node::Type::kString ? node->string
                                                              : std::string(otherwise);
}

std::int64_t get_integer(const Node& table, std::string_view key, std::int64_t otherwise) {
  const Node* node = table.find(key);
  return node != nullptr && node->type == Node::Type::kInteger ? node->integer : otherwise;
}

double get_number(const Node& table, std::string_view key, double otherwise) {
  const Node* node = table.find(key);
  return node != nullptr && has_type(*node, KeyType::kNumber) ? node->number : otherwise;
}

bool get_boolean(const Node& table, std::string_view key, bool otherwise) {
  const Node* node = table.find(key);
  return node != nullptr && node->type == Node::Type::kBoolean ? node->boolean : otherwise;
}

std::vector<std::string> get_strings(const Node& table, std::string_view key) {
  std::vector<std::string> result;
  const Node* node = table.find(key);
  if (node == nullptr || !all_strings(*node)) return result;
  for (const Node& item : node->items) result.push_back(item.string);
  return result;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    if (space != 0) words.push_back(text.substr(0, space));
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  }
  return words;
}

}  // namespace textmend::internal
