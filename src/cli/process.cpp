#include "cli/process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "cli/diff.h"
#include "cli/document_sink.h"
#include "cli/input.h"
#include "cli/load_rules.h"
#include "cli/notes_sink.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/stats.h"
#include "cli/stop.h"
#include "cli/text_sink.h"
#include "textmend/decode.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

// Hands each section to all sinks.
class FanOut : public Sink {
 public:
  FanOut(const std::vector<DocumentSink*>& sinks, bool fail_on_invalid)
      : sinks_(sinks), fail_on_invalid_(fail_on_invalid) {}
  void section(const Section& section) override {
    if (fail_on_invalid_ && section.invalid_lines > 0) fail_on_first_invalid(section);
    for (DocumentSink* sink : sinks_) sink->section(section);
  }

 private:
  [[noreturn]] static void fail_on_first_invalid(const Section& section) {
    std::uint64_t number = section.line;
    for (std::size_t at = 0; at < section.input.size(); ++number) {
      const std::string_view line = section.input.substr(at, section.input.find('\n', at) - at);
      if (!internal::is_valid_utf8(line)) break;
      at += line.size() + 1;
    }
    throw DocumentError(fmt::format("line {}: not UTF-8", number),
                        "name its encoding with --encoding, or try --encoding auto");
  }

  const std::vector<DocumentSink*>& sinks_;
  bool fail_on_invalid_;
};

Invalid invalid_of(std::string_view word) {
  if (word == "replace") return Invalid::kReplace;
  if (word == "repair") return Invalid::kRepair;
  return word == "fail" ? Invalid::kFail : Invalid::kKeep;
}

// The outputs and sinks that the options ask for.
class Run {
 public:
  Run(const Options& options, const RuleSet& rules, const Messages& messages);

  // Returns false if it failed.
  bool clean(const std::string& file, const Cleaner& cleaner);
  // What is to be written when all documents are through.
  void finish();
  int exit_code(bool failed) const;

 private:
  void clean_document(const std::string& file, const Cleaner& cleaner);
  void refuse_own_output(const Input& input) const;

  const Options& options_;
  const Messages& messages_;
  Output stdout_;
  std::optional<Output> report_file_;

  TextSink text_;
  WriteSink write_;
  CheckSink check_;
  DiffSink diff_;
  std::optional<ReportSink> report_;
  StatsSink stats_;
  NotesSink notes_;
  std::vector<DocumentSink*> sinks_;  // those in use
};

Run::Run(const Options& options, const RuleSet& rules, const Messages& messages)
    : options_(options),
      messages_(messages),
      stdout_(Fd(STDOUT_FILENO), "stdout",
              options.mode == Mode::kWrite ? Output::ClosedPipes::kAreErrors
                                           : Output::ClosedPipes::kAreFine),
      text_(stdout_, internal::is_utf8_encoding(options.output_encoding) ? std::string()
                                                                         : options.output_encoding),
      write_(options.output_encoding, options.in_place),
      check_(options.talk.quiet ? nullptr : &stdout_),
      diff_(stdout_),
      notes_(messages, options.fail_on) {
  // In this order each section is handed on, and each document ended. The report comes first: no
  // file is replaced before it is on record. Those that count come last: if a file can't be
  // replaced, they hear of no end.
  if (options.report) {
    if (*options.report != "-") report_file_ = open_report(*options.report, options.files);
    sinks_.push_back(&report_.emplace(report_file_ ? *report_file_ : stdout_, rules));
  }
  switch (options.mode) {
    case Mode::kText:
      sinks_.push_back(&text_);
      break;
    case Mode::kWrite:
      sinks_.push_back(&write_);
      break;
    case Mode::kCheck:
      sinks_.push_back(&check_);
      break;
    case Mode::kDiff:
      sinks_.push_back(&diff_);
      break;
  }
  if (options.stats) sinks_.push_back(&stats_);
  sinks_.push_back(&notes_);
}

bool Run::clean(const std::string& file, const Cleaner& cleaner) {
  try {
    clean_document(file, cleaner);
    return true;
  } catch (const DocumentError& error) {
    const std::string_view name = display_name(file);
    messages_.error({name}, error.what(), error.hint());
    for (DocumentSink* sink : sinks_) sink->abandon(name, error.what());
    return false;
  } catch (const Stopped&) {
    for (DocumentSink* sink : sinks_) sink->abandon(display_name(file), "stopped by a signal");
    throw;
  }
}

void Run::clean_document(const std::string& file, const Cleaner& cleaner) {
  const Invalid invalid = invalid_of(options_.invalid);
  Input input(file, {options_.encoding, invalid});
  refuse_own_output(input);
  if (input.is_binary() && !options_.binary_as_text && options_.mode != Mode::kText) {
    messages_.remark({input.name()}, "left out: it looks binary, and --text is not given");
    return;
  }
  for (DocumentSink* sink : sinks_) sink->begin(input);
  FanOut fan_out(sinks_, invalid == Invalid::kFail);
  const auto pass = [&input](auto stream) {
    for (std::string_view block = input.next(); !block.empty(); block = input.next()) {
      stream.feed(block);
    }
    stream.finish();
  };
  if (options_.records.fields.empty()) {
    pass(cleaner.stream(fan_out));
  } else {
    pass(cleaner.records(options_.records, fan_out).value());
  }
  for (DocumentSink* sink : sinks_) sink->end();
}

// `textmend a >> a` would read what it writes, for ever.
void Run::refuse_own_output(const Input& input) const {
  struct stat status = {};
  if (::fstat(stdout_.fd(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (input.status().st_size > 0 && same_file(status, input.status())) {
    throw DocumentError("is also the output", "use --write");
  }
}

void Run::finish() {
  stdout_.close();
  if (report_file_) report_file_->close();
  if (options_.stats) write_all(STDERR_FILENO, stats_.table());
}

int Run::exit_code(bool failed) const {
  if (failed) return 2;
  return check_.found() || diff_.found() || notes_.failed() ? 1 : 0;
}

// What is wrong with the encodings; empty if nothing is.
std::string encoding_fault(const Options& options) {
  if (!options.encoding.empty() && options.encoding != "auto" &&
      !internal::knows_encoding(options.encoding)) {
    return "--encoding: ICU knows no encoding " + options.encoding;
  }
  if (!options.output_encoding.empty() && !internal::knows_encoding(options.output_encoding)) {
    return "--output-encoding: ICU knows no encoding " + options.output_encoding;
  }
  if (options.mode != Mode::kDiff) return {};
  if (!options.output_encoding.empty()) {
    return "--diff shows the file's own bytes: leave out --output-encoding";
  }
  if (options.invalid == "replace" || options.invalid == "repair") {
    return "--diff shows the file's own bytes: use --invalid " + options.invalid +
           " with --write or to stdout";
  }
  return {};
}

// What is wrong with the pointers; empty if nothing is.
std::string pointer_fault(const RecordOptions& records) {
  std::vector<std::string> all = records.fields;
  all.push_back(records.lang_field);
  all.push_back(records.id_field);
  for (const std::string& pointer : all) {
    if (!is_json_pointer(pointer)) return "no JSON pointer: " + pointer;
  }
  return {};
}

// Returns how many are done: all, unless a signal stops us.
std::size_t clean_all(Run& run, const std::vector<std::string>& files, const Cleaner& cleaner,
                      bool& failed) {
  std::size_t done = 0;
  try {
    for (; done < files.size() && stop_signal() == 0; ++done) {
      failed |= !run.clean(files[done], cleaner);
    }
  } catch (const Stopped&) {
  }
  return done;
}

// Whether somebody hears of what rules flag and of the limits they meet.
bool reads_flags(const Options& options) {
  return options.talk.verbose || options.stats || options.report || options.fail_on.flag ||
         options.fail_on.limit;
}

}  // namespace

int clean_documents(const Options& options, const Messages& messages) {
  if (const std::string fault = pointer_fault(options.records); !fault.empty()) {
    messages.error({}, fault, "\"\" names the whole record, \"/text\" a member of it");
    return 2;
  }
  if (const std::string fault = encoding_fault(options); !fault.empty()) {
    messages.error({}, fault);
    return 2;
  }
  const std::optional<RuleSet> rules = load_rules(options.rules, messages);
  if (!rules) return 2;
  const Cleaner cleaner(*rules, {.lang = options.rules.lang,
                                 .limits = {},
                                 .scanner = options.scanner,
                                 .flags = reads_flags(options),
                                 .max_removed = options.max_removed});
  Run run(options, *rules, messages);
  bool failed = false;
  if (options.mode == Mode::kWrite) catch_stop_signals();
  try {
    const std::size_t done = clean_all(run, options.files, cleaner, failed);
    run.finish();
    if (done < options.files.size()) {
      messages.error(
          {}, fmt::format("stopped by {}", stop_signal_name()),
          fmt::format("{} file{} done, the others are as they were", done, done == 1 ? "" : "s"));
      die_of_stop_signal();
    }
    return run.exit_code(failed);
  } catch (const ClosedPipe&) {
    return run.exit_code(failed);  // who reads us has seen enough
  }
}

}  // namespace textmend::cli
