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
  using Token = std::shared_ptr<Task>;
  const auto next = [&steps](tbb::flow_control& flow) -> Token {
    Token task = steps.next();
    if (!task) flow.stop();
    return task;
  };
  const auto work = [&steps](Token task) {
    steps.work(*task);
    return task;
  };
  const auto done = [&steps](const Token& task) { steps.done(*task); };
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
