// What can be cleaned beside other things: a document of its own, or some lines of one with
// records.
//
//   TaskMaker::next()      opens and reads nothing but records     one thread at a time, in order
//   TaskCleaner::clean()   opens, reads, cleans, keeps the result  any number of threads
//   Run::take()            hands it to the sinks                   one thread at a time, in order
//
// So the sinks get what they would get from one thread, and all that is written is the same for
// every number of threads.

#ifndef TEXTMEND_CLI_TASK_H_
#define TEXTMEND_CLI_TASK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/document.h"
#include "cli/files.h"
#include "cli/kept_sections.h"
#include "cli/parallel.h"
#include "textmend/textmend.h"

namespace textmend::cli {

class Task {
 public:
  Files::File file;
  std::shared_ptr<OpenDocument> document;  // null: to be opened by who cleans it, or it can't be
  bool first = true, last = true;          // begin and end of the document are in it
  std::size_t bytes = 0;                   // of the document's text that are in it, about

  bool has_lines = false;  // of records, with their place; else it is a whole document
  std::string lines;
  std::uint64_t offset = 0, line = 1;

  KeptSections sections;
  std::exception_ptr error;  // behind these sections
};

// A document that has to be cleaned by the thread that takes the results, when all tasks are done:
// its text can't be kept, or it is a stream, which one thread reads and cleans piece by piece.
struct Direct {
  Files::File file;
  // Where lines of records have gone before: it is open, and what was read, but given to no task.
  std::shared_ptr<OpenDocument> document;
  bool first = true;
  std::string rest;
  std::uint64_t offset = 0, line = 1;
};

class TaskMaker {
 public:
  TaskMaker(Files& files, const DocumentOpener& opener, bool records)
      : files_(files), opener_(opener), records_(records) {}

  // Small documents come several at once. None when there is nothing more, when a document has to
  // be cleaned directly, or when so much text is on its way that all of it is to be done first.
  Tasks next();
  // What is to be done before next() is called again; nothing if that is nothing.
  std::optional<Direct> take_direct() { return std::exchange(direct_, std::nullopt); }
  bool at_end() const { return at_end_; }

  // To be called when a task has been taken. Thread safe.
  void forget(std::size_t bytes) { on_the_way_ -= bytes; }

 private:
  std::unique_ptr<Task> next_task();
  std::unique_ptr<Task> next_file();
  std::unique_ptr<Task> next_lines();
  bool read_lines();

  Files& files_;
  const DocumentOpener& opener_;
  const bool records_;
  std::optional<Direct> direct_;
  bool at_end_ = false;
  std::size_t handed_out_ = 0;     // bytes
  std::unique_ptr<Task> waiting_;  // made, and not yet handed out
  std::atomic<std::size_t> on_the_way_{0};

  // The document whose records are being read.
  Files::File file_;
  std::shared_ptr<OpenDocument> document_;
  bool first_ = true, document_ends_ = false;
  std::string buffer_;  // read and in no task
  std::uint64_t offset_ = 0, line_ = 1;
};

class TaskCleaner {
 public:
  TaskCleaner(const Cleaner& cleaner, const RecordOptions& records, const DocumentOpener& opener)
      : cleaner_(cleaner), records_(records), opener_(opener) {}

  void clean(Task& task);

  // What is left of an open document, section by section, to `sink`; `rest` stands in front of it,
  // at this place. Throws what `input` and `sink` throw.
  void clean_rest(Input& input, Sink& sink, std::string_view rest = {}, std::uint64_t offset = 0,
                  std::uint64_t line = 1);

 private:
  // A stream and its memory, which are too much to make for a few lines.
  struct Worker : Sink {
    Worker(const Cleaner& cleaner, const RecordOptions& records);
    void section(const Section& section) override { to->section(section); }

    Sink* to = nullptr;
    std::optional<Stream> text;  // one of both
    std::optional<RecordStream> records;
  };
  void clean_lines(Task& task);
  std::unique_ptr<Worker> borrow(Sink& to);
  // Not to be called for one that was left in the middle of a document.
  void give_back(std::unique_ptr<Worker> worker);

  const Cleaner& cleaner_;
  const RecordOptions& records_;
  const DocumentOpener& opener_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_TASK_H_
