#include "cli/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/command_line.h"

namespace textmend::cli {
namespace {

constexpr const char* kAbout =
    "Repairs what scraping, PDF extraction and OCR did to plain text, and nothing else.";

constexpr const char* kUsage =
    "Usage: textmend [OPTIONS] [FILES...]\n"
    "       textmend rules COMMAND ...\n"
    "\n"
    "Without FILES, or for `-`, text is read from stdin. FILES are written to stdout, one after\n"
    "the other, unless an option says otherwise. --write, --check and --diff go through folders,\n"
    "but not to hidden files, nor to what .gitignore or .textmendignore names. `rules` is a "
    "command\n"
    "only as the first argument; `textmend rules --help` lists what it does.\n";

constexpr const char* kExamples =
    "Examples:\n"
    "  textmend < scraped.txt > clean.txt     clean a stream\n"
    "  textmend --diff article.txt            see what would change; `patch` takes it\n"
    "  textmend -w --profile pdf *.txt        clean in place what came out of PDF files\n"
    "  textmend --check --stats corpus/*.txt  list damaged files, count the repairs of each rule\n"
    "  textmend -w --glob '*.txt' corpus      clean all text files of a folder\n"
    "  textmend -w --report log.jsonl a.txt   keep a record of every change and its reason\n"
    "  textmend --encoding auto < old.txt     guess the encoding (-v tells it); the output is "
    "UTF-8\n"
    "  textmend -w --encoding Big5 a.txt      in place, in the file's own encoding\n"
    "  textmend --lexicon en=words.txt < a    with words of your own, one a line\n"
    "  textmend --jsonl /text --annotate /mend < pages.jsonl\n"
    "  tail -f chat | textmend --line-buffered\n"
    "  textmend --split-on '^From ' < mbox    each part is a document\n"
    "\n"
    "Exit codes:\n"
    "  0  done, or nothing to do\n"
    "  1  --check or --diff found changes, or --fail-on found what it names\n"
    "  2  wrong usage, a file that can't be read or written, a bad rule\n"
    "\n"
    "One bad file does not stop the rest. A closed pipe is not an error.\n";

// The plain values that become Options when all is read.
struct Typed {
  bool write = false, check = false, diff = false, version = false, no_scanner = false;
  bool no_ignore = false;
  std::string color, report, files_from, stats_json, split_on;
  std::vector<std::string> fail_on, globs;
};

// CLI::Range says `Value 2 not in range 0.000000 to 1.000000`.
std::string share(const std::string& typed) {
  double value = 0;
  const char* const end = typed.data() + typed.size();
  const auto [stop, error] = std::from_chars(typed.data(), end, value);
  if (error == std::errc() && stop == end && value >= 0 && value <= 1) return {};
  return fmt::format("`{}` is no share, a number from 0 to 1", typed);
}

void add_clean_options(CLI::App& app, Options& options, Typed& typed) {
  const char* const group = "What to do";
  app.add_flag("-w,--write", typed.write, "Clean FILES in place, each wholly or not at all")
      ->group(group);
  app.add_flag("--check", typed.check, "Print the names of the files that would change")
      ->group(group);
  app.add_flag("--diff", typed.diff, "Print what would change as a unified diff")->group(group);
  app.add_option("--report", typed.report, "Write each change and its reason as JSON lines")
      ->option_text("FILE")
      ->group(group);
  app.add_flag("--stats", options.stats, "Print a table of what each rule did on stderr")
      ->group(group);
  app.add_option("--stats-json", typed.stats_json,
                 "Write what each rule did, found and left, in numbers that add up")
      ->option_text("FILE")
      ->group(group);
  add_list(app, "--fail-on", typed.fail_on, "KIND,...",
           "Exit 1 on notes of these kinds: flag, invalid, limit")
      ->check(CLI::IsMember({"flag", "invalid", "limit"}))
      ->group(group);
  // No comma list: a comma may be part of a key.
  app.add_option("--jsonl", options.records.fields,
                 "FILES are JSON lines: clean the strings that this JSON pointer names; may be "
                 "given again")
      ->allow_extra_args(false)
      ->option_text("POINTER")
      ->group(group);
  app.add_option("--lang-field", options.records.lang_field,
                 "With --jsonl: JSON pointer of the record's language")
      ->option_text("POINTER")
      ->group(group);
  app.add_option("--id-field", options.records.id_field,
                 "With --jsonl: JSON pointer of what a record is called in messages")
      ->option_text("POINTER")
      ->group(group);
  app.add_option("--profile-field", options.records.profile_field,
                 "With --jsonl: JSON pointer of the record's own profile (`pdf`, `pdf,news`)")
      ->option_text("POINTER")
      ->group(group);
  app.add_option("--annotate", options.records.annotate,
                 "With --jsonl: write into each record, at this JSON pointer, what was done")
      ->option_text("POINTER")
      ->group(group);
  app.add_option("--split-on", typed.split_on,
                 "A stream of many documents: `ff` and `nul` part them, or lines that match REGEX")
      ->option_text("REGEX|ff|nul")
      ->group(group);
  app.add_flag("--line-buffered", options.line_buffered,
               "Write each line, or record, when it is there; rules that look at several lines "
               "are left out, but not with --jsonl")
      ->group(group);
  app.add_option("--max-removed", options.max_removed,
                 "Pass a text through that would lose a larger share to dropped lines (0.3)")
      ->option_text("SHARE")
      ->check(share)
      ->group(group);
  app.add_option("--encoding", options.encoding, "Encoding of the input: auto, or a name ICU knows")
      ->option_text("NAME")
      ->group(group);
  app.add_option("--output-encoding", options.output_encoding,
                 "Of the output; default UTF-8, with --write the file's own")
      ->option_text("NAME")
      ->group(group);
  app.add_option("--invalid", options.invalid,
                 "Lines that are not UTF-8: keep (the default), replace, repair or fail")
      ->option_text("HOW")
      ->check(CLI::IsMember({"keep", "replace", "repair", "fail"}))
      ->group(group);
  app.add_flag("--locked", options.locked,
               "Do nothing unless rules and libraries are those of the nearest textmend.lock")
      ->group(group);
  app.add_flag("--no-scanner", typed.no_scanner, "Every rule looks at every line; for comparing")
      ->group(group);
  app.add_flag("--version", typed.version, "With --verbose also the fingerprint of the rules")
      ->group(group);
}

void add_file_options(CLI::App& app, Options& options, Typed& typed) {
  const char* const group = "Which files";
  app.add_option("--files-from", typed.files_from,
                 "More FILES, one a line of this file; - is stdin")
      ->option_text("FILE")
      ->group(group);
  app.add_flag("-0,--null", options.names_end_in_nul,
               "With --files-from: a NUL ends a name, not a line end")
      ->group(group);
  // No comma list: a comma may be part of a name.
  app.add_option("--glob", typed.globs,
                 "In folders: only files that match; with ! in front none of them. As in "
                 ".gitignore; the last that matches decides")
      ->allow_extra_args(false)
      ->option_text("GLOB")
      ->group(group);
  app.add_flag("--hidden", options.walk.hidden, "In folders: names that begin with a dot too")
      ->group(group);
  app.add_flag("--no-ignore", typed.no_ignore,
               "In folders: what .gitignore and .textmendignore name too")
      ->group(group);
  app.add_option("-j,--jobs", options.jobs,
                 "Clean with N threads; default: one for each processor. The answer is the same")
      ->option_text("N")
      ->check(CLI::Range(1, 1024))
      ->group(group);
}

// What is wrong with a glob; empty if nothing is.
std::string read_globs(const std::vector<std::string>& typed, WalkOptions& walk) {
  for (const std::string& text : typed) {
    std::optional<Glob> glob = Glob::parse(text);
    if (!glob) return "--glob: no pattern: `" + text + "`";
    walk.globs.push_back(std::move(*glob));
  }
  return {};
}

void add_in_place_options(CLI::App& app, Options& options) {
  const char* const group = "With --write";
  app.add_flag("--backup{~}", options.in_place.backup,
               "Keep the old file under its name and SUFFIX (~); never overwrites one")
      ->option_text("[=SUFFIX]")
      ->group(group);
  app.add_flag("--keep-times", options.in_place.keep_times,
               "Changed files keep their times of access and change")
      ->group(group);
  app.add_flag("--break-links", options.in_place.break_links,
               "Write files with hard links too: the other names keep the old text")
      ->group(group);
  app.add_flag("-a,--text", options.binary_as_text,
               "With --check and --diff too: don't pass by files that look binary")
      ->group(group);
}

std::optional<Mode> to_mode(const Typed& typed) {
  if (typed.write + typed.check + typed.diff > 1) return std::nullopt;
  if (typed.write) return Mode::kWrite;
  if (typed.check) return Mode::kCheck;
  return typed.diff ? Mode::kDiff : Mode::kText;
}

// What is wrong with options that are right one by one; empty if nothing is.
std::string contradiction(const Options& options) {
  if (options.talk.quiet && options.talk.verbose) return "--quiet and --verbose exclude each other";
  const bool reads_stdin =
      std::find(options.files.begin(), options.files.end(), "-") != options.files.end();
  if (options.mode == Mode::kWrite && reads_stdin) {
    return "--write needs FILES: stdin can't be written in place";
  }
  if (options.files_from == "-" && reads_stdin) return "stdin can't be text and a list of names";
  if (options.names_end_in_nul && !options.files_from) return "--null goes with --files-from";
  const InPlace& in_place = options.in_place;
  const bool asks_how = in_place.keep_times || in_place.break_links || !in_place.backup.empty();
  if (options.mode != Mode::kWrite && asks_how) {
    return "--backup, --keep-times and --break-links go with --write";
  }
  if (in_place.backup.find('/') != std::string::npos) {
    return "--backup: a suffix is no path: " + in_place.backup;
  }
  const RecordOptions& records = options.records;
  if (records.fields.empty() &&
      !(records.lang_field + records.id_field + records.profile_field + records.annotate).empty()) {
    return "--lang-field, --id-field, --profile-field and --annotate go with --jsonl";
  }
  if (!records.fields.empty() && options.split_on) {
    return "--jsonl and --split-on exclude each other: each line is a document already";
  }
  if (!records.annotate.empty() && options.mode == Mode::kCheck) {
    return "--check and --annotate exclude each other: each record would change";
  }
  if (options.line_buffered && options.mode != Mode::kText) {
    return "--line-buffered is for text that goes to stdout: leave out --write, --check and --diff";
  }
  if (options.line_buffered && options.encoding == "auto") {
    return "--line-buffered can't wait for all that --encoding auto guesses by: name the encoding";
  }
  const bool stdout_is_free =
      options.mode == Mode::kWrite || (options.mode == Mode::kCheck && options.talk.quiet);
  for (const auto& [name, file] :
       {std::pair("--report", options.report), std::pair("--stats-json", options.stats_json)}) {
    if (file == "-" && !stdout_is_free) {
      return std::string(name) +
             " - would mix with what goes to stdout: name a file, or use --write or "
             "--check --quiet";
    }
  }
  if (options.report && options.report == options.stats_json) {
    return "--report and --stats-json can't be one file";
  }
  return {};
}

// CLI11 takes a positional `[a,b]` for a list, so file names, which may be any bytes, are kept from
// it: those behind `--` altogether, the others as arguments it doesn't know.
CommandLine parse_clean(std::vector<std::string> arguments) {
  CommandLine line;
  Options& options = line.options;
  Typed typed;
  CLI::App app(kAbout, "textmend");
  app.formatter(std::make_shared<HelpFormatter>(kUsage));
  app.footer(kExamples);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.allow_extras();
  add_clean_options(app, options, typed);
  add_file_options(app, options, typed);
  add_in_place_options(app, options);
  add_rule_options(app, options.rules);
  add_talk_options(app, options.talk, typed.color);

  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  const std::vector<std::string> verbatim(mark == arguments.end() ? mark : mark + 1,
                                          arguments.end());
  arguments.erase(mark, arguments.end());
  if (auto result = run_parser(app, std::move(arguments))) return *result;

  for (std::string& name : app.remaining()) {
    if (name.size() > 1 && name[0] == '-') return wrong("there is no option " + name);
    options.files.push_back(std::move(name));
  }
  options.files.insert(options.files.end(), verbatim.begin(), verbatim.end());
  if (typed.version) {
    line.action = CommandLine::Action::kVersion;
    return line;
  }
  const std::optional<Mode> mode = to_mode(typed);
  if (!mode) return wrong("--write, --check and --diff exclude each other");
  options.mode = *mode;
  options.scanner = !typed.no_scanner;
  options.walk.ignore_files = !typed.no_ignore;
  options.walk.backup = options.in_place.backup;
  if (std::string text = read_globs(typed.globs, options.walk); !text.empty()) {
    return wrong(std::move(text));
  }
  if (app.count("--files-from") > 0) options.files_from = typed.files_from;
  if (options.files.empty() && !options.files_from) options.files.emplace_back("-");
  options.talk.color = to_color(typed.color);
  if (app.count("--report") > 0) options.report = typed.report;
  if (app.count("--stats-json") > 0) options.stats_json = typed.stats_json;
  if (app.count("--split-on") > 0) options.split_on = typed.split_on;
  for (const std::string& kind : typed.fail_on) {
    (kind == "flag"    ? options.fail_on.flag
     : kind == "limit" ? options.fail_on.limit
                       : options.fail_on.invalid) = true;
  }
  if (std::string text = contradiction(options); !text.empty()) return wrong(std::move(text));
  return line;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  const std::span all(argv, static_cast<std::size_t>(std::max(argc, 0)));
  std::vector<std::string> arguments(all.begin() + (all.empty() ? 0 : 1), all.end());
  if (arguments.empty() || arguments.front() != "rules") return parse_clean(std::move(arguments));
  arguments.erase(arguments.begin());
  return parse_rules(std::move(arguments));
}

}  // namespace textmend::cli
