// Which needs share a bucket of the scanner, and by which of their bytes they are known.
//
// A bucket lets pass whatever mixes the bytes of its parts, so it matters which stand together, and
// that is judged on sample text: the fewer places of it are candidates, the better. To find a good
// plan takes a while (every part is tried in every bucket), so the plan of the built-in rules is
// made when the library is built (builtin_plan()). Needs that are not in it are added at run time
// to the buckets that are kept for them.

#ifndef TEXTMEND_SCAN_PLAN_H_
#define TEXTMEND_SCAN_PLAN_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/needs.h"
#include "textmend/scan/parts.h"

namespace textmend::internal::scan {

// Where the parts of a window go.
struct Placing {
  std::uint8_t from = 0;              // its position at which the parts begin
  std::vector<std::uint8_t> buckets;  // of each of parts_of(window, from)

  bool operator==(const Placing&) const = default;
};

// By key_of() the window.
using Plan = std::map<std::uint64_t, Placing>;

// A digest of what a window means (FNV-1a, 64 bits). Two windows with the same key would share a
// placing, which costs speed at most.
std::uint64_t key_of(const NeedWindow& window);

// A plan for windows that are not tied to a line's edge, with few candidates in `sample`. Those of
// `known` stay where they are; new ones may go to the buckets from `first_bucket` on. Each goes
// where it costs least, and then so many `tries` are made to place some of them better (500 take a
// few seconds). Those of `rarer`, which most scanners do not look for, are placed when the others
// have their places, and do not move them.
Plan make_plan(std::span<const NeedWindow* const> windows, const Plan& known,
               std::size_t first_bucket, std::string_view sample, int tries,
               std::span<const NeedWindow* const> rarer = {});

// As bytes, for the build that makes the built-in plan, and back.
std::string write_plan(const Plan& plan);
Plan read_plan(std::string_view bytes);

// Buckets that the built-in plan uses; the rest are kept for the needs of others.
inline constexpr std::size_t kBuiltinBuckets = 22;

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_PLAN_H_
