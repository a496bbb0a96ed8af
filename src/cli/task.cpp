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

// Small files that one thread cleans at a time: less would be too little to wake a thread for. Few
// at first, so that a short run is shared too; more the longer it goes on.
constexpr std::size_t kFewBytes = std::size_t{64} << 10;
constexpr std::size_t kManyBytes = std::size_t{1} << 20;
constexpr std::size_t kManyFiles = 256;

// A larger text, or line of records, is read and cleaned by one thread, piece by piece.
constexpr std::size_t kLargeBytes = Limits().section_bytes;

// A document of records up to this size is one task.
constexpr std::size_t kSmallBytes = std::size_t{1} << 20;

// Text that may be on its way. It is kept twice or more, with what was found in it.
constexpr std::size_t kMostBytes = std::size_t{256} << 20;

}  // namespace

Tasks TaskMaker::next() {
  Tasks tasks;
  const std::size_t enough = std::clamp(handed_out_ / 16, kFewBytes, kManyBytes);
  std::size_t bytes = 0;
  while (bytes < enough && tasks.size() < kManyFiles && !direct_) {
    std::unique_ptr<Task> task = next_task();
    if (!task) break;
    bytes += task->bytes;
    tasks.push_back(std::move(task));
  }
  handed_out_ += bytes;
  return tasks;
}

std::unique_ptr<Task> TaskMaker::next_task() {
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
  if (is_known && task->bytes <= (records_ ? kSmallBytes : kLargeBytes)) return task;
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

TaskCleaner::Worker::Worker(const Cleaner& cleaner, const RecordOptions& options) {
  if (options.fields.empty()) {
    text.emplace(cleaner.stream(*this));
  } else {
    records = cleaner.records(options, *this);
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
  if (!worker) worker = std::make_unique<Worker>(cleaner_, records_);
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
    }
    stream.finish();
  };
  if (worker->text) {
    feed_all(*worker->text);
  } else {
    worker->records->go_to(offset, line);
    feed_all(*worker->records);
  }
  give_back(std::move(worker));
}

void TaskCleaner::clean(Task& task) {
  try {
    if (task.has_lines) return clean_lines(task);
    if (task.error) return;
    task.document = opener_.open(task.file);
    if (task.document->left_out.empty()) clean_rest(task.document->input, task.sections);
  } catch (...) {
    task.error = std::current_exception();
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
