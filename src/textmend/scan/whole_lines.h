// Needs that are whole lines, blanks at their ends and case aside.
//
// There are thousands of them, and every line of a text is asked. So a line is first judged by its
// first eight bytes, then by its length, and only what is left is folded whole and looked up. (What
// is short and common at a line's start is the first two words of some label: lengths are kept by
// start, or one long label would have every line folded.)

#ifndef TEXTMEND_SCAN_WHOLE_LINES_H_
#define TEXTMEND_SCAN_WHOLE_LINES_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace textmend::internal::scan {

class WholeLines {
 public:
  // `folded` are Needs::lines(), which must outlive this; `bit` is for the caller.
  void add(std::span<const std::string_view> folded, std::uint64_t bit);
  // To be called once, behind the last add().
  void finish();
  // The bits of those that `line` is.
  std::uint64_t wanted(std::string_view line) const;

 private:
  struct Entry {
    std::string_view folded;
    std::uint64_t bit = 0;
  };
  static constexpr std::size_t kSlots = 4096;

  static std::size_t slot_of(std::string_view folded);
  void enter(std::string_view folded);
  bool may_be_one(std::string_view text) const;

  struct Source {
    std::span<const std::string_view> lines;
    std::uint64_t bit = 0;
  };

  std::vector<Source> sources_;                     // until finish()
  std::vector<Entry> entries_;                      // sorted by slot
  std::array<std::uint32_t, kSlots + 1> firsts_{};  // of each slot, the index of its first entry
  // Of their first eight bytes: 16 bits of a hash, and the length of the longest by 12 others.
  std::bitset<65536> starts_;
  std::array<std::uint16_t, 4096> longest_by_start_{};
  std::size_t longest_ = 0;
};

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_WHOLE_LINES_H_
