// Rows of pages: those that have something in common and are near each other.
//
// Pages are indices, in ascending order, each once.

#ifndef TEXTMEND_PAGE_ROWS_H_
#define TEXTMEND_PAGE_ROWS_H_

#include <algorithm>
#include <cstddef>
#include <vector>

namespace textmend::internal {

// From one page of a row to the next, at most. Heads of right pages alone are two pages apart, and
// a chapter's first page has none.
inline constexpr std::size_t kFurthestPage = 4;

inline void sort_pages(std::vector<std::size_t>& pages) {
  std::sort(pages.begin(), pages.end());
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
}

inline bool contains_page(const std::vector<std::size_t>& pages, std::size_t page) {
  return std::binary_search(pages.begin(), pages.end(), page);
}

// Those of `pages` that belong to a row of at least `least` of them, which are at least `share` of
// the pages from its first to its last.
inline std::vector<std::size_t> in_rows(const std::vector<std::size_t>& pages, std::size_t least,
                                        double share) {
  std::vector<std::size_t> result;
  for (auto first = pages.begin(); first != pages.end();) {
    auto end = first + 1;
    while (end != pages.end() && *end - end[-1] <= kFurthestPage) ++end;
    const auto count = static_cast<std::size_t>(end - first);
    const auto span = static_cast<double>(end[-1] - *first + 1);
    if (count >= least && static_cast<double>(count) >= share * span) {
      result.insert(result.end(), first, end);
    }
    first = end;
  }
  return result;
}

// Whether `page` is none of `pages`, but lies inside a row of them.
inline bool fills_gap(const std::vector<std::size_t>& pages, std::size_t page) {
  const auto behind = std::lower_bound(pages.begin(), pages.end(), page);
  return behind != pages.begin() && behind != pages.end() && *behind != page &&
         *behind - behind[-1] <= kFurthestPage;
}

}  // namespace textmend::internal

#endif  // TEXTMEND_PAGE_ROWS_H_
