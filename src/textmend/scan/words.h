// Needs that are a text of five bytes or more, found at every other place.
//
// Wherever such a need occurs, it holds all of one of the words of four bytes that begin at every
// other byte of the text. So of a need two words are entered in a table, for the two ways to lie,
// and the text is looked up word by word: half of the look-ups, one multiplication each, and it
// does not matter how many needs there are. (Wu and Manber's blocks, without the shifts. Every
// fourth byte would be half the work again, but needs of five and six letters then crowd the
// buckets, which costs more.) Case is folded by setting one bit of each byte, which lets a few
// other bytes pass: a hit is confirmed by the need itself.
//
// What costs time is not the look-ups but the hits, each of which is a branch that no processor
// foresees. So the two words are those of the need's text that are rarest in sample text, and by
// their places in the table, not by themselves: a word that shares its place with a common one is
// as bad as that. (The first two of each need hit 32 times in a kB of English prose, the rarest
// ones 12 times.)

#ifndef TEXTMEND_SCAN_WORDS_H_
#define TEXTMEND_SCAN_WORDS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
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
  // To be called once, behind the last add(). `sample` is text by which words are judged; it
  // decides on speed alone.
  void finish(std::string_view sample);
  bool empty() const { return members_.empty(); }

  // Calls f(offset, member) for the places of `text` at which the word and the fixed
  // bytes of a member stand, in ascending order of the words; `offset` is that of the fixed bytes.
  template <typename F>
  void each(std::string_view text, F&& f) const;

 private:
  // A need that waits for its words.
  struct Pending {
    Member member;      // without its word
    std::string bytes;  // the need's fixed ones, case folded
  };

  template <typename F>
  void check(std::string_view text, std::size_t at, std::uint32_t word, F& f) const;
  static std::uint32_t word_at(const void* bytes);
  static std::uint32_t hash_of(std::uint32_t word) { return word * 0x9E3779B1U; }
  static std::size_t slot_of(std::uint32_t word) { return hash_of(word) >> 16U; }
  static std::size_t bucket_of(std::uint32_t word) { return hash_of(word) >> 20U; }
  static std::uint8_t mark_of(std::uint32_t word) {
    return static_cast<std::uint8_t>(1U + (word * 0x85EBCA6BU >> 25U));
  }

  static constexpr unsigned char kFold = FixedBytes::kFoldAscii;
  static constexpr std::size_t kSlots = std::size_t{1} << 16U;
  static constexpr std::size_t kBuckets = std::size_t{1} << 12U;  // of 16 slots each
  static constexpr std::uint8_t kSeveral = 0xFF;
  // 0 for a slot without members, mark_of() the word of those that it has, kSeveral where they have
  // not all the same.
  using Marks = std::array<std::uint8_t, kSlots>;

  std::vector<Pending> pending_;
  std::vector<Member> members_;       // by slot
  std::vector<std::uint32_t> words_;  // of each member: to walk through them touches little
  std::unique_ptr<Marks> marks_;
  std::vector<std::uint32_t> firsts_;  // of each bucket, the index of its first member
};

// The four bytes at `bytes` as they stand in memory.
inline std::uint32_t Words::word_at(const void* bytes) {
  std::uint32_t word = 0;
  __builtin_memcpy(&word, bytes, kBytes);
  return word;
}

// In four steps for each block of text, each of which leaves the next one less to do. The first
// folds it. The second has no branch that depends on the text, and three instructions a word: a
// multiplication by a word in memory, a shift, and the marks of a group of words put together. The
// third picks, again without a branch, the words that have their own mark from the groups that have
// one. The last looks at the needs. (To gather the marks of several words at once takes fewer
// instructions, and more time where gathers are held back for security.)
template <typename F>
void Words::each(std::string_view text, F&& f) const {
  if (empty()) return;
  constexpr std::size_t kGroup = 8 * kStep;  // bytes in which a group's words begin
  constexpr std::size_t kBlock = 128 * kGroup;
  static_assert(kStep + kBytes <= kGroup);
  std::array<unsigned char, kBlock + kGroup> folded;    // NOLINT: filled below
  std::array<std::uint32_t, kBlock / kGroup> groups;    // NOLINT: likewise; places
  std::array<std::uint32_t, kBlock / kStep + 1> words;  // NOLINT: likewise; places
  const std::uint8_t* marks = marks_->data();
  for (std::size_t begin = 0; begin < text.size(); begin += kBlock) {
    // The last word of a block ends behind it; behind the text stand no words.
    const std::size_t seen = std::min(text.size() - begin, folded.size());
    for (std::size_t i = 0; i < seen; ++i) {
      folded[i] = static_cast<unsigned char>(text[begin + i]) | kFold;
    }
    const std::size_t end = (std::min(seen, kBlock) + kGroup - 1) / kGroup * kGroup;
    for (std::size_t i = seen; i < end + kGroup; ++i) folded[i] = kFold;
    std::size_t group_count = 0, word_count = 0;
    for (std::size_t group = 0; group < end; group += kGroup) {
      std::uint8_t mark = 0;
#pragma GCC unroll 8
      for (std::size_t at = 0; at < kGroup; at += kStep) {
        mark |= marks[slot_of(word_at(folded.data() + group + at))];
      }
      groups[group_count] = static_cast<std::uint32_t>(group);
      group_count += mark != 0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < group_count; ++i) {
#pragma GCC unroll 8
      for (std::size_t at = 0; at < kGroup; at += kStep) {
        const std::uint32_t word = word_at(folded.data() + groups[i] + at);
        const std::uint8_t mark = marks[slot_of(word)];
        words[word_count] = groups[i] + static_cast<std::uint32_t>(at);
        word_count +=
            static_cast<unsigned>(mark == mark_of(word)) | static_cast<unsigned>(mark == kSeveral);
      }
    }
    for (std::size_t i = 0; i < word_count; ++i) {
      check(text, begin + words[i], word_at(folded.data() + words[i]), f);
    }
  }
}

template <typename F>
void Words::check(std::string_view text, std::size_t at, std::uint32_t word, F& f) const {
  const std::size_t bucket = bucket_of(word);
  for (std::size_t i = firsts_[bucket]; i < firsts_[bucket + 1]; ++i) {
    if (words_[i] != word) continue;
    const Member& member = members_[i];
    if (member.bytes_before > at || at + kBytes > text.size()) continue;
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
