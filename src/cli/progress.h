// How far a long run is, on a terminal.

#ifndef TEXTMEND_CLI_PROGRESS_H_
#define TEXTMEND_CLI_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "cli/options.h"

namespace textmend::cli {

// A line on stderr that is written over and over and is gone at the end:
//
//   [=========>          ] 47 %  1234 files  56.7 MB/s  890 changes  0:12 left
//
// Only where stderr is a terminal and nothing else is written to it, and only once the run has gone
// on for a second. Bar and time left are there when it is known how much there is: a thread of this
// object's counts meanwhile, for which it walks through folders a second time.
class Progress {
 public:
  explicit Progress(const Options& options);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  // From one thread.
  void add_text(std::size_t bytes, std::size_t changes);
  void add_file() { files_.fetch_add(1, std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  bool sleep_until(Clock::time_point time);
  std::optional<std::uint64_t> count_bytes() const;
  std::string line(std::optional<std::uint64_t> total) const;

  const Options& options_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<std::uint64_t> files_{0}, bytes_{0}, changes_{0};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> done_{false};
  std::thread thread_;  // none where nothing is to be shown
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_PROGRESS_H_
