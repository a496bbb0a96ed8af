// What can be told of one line at the edge of a page: which of its numbers may be the page's, by
// what text it repeats, and whether a sentence goes on over it.

#ifndef TEXTMEND_PAGE_LINE_H_
#define TEXTMEND_PAGE_LINE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::internal {

// The form feeds in front of a line: each begins a page.
std::size_t count_page_marks(std::string_view line);

// A number that may be that of the page.
struct PageNumber {
  enum class Shape {
    kInline,   // `Sonnets 12`, `12 Sonnets`: it may as well belong to the words
    kApart,    // `The Sea      12`, `12 | The Sea`, `Page 12 of 90`
    kAlone,    // `12`, `- 12 -`, `xii`
    kOfTotal,  // `12 / 90`
  };
  long value = 0;
  Shape shape = Shape::kInline;
  bool roman = false;
  std::string text;  // the line's words, folded, with a sign in the number's place
};

// A line by which others at the edges of pages are known to be the same.
struct PageLine {
  std::string text;  // its words, folded; empty where it is a number and nothing else
  std::vector<PageNumber> numbers;  // at its ends, or behind a word for page; at most four
};

// `line` stands without page marks. Nothing for a line without words, or one of more than 300
// bytes.
PageLine read_page_line(std::string_view line);

// A line that is a page number with its total: `Page 3 of 14`, `The Lamp – Seite 3 von 14`.
struct PageOfTotal {
  long page = 0, total = 0;
};
std::optional<PageOfTotal> page_of_total(std::string_view line);

// Whether a sentence that `before` breaks off goes on in `behind`: both are running text, the first
// has no mark at its end that could close a sentence, and the second begins with a small letter; it
// may also be the short end of a sentence. In scripts without small letters nothing goes on.
bool goes_on(std::string_view before, std::string_view behind);

// Whether `line` breaks off without a mark that could close a sentence.
bool is_open(std::string_view line);

}  // namespace textmend::internal

#endif  // TEXTMEND_PAGE_LINE_H_
