// A pipeline of threads. All that is known of oneTBB is in parallel.cpp.

#ifndef TEXTMEND_CLI_PARALLEL_H_
#define TEXTMEND_CLI_PARALLEL_H_

#include <cstddef>
#include <functional>
#include <memory>

namespace textmend::cli {

// How many threads this process may run at once: processors, but those only that it may use.
std::size_t usable_processors();

// Calls `next` until it returns null, `work` for each task, and `done` for each task. `next` and
// `done` run one at a time and in the order of the tasks, each perhaps in another thread every
// time; `work` runs in `jobs` threads at once. No more than `most` tasks are on their way.
// `next` and `work` must not throw. What `done` throws ends the run, and is thrown here.
class Task;
struct TaskSteps {
  std::function<std::unique_ptr<Task>()> next;
  std::function<void(Task&)> work;
  std::function<void(Task&)> done;
};
void run_in_order(std::size_t jobs, std::size_t most, const TaskSteps& steps);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_PARALLEL_H_
