// Needs that are a text of five bytes or more, found at every other place.
//
// Wherever such a need occurs, it holds all of one of the words of four bytes that begin at every
// other byte of the text. So of a need two words are entered in a table, for the two ways to lie,
// and the text is looked up word by word: half of the look-ups, one multiplication each, and it
// does not matter how many needs there are. (Wu and Manber's blocks, without the shifts. Every
// fourth byte would be half the work again, but needs of five and six letters then crowd the
// buckets, which costs more.) Case is folded by setting one bit of each byte, which lets a few
// other bytes pass: a hit is confirmed by the need itself.

#ifndef TEXTMEND_SCAN_WORDS_H_
#define TEXTMEND_SCAN_WORDS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "textmend/needs.h"

namespace textmend::internal::scan {

class Words {
 public:
  static constexpr std::size_t kBytes = 4;                      // of a word
  static constexpr std::size_t kStep = 2;                       // from a word to the next
  static constexpr std::size_t kShortest = kBytes + kStep - 1;  // need that always holds one

  // A need that may occur around a word of the text.
  struct Member {
    std::uint32_t word = 0;
    // The first of the need's fixed bytes, case folded, and which of the eight are known.
    std::uint64_t fixed = 0, mask = 0;
    std::uint32_t bytes_before = 0;      // of the need's fixed bytes, in front of the word
    std::uint32_t positions_before = 0;  // of the need, in front of its fixed bytes
    const NeedWindow* window = nullptr;
    std::uint64_t bit = 0;
  };

  // Whether `window` has enough fixed bytes.
  static bool suits(const NeedWindow& window);
  // `window` must outlive the Words; `bit` is for the caller. Does nothing and returns false where
  // suits() does.
  bool add(const NeedWindow& window, std::uint64_t bit);
  // To be called once, behind the last add().
  void finish();
  bool empty() const { return members_.empty(); }

  // Calls f(offset, member) for the places of `text` at which the word and the fixed
  // bytes of a member stand, in ascending order of the words; `offset` is that of the fixed bytes.
  template <typename F>
  void each(std::string_view text, F&& f) const;

 private:
  template <typename F>
  void check(std::string_view text, std::size_t at, F& f) const;
  static std::uint32_t word_at(std::string_view text, std::size_t at);
  static std::size_t slot_of(std::uint32_t word) { return (word * 0x9E3779B1U) >> 16U; }
  std::span<const Member> members_of(std::size_t slot) const {
    return std::span(members_).subspan(firsts_[slot], firsts_[slot + 1] - firsts_[slot]);
  }

  static constexpr std::size_t kSlots = std::size_t{1} << 16U;
  using Marks = std::array<std::uint8_t, kSlots>;  // 1 for each slot that has members

  std::vector<Member> members_;  // by slot
  std::unique_ptr<Marks> marks_;
  std::vector<std::uint32_t> firsts_;  // of each slot, the index of its first member
};

inline std::uint32_t Words::word_at(std::string_view text, std::size_t at) {
  std::uint32_t word = 0;
  __builtin_memcpy(&word, text.data() + at, kBytes);
  return word | 0x20202020U;
}

template <typename F>
void Words::each(std::string_view text, F&& f) const {
  if (empty()) return;
  // In two steps: the first has no branch that depends on the text, the second little to do. To
  // gather the marks of several words at once took a fifth of the instructions, and more time where
  // gathers are held back for security (clean text: 0.21 s against 0.16 s).
  constexpr std::size_t kBatch = 1024;
  std::array<std::uint32_t, kBatch> hits;  // NOLINT: filled below; places of words
  const std::uint8_t* marks = marks_->data();
  if (text.size() < kBytes) return;
  const std::size_t end = text.size() - kBytes + 1;  // of the places where a word may begin
  for (std::size_t begin = 0; begin < end; begin += kBatch * kStep) {
    const std::size_t batch_end = std::min(end, begin + kBatch * kStep);
    std::size_t count = 0;
#pragma GCC unroll 8
    for (std::size_t at = begin; at < batch_end; at += kStep) {
      const std::size_t slot = slot_of(word_at(text, at));
      hits[count] = static_cast<std::uint32_t>(at);
      count += marks[slot];
    }
    for (std::size_t i = 0; i < count; ++i) check(text, hits[i], f);
  }
}

template <typename F>
void Words::check(std::string_view text, std::size_t at, F& f) const {
  const std::uint32_t word = word_at(text, at);
  for (const Member& member : members_of(slot_of(word))) {
    if (member.word != word || member.bytes_before > at) continue;
    const std::size_t begin = at - member.bytes_before;
    std::uint64_t bytes = 0;
    if (begin + sizeof bytes <= text.size()) {
      __builtin_memcpy(&bytes, text.data() + begin, sizeof bytes);
      if (((bytes | 0x2020202020202020ULL) & member.mask) != member.fixed) continue;
    }
    f(begin, member);
  }
}

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_WORDS_H_
