// Work in processes of their own, so that a crash or a pattern that never comes back is a finding
// and not the end.
//
// Each task runs in a child, which sends messages and tells which text it is about to try. A child
// that outlives its time is killed. The parent must have one thread.

#ifndef TEXTMEND_FUZZ_CLI_WORKERS_H_
#define TEXTMEND_FUZZ_CLI_WORKERS_H_

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::fuzz_cli {

// What a child has of its parent.
class Channel {
 public:
  Channel(int fd, char* shared) : fd_(fd), shared_(shared) {}

  // A message: its fields, as they are.
  void send(const std::vector<std::string>& fields) const;
  // The text that the child works on: what is known of it when it dies.
  void tell(std::string_view text) const;

 private:
  int fd_;
  char* shared_;
};

enum class End { kDone, kCrashed, kTimedOut };

class Workers {
 public:
  struct Task {
    std::function<void(const Channel&)> run;                              // in the child
    std::function<void(const std::vector<std::string>& fields)> receive;  // in the parent
    // `text` is the one the child was at; `status` as waitpid() gives it.
    std::function<void(End end, const std::string& text, int status)> finish;
    std::chrono::milliseconds time{0};  // then it is killed
  };

  explicit Workers(std::size_t jobs) : jobs_(jobs) {}
  void run(std::vector<Task> tasks) const;

 private:
  std::size_t jobs_;
};

}  // namespace textmend::fuzz_cli

#endif  // TEXTMEND_FUZZ_CLI_WORKERS_H_
