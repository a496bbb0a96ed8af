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

// Whether a line holds nothing but blanks and page marks.
bool is_empty(const Line& line) {
  return !line.opaque && is_blank(line.content.substr(count_page_marks(line.content)));
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
             next_text(lines, furniture[end - 1].line + 1) == furniture[end].line) {
        ++end;
      }
      findings.list.push_back(drop(overview.document, std::span(furniture).subspan(i, end - i)));
      i = end;
    }
  }

 private:
  static std::size_t next_text(const Lines& lines, std::size_t index) {
    while (index < lines.size() && is_empty(lines[index])) ++index;
    return index;
  }

  // Drops lines between which there is no text.
  static Finding drop(const Document& document, std::span<const FurnitureLine> dropped) {
    const Lines& lines = document.lines();
    std::size_t begin = dropped.front().line;  // behind the text in front
    while (begin > 0 && is_empty(lines[begin - 1])) --begin;
    const std::size_t end = next_text(lines, dropped.back().line + 1);
    Finding finding;
    finding.whole_lines = true;
    finding.evidence = kProofNames[static_cast<std::size_t>(dropped.front().proof)];
    Edit& edit = finding.edit;
    if (end < lines.size()) {
      edit.begin = lines[begin].begin;
      edit.end = lines[end].begin;
      const bool closes = begin == 0 || sentence_goes_on(lines[begin - 1], lines[end]);
      edit.with = (closes ? "" : gap_of(document, begin, end)) + marks_between(lines, begin, end);
    } else {
      // The last line keeps its ending, or its absence.
      edit.begin = begin == 0 ? 0 : lines[begin - 1].content_end();
      edit.end = lines.back().content_end();
      std::string marks = marks_between(lines, begin, end);
      while (marks.ends_with('\n') || marks.ends_with('\r')) marks.pop_back();
      if (begin > 0 && !marks.empty()) edit.with = lines[begin - 1].ending_bytes();
      if (begin == 0 && marks.empty()) edit.end = lines.back().end();
      edit.with += marks;
    }
    finding.match_begin = edit.begin;
    finding.match_end = edit.end;
    return finding;
  }

  // The larger of the two gaps in front of and behind all that is not blank in [begin, end).
  static std::string gap_of(const Document& document, std::size_t begin, std::size_t end) {
    const Lines& lines = document.lines();
    std::size_t first = begin, last = end;
    while (first < end && lines.blank(first)) ++first;
    while (last > first && lines.blank(last - 1)) --last;
    return end - last > first - begin ? document.text(lines[last].begin, lines[end].begin)
                                      : document.text(lines[begin].begin, lines[first].begin);
  }

  // A page mark that had a line of its own keeps it.
  static std::string marks_between(const Lines& lines, std::size_t begin, std::size_t end) {
    std::string marks;
    for (std::size_t i = begin; i < end; ++i) {
      const Line line = lines[i];
      const std::string_view own = marks_of(line);
      marks += own;
      if (!own.empty() && is_empty(line)) marks += line.ending_bytes();
    }
    return marks;
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
    {"needs", KeyType::kNeeds,
     "Where `Page 3 of 14` may stand, for texts without form feeds: four such lines or more, of "
     "one "
     "total and with numbers that rise, end or begin the pages."},
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
    "begins a page, or where lines count them to one total.",
    Phase::kLines,
    Scope::kDocument,
    "document",
    kKeys,
    &make};

}  // namespace textmend::internal
