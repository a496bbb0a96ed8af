// Whether two lines say the same, for kind `dedupe-lines`. Lines without blanks at their ends, at
// most a few KiB of valid UTF-8.

#ifndef TEXTMEND_KINDS_LINE_COPIES_H_
#define TEXTMEND_KINDS_LINE_COPIES_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmend::internal {

// Case folded, runs of blanks (no-break spaces among them) as one space, quotation marks and dashes
// as `'` and `-`. `fold_line(a) == fold_line(b)` where folded_start(a, b) is b.size().
std::string fold_line(std::string_view text);

// Whether the letters, marks and ASCII digits of both, case folded, are the same: what is heard
// when they are read aloud.
bool sound_alike(std::string_view a, std::string_view b);

// Where the start of `longer` that is, folded, all of `shorter` ends; npos where there is none.
std::size_t folded_start(std::string_view shorter, std::string_view longer);

// Prose: four words or more (in a script without spaces twelve letters), letters that are not all
// capitals, a mark that ends sentences. Log lines, code and headings are none.
bool is_sentence(std::string_view text);

// Whether `longer` has all words of `shorter` in the same order, punctuation and case aside, and at
// most one in ten besides, none with a digit. A word that is another (`the second mole`, `the
// third mole`) makes another text.
bool holds_words(std::string_view longer, std::string_view shorter);

// `sentence` stands in the longer `text` as it is, behind its start or another sentence, and ends
// one there.
bool holds_sentence(std::string_view text, std::string_view sentence);

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_LINE_COPIES_H_
