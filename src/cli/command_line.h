// What the two command lines, `textmend` and `textmend rules`, are read with: CLI11, with a help of
// our own. Only the files that add options include this.

#ifndef TEXTMEND_CLI_COMMAND_LINE_H_
#define TEXTMEND_CLI_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/options.h"

namespace textmend::cli {

// CLI11's help with usage lines of our own.
class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(std::string usage) : usage_(std::move(usage)) { column_width(32); }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    return '\n' + (app->get_parent() != nullptr ? Formatter::make_usage(app, name) : usage_);
  }

  // Without the `{VALUE}` of flags that have one when none is typed.
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    std::string name = Formatter::make_option_name(option, is_positional);
    return name.substr(0, name.find('{'));
  }

  // CLI11 leaves two empty lines between groups.
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    std::string text = Formatter::make_group(group, is_positional, options);
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
  }

 private:
  std::string usage_;
};

// A list whose option takes one argument at a time: `--select a,b FILE` must not eat FILE.
CLI::Option* add_list(CLI::App& app, const char* name, std::vector<std::string>& list,
                      const char* value, const char* about);
// The options that both have.
void add_rule_options(CLI::App& app, RuleChoice& rules);
void add_talk_options(CLI::App& app, Talk& talk, std::string& color);
Color to_color(std::string_view word);

CommandLine wrong(std::string text);
// Runs CLI11 over the arguments. Returns nothing if all is well.
std::optional<CommandLine> run_parser(CLI::App& app, std::vector<std::string> arguments);

// `textmend rules ARGUMENTS...`
CommandLine parse_rules(std::vector<std::string> arguments);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_COMMAND_LINE_H_
