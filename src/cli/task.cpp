#include "cli/task.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "cli/output.h"
#include "cli/stop.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

// Lines of records that one thread cleans at a time.
constexpr std::size_t kBatchBytes = std::size_t{256} << 10;

// A document of records up to this size is one task.
constexpr std::size_t kSmallBytes = std::size_t{1} << 20;

// Text that may be on its way. It is kept twice or more, with what was found in it.
constexpr std::size_t kMostBytes = std::size_t{256} << 20;

}  // namespace

void clean_whole(Input& input, const Cleaner& cleaner, const Makeup& makeup, Sink& sink,
                 const AfterBlock& after_block) {
  if (!makeup.records.fields.empty()) {
    feed_all(cleaner.records(makeup.records, sink).value(), input, after_block);
  } else if (makeup.separator) {
    feed_all(SplitStream(cleaner, *makeup.separator, sink), input, after_block);
  } else {
    feed_all(cleaner.stream(sink), input, after_block);
  }
}

TaskMaker::TaskMaker(Files& files, const DocumentOpener& opener, bool records,
                     std::size_t section_bytes)
    : files_(files), opener_(opener), records_(records), section_bytes_(section_bytes) {}

std::unique_ptr<Task> TaskMaker::next() {
  if (!waiting_) waiting_ = document_ ? next_lines() : next_file();
  if (!waiting_) return nullptr;
  if (on_the_way_ > 0 && on_the_way_ + waiting_->bytes > kMostBytes) return nullptr;
  on_the_way_ += waiting_->bytes;
  return std::move(waiting_);
}

std::unique_ptr<Task> TaskMaker::next_file() {
  auto task = std::make_unique<Task>();
  try {
    if (stop_signal() != 0) {
      at_end_ = true;
      return nullptr;
    }
    std::optional<Files::File> file = files_.next();
    at_end_ = !file;
    if (!file) return nullptr;
    task->file = std::move(*file);
  } catch (...) {
    // Where no more names can be read; but first what was named before.
    at_end_ = true;
    task->error = std::current_exception();
    return task;
  }
  struct stat status = {};
  const bool is_file = task->file.path != "-" && task->file.error == 0 &&
                       ::stat(task->file.path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  task->bytes = is_file ? static_cast<std::size_t>(status.st_size) : 0;
  // Files of the kernel's have no size and much in them.
  const bool is_known = is_file ? task->bytes > 0 : task->file.error != 0;
  if (is_known && task->bytes <= (records_ ? kSmallBytes : section_bytes_)) return task;
  if (!records_) {
    direct_ = Direct{std::move(task->file)};
    return nullptr;
  }
  try {
    document_ = opener_.open(task->file);
  } catch (...) {
    task->bytes = 0;
    task->error = std::current_exception();
    return task;
  }
  file_ = std::move(task->file);
  first_ = true;
  document_ends_ = !document_->left_out.empty();
  buffer_.clear();
  offset_ = 0;
  line_ = 1;
  return next_lines();
}

// Reads until there is enough for a task. Returns false where a line is too long for that.
bool TaskMaker::read_lines() {
  // Only what was just read may hold the first line end.
  bool has_end = buffer_.find('\n') != std::string::npos;
  while (!document_ends_ && (!has_end || buffer_.size() < kBatchBytes)) {
    if (!has_end && buffer_.size() > section_bytes_) return false;
    const std::string_view block = document_->input.next();
    document_ends_ = block.empty() || document_->failed;
    buffer_ += block;
    has_end = has_end || block.find('\n') != std::string_view::npos;
  }
  return true;
}

std::unique_ptr<Task> TaskMaker::next_lines() {
  auto task = std::make_unique<Task>();
  task->file = file_;
  task->document = document_;
  task->first = first_;
  task->has_lines = true;
  task->offset = offset_;
  task->line = line_;
  try {
    if (!read_lines()) {
      direct_ = Direct{
          file_, std::exchange(document_, nullptr), first_, std::move(buffer_), offset_, line_};
      return nullptr;
    }
  } catch (...) {
    task->error = std::current_exception();
    document_ends_ = true;
  }
  task->last = document_ends_;
  const std::size_t size = document_ends_ ? buffer_.size() : buffer_.rfind('\n') + 1;
  std::string rest = buffer_.substr(size);
  buffer_.resize(size);
  task->lines = std::exchange(buffer_, std::move(rest));
  task->bytes = task->lines.size();
  offset_ += task->lines.size();
  line_ += internal::count_line_ends(task->lines);
  first_ = false;
  if (document_ends_) document_.reset();
  return task;
}

TaskCleaner::Worker::Worker(const Cleaner& cleaner, const RecordOptions& records)
    : stream(cleaner.records(records, *this).value()) {}

void TaskCleaner::clean(Task& task) {
  if (task.has_lines) return clean_lines(task);
  if (task.error) return;
  try {
    task.document = opener_.open(task.file);
    if (!task.document->left_out.empty()) return;
    clean_whole(task.document->input, cleaner_, makeup_, task.sections);
  } catch (...) {
    task.error = std::current_exception();
  }
}

void TaskCleaner::clean_lines(Task& task) {
  if (task.document->failed || !task.document->left_out.empty()) return;
  std::unique_ptr<Worker> worker;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      worker = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  std::exception_ptr error;
  try {
    if (!worker) worker = std::make_unique<Worker>(cleaner_, makeup_.records);
    task.sections.set_text(task.lines, task.offset);
    worker->to = &task.sections;
    worker->stream.go_to(task.offset, task.line);
    worker->stream.feed(task.lines);
    // Where the document could not be read to its end, its last line is none.
    if (task.last && !task.error) return worker->stream.finish();
  } catch (...) {
    task.error = std::current_exception();
    return;
  }
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(worker));
}

}  // namespace textmend::cli
