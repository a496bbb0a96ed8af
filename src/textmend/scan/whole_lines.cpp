#include "textmend/scan/whole_lines.h"

#include <algorithm>
#include <string>
#include <utility>

#include "textmend/needs.h"
#include "textmend/scan/first_bytes.h"
#include "textmend/unicode.h"

namespace textmend::internal::scan {

namespace {

// first_bytes() of the folded text, for which only its start is folded: that goes character by
// character.
std::uint64_t folded_start(std::string_view text) {
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  const std::uint64_t bytes = first_bytes(text);
  if ((bytes & kEach * 0x80U) == 0) {
    // The highest bit of each byte is set by what is A or more, and not by what is more than Z.
    const std::uint64_t letters =
        (bytes + kEach * (0x80U - 'A')) & ~(bytes + kEach * (0x7FU - 'Z')) & kEach * 0x80U;
    return bytes | letters >> 2U;
  }
  std::string folded;
  for (std::size_t at = 0; at < text.size() && folded.size() < sizeof bytes;) {
    const std::size_t begin = at;
    const std::uint8_t traits = traits_of(next_code_point(text, at));
    if (at == begin + 1 || (traits & (kFolds | kExpands)) != 0) {
      folded += fold_case(text.substr(begin, at - begin));
    } else {
      folded += text.substr(begin, at - begin);
    }
  }
  return first_bytes(folded);
}

// 64 bits of which the upper ones depend on all bytes.
std::uint64_t hash_of_start(std::uint64_t bytes) { return bytes * 0x9E3779B97F4A7C15U; }
std::size_t key_of_start(std::uint64_t hash) { return hash >> 48U; }              // 16 bits
std::size_t key_of_length(std::uint64_t hash) { return (hash >> 36U) & 0xFFFU; }  // 12 others

}  // namespace

std::size_t WholeLines::slot_of(std::string_view folded) {
  static_assert(kSlots == std::size_t{1} << 12U);
  return hash_of_start(first_bytes(folded) + folded.size()) >> 52U;
}

void WholeLines::add(std::span<const std::string_view> folded, std::uint64_t bit) {
  if (folded.empty()) return;
  for (Source& source : sources_) {
    if (source.lines.data() == folded.data()) {  // rules that share a list
      source.bit |= bit;
      return;
    }
  }
  sources_.push_back({folded, bit});
}

void WholeLines::finish() {
  std::vector<std::uint16_t> slots;
  std::size_t count = 0;
  for (const Source& source : sources_) count += source.lines.size();
  slots.reserve(count);
  for (const Source& source : sources_) {
    for (const std::string_view line : source.lines) {
      enter(line);
      slots.push_back(static_cast<std::uint16_t>(slot_of(line)));
      ++firsts_[slots.back()];
    }
  }
  std::uint32_t end = 0;
  for (std::uint32_t& first : firsts_) first = end += first;
  entries_.resize(count);
  std::size_t i = 0;
  for (const Source& source : sources_) {
    for (const std::string_view line : source.lines) {
      entries_[--firsts_[slots[i++]]] = {line, source.bit};
    }
  }
  sources_ = {};
}

void WholeLines::enter(std::string_view folded) {
  const std::uint64_t hash = hash_of_start(first_bytes(folded));
  starts_.set(key_of_start(hash));
  std::uint16_t& longest = longest_by_start_[key_of_length(hash)];
  longest =
      std::max(longest, static_cast<std::uint16_t>(std::min<std::size_t>(folded.size(), 65535)));
  // A line is at most three times as long as its folded form.
  longest_ = std::max(longest_, 3 * folded.size());
}

std::uint64_t WholeLines::wanted(std::string_view line) const {
  const std::string_view text = trim_blanks(line);
  if (!may_be_one(text)) return 0;
  const std::string folded = folded_line(text);
  const std::size_t slot = slot_of(folded);
  std::uint64_t bits = 0;
  for (std::size_t i = firsts_[slot]; i < firsts_[slot + 1]; ++i) {
    if (entries_[i].folded == folded) bits |= entries_[i].bit;
  }
  return bits;
}

// By its first bytes, and then by its length. Folding leaves a text of ASCII as long as it is; a
// character beyond ASCII becomes at most two bytes shorter (the Kelvin sign).
bool WholeLines::may_be_one(std::string_view text) const {
  if (text.empty() || text.size() > longest_) return false;
  const std::uint64_t hash = hash_of_start(folded_start(text));
  if (!starts_[key_of_start(hash)]) return false;
  const std::size_t longest = longest_by_start_[key_of_length(hash)];
  return text.size() <= longest || text.size() <= longest + 2 * count_beyond_ascii(text);
}

}  // namespace textmend::internal::scan
