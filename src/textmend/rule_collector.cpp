#include "textmend/rule_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "textmend/embedded.h"

namespace textmend::internal {

namespace {

using Entry = RuleSet::State::Entry;

std::string_view without_extension(std::string_view file_name) {
  return file_name.substr(0, file_name.size() - std::string_view(".toml").size());
}

}  // namespace

bool is_pack(std::string_view folder) {
  return folder != "profiles" && folder != "lists" && folder != "lexicon";
}

// Rules come from the table of the build; the library of the build itself reads their files.
void RuleCollector::add_builtin(const RuleTable& table) {
  std::vector<RuleTable::Row> rows = table.rows();
  state_.entries.reserve(rows.size());
  for (RuleTable::Row& row : rows) {
    Entry& entry = state_.entries.emplace_back();
    entry.file = std::make_shared<const RuleFile>(std::move(row.head));
    entry.rest = row.rest;
  }
  for (const EmbeddedFile& file : embedded_files()) {
    const std::size_t slash = file.path.find('/');
    if (slash == std::string_view::npos || !file.path.ends_with(".toml")) continue;
    const std::string_view pack = file.path.substr(0, slash);
    const std::string_view name = file.path.substr(slash + 1);
    if (pack == "profiles") {
      state_.profiles.push_back({std::string(without_extension(name)), std::nullopt});
    } else if (rows.empty()) {
      add(builtin_source(file), pack, name, "");
    }
  }
}

void RuleCollector::add_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> paths;
  for (auto it = fs::recursive_directory_iterator(folder, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it.depth() == 1 && it->path().extension() == ".toml") paths.push_back(it->path());
  }
  if (error) {
    auto source = std::make_shared<Source>();
    source->file = folder;
    problems_.error("unreadable", {source, 0, 0, 1}, "can't be read: " + error.message(),
                    "a folder of rules holds packs, and a pack holds *.toml");
    return;
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    SourcePtr source;
    if (!read_file(path.string(), source, problems_)) continue;
    add(source, path.parent_path().filename().string(), path.filename().string(), folder);
  }
}

void RuleCollector::add(const SourcePtr& source, std::string_view pack, std::string_view file_name,
                        const std::string& folder) {
  const std::string_view name = without_extension(file_name);
  if (pack == "profiles") {
    Profile profile;
    if (read_profile(source, std::string(name), profile, problems_)) {
      state_.profiles.push_back({profile.name, std::move(profile)});
    }
    return;
  }
  if (!is_pack(pack)) return;
  std::optional<RuleSpec> spec = read_rule_file(source, pack, name, folder, problems_);
  if (!spec) return;
  Entry entry;
  entry.file = std::make_shared<const RuleFile>(std::move(*spec));
  state_.entries.push_back(std::move(entry));
}

// Takes out rules that another one replaces, and reports doubled ids.
void resolve_replaced(std::vector<Entry>& entries, Problems& problems) {
  std::map<std::string, const RuleFile*> replaced;
  for (const Entry& entry : entries) {
    for (const std::string& id : entry.head().replaces) replaced[id] = entry.file.get();
  }
  std::erase_if(entries, [&](const Entry& entry) {
    const auto by = replaced.find(entry.head().id);
    return by != replaced.end() && by->second != entry.file.get();
  });
  std::map<std::string_view, const RuleHead*> seen;
  for (const Entry& entry : entries) {
    const auto [first, is_new] = seen.emplace(entry.head().id, &entry.head());
    if (is_new) continue;
    problems.error("doubled-id", entry.spec().root.place,
                   fmt::format("there is a rule {} already", entry.head().id),
                   fmt::format("it stands in {}; to stand in for it, give this rule "
                               "`replaces = [\"{}\"]`",
                               first->second->file, entry.head().id));
  }
}

}  // namespace textmend::internal
