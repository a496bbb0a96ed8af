// What a line costs, and whether that grows faster than the line.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <limits>

#include "fuzzing/trial.h"

namespace textmend::fuzzing {

namespace {

// A line of 4000 bytes that takes longer than this is slow where it also takes longer than its
// length explains: four times the bytes, four times the time; sixteen where the square counts.
constexpr std::int64_t kSlowNanoseconds = 1'000'000;
constexpr std::int64_t kSlowRatio = 8;

}  // namespace

// The least of some, of the time that this thread had: others on the machine do not count.
std::int64_t Trial::cpu_nanoseconds(const std::string& text, int times) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  const auto now = [] {
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  };
  for (; times > 0; --times) {
    const std::int64_t begin = now();
    run(bare_, text);
    least = std::min(least, now() - begin);
  }
  return least;
}

std::optional<Fault> Trial::find_slow(const std::string& small, const std::string& large,
                                      const std::string& lang) {
  if (protects_) return std::nullopt;
  options_.lang = lang;
  if (cpu_nanoseconds(large, 1) < kSlowNanoseconds) return std::nullopt;
  if (has_note(run(bare_, large), Note::Kind::kLimit, spec_->id)) {
    look(large);
    return check_limit(large);
  }
  const std::int64_t of_small = cpu_nanoseconds(small, 5), of_large = cpu_nanoseconds(large, 3);
  if (of_large < kSlowNanoseconds || of_large < kSlowRatio * of_small) return std::nullopt;
  Fault found = fault(FaultKind::kSlow, large);
  found.detail = fmt::format("{} bytes take {:.2f} ms, {} bytes take {:.2f} ms", small.size(),
                             static_cast<double>(of_small) / 1e6, large.size(),
                             static_cast<double>(of_large) / 1e6);
  return found;
}

}  // namespace textmend::fuzzing
