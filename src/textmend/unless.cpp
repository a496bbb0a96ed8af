#include "textmend/unless.h"

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

bool Unless::touches(const Finding& finding, std::span<const PatternPtr> patterns,
                     MatchScratch& scratch) {
  const std::size_t begin = finding.match_begin - offset_;
  const std::size_t end = std::max(finding.match_end - offset_, begin + 1);
  if (found_.empty()) found_.resize(patterns.size());
  // What begins behind the finding does not touch it. Where findings come one behind the other it
  // is looked for all the same: a pattern may read to the line's end from each place.
  const bool looks_ahead = ++asked_ > 1;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    auto& [ranges, next, met_limit] = found_[i];
    while (next < end) {
      const bool ahead = looks_ahead && !met_limit;
      scratch.set_edges(true, true);
      if (!ahead) scratch.set_last_begin(end - 1);
      Match match;
      const Pattern::Result result = patterns[i]->find(text_, next, scratch, match);
      if (result == Pattern::Result::kLimit) {
        if (!ahead) return true;
        met_limit = true;  // perhaps behind the finding
        continue;
      }
      if (result == Pattern::Result::kNone) {
        next = ahead ? static_cast<std::size_t>(-1) : end;
      } else {
        ranges.push_back({match.begin(), std::max(match.end(), match.begin() + 1)});
        next = ranges.back().end;
      }
      while (next < text_.size() && is_continuation(text_[next])) ++next;
    }
    const auto behind =
        std::upper_bound(ranges.begin(), ranges.end(), begin,
                         [](std::size_t at, const Range& range) { return at < range.end; });
    if (behind != ranges.end() && behind->begin < end) return true;
  }
  return false;
}

UnlessText unless_text(const Document& document, Range lines, const Finding& finding,
                       const Limits& limits) {
  const std::size_t reach = limits.reach;
  if (lines.end - lines.begin <= limits.pattern_bytes) {
    return {lines.begin, document.text(lines.begin, lines.end)};
  }
  UnlessText context{
      std::max(lines.begin, finding.match_begin - std::min(finding.match_begin, reach)), {}};
  const std::size_t end = std::min(lines.end, finding.match_end + reach);
  // With the byte behind it, if there is one: it tells whether a character is cut.
  std::string text = document.text(context.begin, std::min(lines.end, end + 1));
  std::size_t size = end - context.begin, cut = 0;
  while (size > 0 && size < text.size() && is_continuation(text[size])) --size;
  while (cut < size && is_continuation(text[cut])) ++cut;
  context.begin += cut;
  context.text = text.substr(cut, size - cut);
  return context;
}

}  // namespace textmend::internal
