#include "cli/parallel.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <thread>

#include "cli/task.h"

namespace textmend::cli {

std::size_t usable_processors() {
  return std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

void run_in_order(std::size_t jobs, std::size_t most, const TaskSteps& steps) {
  namespace tbb = oneapi::tbb;
  // TBB copies what goes from filter to filter.
  using Token = std::shared_ptr<Tasks>;
  const auto next = [&steps](tbb::flow_control& flow) -> Token {
    auto tasks = std::make_shared<Tasks>(steps.next());
    if (tasks->empty()) flow.stop();
    return tasks;
  };
  const auto work = [&steps](Token tasks) {
    steps.work(*tasks);
    return tasks;
  };
  const auto done = [&steps](const Token& tasks) { steps.done(*tasks); };
  // More threads than there are processors only if somebody asks for them.
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, jobs);
  tbb::task_arena arena(static_cast<int>(jobs));
  arena.execute([&] {
    tbb::parallel_pipeline(
        most, tbb::make_filter<void, Token>(tbb::filter_mode::serial_in_order, next) &
                  tbb::make_filter<Token, Token>(tbb::filter_mode::parallel, work) &
                  tbb::make_filter<Token, void>(tbb::filter_mode::serial_in_order, done));
  });
}

}  // namespace textmend::cli
