#include "textmend/subject.h"

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// A word cut in two would look like another word: move the cut to a blank within reach.
std::size_t cut_before(std::string_view line, std::size_t need, std::size_t reach) {
  if (need <= reach) return 0;
  std::size_t at = need - reach;
  const std::size_t blank = line.find(' ', at);
  if (blank < need) at = blank;
  while (at < need && is_continuation(line[at])) ++at;
  return at;
}

std::size_t cut_behind(std::string_view line, std::size_t need_end, std::size_t reach) {
  if (line.size() - need_end <= reach) return line.size();
  std::size_t at = need_end + reach;
  const std::size_t blank = line.rfind(' ', at - 1);
  if (blank != std::string_view::npos && blank >= need_end) at = blank + 1;
  while (at > need_end && is_continuation(line[at])) --at;
  return at;
}

}  // namespace

std::vector<Range> visible_parts(std::string_view line, const Needs& needs, const Limits& limits) {
  if (line.size() <= limits.pattern_bytes) {
    if (!needs.wants(line)) return {};
    return {{0, line.size()}};
  }
  std::vector<Range> parts;
  for (const Needs::Occurrence& need : needs.occurrences(line)) {
    const Range part{cut_before(line, need.begin, limits.reach),
                     cut_behind(line, need.end, limits.reach)};
    if (parts.empty() || part.begin > parts.back().end) {
      parts.push_back(part);
      continue;
    }
    // Merged parts stay under the limit: what would go over it begins a part of its own.
    if (part.end - parts.back().begin <= limits.pattern_bytes) {
      parts.back().end = std::max(parts.back().end, part.end);
    } else if (part.end > parts.back().end) {
      parts.push_back({parts.back().end, part.end});
    }
  }
  return parts;
}

}  // namespace textmend::internal
