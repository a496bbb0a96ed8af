#include "textmend/config.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "textmend/schema.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr Key kProfileKeys[] = {
    {"schema", KeyType::kInteger, "1.", true},
    {"title", KeyType::kString, "One line.", true},
    {"safe", KeyType::kStrings, "Packs whose safe rules are on; `*` is all."},
    {"risky", KeyType::kStrings, "Packs and tags whose risky rules are on."},
    {"phases", KeyType::kStrings, "Only rules of these phases.", false,
     "protect characters spacing words lines layout"},
    {"select", KeyType::kStrings, "Ids, packs or tags that are on."},
    {"ignore", KeyType::kStrings, "Ids, packs or tags that are off."},
    {"rules", KeyType::kTable, "Overrides by id."},
};

constexpr Key kConfigKeys[] = {
    {"profiles", KeyType::kStrings, "They add up. Default: `default`."},
    {"folders", KeyType::kStrings, "More rules; relative to this file."},
    {"select", KeyType::kStrings, "Ids, packs or tags that are on."},
    {"ignore", KeyType::kStrings, "Ids, packs or tags that are off."},
    {"rules", KeyType::kTable, "Overrides by id."},
    {"lexicon", KeyType::kStringsTable,
     "Words by language: files, relative to this one, or `hunspell:NAME`."},
};

constexpr Key kOverrideKeys[] = {
    {"params", KeyType::kTable, "Params that differ."},
    {"guard", KeyType::kTable, "Counts and shares of [guard] that differ."},
};

// Patterns of a guard belong to the rule; how much evidence is enough, a user may know better.
constexpr Key kOverrideGuardKeys[] = {
    {"at_least", KeyType::kInteger, "So many matches before any is edited."},
    {"at_least_kinds", KeyType::kInteger, "So many different ones."},
    {"max_share", KeyType::kNumber, "Off where its own matches make up more."},
    {"min_share", KeyType::kNumber, "Off where its own matches make up less."},
    {"majority", KeyType::kNumber, "What `share_of` must make up."},
    {"from", KeyType::kInteger, "Shares count from so many matches on."},
};

std::vector<PlacedName> get_names(const Node& root, std::string_view key) {
  std::vector<PlacedName> names;
  const Node* list = root.find(key);
  if (list == nullptr) return names;
  for (const Node& item : list->items) {
    if (item.type == Node::Type::kString) names.push_back({item.string, item.place});
  }
  return names;
}

std::vector<Override> read_overrides(const Node& root, Problems& problems) {
  std::vector<Override> overrides;
  const Node* rules = root.find("rules");
  if (rules == nullptr || rules->type != Node::Type::kTable) return overrides;
  for (const Node::Member& member : rules->members) {
    if (member.value.type != Node::Type::kTable) {
      problems.error("wrong-type", member.place, "an override must be a table",
                     fmt::format("write [rules.\"{}\".params]", member.key));
      continue;
    }
    check_keys(member.value, kOverrideKeys, "an override", problems);
    Override one{member.key, member.place, {}};
    const Node* params = member.value.find("params");
    if (params != nullptr && params->type == Node::Type::kTable) one.changes = *params;
    const Node* guard = member.value.find("guard");
    if (guard != nullptr && guard->type == Node::Type::kTable) {
      check_keys(*guard, kOverrideGuardKeys, "[guard] of an override", problems,
                 "only counts and shares; for more, write a rule that `replaces` this one");
      check_ranges(*guard, kOverrideGuardKeys, problems);
      one.changes.set("guard", *guard, guard->place);
    }
    overrides.push_back(std::move(one));
  }
  return overrides;
}

std::vector<LexiconSource> read_lexicon_keys(const Node& root, const std::string& folder) {
  std::vector<LexiconSource> sources;
  const Node* lexicons = root.find("lexicon");
  if (lexicons == nullptr || lexicons->type != Node::Type::kTable) return sources;
  const auto add = [&](const std::string& lang, const Node& value) {
    if (value.type != Node::Type::kString) return;  // has been reported
    sources.push_back({lang, value.string, folder, value.place});
  };
  for (const Node::Member& member : lexicons->members) {
    add(member.key, member.value);
    for (const Node& item : member.value.items) add(member.key, item);
  }
  return sources;
}

}  // namespace

bool read_profile(const SourcePtr& source, std::string name, Profile& profile, Problems& problems) {
  Node root;
  if (!parse_toml(source, root, problems)) return false;
  check_keys(root, kProfileKeys, "a profile", problems);
  profile.name = std::move(name);
  profile.title = get_string(root, "title");
  profile.safe = get_strings(root, "safe");
  profile.risky = get_strings(root, "risky");
  profile.phases = get_strings(root, "phases");
  profile.select = get_names(root, "select");
  profile.ignore = get_names(root, "ignore");
  profile.overrides = read_overrides(root, problems);
  return true;
}

bool read_config(const SourcePtr& source, Config& config, Problems& problems) {
  Node root;
  if (!parse_toml(source, root, problems)) return false;
  check_keys(root, kConfigKeys, "a configuration", problems);
  config.profiles = get_names(root, "profiles");
  config.select = get_names(root, "select");
  config.ignore = get_names(root, "ignore");
  const std::filesystem::path base = std::filesystem::path(source->file).parent_path();
  for (const std::string& folder : get_strings(root, "folders")) {
    config.folders.push_back((base / folder).string());
  }
  config.overrides = read_overrides(root, problems);
  config.lexicons = read_lexicon_keys(root, base.string());
  return true;
}

std::span<const Key> config_keys() { return kConfigKeys; }
std::span<const Key> profile_keys() { return kProfileKeys; }
std::span<const Key> override_keys() { return kOverrideKeys; }
std::span<const Key> override_guard_keys() { return kOverrideGuardKeys; }

bool read_file(const std::string& path, SourcePtr& source, Problems& problems) {
  auto read = std::make_shared<Source>();
  read->file = path;
  const auto fail = [&](const std::string& why) {
    Place place;
    auto named = std::make_shared<Source>();
    named->file = path;
    place.source = named;
    problems.error("unreadable", place, "can't be read: " + why);
    return false;
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return fail(std::generic_category().message(errno));
  char block[1 << 16];
  std::size_t got = sizeof block;
  while (got == sizeof block) {
    got = std::fread(block, 1, sizeof block, file.get());
    read->text.append(block, got);
  }
  if (std::ferror(file.get()) != 0) return fail(std::generic_category().message(errno));
  if (!is_valid_utf8(read->text)) return fail("it is not UTF-8");
  source = std::move(read);
  return true;
}

}  // namespace textmend::internal
