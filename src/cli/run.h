// One run over all documents: one Cleaner, several sinks, one thread or more.

#ifndef TEXTMEND_CLI_RUN_H_
#define TEXTMEND_CLI_RUN_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/diff.h"
#include "cli/document.h"
#include "cli/fan_out.h"
#include "cli/files.h"
#include "cli/message.h"
#include "cli/notes_sink.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/stats.h"
#include "cli/task.h"
#include "cli/text_sink.h"
#include "cli/write_sink.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// The outputs and sinks that the options ask for.
class Run {
 public:
  // `makeup` is what the documents are. All must outlive the Run.
  Run(const Options& options, const Makeup& makeup, const RuleSet& rules, const Messages& messages);

  // Cleans all documents. Returns false if one of them failed.
  bool clean_all(const Cleaner& cleaner);
  // By a signal, before all were done.
  bool stopped() const { return stopped_; }
  // What is to be written when all documents are through.
  void finish();
  int exit_code(bool failed) const;

 private:
  // Why a document could not be cleaned.
  struct Failure {
    std::string what, hint;
    bool by_signal = false;
  };
  // A task whose file has been replaced, or why it was not.
  struct Replaced {
    Task* task;
    std::optional<Failure> failure;
  };
  template <typename F>
  static std::optional<Failure> attempt(F&& f);

  void clean_in_turn(Files& files, TaskCleaner& cleaner);
  void clean_at_once(Files& files, TaskCleaner& cleaner, std::size_t jobs);

  void take_all(const Tasks& tasks, TaskCleaner& cleaner);
  void take(Task& task, TaskCleaner& cleaner);
  void clean(Task& task, TaskCleaner& cleaner);
  void replace(Task& task);
  void settle(std::vector<Replaced>& replaced);
  void end();
  void fail(const Task& task, const Failure& failure, FanOut::To to);
  bool is_left_out(const OpenDocument& document) const;
  void tell_of_stop() const;

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
  std::optional<Progress> progress_;  // as long as documents are cleaned
  FanOut fan_out_;
  std::optional<DocumentOpener> opener_;
  std::size_t done_ = 0;  // documents
  bool stopped_ = false, failed_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_RUN_H_
