// What can be cleaned beside other things: a document of its own, or some lines of one with
// records.
//
//   TaskMaker::next()     names what is next, reads lines of records    one at a time, in order
//   TaskCleaner::clean()  opens, reads, cleans, keeps the result;
//                         in place, prepares the new file               any number of threads
//   Run::take_all()       hands it to the sinks; replaces the file      one at a time, in order
//
// So the sinks get what they would get from one thread, and all that is written is the same for
// every number of threads. A document whose result should not be kept, because it is large or a
// pipe, is left to take_all(), which cleans it section by section; meanwhile the others wait.

#ifndef TEXTMEND_CLI_TASK_H_
#define TEXTMEND_CLI_TASK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
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
#include "cli/split_stream.h"
#include "cli/write_sink.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// What the documents are.
struct Makeup {
  RecordOptions records;               // without fields they are no JSON lines
  std::optional<Separator> separator;  // parts a file or stream into many
};

class Task {
 public:
  Files::File file;
  std::shared_ptr<OpenDocument> document;  // null: to be opened by who cleans it
  bool first = true, last = true;          // begin and end of the document are in it
  bool direct = false;  // to be cleaned by take_all(), with all that is behind it

  bool has_lines = false;  // of records, with their place; else it is a whole document
  std::string lines;
  std::uint64_t offset = 0, line = 1;

  KeptSections sections;
  std::unique_ptr<Writing> writing;  // of a whole document that is written in place, prepared
  std::size_t kept = 0;              // bytes of text that these are made of
  std::exception_ptr error;          // behind these sections
};

class TaskMaker {
 public:
  TaskMaker(Files& files, const DocumentOpener& opener, bool records)
      : files_(files), opener_(opener), records_(records) {}

  // No more than `most`; none when there is nothing more.
  Tasks next(std::size_t most);
  // A signal has come before all was handed out.
  bool stopped() const { return stopped_; }

 private:
  std::unique_ptr<Task> next_task() { return document_ ? next_lines() : next_file(); }
  std::unique_ptr<Task> next_file();
  std::unique_ptr<Task> next_lines();
  bool open_records(Task& task);
  bool read_lines();

  Files& files_;
  const DocumentOpener& opener_;
  const bool records_;
  bool stopped_ = false;
  std::unique_ptr<Task> waiting_;  // made, but not to go with others

  // The document whose records are being read.
  Files::File file_;
  std::shared_ptr<OpenDocument> document_;
  bool first_ = true, document_ends_ = false;
  std::string buffer_;  // read and in no task
  std::uint64_t offset_ = 0, line_ = 1;
};

class TaskCleaner {
 public:
  // `write` is null where documents are not written in place. `after_block` is called when a block
  // of an open document has been cleaned.
  TaskCleaner(const Cleaner& cleaner, const Makeup& makeup, const DocumentOpener& opener,
              const WriteSink* write, std::function<void()> after_block)
      : cleaner_(cleaner),
        makeup_(makeup),
        opener_(opener),
        write_(write),
        after_block_(std::move(after_block)) {}

  void clean(Task& task);
  // How many small files are worth a thread, by those that were seen so far.
  std::size_t files_at_once() const;
  // To be called when a task has been taken.
  void forget(const Task& task) { kept_ -= task.kept; }

  // What is left of an open document, section by section, to `sink`; `rest` stands in front of it,
  // at this place. Throws what `input` and `sink` throw.
  void clean_rest(Input& input, Sink& sink, std::string_view rest = {}, std::uint64_t offset = 0,
                  std::uint64_t line = 1);

 private:
  // A stream and its memory, which are too much to make for a few lines.
  struct Worker : Sink {
    Worker(const Cleaner& cleaner, const Makeup& makeup);
    void section(const Section& section) override { to->section(section); }

    Sink* to = nullptr;
    std::optional<Stream> text;  // one of these
    std::optional<SplitStream> parts;
    std::optional<RecordStream> records;
  };
  void clean_lines(Task& task);
  void clean_document(Task& task);
  bool may_keep(Task& task, std::size_t bytes);
  std::unique_ptr<Worker> borrow(Sink& to);
  // Not to be called for one that was left in the middle of a document.
  void give_back(std::unique_ptr<Worker> worker);

  const Cleaner& cleaner_;
  const Makeup& makeup_;
  const DocumentOpener& opener_;
  const WriteSink* const write_;
  const std::function<void()> after_block_;
  std::atomic<std::size_t> kept_{0};              // of all tasks
  std::atomic<std::size_t> files_{0}, bytes_{0};  // whole documents
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_TASK_H_
