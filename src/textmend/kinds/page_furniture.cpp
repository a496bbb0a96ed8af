// Kind `page-furniture`: running heads, running feet and page numbers.
//
// pages.h says what they are. Here they are taken out. A page mark stays: it moves to the front of
// what is now the first line of its page. The blank lines around what goes are as with any dropped
// line (the larger gap of the two); where a sentence went on over it none are left, because they
// were the page's, not the text's.

#include <algorithm>

#include "textmend/page_line.h"
#include "textmend/pages.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

std::string_view marks_of(const Line& line) {
  return line.opaque ? "" : line.content.substr(0, count_page_marks(line.content));
}

class PageFurnitureRule : public Rule {
 public:
  PageFurnitureRule(RuleCommon common, const PageSettings& settings, bool heads, bool numbers)
      : Rule(std::move(common)), settings_(settings), heads_(heads), numbers_(numbers) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    const Lines& lines = overview.document.lines();
    std::vector<FurnitureLine> furniture = find_furniture(lines, settings_);
    std::erase_if(furniture, [this](const FurnitureLine& one) {
      return one.may_be_title || !(one.is_number ? numbers_ : heads_);
    });
    for (std::size_t i = 0; i < furniture.size();) {
      std::size_t end = i + 1;
      while (end < furniture.size() &&
             only_blank(lines, furniture[end - 1].line + 1, furniture[end].line)) {
        ++end;
      }
      findings.list.push_back(drop(overview.document, std::span(furniture).subspan(i, end - i)));
      i = end;
    }
  }

 private:
  static bool only_blank(const Lines& lines, std::size_t begin, std::size_t end) {
    while (begin < end && lines.blank(begin)) ++begin;
    return begin == end;
  }

  // Drops lines between which there are only blank ones.
  static Finding drop(const Document& document, std::span<const FurnitureLine> dropped) {
    const Lines& lines = document.lines();
    const std::size_t first = dropped.front().line, behind_last = dropped.back().line + 1;
    std::size_t gap_begin = first, next = behind_last;
    while (gap_begin > 0 && lines.blank(gap_begin - 1)) --gap_begin;
    while (next < lines.size() && lines.blank(next)) ++next;
    std::string marks;
    for (const FurnitureLine& one : dropped) marks += marks_of(lines[one.line]);

    Finding finding;
    finding.whole_lines = true;
    finding.evidence = kProofNames[static_cast<std::size_t>(dropped.front().proof)];
    Edit& edit = finding.edit;
    if (next == lines.size()) {
      // The last line keeps its ending, or its absence.
      edit.begin = gap_begin == 0 ? 0 : lines[gap_begin - 1].content_end();
      edit.end = lines.back().content_end();
      if (!marks.empty() && gap_begin > 0) edit.with = lines[gap_begin - 1].ending_bytes();
      if (marks.empty() && gap_begin == 0) edit.end = lines.back().end();
    } else {
      edit.begin = lines[gap_begin].begin;
      edit.end = lines[next].begin;
      const bool behind = next - behind_last > first - gap_begin;
      const std::size_t from = behind ? behind_last : gap_begin, to = behind ? next : first;
      const bool closes = gap_begin == 0 || sentence_goes_on(lines[gap_begin - 1], lines[next]);
      if (!closes && from < to) edit.with = document.text(lines[from].begin, lines[to].begin);
    }
    edit.with += marks;
    finding.match_begin = edit.begin;
    finding.match_end = edit.end;
    return finding;
  }

  static bool sentence_goes_on(const Line& before, const Line& behind) {
    const auto text = [](const Line& line) { return line.content.substr(marks_of(line).size()); };
    return !before.opaque && !behind.opaque && goes_on(text(before), text(behind));
  }

  PageSettings settings_;
  bool heads_, numbers_;
};

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  common.needs.add(NeedWindow::of({NeedPosition::character(U'\f', false)}, true, false));
  PageSettings settings;
  settings.edge = builder.size("edge", settings.edge);
  settings.min_pages = builder.size("min_pages", settings.min_pages);
  settings.min_share = get_number(builder.params(), "min_share", settings.min_share);
  settings.min_counted = builder.size("min_counted", settings.min_counted);
  const std::vector<std::string> drop = get_strings(builder.params(), "drop");
  const auto drops = [&](std::string_view what) {
    return drop.empty() || std::find(drop.begin(), drop.end(), what) != drop.end();
  };
  return std::make_shared<PageFurnitureRule>(std::move(common), settings, drops("heads"),
                                             drops("numbers"));
}

constexpr Key kKeys[] = {
    {"drop", KeyType::kStrings,
     "`heads` (running feet too), `numbers` (lines that are a page number and nothing else), or "
     "both, the default.",
     false, "heads numbers"},
    {"edge", KeyType::kInteger,
     "Non-blank lines at the top and at the bottom of a page that may be furniture. Where more of "
     "them repeat, it is the page that repeats, as in a form. Default 3."},
    {"min_pages", KeyType::kInteger, "A line repeats when it stands on so many pages. Default 3."},
    {"min_share", KeyType::kNumber,
     "And on this share of the pages from the first to the last of them. Default 0.33."},
    {"min_counted", KeyType::kInteger,
     "A number that counts with so many pages is the page's. Default 5."},
};

}  // namespace

extern const Kind kPageFurnitureKind;
const Kind kPageFurnitureKind{
    "page-furniture",
    "Running heads, running feet and page numbers, where a line that begins with a form feed "
    "begins a page.",
    Phase::kLines,
    Scope::kDocument,
    "document",
    kKeys,
    &make};

}  // namespace textmend::internal
