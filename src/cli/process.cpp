#include "cli/process.h"

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
#include "cli/text_sink.h"
#include "textmend/textmend.h"

namespace textmend::cli {
namespace {

// Hands each section to all sinks.
class FanOut : public Sink {
 public:
  explicit FanOut(const std::vector<DocumentSink*>& sinks) : sinks_(sinks) {}
  void section(const Section& section) override {
    for (DocumentSink* sink : sinks_) sink->section(section);
  }

 private:
  const std::vector<DocumentSink*>& sinks_;
};

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
      text_(stdout_),
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
  }
}

void Run::clean_document(const std::string& file, const Cleaner& cleaner) {
  Input input(file, options_.encoding);
  refuse_own_output(input);
  for (DocumentSink* sink : sinks_) sink->begin(input);
  FanOut fan_out(sinks_);
  Stream stream = cleaner.stream(fan_out);
  for (std::string_view block = input.next(); !block.empty(); block = input.next()) {
    stream.feed(block);
  }
  stream.finish();
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

// What is wrong with the encoding; empty if nothing is.
std::string encoding_fault(const Options& options) {
  if (is_utf8_encoding(options.encoding)) return {};
  if (open_converter(options.encoding) == nullptr) {
    return "--encoding: ICU knows no encoding " + options.encoding;
  }
  const std::string end = " reads UTF-8 only: first turn the text into UTF-8 with --encoding " +
                          options.encoding + " FILE > NEW";
  if (options.mode == Mode::kWrite) return "--write" + end;
  if (options.mode == Mode::kDiff) return "--diff" + end;
  return {};
}

// Whether somebody hears of what rules flag and of the limits they meet.
bool reads_flags(const Options& options) {
  return options.talk.verbose || options.stats || options.report || options.fail_on.flag ||
         options.fail_on.limit;
}

}  // namespace

int clean_documents(const Options& options, const Messages& messages) {
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
  try {
    for (const std::string& file : options.files) failed |= !run.clean(file, cleaner);
    run.finish();
    return run.exit_code(failed);
  } catch (const ClosedPipe&) {
    return run.exit_code(failed);  // who reads us has seen enough
  }
}

}  // namespace textmend::cli
