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

// Text that one thread cleans at a time, about. A small file is less than it takes to wake a
// thread; but a short run is to be shared too. To open a file counts as much as to clean a little
// text.
constexpr std::size_t kFilesBytes = std::size_t{512} << 10;
constexpr std::size_t kOpenBytes = 2048;
constexpr std::size_t kFewFiles = 4;
constexpr std::size_t kManyFiles = 256;

// A document of records up to this size is one task.
constexpr std::size_t kSmallBytes = std::size_t{1} << 20;

// What is larger is cleaned section by section, and not kept.
constexpr std::size_t kLargeBytes = Limits().section_bytes;

// Text of which results are kept at a time. With them it takes several times the memory.
constexpr std::size_t kMostBytes = std::size_t{256} << 20;

}  // namespace

Tasks TaskMaker::next(std::size_t most) {
  Tasks tasks;
  while (tasks.size() < most) {
    std::unique_ptr<Task> task = waiting_ ? std::move(waiting_) : next_task();
    if (!task) break;
    const bool alone = task->direct || task->has_lines;
    if (alone && !tasks.empty()) {
      waiting_ = std::move(task);
      break;
    }
    tasks.push_back(std::move(task));
    if (alone) break;
  }
  return tasks;
}

std::unique_ptr<Task> TaskMaker::next_file() {
  auto task = std::make_unique<Task>();
  try {
    std::optional<Files::File> file = files_.next();
    stopped_ = file && stop_signal() != 0;
    if (!file || stopped_) return nullptr;
    task->file = std::move(*file);
  } catch (...) {
    // Where no more names can be read; but first what was named before.
    task->error = std::current_exception();
    return task;
  }
  if (task->file.error != 0 || (task->file.walked && !records_)) return task;
  struct stat status = {};
  const bool is_stdin = task->file.path == "-";
  if (!is_stdin && ::stat(task->file.path.c_str(), &status) != 0) return task;  // open() will tell
  const bool is_file = !is_stdin && S_ISREG(status.st_mode);
  if (records_ && !(is_file && static_cast<std::size_t>(status.st_size) <= kSmallBytes)) {
    return open_records(*task) ? next_lines() : std::move(task);
  }
  // To open a pipe, or to read it, may take for ever.
  task->direct = !is_file;
  return task;
}

// Returns false, and why in `task`, if it can't be opened.
bool TaskMaker::open_records(Task& task) {
  try {
    document_ = opener_.open(task.file);
  } catch (...) {
    task.error = std::current_exception();
    return false;
  }
  file_ = std::move(task.file);
  first_ = true;
  document_ends_ = !document_->left_out.empty();
  buffer_.clear();
  offset_ = 0;
  line_ = 1;
  return true;
}

// Reads until there is enough for a task. Returns false where a line is too long for that.
bool TaskMaker::read_lines() {
  // Only what was just read may hold the first line end.
  bool has_end = buffer_.find('\n') != std::string::npos;
  while (!document_ends_ && (!has_end || buffer_.size() < kBatchBytes)) {
    if (!has_end && buffer_.size() > kLargeBytes) return false;
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
    task->direct = !read_lines();
  } catch (...) {
    task->error = std::current_exception();
    document_ends_ = true;
  }
  task->last = document_ends_;
  first_ = false;
  if (task->direct || document_ends_) {
    task->lines = std::move(buffer_);
    document_.reset();
    return task;
  }
  const std::size_t size = buffer_.rfind('\n') + 1;
  std::string rest = buffer_.substr(size);
  buffer_.resize(size);
  task->lines = std::exchange(buffer_, std::move(rest));
  offset_ += task->lines.size();
  line_ += internal::count_line_ends(task->lines);
  return task;
}

TaskCleaner::Worker::Worker(const Cleaner& cleaner, const Makeup& makeup) {
  if (!makeup.records.fields.empty()) {
    records = cleaner.records(makeup.records, *this);
  } else if (makeup.separator) {
    parts.emplace(cleaner, *makeup.separator, *this);
  } else {
    text.emplace(cleaner.stream(*this));
  }
}

std::unique_ptr<TaskCleaner::Worker> TaskCleaner::borrow(Sink& to) {
  std::unique_ptr<Worker> worker;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      worker = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!worker) worker = std::make_unique<Worker>(cleaner_, makeup_);
  worker->to = &to;
  return worker;
}

void TaskCleaner::give_back(std::unique_ptr<Worker> worker) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(worker));
}

void TaskCleaner::clean_rest(Input& input, Sink& sink, std::string_view rest, std::uint64_t offset,
                             std::uint64_t line) {
  std::unique_ptr<Worker> worker = borrow(sink);
  const auto feed_all = [&](auto& stream) {
    stream.feed(rest);
    for (std::string_view block = input.next(); !block.empty(); block = input.next()) {
      stream.feed(block);
      after_block_();
    }
    stream.finish();
  };
  if (worker->text) {
    feed_all(*worker->text);
  } else if (worker->parts) {
    feed_all(*worker->parts);
  } else {
    worker->records->go_to(offset, line);
    feed_all(*worker->records);
  }
  give_back(std::move(worker));
}

void TaskCleaner::clean(Task& task) {
  try {
    if (task.direct) return;
    if (task.has_lines) return clean_lines(task);
    if (!task.error) clean_document(task);
  } catch (...) {
    task.error = std::current_exception();
  }
}

std::size_t TaskCleaner::files_at_once() const {
  const std::size_t files = files_;
  if (files == 0) return kFewFiles;
  const std::size_t enough = kFilesBytes / (bytes_ / files + kOpenBytes);
  return std::clamp(enough, std::size_t{1}, std::clamp(files / 8, kFewFiles, kManyFiles));
}

bool TaskCleaner::may_keep(Task& task, std::size_t bytes) {
  if (kept_ += bytes; kept_ > kMostBytes) {
    kept_ -= bytes;
    return false;
  }
  task.kept = bytes;
  return true;
}

void TaskCleaner::clean_document(Task& task) {
  task.document = opener_.open(task.file);
  if (!task.document->left_out.empty()) return;
  const struct stat& status = task.document->input.status();
  const auto size = static_cast<std::size_t>(status.st_size);
  ++files_;
  bytes_ += size;
  // Files of the kernel's have no size, and perhaps much in them.
  const bool is_known = S_ISREG(status.st_mode) && size > 0 && size <= kLargeBytes;
  task.direct = !is_known || !may_keep(task, size);
  if (task.direct) return;
  clean_rest(task.document->input, task.sections);
  // One that has other names, perhaps among the files to come, waits for its turn.
  if (write_ == nullptr || status.st_nlink > 1) return;
  try {
    task.writing = write_->writing(task.document->input);
    task.writing->prepare(task.sections);
  } catch (...) {
    task.writing.reset();  // when its turn comes there may be room for it, or somebody is told
  }
}

void TaskCleaner::clean_lines(Task& task) {
  if (task.document->failed || !task.document->left_out.empty()) return;
  task.sections.set_text(task.lines, task.offset);
  std::unique_ptr<Worker> worker = borrow(task.sections);
  worker->records->go_to(task.offset, task.line);
  worker->records->feed(task.lines);
  // Where the document could not be read to its end, its last line is none.
  if (task.last && task.error) return;
  if (task.last) worker->records->finish();
  give_back(std::move(worker));
}

}  // namespace textmend::cli
