// The options of `textmend rules`.

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command_line.h"

namespace textmend::cli {
namespace {

constexpr const char* kRulesUsage =
    "Usage: textmend rules COMMAND [OPTIONS]\n"
    "\n"
    "`textmend rules COMMAND --help` shows the arguments of one command.\n";

constexpr const char* kRulesExamples =
    "Examples:\n"
    "  textmend rules list --profile pdf           the rules that are on\n"
    "  textmend rules list --why core/double-stop  what switched a rule on or off\n"
    "  textmend rules new mine/byline              write a rule to fill in, "
    "rules/mine/byline.toml\n"
    "  textmend rules test rules/mine/byline.toml  run its tests\n"
    "  textmend rules fuzz rules/mine/byline.toml  search for texts that the rule breaks on\n"
    "\n"
    "Exit codes: 0 done, 1 a rule or its test failed, 2 usage, input/output, bad rule\n";

// Adds `rules NAME`; it sets the command when typed.
CLI::App& add_command(CLI::App& app, RulesArguments& rules, RulesArguments::Command command,
                      const char* name, const char* about) {
  CLI::App* sub = app.add_subcommand(name, about);
  sub->fallthrough();
  sub->group("Commands");
  sub->footer("");
  sub->callback([&rules, command] { rules.command = command; });
  return *sub;
}

void add_fuzz(CLI::App& fuzz, RulesArguments& rules) {
  RulesArguments::Fuzz& options = rules.fuzz;
  fuzz.add_option("FILES", rules.names, "Rule files, folders of packs, ids or packs")
      ->required()
      ->option_text(" ");
  fuzz.add_option("--time", options.seconds, "Seconds for all of them together (60)")
      ->check(CLI::Range(0.1, 1e7))
      ->option_text("SECONDS");
  fuzz.add_option("--runs", options.runs, "At most so many texts for each rule")->option_text("N");
  fuzz.add_option("--seed", options.seed, "The same seed makes the same texts (1)")
      ->option_text("N");
  fuzz.add_option("--jobs", options.jobs, "Processes; default: one a processor")
      ->check(CLI::Range(1U, 256U))
      ->option_text("N");
  fuzz.add_option("--on", rules.on, "Good text of yours that the rules must leave as it is")
      ->allow_extra_args(false)
      ->option_text("FILE");
  fuzz.add_option("--json", options.json, "Write what was found as JSON; `-` is stdout")
      ->option_text("FILE");
  fuzz.add_option("--annotate", options.annotate,
                  "Lines for a CI host: github, azure, none, or auto (the default)")
      ->check(CLI::IsMember({"auto", "github", "azure", "none"}))
      ->option_text("HOST");
}

void add_commands(CLI::App& app, RulesArguments& rules) {
  using Command = RulesArguments::Command;
  CLI::App& list = add_command(app, rules, Command::kList, "list", "List the rules that are on");
  list.add_option("--why", rules.why, "What switched this rule on or off")->option_text("ID");
  list.add_flag("--all", rules.all, "Also those that are off");

  CLI::App& show = add_command(app, rules, Command::kShow, "show", "Print what a rule does");
  show.add_option("ID", rules.id)->required()->option_text("PACK/NAME");

  CLI::App& kinds = add_command(app, rules, Command::kKinds, "kinds", "Print the keys of a kind");
  kinds.add_option("KIND", rules.kind, "One of the kinds; without it they are listed")
      ->option_text(" ");
  kinds.add_flag("--markdown", rules.markdown, "As in rules/README.md");

  CLI::App& check = add_command(app, rules, Command::kCheck, "check", "Look for faults in rules");
  check.add_option("FILES", rules.names, "Rule files or folders of packs")->option_text(" ");
  check.add_option("--on", rules.on, "Also look for matches without needs in this text")
      ->allow_extra_args(false)
      ->option_text("FILE");

  CLI::App& test = add_command(app, rules, Command::kTest, "test", "Run the tests in the rules");
  test.add_option("IDS", rules.names,
                  "Ids, packs, rule files or folders of packs; without them all")
      ->option_text(" ");
  test.add_flag("--bless", rules.bless, "Write what came out as what should; never of a trap");

  CLI::App& cost = add_command(app, rules, Command::kCost, "cost", "Measure what each rule costs");
  cost.add_option("FILES", rules.names, "Texts to measure on; without them, or for `-`, stdin")
      ->option_text(" ");
  cost.add_flag("--no-time", rules.no_time, "Only what is the same in every run");

  CLI::App& lock = add_command(app, rules, Command::kLock, "lock",
                               "Write textmend.lock, to which --locked holds a run");
  lock.add_option("FILE", rules.lock_file,
                  "Instead of textmend.lock beside textmend.toml, or here; `-` is stdout")
      ->option_text(" ");

  CLI::App& trial =
      add_command(app, rules, Command::kTry, "try", "Show all that one rule would change in texts");
  trial.add_option("RULE", rules.id, "A rule file, or an id")->required()->option_text(" ");
  trial.add_option("FILES", rules.names, "Texts; `-` is stdin")->required()->option_text(" ");

  CLI::App& diff = add_command(app, rules, Command::kDiff, "diff",
                               "Compare what two sets of rules change: OLD NEW -- FILES");
  diff.add_option("OLD NEW FILES", rules.names,
                  "Two rule files or folders of packs, or `builtin`; then texts")
      ->required()
      ->option_text(" ");

  CLI::App& explain =
      add_command(app, rules, Command::kExplain, "explain", "What each rule has to say of a line");
  explain.add_option("PLACE", rules.id, "The line")->required()->option_text("FILE:LINE");

  CLI::App& schema =
      add_command(app, rules, Command::kSchema, "schema", "Print a JSON Schema, for editors");
  schema.add_option("WHAT", rules.schema, "rule (the default), config or profile")
      ->check(CLI::IsMember({"rule", "config", "profile"}))
      ->option_text(" ");

  add_fuzz(add_command(app, rules, Command::kFuzz, "fuzz", "Search for texts that rules break on"),
           rules);

  CLI::App& make = add_command(app, rules, Command::kNew, "new", "Write a rule file to start from");
  make.add_option("ID", rules.id)->required()->option_text("PACK/NAME");
  make.add_option("--kind", rules.kind, "Its kind")->option_text("KIND");
  make.add_option("--example", rules.example, "A damaged text, and what should become of it")
      ->expected(2)
      ->option_text("IN OUT");
}

}  // namespace

CommandLine parse_rules(std::vector<std::string> arguments) {
  CommandLine line;
  line.action = CommandLine::Action::kRules;
  std::string color;
  CLI::App app("The workbench for rules.", "textmend rules");
  app.formatter(std::make_shared<HelpFormatter>(kRulesUsage));
  app.footer(kRulesExamples);
  app.require_subcommand(1);
  add_rule_options(app, line.rules.rules);
  add_talk_options(app, line.rules.talk, color);
  add_commands(app, line.rules);
  // CLI11 would only say that a subcommand is required.
  const std::string first = arguments.empty() ? "" : arguments.front();
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  const bool known = std::any_of(commands.begin(), commands.end(), [&](const CLI::App* command) {
    return command->get_name() == first;
  });
  if (!known && !first.starts_with('-')) {
    CommandLine none = wrong(first.empty() ? "`rules` needs a command"
                                           : fmt::format("`rules` has no command `{}`", first));
    none.hint = "`textmend rules --help` lists them";
    return none;
  }
  // CLI11 takes what stands behind `--` for the parent's. Here it only parts rules from texts.
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  if (mark != arguments.end()) arguments.erase(mark);
  if (auto result = run_parser(app, std::move(arguments))) {
    result->hint =
        fmt::format("`textmend rules {}--help` lists the options", known ? first + " " : "");
    return *result;
  }
  line.rules.talk.color = to_color(color);
  return line;
}

}  // namespace textmend::cli
