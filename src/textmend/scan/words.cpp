#include "textmend/scan/words.h"

#include <algorithm>
#include <cstring>
#include <string>

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
    row.bytes = bytes.empty() ? "" : row.bytes + bytes;
    if (bytes.empty()) row.positions_before = static_cast<std::uint32_t>(i + 1);
    if (row.bytes.size() > best.bytes.size()) best = row;
  }
  return best;
}

}  // namespace

bool Words::suits(const NeedWindow& window) {
  return !window.at_start() && !window.at_end() && longest_fixed(window).bytes.size() >= kShortest;
}

bool Words::add(const NeedWindow& window, std::uint64_t bit) {
  if (window.at_start() || window.at_end()) return false;
  const Fixed fixed = longest_fixed(window);
  if (fixed.bytes.size() < kShortest) return false;
  Member member;
  const std::size_t known = std::min(fixed.bytes.size(), sizeof member.fixed);
  std::memcpy(&member.fixed, fixed.bytes.data(), known);
  std::memset(&member.mask, 0xFF, known);
  member.fixed = (member.fixed | 0x2020202020202020ULL) & member.mask;
  member.positions_before = fixed.positions_before;
  member.window = &window;
  member.bit = bit;
  // One word for each way in which the fixed bytes may lie.
  for (member.bytes_before = 0; member.bytes_before < kStep; ++member.bytes_before) {
    member.word = word_at(fixed.bytes, member.bytes_before);
    members_.push_back(member);
  }
  return true;
}

void Words::finish() {
  std::stable_sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) {
    return slot_of(a.word) < slot_of(b.word);
  });
  marks_ = std::make_unique<Marks>();
  firsts_.assign(kSlots + 1, 0);
  for (const Member& member : members_) {
    const std::size_t slot = slot_of(member.word);
    (*marks_)[slot] = 1;
    ++firsts_[slot + 1];
  }
  for (std::size_t slot = 0; slot < kSlots; ++slot) firsts_[slot + 1] += firsts_[slot];
}

}  // namespace textmend::internal::scan
