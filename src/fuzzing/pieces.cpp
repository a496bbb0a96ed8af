#include "fuzzing/pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "fuzzing/text_places.h"
#include "textmend/needs.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::Key;
using internal::KeyType;

void sort_once(std::vector<std::string>& pieces) {
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
}

// One that people write, if there is one.
char32_t member_of(const internal::NeedPosition& position) {
  if (position.single() != 0) return position.single();
  for (char32_t c = U' '; c < 0x7F; ++c) {
    if (position.contains(c)) return c;
  }
  return position.ranges().front().first;
}

std::string example_of(const internal::NeedWindow& window) {
  std::string text = window.at_start() ? "\n" : "";
  for (const internal::NeedPosition& position : window.positions()) {
    internal::append_code_point(member_of(position), text);
  }
  return window.at_end() ? text + "\n" : text;
}

// A key, and how its value begins.
std::string opening(const Key& key) {
  switch (key.type) {
    case KeyType::kTable:
      return fmt::format("[{}]\n", key.name);
    case KeyType::kTables:
      return fmt::format("[[{}]]\n", key.name);
    case KeyType::kInteger:
      return fmt::format("{} = 3\n", key.name);
    case KeyType::kNumber:
      return fmt::format("{} = 0.3\n", key.name);
    case KeyType::kBoolean:
      return fmt::format("{} = true\n", key.name);
    case KeyType::kString:
    case KeyType::kPattern:
    case KeyType::kTemplate:
      return fmt::format("{} = '", key.name);
    case KeyType::kStringTable:
    case KeyType::kStringsTable:
    case KeyType::kLists:
      return fmt::format("{}.x = ['", key.name);
    case KeyType::kCases:
      return fmt::format("{} = [{{ pattern = '", key.name);
    case KeyType::kStrings:
    case KeyType::kPatterns:
    case KeyType::kTemplates:
    case KeyType::kNeeds:
      break;
  }
  return fmt::format("{} = ['", key.name);
}

}  // namespace

std::vector<std::string> tokens_of(const internal::RuleSpec& spec) {
  constexpr std::size_t kMost = 40;
  std::vector<Diagnostic> diagnostics;  // `rules check` reports them
  internal::Problems problems(diagnostics);
  const internal::RulePtr rule = internal::build_rule(spec, internal::Node{}, problems);
  if (!rule) return {};
  const internal::Needs& needs = rule->common().needs;
  std::vector<std::string> all(needs.lines().begin(), needs.lines().end());
  for (const internal::NeedWindow& window : needs.windows()) all.push_back(example_of(window));
  std::vector<std::string> tokens;
  const std::size_t count = std::min(all.size(), kMost);
  tokens.reserve(count);
  for (std::size_t i = 0; i < count; ++i) tokens.push_back(std::move(all[i * all.size() / count]));
  return tokens;
}

std::vector<std::string> pieces_of(const internal::RuleSpec& spec) {
  std::vector<std::string> pieces = tokens_of(spec);
  for (const internal::RuleTest& test : spec.tests) {
    for (const std::string_view line : lines_of(test.in)) pieces.emplace_back(line);
    if (!test.out) continue;
    for (const std::string_view line : lines_of(*test.out)) pieces.emplace_back(line);
  }
  return pieces;
}

std::vector<std::string> pieces_of(const RuleSet& rules) {
  std::vector<std::string> pieces;
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    std::vector<std::string> own = pieces_of(entry.spec());
    std::move(own.begin(), own.end(), std::back_inserter(pieces));
  }
  // A piece that many tests hold would crowd out the others.
  sort_once(pieces);
  return pieces;
}

std::vector<std::string> rule_file_tokens() {
  std::vector<std::string> tokens;
  const auto add = [&tokens](std::span<const Key> keys) {
    for (const Key& key : keys) {
      tokens.push_back(opening(key));
      for (const std::string_view choice : internal::split_words(key.choices)) {
        tokens.push_back(fmt::format("\"{}\"", choice));
      }
    }
  };
  add(internal::rule_keys());
  for (const char* table : {"docs", "where", "guard", "evidence", "test"}) {
    add(internal::rule_table_keys(table));
  }
  for (const internal::Kind* kind : internal::all_kinds()) {
    tokens.push_back(fmt::format("kind = \"{}\"\n", kind->name));
    add(kind->keys);
  }
  return tokens;
}

std::string dictionary(std::vector<std::string> tokens) {
  constexpr std::size_t kMost = 64;
  sort_once(tokens);
  std::string text;
  for (const std::string& token : tokens) {
    if (token.empty() || token.size() > kMost) continue;
    text += '"';
    for (const char c : token) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\' || byte < 0x20 || byte >= 0x7F) {
        text += fmt::format("\\x{:02X}", byte);
      } else {
        text += c;
      }
    }
    text += "\"\n";
  }
  return text;
}

}  // namespace textmend::fuzzing
