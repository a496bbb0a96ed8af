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
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/document.h"
#include "cli/files.h"
#include "cli/kept_sections.h"
#include "cli/split_stream.h"
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
  TaskMaker(Files& files, const DocumentOpener& opener, bool records, std::size_t section_bytes);

  // Null when there is nothing more, when a document has to be cleaned directly, or when so much
  // text is on its way that all of it is to be done first.
  std::unique_ptr<Task> next();
  // What is to be done before next() is called again; nothing if that is nothing.
  std::optional<Direct> take_direct() { return std::exchange(direct_, std::nullopt); }
  bool at_end() const { return at_end_; }

  // To be called when a task has been taken. Thread safe.
  void forget(std::size_t bytes) { on_the_way_ -= bytes; }

 private:
  std::unique_ptr<Task> next_file();
  std::unique_ptr<Task> next_lines();
  bool read_lines();

  Files& files_;
  const DocumentOpener& opener_;
  const bool records_;
  const std::size_t section_bytes_;
  std::optional<Direct> direct_;
  bool at_end_ = false;
  std::unique_ptr<Task> waiting_;  // made, but too much was on its way
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
  TaskCleaner(const Cleaner& cleaner, const Makeup& makeup, const DocumentOpener& opener)
      : cleaner_(cleaner), makeup_(makeup), opener_(opener) {}

  void clean(Task& task);

 private:
  // A RecordStream is much to make for a few lines.
  struct Worker : Sink {
    Worker(const Cleaner& cleaner, const RecordOptions& records);
    void section(const Section& section) override { to->section(section); }

    Sink* to = nullptr;
    RecordStream stream;
  };
  void clean_lines(Task& task);

  const Cleaner& cleaner_;
  const Makeup& makeup_;
  const DocumentOpener& opener_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
};

// What is left of `input` to a Stream, a RecordStream or a SplitStream.
using AfterBlock = std::function<void()>;
template <typename S>
void feed_all(S&& stream, Input& input, const AfterBlock& after_block = {}) {
  for (std::string_view block = input.next(); !block.empty(); block = input.next()) {
    stream.feed(block);
    if (after_block) after_block();
  }
  stream.finish();
}

// All of a document that is open, section by section, to `sink`.
void clean_whole(Input& input, const Cleaner& cleaner, const Makeup& makeup, Sink& sink,
                 const AfterBlock& after_block = {});

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_TASK_H_
