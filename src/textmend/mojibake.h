// Mojibake: text that was UTF-8 and was read as something else, found and read again.
//
// What is looked for. A character of UTF-8 is a lead byte and one to three continuation bytes. Read
// in another encoding (code_pages.h), it becomes a *sequence*: a character that stands for a lead
// byte and characters that stand for continuation bytes. `é` becomes `Ã©` in windows-1252, `Г©` in
// windows-1251, `√©` in macroman. All sequences of a line are found, in each encoding.
//
// When one is read again. A sequence must be well-formed UTF-8, and its *score* must reach kEnough:
//     odd    how little the characters fit each other and their neighbours as they stand: a symbol
//            inside of a word, a capital behind a small letter, two scripts in one word …
//   + fit    how well the decoded character fits the same place: its case that of the word, its
//            script that of its neighbours, an opening mark in front of a word …
//   + prior  a point or two for long sequences and for the most frequent mistakes
// mojibake_score.h has both sides; they are made of the properties of the characters (ICU) and of
// the table of ordinary characters, not of a list of words. A decoded character that nothing is
// written with (a phonetic letter, a private one, a stray mark), or that does not go into its word
// at all, is never taken, whatever the score.
// A sequence alone in a line with other characters beyond ASCII, which were read well, loses three
// points; one beside others of its encoding that have enough by themselves gains two (beside
// two, or where nothing else is beyond ASCII, all that fit are taken). What is not certain by
// itself is only taken beside others:
//   - lost bytes: `Ã�`, `â€?` become one U+FFFD
//   - a space for the byte A0: `Ð ÑƒÑ` `âš ` `Ã la` (the space stays where it is needed)
//   - a lost soft hyphen in `dÃas`; the lost last byte of `”`, behind an open `“`
//
// Layers. Text may have been misread several times, in several encodings. All layers are undone at
// once: a line is decoded as far as it goes, also where a single layer does not look like text
// (`Ã¢Â€Â™`), and a sequence is taken when what is made of it one layer further on is.
//
// The work for a line grows with its length times the number of encodings and layers, both fixed.

#ifndef TEXTMEND_MOJIBAKE_H_
#define TEXTMEND_MOJIBAKE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/code_pages.h"

namespace textmend::internal {

// A character on its way through the layers, and the bytes of the line that it was made of.
struct Cell {
  char32_t c = 0;
  std::uint32_t begin = 0, end = 0;
  const CodePage* page = nullptr;  // in which it was read when it had been more than one character
};
using Cells = std::vector<Cell>;

Cells cells_of(std::string_view text);

struct MojibakeRepair {
  std::size_t begin = 0, end = 0;  // bytes of the text
  std::string with;
  std::string_view page;  // the name of the encoding it was last read in
};

// Immutable; any number of threads may share one.
class Mojibake {
 public:
  // Bytes of several pages by their character; with few pages a byte for each.
  static constexpr std::size_t kMostPages = 16;

  // Up to kMostPages pages, in the order in which they are preferred; they live for ever, as those
  // of code_pages() do.
  explicit Mojibake(std::vector<const CodePage*> pages);

  // The repairs of `text`, valid UTF-8, in order and disjoint. `at_end`: nothing stands behind it.
  std::vector<MojibakeRepair> find(std::string_view text, bool at_end) const;

 private:
  class Line;
  using Bytes = std::array<std::uint8_t, kMostPages>;  // 0: none
  struct Entry {
    char32_t c;
    Bytes bytes;
  };

  const Bytes* bytes_of(char32_t c) const;

  std::vector<const CodePage*> pages_;
  std::vector<Entry> entries_;  // sorted by c
};

// C1 control characters that are bytes of windows-1252 (`it\u0092s`) or, where they cannot be and
// at least two of a line spell letters in words, of macroman (`Coatl\u0087n conf\u0092an`).
std::vector<MojibakeRepair> find_misread_controls(std::string_view text, bool at_end);

}  // namespace textmend::internal

#endif  // TEXTMEND_MOJIBAKE_H_
