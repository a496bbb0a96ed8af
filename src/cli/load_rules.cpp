#include "cli/load_rules.h"

#include <filesystem>
#include <string>
#include <system_error>

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

}  // namespace textmend::cli
