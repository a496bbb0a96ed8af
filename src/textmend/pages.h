// Page furniture: running heads, running feet and page numbers.
//
// A page begins at a line that begins with a form feed; in a text without them, at lines such as
// `Page 3 of 14`, which count to one total. A line near its edge is furniture when
//   - it repeats: the same words stand at that edge of other pages near by, or the same words with
//     a number that counts with the pages, or only such a number;
//   - nothing but furniture stands between it and the edge;
//   - it is shown to be no text, in one of three ways (Proof).
// The third is what tells it from the heads of tables, from labels in forms, from the names of
// speakers, from refrains: they repeat as well, but no sentence goes on behind them.
//
// All of it is linear in the text, and depends on the lines alone.

#ifndef TEXTMEND_PAGES_H_
#define TEXTMEND_PAGES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "textmend/lines.h"

namespace textmend::internal {

enum class Proof {
  kNone,
  kInterrupts,  // here and there a sentence breaks off in front of it and goes on behind it
  kCounts,      // a page number alone, or set apart from the words of a head
  kEncloses,    // it stands between such a number and the page's edge
};
inline constexpr std::string_view kProofNames[] = {"", "interrupts", "counts", "encloses"};

struct PageSettings {
  // Non-blank lines at each edge of a page that may be furniture. Where more of them repeat, it is
  // the page that repeats: a form.
  std::size_t edge = 3;
  // What repeats stands on so many pages, with at most three pages in a row that lack it, and on
  // this share of the pages from the first to the last of them.
  std::size_t min_pages = 3;
  double min_share = 0.33;
  // A number that counts on so many pages is shown by that alone to be the page's.
  std::size_t min_counted = 5;
  // False: what repeats is enough. For those who only look through furniture.
  bool proved = true;
};

struct FurnitureLine {
  std::size_t line = 0;  // index
  Proof proof = Proof::kNone;
  bool is_number = false;  // a page number and nothing else
  // The first of its kind at the top of a page: what the later ones repeat may be the title here.
  bool may_be_title = false;
};

// In ascending order of their lines.
std::vector<FurnitureLine> find_furniture(const Lines& lines, const PageSettings& settings);

}  // namespace textmend::internal

#endif  // TEXTMEND_PAGES_H_
