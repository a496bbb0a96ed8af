// How often each word form stands in a section.
//
// Forms are runs of letters and marks, with apostrophes and hyphens inside, case folded; the parts
// of a hyphenated form count too. It is made in one pass over the whole section when the first rule
// asks, so it is built for speed: words of ASCII letters are folded and hashed eight bytes at once,
// and those of up to eight bytes are their own hash. Bytes decide: two forms never count as one.

#ifndef TEXTMEND_WORD_INDEX_H_
#define TEXTMEND_WORD_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::internal {

class WordIndex {
 public:
  WordIndex();

  // Adds the words of a line, or takes away those of a line that was added.
  void add(std::string_view line) { change(line, 1); }
  void remove(std::string_view line) { change(line, -1); }
  // Of a form in any case.
  std::uint32_t count(std::string_view form) const;

 private:
  // Of a form of up to eight bytes, `key` is these bytes and `text` is null.
  struct Entry {
    std::uint64_t key = 0;
    const char* text = nullptr;
    std::uint32_t size = 0;  // in bytes; 0: free
    std::int32_t count = 0;
  };

  void change(std::string_view line, std::int32_t by);
  void change_form(std::string_view form, bool ascii, std::int32_t by);
  void change_folded(std::string_view folded, std::int32_t by);
  std::size_t place_of(std::uint64_t key, std::string_view folded) const;
  void grow();

  std::vector<Entry> entries_;  // a power of two, at most half of them taken
  std::size_t taken_ = 0;
  std::deque<std::string> texts_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_WORD_INDEX_H_
