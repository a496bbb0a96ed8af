#include "cli/parallel.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

#include "cli/task.h"

namespace textmend::cli {

std::size_t usable_processors() {
  return std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

void run_in_order(std::size_t jobs, std::size_t most, const TaskSteps& steps) {
  namespace tbb = oneapi::tbb;
  // TBB forgets what is under way when a step throws: the tasks are ours. At most `most` are alive,
  // in order, so that they take turns for as many places.
  std::vector<std::unique_ptr<Tasks>> alive(most);
  std::size_t begun = 0, ended = 0;  // each of one serial filter
  const auto next = [&](tbb::flow_control& flow) -> Tasks* {
    std::unique_ptr<Tasks>& tasks = alive[begun++ % most];
    tasks = std::make_unique<Tasks>(steps.next());
    if (tasks->empty()) flow.stop();
    return tasks.get();
  };
  const auto work = [&steps](Tasks* tasks) {
    steps.work(*tasks);
    return tasks;
  };
  const auto done = [&](Tasks* tasks) {
    steps.done(*tasks);
    alive[ended++ % most].reset();
  };
  // More threads than there are processors only if somebody asks for them.
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, jobs);
  tbb::task_arena arena(static_cast<int>(jobs));
  arena.execute([&] {
    tbb::parallel_pipeline(
        most, tbb::make_filter<void, Tasks*>(tbb::filter_mode::serial_in_order, next) &
                  tbb::make_filter<Tasks*, Tasks*>(tbb::filter_mode::parallel, work) &
                  tbb::make_filter<Tasks*, void>(tbb::filter_mode::serial_in_order, done));
  });
}

}  // namespace textmend::cli
