#include "cli/lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/load_rules.h"
#include "cli/version.h"
#include "textmend/config.h"
#include "textmend/fingerprint.h"
#include "textmend/node.h"

namespace textmend::cli {
namespace {

using internal::Node;
using Entries = std::map<std::string, std::string>;

constexpr const char* kLockName = "textmend.lock";
constexpr std::int64_t kSchema = 1;
constexpr std::string_view kProfiles = "profiles";
constexpr std::size_t kMostDifferences = 20;  // that are said one by one

// What a table of the lock file holds, and what its entries are in a message.
struct Table {
  std::string_view name;  // empty: the head of the file
  std::string_view noun;
  Entries entries;
};

std::vector<Table> tables_of(const RuleSet& rules) {
  internal::RuleSetParts parts = internal::parts_of(rules.state());
  Entries head;
  for (auto& [name, version] : versions()) head.emplace(name, std::move(version));
  head.emplace("fingerprint", rules.fingerprint());
  return {{"", "", std::move(head)},
          {"lexicons", "word list", std::move(parts.lexicons)},
          {"rules", "rule", std::move(parts.rules)}};
}

// Of each profile: what the rules would be if nothing else named one. Profiles that are named
// together add up, so their rules are known with these.
Entries profile_fingerprints(const RuleSet& rules, RuleChoice choice) {
  Entries entries;
  for (const auto& profile : rules.state().profiles) {
    choice.profiles = {profile.name};
    std::vector<Diagnostic> diagnostics;  // those of the files, which have been said
    const std::optional<RuleSet> alone = RuleSet::load(rule_options(choice), diagnostics);
    if (alone) entries.emplace(profile.name, alone->fingerprint());
  }
  return entries;
}

// A TOML basic string.
std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result += '"';
}

Entries read_entries(const Node& table) {
  Entries entries;
  for (const Node::Member& member : table.members) {
    if (member.value.type == Node::Type::kString) {
      entries.emplace(member.key, member.value.string);
    }
  }
  return entries;
}

// What differs between what was locked and what there is, in the words of the table.
void compare(const Table& there_is, const Entries& locked, std::vector<std::string>& differences) {
  const bool is_head = there_is.name.empty();
  const auto is_known = [](const Entries& entries, const std::string& name) {
    return entries.contains(name);
  };
  for (const auto& [name, value] : there_is.entries) {
    const auto other = locked.find(name);
    if (other != locked.end() && other->second == value) continue;
    if (is_head && name == "fingerprint") continue;  // its parts have names
    if (is_head) {
      differences.push_back(fmt::format("{} is {}, locked is {}", name, value,
                                        other == locked.end() ? "none" : other->second));
    } else {
      differences.push_back(fmt::format("{} {} {}", there_is.noun, name,
                                        other == locked.end() ? "is new" : "has changed"));
    }
  }
  if (is_head) return;
  for (const auto& [name, value] : locked) {
    if (is_known(there_is.entries, name)) continue;
    differences.push_back(fmt::format("{} {} is not there, or off", there_is.noun, name));
  }
}

bool read_lock(const std::string& path, Node& root, const Messages& messages) {
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  internal::SourcePtr source;
  if (internal::read_file(path, source, problems)) internal::parse_toml(source, root, problems);
  for (const Diagnostic& diagnostic : diagnostics) messages.diagnostic(diagnostic);
  return !problems.any_error();
}

}  // namespace

std::string lock_text(const RuleSet& rules, const RuleChoice& choice) {
  std::string text = fmt::format(
      "# What `textmend --locked` holds a run to. Written by `textmend rules lock`.\n"
      "schema = {}\n",
      kSchema);
  std::vector<Table> tables = tables_of(rules);
  tables.push_back({kProfiles, "profile", profile_fingerprints(rules, choice)});
  for (const Table& table : tables) {
    if (!table.name.empty()) fmt::format_to(std::back_inserter(text), "\n[{}]\n", table.name);
    for (const auto& [name, value] : table.entries) {
      fmt::format_to(std::back_inserter(text), "{} = {}\n",
                     table.name.empty() ? name : toml_string(name), toml_string(value));
    }
  }
  return text;
}

std::string find_lock() { return find_upwards(kLockName); }

std::string lock_path(const std::string& config) {
  return (std::filesystem::path(config).parent_path() / kLockName).string();
}

bool holds_lock(const RuleSet& rules, const RuleChoice& choice, bool any_profile,
                const std::string& path, const Messages& messages) {
  Node root;
  if (!read_lock(path, root, messages)) return false;
  const Node* schema = root.find("schema");
  if (schema == nullptr || schema->integer != kSchema) {
    messages.error({path}, fmt::format("is no lock file of schema {}", kSchema),
                   "`textmend rules lock` writes one");
    return false;
  }
  std::vector<std::string> differences;
  std::vector<Table> tables = tables_of(rules);
  if (any_profile) {
    tables.push_back({kProfiles, "profile", profile_fingerprints(rules, choice)});
  }
  for (const Table& table : tables) {
    const Node none;
    const Node* locked = table.name.empty() ? &root : root.find(table.name);
    compare(table, read_entries(locked != nullptr ? *locked : none), differences);
  }
  const Node* fingerprint = root.find("fingerprint");
  const bool same = fingerprint != nullptr && fingerprint->string == rules.fingerprint();
  if (same && differences.empty()) return true;
  // Limits are of the program, but have no version of their own.
  if (differences.empty()) differences.emplace_back("the limits of this program differ");
  const std::size_t shown = std::min(differences.size(), kMostDifferences);
  for (std::size_t i = 0; i < shown; ++i) messages.error({path}, differences[i]);
  if (shown < differences.size()) {
    messages.error({path}, fmt::format("and {} more", differences.size() - shown));
  }
  messages.error({path}, "the answers could be others: no text was read",
                 "`textmend rules lock`, with the same options, locks what there is");
  return false;
}

}  // namespace textmend::cli
