// How often each word form stands in a section.
//
// Forms are runs of letters and marks, with apostrophes and hyphens inside, case folded; the parts
// of a hyphenated form count too. It is made in one pass over the whole section when the first rule
// asks, so it is built for speed: a vector loop finds the bytes that words are made of, and words
// of up to eight ASCII letters are folded at once and are their own hash. Bytes decide: two forms
// never count as one.

#ifndef TEXTMEND_WORD_INDEX_H_
#define TEXTMEND_WORD_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "textmend/scan/kernel.h"

namespace textmend::internal {

class WordIndex {
 public:
  explicit WordIndex(const scan::Kernel& kernel = scan::best_kernel());

  // Adds the words of a text of one or more whole lines, or takes away those that were added.
  void add(std::string_view text) { change(text, 1); }
  void remove(std::string_view text) { change(text, -1); }
  // Of a form in any case.
  std::uint32_t count(std::string_view form) const;
  // Of all forms; one with hyphens counts with its parts.
  std::int64_t total() const { return total_; }

 private:
  // A form of up to eight bytes is its own key. The key of a longer one is a hash whose first byte
  // is 0, which no form holds, and its bytes stand in texts_.
  struct Entry {
    std::uint64_t key = 0;   // 0: free
    std::uint32_t text = 0;  // index in texts_
    std::int32_t count = 0;
  };

  void change(std::string_view text, std::int32_t by);
  void change_run(std::string_view run, std::int32_t by);
  std::size_t change_forms_at(std::string_view run, std::size_t begin, std::int32_t by);
  void change_form(std::string_view form, bool folds, std::int32_t by);
  void change_short(std::uint64_t key, std::int32_t by);
  void change_elsewhere(std::uint64_t key, std::int32_t by);
  void change_long(std::span<const std::uint64_t> words, std::int32_t by);
  void take(Entry& entry, std::uint64_t key);
  void grow();

  std::size_t first_place_of(std::uint64_t key) const { return key * kMultiplier >> shift_; }
  template <typename IsSame>
  std::size_t place_of(std::uint64_t key, IsSame is_same) const;
  std::size_t place_of_long(std::uint64_t key, std::span<const std::uint64_t> words) const;

  static constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;

  const scan::Kernel& kernel_;
  std::vector<Entry> entries_;  // a power of two, at most half of them taken
  unsigned shift_;              // from a product of 64 bits to a place among them
  std::size_t taken_ = 0;
  std::int64_t total_ = 0;
  std::vector<std::uint64_t> texts_;  // the words of long forms, see words_of()
  std::vector<std::uint64_t> room_;   // for those of one
};

}  // namespace textmend::internal

#endif  // TEXTMEND_WORD_INDEX_H_
