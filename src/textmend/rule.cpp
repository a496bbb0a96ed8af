#include "textmend/rule.h"

namespace textmend::internal {

void drop_lines(const Document& document, std::span<const std::size_t> lines, Findings& findings) {
  for (Edit& edit : document.drop_lines(lines)) {
    Finding finding;
    finding.match_begin = edit.begin;
    finding.match_end = edit.end;
    finding.whole_lines = true;
    finding.edit = std::move(edit);
    findings.list.push_back(std::move(finding));
  }
}

LineRange lines_in_reach(const Where& where, const Lines& lines) {
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
