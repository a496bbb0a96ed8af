#include "textmend/rule.h"

namespace textmend::internal {

LineRange lines_in_reach(const Where& where, const std::vector<Line>& lines) {
  LineRange range{0, lines.size()};
  std::size_t kept = 0;
  if (where.at == Where::At::kHead) {
    range.end = 0;
    while (range.end < lines.size() && kept < where.within) {
      kept += !lines[range.end].blank();
      ++range.end;
    }
  } else if (where.at == Where::At::kTail) {
    range.begin = lines.size();
    while (range.begin > 0 && kept < where.within) {
      --range.begin;
      kept += !lines[range.begin].blank();
    }
  }
  return range;
}

}  // namespace textmend::internal
