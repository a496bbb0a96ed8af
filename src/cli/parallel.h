// A pipeline of threads. All that is known of oneTBB is in parallel.cpp.

#ifndef TEXTMEND_CLI_PARALLEL_H_
#define TEXTMEND_CLI_PARALLEL_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace textmend::cli {

// How many threads this process may run at once: processors, but those only that it may use.
std::size_t usable_processors();

// Calls `next` until it returns no task, `work` for all tasks that it returned at once, and `done`
// likewise. `next` and `done` run one at a time and in the order of the tasks, each perhaps in
// another thread every time; `work` runs in `jobs` threads at once. No more than `most` results of
// `next` are on their way. `next` and `work` must not throw. What `done` throws ends the run, and
// is thrown here.
class Task;
using Tasks = std::vector<std::unique_ptr<Task>>;
struct TaskSteps {
  std::function<Tasks()> next;
  std::function<void(Tasks&)> work;
  std::function<void(Tasks&)> done;
};
void run_in_order(std::size_t jobs, std::size_t most, const TaskSteps& steps);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_PARALLEL_H_
