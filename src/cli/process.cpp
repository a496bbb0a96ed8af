#include "cli/process.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/diff.h"
#include "cli/document.h"
#include "cli/document_sink.h"
#include "cli/files.h"
#include "cli/input.h"
#include "cli/load_rules.h"
#include "cli/lock.h"
#include "cli/notes_sink.h"
#include "cli/output.h"
#include "cli/parallel.h"
#include "cli/profile_cleaners.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/split_stream.h"
#include "cli/stats.h"
#include "cli/stop.h"
#include "cli/task.h"
#include "cli/text_sink.h"
#include "textmend/decode.h"
#include "textmend/rule_set.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

// Hands each section to all sinks.
class FanOut : public Sink {
 public:
  FanOut(const std::vector<DocumentSink*>& sinks, Progress& progress, bool fail_on_invalid)
      : sinks_(sinks), progress_(progress), fail_on_invalid_(fail_on_invalid) {}
  // Lines of the document that the sinks have.
  std::uint64_t lines() const { return lines_; }
  void begin() { lines_ = 0; }
  void section(const Section& section) override {
    if (fail_on_invalid_ && section.invalid_lines > 0) fail_on_first_invalid(section);
    for (DocumentSink* sink : sinks_) sink->section(section);
    progress_.add_text(section.input.size(), section.hunks.size());
    lines_ = section.line + internal::count_line_ends(section.input) - 1;
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
  Progress& progress_;
  bool fail_on_invalid_;
  std::uint64_t lines_ = 0;
};

// Enough for all jobs to go on while the first in turn takes longer than the others.
constexpr std::size_t kTasksPerJob = 4;

// Files that are open at once: half of what a process usually may have.
constexpr std::size_t kMostOpen = 512;

// Since it was opened somebody has replaced it: perhaps we, if it was named twice.
bool is_outdated(const OpenDocument& document) {
  const struct stat& then = document.input.status();
  struct stat now = {};
  if (!S_ISREG(then.st_mode) || ::stat(document.input.path().c_str(), &now) != 0) return false;
  return !same_file(now, then) || now.st_size != then.st_size ||
         now.st_mtim.tv_sec != then.st_mtim.tv_sec || now.st_mtim.tv_nsec != then.st_mtim.tv_nsec;
}

// Nothing to share among threads.
bool is_one_text(const Options& options) {
  struct stat status = {};
  return options.records.fields.empty() && !options.files_from && options.files.size() == 1 &&
         !(::stat(options.files[0].c_str(), &status) == 0 && S_ISDIR(status.st_mode));
}

// The outputs and sinks that the options ask for.
class Run {
 public:
  // `makeup` is what the documents are.
  Run(const Options& options, const Makeup& makeup, const RuleSet& rules, const Messages& messages);

  // Cleans all documents. Returns false if one of them failed.
  bool clean_all(const Cleaner& cleaner);
  bool stopped() const { return stopped_; }
  // What is to be written when all documents are through.
  void finish();
  int exit_code(bool failed) const;

 private:
  bool clean_in_turn(Files& files, TaskCleaner& cleaner);
  bool clean_at_once(Files& files, TaskCleaner& cleaner, std::size_t jobs);

  void take(Task& task, TaskCleaner& cleaner);
  bool is_left_out(const OpenDocument& document) const;
  void begin(const OpenDocument& document);
  void end();
  void tell_of_stop() const;
  template <typename F>
  bool survives(const Task& task, F&& f);

  const Options& options_;
  const Messages& messages_;
  const RuleSet& rules_;
  const Makeup& makeup_;
  Output stdout_;
  std::optional<Output> report_file_, stats_file_;

  TextSink text_;
  WriteSink write_;
  CheckSink check_;
  DiffSink diff_;
  std::optional<ReportSink> report_;
  StatsSink stats_;
  NotesSink notes_;
  std::vector<DocumentSink*> sinks_;  // those in use
  std::optional<Progress> progress_;  // as long as documents are cleaned
  FanOut fan_out_;
  std::optional<DocumentOpener> opener_;
  std::size_t done_ = 0;  // documents
  bool stopped_ = false;  // by a signal, before all were done
};

Run::Run(const Options& options, const Makeup& makeup, const RuleSet& rules,
         const Messages& messages)
    : options_(options),
      messages_(messages),
      rules_(rules),
      makeup_(makeup),
      stdout_(Fd(STDOUT_FILENO), "stdout",
              options.mode == Mode::kWrite ? Output::ClosedPipes::kAreErrors
                                           : Output::ClosedPipes::kAreFine),
      text_(stdout_, internal::is_utf8_encoding(options.output_encoding) ? std::string()
                                                                         : options.output_encoding),
      write_(options.output_encoding, options.in_place),
      check_(options.talk.quiet ? nullptr : &stdout_),
      diff_(stdout_),
      stats_(!options.records.fields.empty()),
      notes_(messages, options.fail_on),
      progress_(std::in_place, options),
      fan_out_(sinks_, *progress_, invalid_of(options) == Invalid::kFail) {
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
  if (options.stats_json && *options.stats_json != "-") {
    stats_file_ = open_report(*options.stats_json, options.files);
  }
  if (options.stats || options.stats_json) sinks_.push_back(&stats_);
  sinks_.push_back(&notes_);
  opener_.emplace(
      options, stdout_.fd(),
      std::array{report_file_ ? report_file_->fd() : -1, stats_file_ ? stats_file_->fd() : -1});
}

// Calls f, which does something with the task's document. Returns false when that fails.
template <typename F>
bool Run::survives(const Task& task, F&& f) {
  const std::string_view name = display_name(task.file.path);
  try {
    f();
    return true;
  } catch (const DocumentError& error) {
    if (task.document) task.document->failed = true;
    messages_.error({name}, error.what(), error.hint());
    for (DocumentSink* sink : sinks_) sink->abandon(name, error.what());
    return false;
  } catch (const Stopped&) {
    stopped_ = true;
    if (task.document) task.document->failed = true;
    for (DocumentSink* sink : sinks_) sink->abandon(name, "stopped by a signal");
    // In place a file is as it was; elsewhere its first lines have been written.
    if (options_.mode != Mode::kWrite) {
      messages_.error(
          {name}, fmt::format("stopped by {}", stop_signal_name()),
          fmt::format("{} line{} done", fan_out_.lines(), fan_out_.lines() == 1 ? "" : "s"));
    }
    return true;
  }
}

bool Run::is_left_out(const OpenDocument& document) const {
  if (document.left_out.empty()) return false;
  messages_.remark({document.input.name()}, "left out: " + document.left_out);
  return true;
}

void Run::begin(const OpenDocument& document) {
  fan_out_.begin();
  for (DocumentSink* sink : sinks_) sink->begin(document.input);
}

void Run::end() {
  for (DocumentSink* sink : sinks_) sink->end();
  ++done_;
  progress_->add_file();
}

void Run::take(Task& task, TaskCleaner& cleaner) {
  if (stop_signal() != 0 && !task.has_lines) {
    stopped_ = true;  // it may be clean already, but nobody knows of it
    return;
  }
  if (task.direct && !task.document) task.document = opener_->open(task.file);
  if (options_.mode == Mode::kWrite && task.document && task.first && !task.document->failed &&
      is_outdated(*task.document)) {
    task.document->failed = true;  // what has been read of it goes to nobody
    Task again;
    again.file = task.file;
    again.direct = true;
    return take(again, cleaner);
  }
  if (task.document) {
    if (task.document->failed || is_left_out(*task.document)) return;
    if (task.first) begin(*task.document);
    task.sections.hand_over(fan_out_);
  }
  if (task.direct) {
    cleaner.clean_rest(task.document->input, fan_out_, task.lines, task.offset, task.line);
  }
  if (task.error) std::rethrow_exception(task.error);
  if (!task.last && !task.direct) return;
  end();
  if (task.document && task.document->input.stopped()) {
    stopped_ = true;
    messages_.error({task.document->input.name()}, fmt::format("stopped by {}", stop_signal_name()),
                    fmt::format("all that was read is done: {} bytes with {} line ends",
                                task.document->input.bytes_read(), fan_out_.lines()));
  }
}

bool Run::clean_in_turn(Files& files, TaskCleaner& cleaner) {
  bool all_well = true;
  while (std::optional<Files::File> file = files.next()) {
    stopped_ |= stop_signal() != 0;
    if (stopped_) break;
    Task task;
    task.file = std::move(*file);
    task.direct = true;
    all_well &= survives(task, [&] { take(task, cleaner); });
  }
  return all_well;
}

void Run::tell_of_stop() const {
  if (options_.mode != Mode::kWrite) return;
  messages_.error(
      {}, fmt::format("stopped by {}", stop_signal_name()),
      fmt::format("{} file{} done, the others are as they were", done_, done_ == 1 ? "" : "s"));
}

bool Run::clean_at_once(Files& files, TaskCleaner& cleaner, std::size_t jobs) {
  bool all_well = true;
  TaskMaker maker(files, *opener_, !options_.records.fields.empty());
  const auto clean = [&](Tasks& tasks) {
    for (const auto& task : tasks) cleaner.clean(*task);
  };
  const auto take_all = [&](Tasks& tasks) {
    for (const auto& task : tasks) {
      all_well &= survives(*task, [&] { take(*task, cleaner); });
      cleaner.forget(*task);
    }
  };
  const std::size_t at_once = std::min(jobs * kTasksPerJob, kMostOpen);
  const auto next = [&] {
    return maker.next(std::min(cleaner.files_at_once(), kMostOpen / at_once));
  };
  run_in_order(jobs, at_once, {next, clean, take_all});
  stopped_ |= maker.stopped();
  return all_well;
}

bool Run::clean_all(const Cleaner& cleaner) {
  const std::size_t jobs = options_.jobs > 0 ? options_.jobs : usable_processors();
  Files files(options_);
  TaskCleaner task_cleaner(cleaner, makeup_, *opener_, [this] {
    if (options_.line_buffered) stdout_.flush();
  });
  // What is written at once is written by one thread.
  const bool in_turn = jobs == 1 || options_.line_buffered || is_one_text(options_);
  const bool all_well =
      in_turn ? clean_in_turn(files, task_cleaner) : clean_at_once(files, task_cleaner, jobs);
  if (stopped_) tell_of_stop();
  return all_well;
}

void Run::finish() {
  progress_.reset();
  if (options_.stats_json == "-") stdout_.write(stats_.statistics().json(rules_));
  stdout_.close();
  if (report_file_) report_file_->close();
  if (stats_file_) {
    stats_file_->write(stats_.statistics().json(rules_));
    stats_file_->close();
  }
  if (options_.stats) write_all(STDERR_FILENO, stats_.statistics().table());
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
  all.push_back(records.profile_field);
  all.push_back(records.annotate);
  for (const std::string& pointer : all) {
    if (!is_json_pointer(pointer)) return "no JSON pointer: " + pointer;
  }
  return {};
}

// Whether somebody hears of what rules flag and of the limits they meet.
bool reads_flags(const Options& options) {
  return options.talk.verbose || options.stats || options.stats_json || options.report ||
         !options.records.annotate.empty() || options.fail_on.flag || options.fail_on.limit;
}

// What is wrong with what the rules are asked to do; empty if nothing is.
std::string records_fault(const Options& options, const Cleaner& cleaner) {
  if (options.records.fields.empty()) return {};
  RecordOptions records = options.records;
  records.cleaner_for = [](std::string_view) { return nullptr; };
  struct Nowhere : Sink {
    void section(const Section& /*section*/) override {}
  } nowhere;
  if (cleaner.records(records, nowhere)) return {};
  return "--annotate: " + records.annotate + " is a cleaned string, or lies in or around one";
}

// Loads the rules that can do what is asked for. Nothing after saying why there are none.
std::optional<RuleSet> rules_for(const Options& options, const Messages& messages) {
  RuleOptions choice = rule_options(options.rules);
  choice.line_rules_only = options.line_buffered && options.records.fields.empty();
  std::optional<RuleSet> rules = load_rules(choice, messages);
  if (!rules) return std::nullopt;
  if (options.locked) {
    const std::string lock = find_lock();
    if (lock.empty()) {
      messages.error({}, "--locked: there is no textmend.lock here or above",
                     "`textmend rules lock` writes one");
      return std::nullopt;
    }
    if (!holds_lock(*rules, lock, messages)) return std::nullopt;
  }
  if (!choice.line_rules_only) return rules;
  std::size_t left_out = 0;
  for (const RuleInfo& rule : rules->rules()) {
    if (rule.why != internal::kLeftOut) continue;
    ++left_out;
    const auto& named = options.rules.select;
    if (std::find(named.begin(), named.end(), rule.id) == named.end()) continue;
    messages.error({}, fmt::format("--line-buffered: {} looks at more than one line", rule.id),
                   "leave out one of the two");
    return std::nullopt;
  }
  messages.remark({}, fmt::format("--line-buffered: {} rules that look at more than one line are "
                                  "left out",
                                  left_out));
  return rules;
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
  Makeup makeup{options.records, std::nullopt};
  if (options.split_on) {
    std::string fault;
    makeup.separator = Separator::read(*options.split_on, fault);
    if (!makeup.separator) {
      messages.error({}, "--split-on: " + fault);
      return 2;
    }
  }
  const std::optional<RuleSet> rules = rules_for(options, messages);
  if (!rules) return 2;
  // Kept until the process ends: to take them apart costs a tenth of a start.
  [[maybe_unused]] static const auto* const kept = new RuleSet(*rules);
  const Cleaner cleaner(*rules,
                        {.lang = options.rules.lang,
                         .limits = {},
                         .scanner = options.scanner,
                         .flags = reads_flags(options),
                         .max_removed = options.max_removed,
                         .count_declined = options.stats_json.has_value(),
                         .line_by_line = options.line_buffered && options.records.fields.empty()});
  if (const std::string fault = records_fault(options, cleaner); !fault.empty()) {
    messages.error({}, fault);
    return 2;
  }
  ProfileCleaners profiles(options.rules, *rules, cleaner.options());
  makeup.records.cleaner_for = [&](std::string_view name) { return profiles.find(name); };
  Run run(options, makeup, *rules, messages);
  bool failed = false;
  catch_stop_signals();
  try {
    failed = !run.clean_all(cleaner);
    run.finish();
    if (run.stopped()) die_of_stop_signal();
    return run.exit_code(failed);
  } catch (const ClosedPipe&) {
    return run.exit_code(failed);  // who reads us has seen enough
  }
}

}  // namespace textmend::cli
