#include "textmend/kinds/line_runs.h"

#include <algorithm>
#include <utility>

namespace textmend::internal {

LineRun LineRuns::at(std::size_t line) {
  const auto [entry, is_new] = last_.try_emplace(texts_[line], line);
  if (is_new) return {line, line, 0};
  const std::size_t first = std::exchange(entry->second, line);
  const std::size_t distance = line - first;
  std::size_t& end = same_up_to_[distance];
  end = std::max(end, line + 1);
  // The run ends where its copy begins.
  while (end < std::min(texts_.size(), line + distance) && texts_[end] == texts_[end - distance]) {
    ++end;
  }
  return {first, line, std::min(end - line, distance)};
}

}  // namespace textmend::internal
