#include "textmend/page_edges.h"

#include <algorithm>
#include <optional>

#include "textmend/unicode.h"

namespace textmend::internal {

std::string_view page_text(const Line& line) {
  if (line.opaque) return {};
  return trim_blanks(line.content.substr(count_page_marks(line.content)));
}

PageEdges::PageEdges(const Lines& lines, std::size_t depth) {
  split(lines);
  for (std::size_t page = 0; page < pages.size(); ++page) read_page(lines, page, depth);
  known_.clear();
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::vector<PageGroup::Member>& members = groups[g].members;
    for (std::size_t m = 0; m < members.size(); ++m)
      edges[members[m].edge].places.emplace_back(g, m);
  }
}

void PageEdges::split(const Lines& lines) {
  std::size_t index = 0, begin = 0;
  const auto end_page = [&] {
    Page page;
    page.begin = begin;
    page.end = index;
    pages.push_back(std::move(page));
    begin = index;
  };
  lines.each([&](const Line& line) {
    if (index > begin && !line.opaque && line.content.starts_with('\f')) end_page();
    ++index;
    return true;
  });
  if (pages.empty()) return split_by_totals(lines);
  end_page();
}

// An extractor that writes no page marks leaves `Page 3 of 14` at the end of each page, or at its
// beginning: one total for all, and numbers that rise.
void PageEdges::split_by_totals(const Lines& lines) {
  constexpr std::size_t kFewest = 4, kEdge = 3;  // lines
  struct Mark {
    std::size_t line;
    PageOfTotal read;
  };
  std::vector<Mark> marks;
  std::size_t index = 0, texts = 0, in_front = 0, behind = 0;  // lines of text: all, and around
  bool is_count = true;
  lines.each([&](const Line& line) {
    const std::string_view text = page_text(line);
    const std::optional<PageOfTotal> read = page_of_total(text);
    if (read) {
      is_count = marks.empty() ||
                 (marks.back().read.total == read->total && marks.back().read.page < read->page);
      if (marks.empty()) in_front = texts;
      marks.push_back({index, *read});
      behind = 0;
    } else if (!text.empty()) {
      ++texts;
      ++behind;
    }
    ++index;
    return is_count;
  });
  if (!is_count || marks.size() < kFewest) return;
  const bool at_top = marks.front().read.page == 1
                          ? in_front <= kEdge
                          : marks.back().read.page == marks.back().read.total && behind > kEdge;
  std::size_t begin = 0;
  for (const Mark& mark : marks) {
    const std::size_t end = at_top ? mark.line : mark.line + 1;
    if (end == begin) continue;
    pages.emplace_back();
    pages.back().begin = begin;
    pages.back().end = end;
    begin = end;
  }
  if (begin == index) return;
  pages.emplace_back();
  pages.back().begin = begin;
  pages.back().end = index;
}

void PageEdges::read_page(const Lines& lines, std::size_t page, std::size_t depth) {
  std::vector<std::size_t> top, bottom;  // lines, from outside
  // A line that holds nothing but a page mark counts as blank.
  const auto has_text = [&](std::size_t index) {
    return lines[index].opaque || !page_text(lines[index]).empty();
  };
  std::size_t middle = pages[page].begin;
  for (; middle < pages[page].end && top.size() < depth; ++middle) {
    if (has_text(middle)) top.push_back(middle);
  }
  for (std::size_t i = pages[page].end; i > middle && bottom.size() < depth; --i) {
    if (has_text(i - 1)) bottom.push_back(i - 1);
  }
  // A page of few lines has a bottom too.
  for (; top.size() > bottom.size() + 1; top.pop_back()) bottom.push_back(top.back());
  for (const std::size_t index : top) add_edge(lines[index], index, page, false);
  for (const std::size_t index : bottom) add_edge(lines[index], index, page, true);
}

void PageEdges::add_edge(const Line& line, std::size_t index, std::size_t page, bool at_bottom) {
  PageEdge edge{index, page, at_bottom, !line.opaque, {}, {}};
  if (!line.opaque) edge.read = read_page_line(page_text(line));
  pages[page].sides[at_bottom ? 1 : 0].push_back(edges.size());
  const std::string side = at_bottom ? "b" : "t";
  if (!edge.read.text.empty()) add_member(side + edge.read.text, {}, edge);
  for (const PageNumber& number : edge.read.numbers) {
    PageGroup group;
    group.offset = number.value - static_cast<long>(page);
    group.apart = number.shape != PageNumber::Shape::kInline;
    std::string key = std::to_string(group.offset) + (number.roman ? '@' : '#');
    // A number alone is the same at either edge.
    const bool alone = number.shape >= PageNumber::Shape::kAlone;
    group.type = alone ? PageGroup::Type::kNumber : PageGroup::Type::kCounting;
    if (!alone) key.insert(0, side).append(number.text);
    add_member(key, group, edge);
  }
  edges.push_back(std::move(edge));
}

void PageEdges::add_member(const std::string& key, const PageGroup& group, const PageEdge& edge) {
  const auto [known, is_new] = known_.try_emplace(key, groups.size());
  if (is_new) groups.push_back(group);
  PageGroup& same = groups[known->second];
  same.apart = same.apart || group.apart;
  same.members.push_back({edges.size(), edge.page, false, Proof::kNone});
}

}  // namespace textmend::internal
