// Kind `blank-lines`: runs of blank lines.

#include <algorithm>

#include "textmend/rule_file.h"

namespace textmend::internal {

namespace {

class BlankLinesRule : public Rule {
 public:
  BlankLinesRule(RuleCommon common, std::size_t longer_than, std::size_t keep)
      : Rule(std::move(common)), longer_than_(longer_than), keep_(keep) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    const Lines& lines = overview.document.lines();
    const LineRange reach = lines_in_reach(common().where, lines);
    const std::size_t longer_than = std::max(longer_than_, keep_);
    lines.each_blank_run(longer_than, [&](std::size_t first, std::size_t end) {
      first = std::max(first, reach.begin);
      if (first < reach.end && end > first + longer_than) add(lines, first, end, findings);
    });
  }

 private:
  // Shortens the run [first, end). At the foot the last line keeps its ending or its absence.
  void add(const Lines& lines, std::size_t first, std::size_t end, Findings& findings) const {
    const std::size_t kept_end = first + keep_;
    Finding finding;
    if (end < lines.size() || kept_end == 0) {
      finding.edit.begin = lines[kept_end].begin;
      finding.edit.end = lines[end - 1].end();
    } else {
      finding.edit.begin = lines[kept_end - 1].content_end();
      finding.edit.end = lines[end - 1].content_end();
    }
    finding.match_begin = finding.edit.begin;
    finding.match_end = finding.edit.end;
    findings.list.push_back(std::move(finding));
  }

  std::size_t longer_than_, keep_;
};

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  return std::make_shared<BlankLinesRule>(std::move(common), builder.size("longer_than", 2),
                                          builder.size("keep", 1));
}

constexpr Key kKeys[] = {
    {"longer_than", KeyType::kInteger, "Only runs of more lines than this. Default 2."},
    {"keep", KeyType::kInteger, "Lines that stay. Default 1."},
};

}  // namespace

extern const Kind kBlankLinesKind;
const Kind kBlankLinesKind{
    "blank-lines", "Runs of blank lines.", Phase::kLayout, Scope::kDocument, "document", kKeys,
    &make};

}  // namespace textmend::internal
