// Profiles and configurations: which rules are on, and with which parameters.

#ifndef TEXTMEND_CONFIG_H_
#define TEXTMEND_CONFIG_H_

#include <span>
#include <string>
#include <vector>

#include "textmend/node.h"
#include "textmend/schema.h"

namespace textmend::internal {

// [rules."pack/name".params] and [rules."pack/name".guard] of a profile or configuration.
struct Override {
  std::string rule;
  Place place;
  Node changes;  // see build_rule
};

// A name, and where it is written.
struct PlacedName {
  std::string name;
  Place place;
};

// rules/profiles/NAME.toml
struct Profile {
  std::string name, title;
  std::vector<std::string> safe;    // packs whose safe rules are on; "*" is all
  std::vector<std::string> risky;   // packs whose risky rules are on
  std::vector<std::string> phases;  // if not empty, only rules of these phases
  std::vector<PlacedName> select, ignore;
  std::vector<Override> overrides;
};

// `lexicon.LANG = "SOURCE"`, or one of several in an array: words on top of the built-in ones of
// that language.
struct LexiconSource {
  std::string lang;
  std::string source;  // the path of a list, or `hunspell:` and a dictionary
  std::string folder;  // paths are relative to it; empty: to the current one
  Place place;
};

// textmend.toml
struct Config {
  std::vector<PlacedName> profiles, select, ignore;
  std::vector<std::string> folders;  // made relative to the current folder
  std::vector<Override> overrides;
  std::vector<LexiconSource> lexicons;
};

// Nothing was readable when they return false; faults have been reported.
bool read_profile(const SourcePtr& source, std::string name, Profile& profile, Problems& problems);
bool read_config(const SourcePtr& source, Config& config, Problems& problems);

// Keys for documentation: of a configuration, of a profile, of [rules.ID] in both, and of its
// guard.
std::span<const Key> config_keys();
std::span<const Key> profile_keys();
std::span<const Key> override_keys();
std::span<const Key> override_guard_keys();

// Reads a whole file. False with a problem reported when it can't be read.
bool read_file(const std::string& path, SourcePtr& source, Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_CONFIG_H_
