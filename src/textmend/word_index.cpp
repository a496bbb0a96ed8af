#include "textmend/word_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::size_t kShort = 8;  // bytes of a form that is its own key
constexpr std::uint64_t kEachByte = 0x0101010101010101ULL;

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'’'; }
bool is_hyphen(char32_t c) { return c == U'-' || c == U'‐'; }
bool is_in_word(unsigned traits) { return (traits & (kLetter | kMark)) != 0; }

// The first byte is the lowest on every machine.
template <typename Word>
Word load(std::string_view text, std::size_t at) {
  Word word = 0;
  std::memcpy(&word, text.data() + at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    word = static_cast<Word>(__builtin_bswap64(word) >> (64 - 8 * sizeof word));
  }
  return word;
}

// The first `size` bytes of a word.
std::uint64_t first_bytes(std::uint64_t word, std::size_t size) {
  static constexpr auto kMasks = [] {
    std::array<std::uint64_t, kShort + 1> masks{};
    for (std::size_t i = 0; i < kShort; ++i) masks[i] = (std::uint64_t{1} << 8 * i) - 1;
    masks[kShort] = ~std::uint64_t{0};
    return masks;
  }();
  return word & kMasks[size];
}

// Folds the capitals of ASCII among eight bytes.
std::uint64_t fold_ascii(std::uint64_t bytes) {
  const std::uint64_t low = bytes & 0x7F * kEachByte;
  const std::uint64_t from_a = low + (0x80 - 'A') * kEachByte;
  const std::uint64_t behind_z = low + (0x7F - 'Z') * kEachByte;
  return bytes | ((from_a & ~behind_z & ~bytes & 0x80 * kEachByte) >> 2U);
}

// Up to eight bytes as a word, with zeros behind them.
std::uint64_t load_short(std::string_view bytes) {
  const std::size_t size = bytes.size();
  if (size == 8) return load<std::uint64_t>(bytes, 0);
  if (size >= 4) {  // two loads that overlap
    return load<std::uint32_t>(bytes, 0) | std::uint64_t{load<std::uint32_t>(bytes, size - 4)}
                                               << 8 * (size - 4);
  }
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
  }
  return word;
}

// A long form eight bytes at a time, ASCII folded. The last word holds a zero and no other does, so
// that none is the begin of another and their sizes need not be compared.
std::span<const std::uint64_t> words_of(std::string_view form, std::vector<std::uint64_t>& room) {
  const std::size_t whole = form.size() / 8, rest = form.size() % 8;
  if (room.size() <= whole) room.resize(whole + 1);
  std::uint64_t* words = room.data();
  for (std::size_t i = 0; i < whole; ++i) {
    words[i] = fold_ascii(load<std::uint64_t>(form, 8 * i));
  }
  if (rest == 0) {
    words[whole] = 0;
  } else {  // a load that begins in front
    words[whole] = fold_ascii(load<std::uint64_t>(form, form.size() - 8) >> (64 - 8 * rest));
  }
  return {words, whole + 1};
}

std::uint64_t key_of_long(std::span<const std::uint64_t> words) {
  std::uint64_t hash = 0;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32U;
  }
  return (hash & ~std::uint64_t{0xFF}) | 0x100U;
}

// Of the bits, which are not all 0.
std::size_t place_of_first(std::uint64_t bits) {
  return static_cast<std::size_t>(__builtin_ctzll(bits));
}

// Calls f(begin, end, plain) for the runs of word bytes; plain ones are all letters of ASCII. What
// stands between runs is ASCII and part of no word, so no form goes from one run to another.
template <typename F>
void each_run(const scan::Kernel& kernel, std::string_view text, F f) {
  constexpr std::size_t kBlocks = 64;
  std::array<scan::WordBytes, kBlocks> blocks;  // NOLINT: filled below
  // Of the run that goes on from the block before: whether there is one, and whether it is mixed.
  std::uint64_t open = 0, mixed = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); at += scan::kWordBytes) {
    const std::size_t block = at / scan::kWordBytes % kBlocks;
    if (block == 0) {
      const std::string_view next = text.substr(at, kBlocks * scan::kWordBytes);
      kernel.find_word_bytes(reinterpret_cast<const std::uint8_t*>(next.data()), next.size(),
                             blocks.data());
    }
    const std::uint64_t others = blocks[block].others;
    const std::uint64_t inside = blocks[block].letters | others;
    const std::uint64_t behind = inside << 1U | open;
    std::uint64_t starts = inside & ~behind, ends = behind & ~inside;
    // An addition carries from any of a run's `others` to the bit behind the run.
    const std::uint64_t sum = inside + others + mixed;
    const auto is_plain = [&] { return (sum & ends & (~ends + 1)) == 0; };
    if (open != 0 && ends != 0) {
      f(begin, at + place_of_first(ends), is_plain());
      ends &= ends - 1;
    }
    for (; ends != 0; ends &= ends - 1, starts &= starts - 1) {
      f(at + place_of_first(starts), at + place_of_first(ends), is_plain());
    }
    if (starts != 0) begin = at + place_of_first(starts);
    open = inside >> 63U;
    mixed = (others | (inside & ~sum)) >> 63U;
  }
  if (open != 0) f(begin, text.size(), mixed == 0);
}

}  // namespace

WordIndex::WordIndex(const scan::Kernel& kernel)
    : kernel_(kernel), entries_(std::size_t{1} << 12U), shift_(64 - 12) {}

// Where the form is, or the free place where it would be.
template <typename IsSame>
std::size_t WordIndex::place_of(std::uint64_t key, IsSame is_same) const {
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t at = first_place_of(key);; at = (at + 1) & mask) {
    const Entry& entry = entries_[at];
    if (entry.key == 0 || (entry.key == key && is_same(entry))) return at;
  }
}

inline std::size_t WordIndex::place_of_long(std::uint64_t key,
                                            std::span<const std::uint64_t> words) const {
  return place_of(key, [&](const Entry& entry) {
    return std::equal(words.begin(), words.end(), texts_.data() + entry.text);
  });
}

void WordIndex::take(Entry& entry, std::uint64_t key) {
  entry.key = key;
  if (2 * ++taken_ > entries_.size()) grow();
}

void WordIndex::grow() {
  std::vector<Entry> old(2 * entries_.size());
  std::swap(old, entries_);
  --shift_;
  for (const Entry& entry : old) {
    if (entry.key == 0) continue;
    entries_[place_of(entry.key, [](const Entry&) { return false; })] = entry;
  }
}

inline void WordIndex::change_short(std::uint64_t key, std::int32_t by) {
  // Nearly all words stand at the first place that is looked at.
  Entry& first = entries_[first_place_of(key)];
  total_ += by;
  if (first.key == key) {
    first.count += by;
  } else {
    change_elsewhere(key, by);
  }
}

void WordIndex::change_elsewhere(std::uint64_t key, std::int32_t by) {
  Entry& entry = entries_[place_of(key, [](const Entry&) { return true; })];
  entry.count += by;
  if (entry.key == 0) take(entry, key);
}

void WordIndex::change_long(std::span<const std::uint64_t> words, std::int32_t by) {
  const std::uint64_t key = key_of_long(words);
  Entry& entry = entries_[place_of_long(key, words)];
  entry.count += by;
  total_ += by;
  if (entry.key != 0) return;
  entry.text = static_cast<std::uint32_t>(texts_.size());
  texts_.insert(texts_.end(), words.begin(), words.end());
  take(entry, key);
}

// `folds`: case folding changes more than the letters of ASCII.
void WordIndex::change_form(std::string_view form, bool folds, std::int32_t by) {
  if (folds) {
    change_form(fold_case(form), false, by);
  } else if (form.size() <= kShort) {
    change_short(fold_ascii(load_short(form)), by);
  } else {
    change_long(words_of(form, room_), by);
  }
}

// Where the letters and marks from text[at] on end; adds what they are to `traits`.
std::size_t end_of_letters(std::string_view text, std::size_t at, unsigned& traits) {
  unsigned all = traits;
  while (at < text.size()) {
    std::size_t next = at;
    const unsigned own = traits_of(next_code_point(text, next));
    if (!is_in_word(own)) break;
    all |= own;
    at = next;
  }
  traits = all;
  return at;
}

// Changes the form that begins at run[begin], and its parts. Returns where it ends: at `begin` when
// no letter or mark stands there.
std::size_t WordIndex::change_forms_at(std::string_view run, std::size_t begin, std::int32_t by) {
  // The form goes on over hyphens, the part does not.
  std::size_t part = begin, end = begin;
  unsigned traits = 0, part_traits = 0;  // of their letters and marks
  const auto change_one = [&](std::size_t from, unsigned what) {
    change_form({run.data() + from, end - from}, (what & kFolds) != 0, by);
  };
  for (;;) {
    end = end_of_letters(run, end, part_traits);
    if (end == begin) return end;
    // A joiner counts only between letters.
    std::size_t next = end;
    if (end == run.size()) break;
    const char32_t c = next_code_point(run, next);
    if ((!is_apostrophe(c) && !is_hyphen(c)) || next == run.size()) break;
    std::size_t behind = next;
    if (!is_letter(next_code_point(run, behind))) break;
    if (is_hyphen(c)) {
      change_one(part, part_traits);
      part = next;
      traits |= std::exchange(part_traits, 0);
    }
    end = next;
  }
  change_one(part, part_traits);
  if (part != begin) change_one(begin, traits | part_traits);
  return end;
}

// Of a run of word bytes that are not all letters of ASCII.
void WordIndex::change_run(std::string_view run, std::int32_t by) {
  for (std::size_t at = 0; at < run.size();) {
    at = change_forms_at(run, at, by);
    // What ends a form begins none.
    if (at < run.size()) next_code_point(run, at);
  }
}

void WordIndex::change(std::string_view text, std::int32_t by) {
  each_run(kernel_, text, [this, text, by](std::size_t begin, std::size_t end, bool plain) {
    const std::size_t size = end - begin;
    const std::string_view run(text.data() + begin, size);
    if (!plain) {
      change_run(run, by);
    } else if (size <= kShort && begin + 8 <= text.size()) {
      const auto bytes = load<std::uint64_t>(text, begin) | 0x20 * kEachByte;
      change_short(first_bytes(bytes, size), by);
    } else {
      change_form(run, false, by);
    }
  });
}

std::uint32_t WordIndex::count(std::string_view form) const {
  const std::string folded = fold_case(form);
  // With a zero it could be taken for a shorter form, or for the hash of a long one.
  if (folded.empty() || folded.find('\0') != std::string::npos) return 0;
  std::size_t place = 0;
  if (folded.size() <= kShort) {
    place = place_of(load_short(folded), [](const Entry&) { return true; });
  } else {
    std::vector<std::uint64_t> room;
    const std::span<const std::uint64_t> words = words_of(folded, room);
    place = place_of_long(key_of_long(words), words);
  }
  return static_cast<std::uint32_t>(std::max(entries_[place].count, 0));
}

}  // namespace textmend::internal
