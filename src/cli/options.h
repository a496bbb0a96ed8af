// What was typed. Nothing here opens a file, looks for a terminal or prints.

#ifndef TEXTMEND_CLI_OPTIONS_H_
#define TEXTMEND_CLI_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/walk.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Which rules run; the same for cleaning and for `textmend rules`.
struct RuleChoice {
  std::vector<std::string> profiles;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::string> folders;
  std::vector<std::string> lexicons;  // LANG=SOURCE
  std::string config;                 // empty: textmend.toml is searched upwards
  bool isolated = false;              // no configuration file is looked for
  std::string lang;
};

enum class Color { kAuto, kAlways, kNever };

// How much is said on stderr.
struct Talk {
  bool quiet = false;
  bool verbose = false;
  Color color = Color::kAuto;
};

enum class Mode {
  kText,   // cleaned text to stdout
  kWrite,  // files in place
  kCheck,  // names of the files that would change
  kDiff,
};

// Notes that make the exit code 1.
struct FailOn {
  bool flag = false;
  bool invalid = false;
  bool limit = false;
};

// How files are replaced; see AtomicFile.
struct InPlace {
  bool keep_times = false;
  bool break_links = false;  // a file with other hard links gets a file of its own
  std::string backup;        // what is added to the old file's name; empty: no backup
};

// `textmend [FILES]`
struct Options {
  Mode mode = Mode::kText;
  std::vector<std::string> files;         // "-" is stdin; empty once parsed only with files_from
  std::optional<std::string> files_from;  // where more names are read; "-" is stdin
  bool names_end_in_nul = false;          // there, not in LF
  WalkOptions walk;                       // in folders
  std::size_t jobs = 0;                   // threads that clean; 0: as many as there are processors
  RuleChoice rules;
  Talk talk;
  RecordOptions records;         // without fields the documents are no JSON lines
  std::string encoding;          // empty: UTF-8, or by byte order mark; "auto": guessed
  std::string output_encoding;   // empty: UTF-8 to stdout, the file's own in place
  std::string invalid = "keep";  // keep, replace, repair, fail
  std::optional<std::string> report;
  bool stats = false;
  std::optional<std::string> stats_json;
  bool line_buffered = false;
  std::optional<std::string> split_on;  // "ff", "nul" or a pattern
  bool locked = false;
  bool scanner = true;
  double max_removed = 0.3;  // see CleanOptions
  FailOn fail_on;
  InPlace in_place;
  bool binary_as_text = false;  // else --write, --check and --diff pass binary files by
};

// `textmend rules COMMAND`
struct RulesArguments {
  enum class Command {
    kList,
    kShow,
    kKinds,
    kCheck,
    kTest,
    kCost,
    kNew,
    kLock,
    kFuzz,
    kTry,
    kDiff,
    kExplain,
    kSchema
  };
  Command command = Command::kList;
  RuleChoice rules;
  Talk talk;
  std::string why;                   // list --why ID
  bool all = false;                  // list --all
  std::string id;                    // show ID, new PACK/NAME, try RULE, explain FILE:LINE
  std::string kind;                  // kinds KIND, new --kind KIND; empty if not typed
  bool bless = false;                // test --bless
  std::vector<std::string> example;  // new --example IN OUT: two texts, or none
  std::string schema = "rule";       // schema rule|config|profile
  bool markdown = false;             // kinds --markdown
  std::vector<std::string> names;    // check FILES|DIRS, test IDS, cost FILES, fuzz FILES|DIRS|IDS,
                                     // try FILES, diff OLD NEW FILES
  std::vector<std::string> on;       // check --on FILE, fuzz --on FILE
  bool no_time = false;              // cost --no-time
  std::string lock_file;             // lock FILE; empty: beside the configuration; "-": stdout

  struct Fuzz {
    double seconds = 60;
    std::uint64_t seed = 1;
    std::uint64_t runs = 0;         // for each rule; 0: as many as there is time for
    unsigned jobs = 0;              // 0: as many as there are processors
    std::string json;               // a file, or `-` for stdout; empty: none
    std::string annotate = "auto";  // auto, github, azure, none
  };
  Fuzz fuzz;
};

struct CommandLine {
  enum class Action {
    kClean,    // `options`
    kRules,    // `rules`
    kVersion,  // `options.talk.verbose`: at length
    kHelp,     // `text` is the help
    kWrong,    // `text` is what is wrong
  };
  Action action = Action::kClean;
  Options options;
  RulesArguments rules;
  std::string text;
  std::string hint = "`textmend --help` lists the options";  // behind what is wrong
};

CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_OPTIONS_H_
