#include "cli/command_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "textmend/language.h"

namespace textmend::cli {

namespace {

// A wrong one would be a language that no rule is for.
std::string language_tag(const std::string& typed) {
  if (typed.empty() || internal::is_language_tag(typed)) return {};
  return fmt::format("`{}` is no language code: for example en, de or pt-BR", typed);
}

}  // namespace

CLI::Option* add_list(CLI::App& app, const char* name, std::vector<std::string>& list,
                      const char* value, const char* about) {
  return app.add_option(name, list, about)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text(value);
}

void add_rule_options(CLI::App& app, RuleChoice& rules) {
  const char* const group = "Which rules";
  add_list(app, "--profile", rules.profiles, "NAME,...",
           "Sets that add up: minimal, default, web, news, pdf, ocr, corpus")
      ->group(group);
  add_list(app, "--select", rules.select, "ID,...", "Switch on rules by id, pack or tag")
      ->group(group);
  add_list(app, "--ignore", rules.ignore, "ID,...", "Switch them off; wins over --select")
      ->group(group);
  // No comma list: a comma may be part of a path.
  app.add_option("--rules", rules.folders, "More rules: DIR/PACK/NAME.toml")
      ->allow_extra_args(false)
      ->option_text("DIR")
      ->group(group);
  app.add_option("--config", rules.config, "Read this instead of the nearest textmend.toml")
      ->option_text("FILE")
      ->group(group);
  app.add_flag("--isolated", rules.isolated, "Look for no configuration file")->group(group);
  app.add_option("--lang", rules.lang, "Language of the text (en, de, ...), not detected")
      ->option_text("LANG")
      ->check(language_tag)
      ->group(group);
  app.add_option("--lexicon", rules.lexicons, "More words: en=words.txt, de=hunspell:de_DE")
      ->allow_extra_args(false)
      ->option_text("LANG=SOURCE")
      ->group(group);
}

void add_talk_options(CLI::App& app, Talk& talk, std::string& color) {
  const char* const group = "What is said (stderr)";
  app.add_flag("-q,--quiet", talk.quiet, "Errors only; with --check not even the names")
      ->group(group);
  app.add_flag("-v,--verbose", talk.verbose, "Changed files and all notes")->group(group);
  app.add_option("--color", color, "auto, always or never; NO_COLOR is heeded")
      ->option_text("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group(group);
  app.set_help_flag("-h,--help", "This text")->group(group);
}

Color to_color(std::string_view word) {
  if (word == "always") return Color::kAlways;
  if (word == "never") return Color::kNever;
  return Color::kAuto;
}

CommandLine wrong(std::string text) {
  CommandLine line;
  line.action = CommandLine::Action::kWrong;
  line.text = std::move(text);
  return line;
}

std::optional<CommandLine> run_parser(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    CommandLine line;
    line.action = CommandLine::Action::kHelp;
    line.text = app.help();
    return line;
  } catch (const CLI::ParseError& error) {
    return wrong(error.what());
  }
  return std::nullopt;
}

}  // namespace textmend::cli
