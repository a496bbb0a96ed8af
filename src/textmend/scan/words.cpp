#include "textmend/scan/words.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "textmend/unicode.h"

namespace textmend::internal::scan {

namespace {

// The bytes that are the same, case aside, wherever a window occurs: its longest row of them.
struct Fixed {
  std::string bytes;
  std::uint32_t positions_before = 0;
};

Fixed longest_fixed(const NeedWindow& window) {
  Fixed best, row;
  for (std::size_t i = 0; i < window.positions().size(); ++i) {
    const std::string bytes = window.positions()[i].fixed_bytes();
    row.bytes += bytes;
    if (row.bytes.size() > best.bytes.size()) best = row;
    if (bytes.empty()) row = {"", static_cast<std::uint32_t>(i + 1)};
  }
  return best;
}

}  // namespace

bool Words::suits(const NeedWindow& window) {
  return !window.at_start() && !window.at_end() && longest_fixed(window).bytes.size() >= kShortest;
}

bool Words::add(const NeedWindow& window, std::uint64_t bit) {
  if (window.at_start() || window.at_end()) return false;
  Fixed fixed = longest_fixed(window);
  if (fixed.bytes.size() < kShortest) return false;
  for (char& byte : fixed.bytes) {
    byte = static_cast<char>(static_cast<unsigned char>(byte) | kFold);
  }
  Member member;
  member.positions_before = fixed.positions_before;
  member.window = &window;
  member.bit = bit;
  const std::size_t known = std::min(fixed.bytes.size(), sizeof member.fixed);
  std::memcpy(&member.fixed, fixed.bytes.data(), known);
  std::memset(&member.mask, 0xFF, known);
  pending_.push_back({member, std::move(fixed.bytes)});
  return true;
}

namespace {

// How common bytes are of which the sample says nothing: byte_commonness() of each, multiplied.
std::uint64_t commonness(std::string_view bytes) {
  std::uint64_t product = 1;
  for (const char byte : bytes) product *= byte_commonness(static_cast<unsigned char>(byte));
  return product;
}

}  // namespace

void Words::finish(std::string_view sample) {
  std::vector<std::uint8_t> counts(kSlots);
  for (std::size_t at = 0; at + kBytes <= sample.size(); ++at) {
    std::uint8_t& count = counts[slot_of(word_at(sample.data() + at) | 0x01010101U * kFold)];
    count = static_cast<std::uint8_t>(count + (count < 255 ? 1 : 0));
  }
  // One word for each way in which the fixed bytes may lie: those that begin `first` bytes and more
  // behind the first.
  members_.reserve(kStep * pending_.size());
  for (Pending& need : pending_) {
    std::size_t least = SIZE_MAX, first = 0;
    for (std::size_t from = 0; from + kShortest <= need.bytes.size(); ++from) {
      std::size_t count = 0;
      for (std::size_t at = from; at < from + kStep; ++at) {
        count += counts[slot_of(word_at(need.bytes.data() + at))];
      }
      const std::string_view bytes = need.bytes;
      if (count > least || (count == least && commonness(bytes.substr(from, kShortest)) >=
                                                  commonness(bytes.substr(first, kShortest)))) {
        continue;
      }
      least = count;
      first = from;
    }
    for (std::size_t at = first; at < first + kStep; ++at) {
      need.member.bytes_before = static_cast<std::uint32_t>(at);
      need.member.word = word_at(need.bytes.data() + at);
      members_.push_back(need.member);
    }
  }
  pending_ = {};
  std::stable_sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) {
    return slot_of(a.word) < slot_of(b.word);
  });
  marks_ = std::make_unique<Marks>();
  firsts_.assign(kBuckets + 1, 0);
  for (const Member& member : members_) {
    words_.push_back(member.word);
    std::uint8_t& mark = (*marks_)[slot_of(member.word)];
    mark = mark == 0 || mark == mark_of(member.word) ? mark_of(member.word) : kSeveral;
    ++firsts_[bucket_of(member.word) + 1];
  }
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) firsts_[bucket + 1] += firsts_[bucket];
}

}  // namespace textmend::internal::scan
