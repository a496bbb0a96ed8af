#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <future>
#include <iterator>
#include <string_view>

#include "cli/files.h"
#include "cli/message.h"
#include "cli/output.h"

namespace textmend::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortRun{1000};
constexpr milliseconds kPause{200};

// A pager, or a program at the other end of a pipe, writes to the same terminal; so do we, where
// stdout is one.
bool has_terminal_alone(const Options& options) {
  const char* const terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  if (dumb || options.talk.quiet || ::isatty(STDERR_FILENO) != 1) return false;
  struct stat status = {};
  if (options.mode == Mode::kWrite || ::fstat(STDOUT_FILENO, &status) != 0) return true;
  return S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) && ::isatty(STDOUT_FILENO) != 1);
}

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size = {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return size.ws_col;
}

std::optional<std::uint64_t> size_of(const std::string& path) {
  struct stat status = {};
  const int failed = path == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(path.c_str(), &status);
  if (failed != 0) return 0;
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string bar(double share) {
  constexpr std::size_t kWidth = 20;
  const auto full = static_cast<std::size_t>(share * kWidth);
  std::string text(full, '=');
  if (full < kWidth) text += '>';
  text.resize(kWidth, ' ');
  return fmt::format("[{}] {:2.0f} %  ", text, 100 * share);
}

}  // namespace

Progress::Progress(const Options& options) : options_(options) {
  if (has_terminal_alone(options)) thread_ = std::thread([this] { run(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Progress::add_text(std::size_t bytes, std::size_t changes) {
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
  changes_.fetch_add(changes, std::memory_order_relaxed);
}

// Returns false when the run is over.
bool Progress::sleep_until(Clock::time_point time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_until(lock, time, [this] { return done_.load(); });
}

// Nothing where it can't be known: there is a pipe, or the names can be read only once.
std::optional<std::uint64_t> Progress::count_bytes() const {
  if (options_.files_from && !size_of(*options_.files_from)) return std::nullopt;
  if (options_.files_from == "-") return std::nullopt;
  std::uint64_t total = 0;
  try {
    Files files(options_);
    while (const std::optional<Files::File> file = files.next()) {
      if (done_) return std::nullopt;
      const std::optional<std::uint64_t> size = size_of(file->path);
      if (!size) return std::nullopt;
      total += *size;
    }
  } catch (const OutputError&) {
    return std::nullopt;  // whoever cleans tells of it
  }
  return total;
}

std::string Progress::line(std::optional<std::uint64_t> total) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const auto bytes = static_cast<double>(bytes_.load());
  std::string text;
  // Text in another encoding may be longer than its file.
  const double share = total && *total > 0 ? std::min(bytes / static_cast<double>(*total), 1.0) : 0;
  if (total) text = bar(share);
  fmt::format_to(std::back_inserter(text), "{}  {:.1f} MB/s  {}", counted(files_, "file"),
                 bytes / seconds / 1e6, counted(changes_, "change"));
  if (share > 0) text += fmt::format("  {} left", duration(seconds / share - seconds));
  // The last column is left free: some terminals go to the next line there.
  return text.substr(0, terminal_width() - 1);
}

void Progress::run() {
  if (!sleep_until(start_ + kShortRun)) return;
  std::future<std::optional<std::uint64_t>> counted =
      std::async(std::launch::async, [this] { return count_bytes(); });
  std::optional<std::uint64_t> total;
  bool knows_total = false;
  do {
    if (!knows_total && counted.wait_for(milliseconds(0)) == std::future_status::ready) {
      total = counted.get();
      knows_total = true;
    }
    show_status_line(line(total));
  } while (sleep_until(Clock::now() + kPause));
  clear_status_line();
}

}  // namespace textmend::cli
