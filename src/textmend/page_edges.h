// The pages of a text, the lines at their edges, and which of these are the same.

#ifndef TEXTMEND_PAGE_EDGES_H_
#define TEXTMEND_PAGE_EDGES_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "textmend/lines.h"
#include "textmend/page_line.h"
#include "textmend/pages.h"

namespace textmend::internal {

inline constexpr std::size_t kNoLine = static_cast<std::size_t>(-1);

// Without blanks at its ends and page marks; nothing of an opaque line.
std::string_view page_text(const Line& line);

// Of the lines at the edges, those in play may be furniture. The others are the page's text.
struct Page {
  std::size_t begin = 0, end = 0;  // lines
  // PageEdges::edges at the top and at the bottom, from outside; no line is among both.
  std::array<std::vector<std::size_t>, 2> sides;
  std::size_t first = kNoLine, last = kNoLine;  // lines of its text
  bool goes_on = false;  // the last sentence of the page before goes on in its first line
};

// A line near the edge of a page.
struct PageEdge {
  std::size_t line = 0, page = 0;  // indices
  bool at_bottom = false;
  bool in_play = true;
  PageLine read;
  // Of the groups that it belongs to: which, and its place in Group::members.
  std::vector<std::pair<std::size_t, std::size_t>> places;
};

// Lines that are the same: in their words, in all but a number that counts with the pages, or in
// being such a number.
struct PageGroup {
  struct Member {
    std::size_t edge = 0, page = 0;  // indices
    bool repeats = false;
    Proof proof = Proof::kNone;
  };
  enum class Type { kWords, kCounting, kNumber };

  Type type = Type::kWords;
  long offset = 0;              // of the number from the index of the page
  bool apart = false;           // the number stands apart from the words
  std::vector<Member> members;  // by page; those with words are all at the same edge
};

class PageEdges {
 public:
  // Takes in up to `depth` lines at each edge of a page.
  PageEdges(const Lines& lines, std::size_t depth);

  // None where no line begins with a page mark, nor lines that count to one total end or begin
  // them.
  std::vector<Page> pages;
  std::vector<PageEdge> edges;
  std::vector<PageGroup> groups;

 private:
  void split(const Lines& lines);
  void split_by_totals(const Lines& lines);
  void read_page(const Lines& lines, std::size_t page, std::size_t depth);
  void add_edge(const Line& line, std::size_t index, std::size_t page, bool at_bottom);
  void add_member(const std::string& key, const PageGroup& group, const PageEdge& edge);

  std::unordered_map<std::string, std::size_t> known_;  // groups by what their lines have in common
};

}  // namespace textmend::internal

#endif  // TEXTMEND_PAGE_EDGES_H_
