#include "cli/load_rules.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/input.h"
#include "cli/output.h"
#include "textmend/config.h"
#include "textmend/rule_collector.h"

namespace textmend::cli {
namespace {

constexpr const char* kConfigName = "textmend.toml";

}  // namespace

std::string find_upwards(const char* name) {
  std::error_code error;
  if (std::filesystem::is_regular_file(name, error)) return name;
  std::filesystem::path folder = std::filesystem::current_path(error);
  while (folder.has_relative_path()) {
    folder = folder.parent_path();
    const std::filesystem::path candidate = folder / name;
    if (std::filesystem::is_regular_file(candidate, error)) return candidate.string();
  }
  return {};
}

RuleOptions rule_options(const RuleChoice& choice) {
  RuleOptions options;
  options.profiles = choice.profiles;
  options.select = choice.select;
  options.ignore = choice.ignore;
  options.folders = choice.folders;
  options.lexicons = choice.lexicons;
  options.config = choice.config;
  if (options.config.empty() && !choice.isolated) options.config = find_upwards(kConfigName);
  return options;
}

std::optional<RuleSet> load_rules(const RuleOptions& options, const Messages& messages) {
  std::vector<Diagnostic> problems;
  std::optional<RuleSet> rules = RuleSet::load(options, problems);
  for (const Diagnostic& problem : problems) messages.diagnostic(problem);
  return rules;
}

std::vector<std::filesystem::path> rule_files(const std::string& name) {
  namespace fs = std::filesystem;
  std::vector<fs::path> paths;
  std::error_code error;
  if (fs::is_directory(name, error)) {
    for (const auto& item : fs::recursive_directory_iterator(name, error)) {
      const std::string pack = item.path().parent_path().filename().string();
      if (item.path().extension() == ".toml" && internal::is_pack(pack))
        paths.push_back(item.path());
    }
    std::sort(paths.begin(), paths.end());
  } else {
    paths.emplace_back(name);
  }
  return paths;
}

std::vector<SpecPtr> read_rule_files(const std::string& name, internal::Problems& problems) {
  namespace fs = std::filesystem;
  std::vector<SpecPtr> specs;
  for (const fs::path& path : rule_files(name)) {
    internal::SourcePtr source;
    if (!internal::read_file(path.string(), source, problems)) continue;
    const fs::path pack = fs::absolute(path).parent_path();
    auto spec = internal::read_rule_file(source, pack.filename().string(), path.stem().string(),
                                         pack.parent_path().string(), problems);
    if (spec) specs.push_back(std::make_shared<const internal::RuleSpec>(std::move(*spec)));
  }
  return specs;
}

std::optional<std::string> read_text(const std::string& file, const Messages& messages) {
  try {
    Input input(file, {});
    std::string text;
    for (std::string_view block = input.next(); !block.empty(); block = input.next()) text += block;
    return text;
  } catch (const DocumentError& error) {
    messages.error({display_name(file)}, error.what(), error.hint());
    return std::nullopt;
  }
}

}  // namespace textmend::cli
