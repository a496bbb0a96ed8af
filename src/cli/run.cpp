#include "cli/run.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "cli/input.h"
#include "cli/parallel.h"
#include "cli/stop.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

// Enough for all jobs to go on while the first in turn takes longer than the others.
constexpr std::size_t kTasksPerJob = 4;

// Files that are open at once: half of what a process usually may have. One that is written in
// place has its folder and its temporary file open besides.
constexpr std::size_t kMostOpen = 512;
constexpr std::size_t kMostWritten = kMostOpen / 3;

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

}  // namespace

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
      fan_out_(*progress_, invalid_of(options) == Invalid::kFail) {
  // The report comes first: no file is replaced before it is on record.
  if (options.report) {
    if (*options.report != "-") report_file_ = open_report(*options.report, options.files);
    fan_out_.add_output(report_.emplace(report_file_ ? *report_file_ : stdout_, rules));
  }
  switch (options.mode) {
    case Mode::kText:
      fan_out_.add_output(text_);
      break;
    case Mode::kWrite:
      fan_out_.add_output(write_);
      break;
    case Mode::kCheck:
      fan_out_.add_output(check_);
      break;
    case Mode::kDiff:
      fan_out_.add_output(diff_);
      break;
  }
  if (options.stats_json && *options.stats_json != "-") {
    stats_file_ = open_report(*options.stats_json, options.files);
  }
  if (options.stats || options.stats_json) fan_out_.add_counter(stats_);
  fan_out_.add_counter(notes_);
  opener_.emplace(
      options, stdout_.fd(),
      std::array{report_file_ ? report_file_->fd() : -1, stats_file_ ? stats_file_->fd() : -1});
}

template <typename F>
std::optional<Run::Failure> Run::attempt(F&& f) {
  try {
    f();
    return std::nullopt;
  } catch (const DocumentError& error) {
    return Failure{error.what(), error.hint(), false};
  } catch (const Stopped&) {
    return Failure{"stopped by a signal", {}, true};
  }
}

// Those of `to` have not all of the document, and will not get it.
void Run::fail(const Task& task, const Failure& failure, FanOut::To to) {
  const std::string_view name = display_name(task.file.path);
  if (task.document) task.document->failed = true;
  fan_out_.abandon(name, failure.what, to);
  if (to == FanOut::To::kOutputs) return;
  if (!failure.by_signal) {
    failed_ = true;
    messages_.error({name}, failure.what, failure.hint);
    return;
  }
  stopped_ = true;
  // In place a file is as it was; elsewhere its first lines have been written.
  if (options_.mode == Mode::kWrite) return;
  messages_.error(
      {name}, fmt::format("stopped by {}", stop_signal_name()),
      fmt::format("{} line{} done", fan_out_.lines(), fan_out_.lines() == 1 ? "" : "s"));
}

bool Run::is_left_out(const OpenDocument& document) const {
  if (document.left_out.empty()) return false;
  messages_.remark({document.input.name()}, "left out: " + document.left_out);
  return true;
}

void Run::end() {
  fan_out_.end(FanOut::To::kOutputs);
  if (const std::unique_ptr<Writing> writing = write_.take()) {
    FolderSyncs syncs;
    writing->settle(syncs);
  }
  fan_out_.end(FanOut::To::kCounters);
  ++done_;
}

// What is to be done for `task` when its turn has come, to its end.
void Run::clean(Task& task, TaskCleaner& cleaner) {
  if (task.direct && !task.document) task.document = opener_->open(task.file);
  if (options_.mode == Mode::kWrite && task.document && task.first && !task.document->failed &&
      is_outdated(*task.document)) {
    task.document->failed = true;  // what has been read of it goes to nobody
    Task again;
    again.file = task.file;
    again.direct = true;
    return clean(again, cleaner);
  }
  if (task.document) {
    if (task.document->failed || is_left_out(*task.document)) return;
    if (task.first) fan_out_.begin(task.document->input, FanOut::To::kAll);
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

void Run::take(Task& task, TaskCleaner& cleaner) {
  if (const auto failure = attempt([&] { clean(task, cleaner); })) {
    fail(task, *failure, FanOut::To::kAll);
  }
}

// The new file is prepared.
void Run::replace(Task& task) {
  write_.next(std::move(task.writing));
  fan_out_.begin(task.document->input, FanOut::To::kOutputs);
  task.sections.hand_over(fan_out_);
  fan_out_.end(FanOut::To::kOutputs);
  task.writing = write_.take();
}

// Files in one folder share its sync. Who counts and tells hears of each when it is settled.
void Run::settle(std::vector<Replaced>& replaced) {
  FolderSyncs syncs;
  for (Replaced& one : replaced) {
    Task& task = *one.task;
    if (!one.failure) {
      one.failure = attempt([&] { task.writing->settle(syncs); });
      if (one.failure) fail(task, *one.failure, FanOut::To::kOutputs);
    }
    task.writing.reset();
    if (one.failure) {
      fail(task, *one.failure, FanOut::To::kCounters);
      continue;
    }
    fan_out_.begin(task.document->input, FanOut::To::kCounters);
    task.sections.hand_over(fan_out_);
    fan_out_.end(FanOut::To::kCounters);
    ++done_;
  }
  replaced.clear();
}

void Run::take_all(const Tasks& tasks, TaskCleaner& cleaner) {
  std::vector<Replaced> replaced;
  for (const auto& task : tasks) {
    if (stop_signal() != 0 && !task->has_lines) {
      stopped_ = true;  // it may be clean already, but nobody knows of it
      break;
    }
    // A file that was named twice is settled before its second turn, and makes room for others.
    if (!task->writing || is_outdated(*task->document)) {
      settle(replaced);
      task->writing.reset();
      take(*task, cleaner);
      continue;
    }
    Replaced& one = replaced.emplace_back(Replaced{task.get(), std::nullopt});
    one.failure = attempt([&] { replace(*task); });
    if (one.failure) fail(*task, *one.failure, FanOut::To::kOutputs);
  }
  settle(replaced);
  for (const auto& task : tasks) cleaner.forget(*task);
}

void Run::clean_in_turn(Files& files, TaskCleaner& cleaner) {
  while (std::optional<Files::File> file = files.next()) {
    stopped_ |= stop_signal() != 0;
    if (stopped_) break;
    Task task;
    task.file = std::move(*file);
    task.direct = true;
    take(task, cleaner);
  }
}

void Run::tell_of_stop() const {
  if (options_.mode != Mode::kWrite) return;
  messages_.error(
      {}, fmt::format("stopped by {}", stop_signal_name()),
      fmt::format("{} file{} done, the others are as they were", done_, done_ == 1 ? "" : "s"));
}

void Run::clean_at_once(Files& files, TaskCleaner& cleaner, std::size_t jobs) {
  TaskMaker maker(files, *opener_, !options_.records.fields.empty());
  const std::size_t at_once = std::min(jobs * kTasksPerJob, kMostOpen);
  const std::size_t most = options_.mode == Mode::kWrite ? kMostWritten : kMostOpen;
  const auto next = [&] {
    return maker.next(std::min(cleaner.files_at_once(), std::max<std::size_t>(most / at_once, 1)));
  };
  const auto clean = [&](Tasks& tasks) {
    for (const auto& task : tasks) cleaner.clean(*task);
  };
  const auto take = [&](Tasks& tasks) { take_all(tasks, cleaner); };
  run_in_order(jobs, at_once, {next, clean, take});
  stopped_ |= maker.stopped();
}

bool Run::clean_all(const Cleaner& cleaner) {
  const std::size_t jobs = options_.jobs > 0 ? options_.jobs : usable_processors();
  Files files(options_);
  TaskCleaner task_cleaner(cleaner, makeup_, *opener_,
                           options_.mode == Mode::kWrite ? &write_ : nullptr, [this] {
                             if (options_.line_buffered) stdout_.flush();
                           });
  // What is written at once is written by one thread.
  const bool in_turn = jobs == 1 || options_.line_buffered || is_one_text(options_);
  in_turn ? clean_in_turn(files, task_cleaner) : clean_at_once(files, task_cleaner, jobs);
  if (stopped_) tell_of_stop();
  return !failed_;
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

}  // namespace textmend::cli
