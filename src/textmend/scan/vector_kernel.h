// The vector loops, for the instruction set that the including file is compiled for. Only Highway's
// static dispatch is used: its library is not linked, as it would cost 4 ms at every start.

#ifndef TEXTMEND_SCAN_VECTOR_KERNEL_H_
#define TEXTMEND_SCAN_VECTOR_KERNEL_H_

#define HWY_COMPILE_ONLY_STATIC
#include <hwy/highway.h>

#include "textmend/scan/kernel.h"

namespace textmend::internal::scan {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Bytes = hn::ScalableTag<std::uint8_t>;
using Vector = hn::Vec<Bytes>;

// The buckets of one group that allow the bytes of text[i, i + kPlaces), for each lane i.
template <std::size_t kGroup>
HWY_INLINE Vector buckets_of_group(const Tables& tables, const Vector* low_halves,
                                   const Vector* high_halves) {
  const Bytes d;
  Vector found = hn::Set(d, 0xFF);
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const Vector low = hn::LoadDup128(d, tables.low[kGroup][place]);
    const Vector high = hn::LoadDup128(d, tables.high[kGroup][place]);
    const Vector allowed = hn::And(hn::TableLookupBytes(low, low_halves[place]),
                                   hn::TableLookupBytes(high, high_halves[place]));
    found = hn::And(found, allowed);
  }
  return found;
}

// One vector of positions. `text` is readable for a vector and kPlaces - 1 bytes more.
HWY_INLINE std::size_t find_in_vector(const Tables& tables, const std::uint8_t* text,
                                      std::size_t offset, std::size_t limit, Candidate* to) {
  const Bytes d;
  Vector low_halves[kPlaces], high_halves[kPlaces];
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const Vector bytes = hn::LoadU(d, text + place);
    low_halves[place] = hn::And(bytes, hn::Set(d, 0x0F));
    high_halves[place] = hn::ShiftRight<4>(bytes);
  }
  static_assert(kGroups == 3);
  const Vector first = buckets_of_group<0>(tables, low_halves, high_halves);
  const Vector second = buckets_of_group<1>(tables, low_halves, high_halves);
  const Vector third = buckets_of_group<2>(tables, low_halves, high_halves);
  const Vector any = hn::Or(first, hn::Or(second, third));
  const auto none = hn::Eq(any, hn::Zero(d));
  if (HWY_LIKELY(hn::AllTrue(d, none))) return 0;

  alignas(64) std::uint8_t found[kGroups][hn::MaxLanes(d)];
  hn::Store(first, d, found[0]);
  hn::Store(second, d, found[1]);
  hn::Store(third, d, found[2]);
  std::uint64_t lanes = 0;
  hn::StoreMaskBits(d, hn::Not(none), reinterpret_cast<std::uint8_t*>(&lanes));
  std::size_t count = 0;
  for (; lanes != 0; lanes &= lanes - 1) {
    const auto lane = static_cast<std::size_t>(__builtin_ctzll(lanes));
    if (lane >= limit) break;
    to[count].offset = static_cast<std::uint32_t>(offset + lane);
    to[count].buckets = static_cast<std::uint32_t>(found[0][lane]) |
                        (static_cast<std::uint32_t>(found[1][lane]) << 8U) |
                        (static_cast<std::uint32_t>(found[2][lane]) << 16U);
    ++count;
  }
  return count;
}

std::size_t find_candidates(const Tables& tables, const std::uint8_t* text, std::size_t size,
                            Candidate* to) {
  const Bytes d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t count = 0, at = 0;
  for (; at + lanes + kPlaces - 1 <= size; at += lanes) {
    count += find_in_vector(tables, text + at, at, lanes, to + count);
  }
  // What is left goes through a copy with zeros behind it.
  constexpr std::size_t kMost = hn::MaxLanes(d);
  alignas(64) std::uint8_t rest[3 * kMost] = {};
  for (std::size_t i = at; i < size; ++i) rest[i - at] = text[i];
  for (std::size_t from = 0; at + from < size; from += lanes) {
    count += find_in_vector(tables, rest + from, at + from, size - at - from, to + count);
  }
  return count;
}

std::size_t count_line_ends(const std::uint8_t* text, std::size_t size) {
  const Bytes d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector lf = hn::Set(d, '\n');
  std::size_t count = 0, at = 0;
  for (; at + lanes <= size; at += lanes) {
    count += hn::CountTrue(d, hn::Eq(hn::LoadU(d, text + at), lf));
  }
  for (; at < size; ++at) count += text[at] == '\n' ? 1 : 0;
  return count;
}

std::size_t find_line_ends(const std::uint8_t* text, std::size_t size, std::uint32_t* to) {
  const Bytes d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector lf = hn::Set(d, '\n');
  std::size_t count = 0, at = 0;
  for (; at + lanes <= size; at += lanes) {
    std::uint64_t ends = 0;
    hn::StoreMaskBits(d, hn::Eq(hn::LoadU(d, text + at), lf),
                      reinterpret_cast<std::uint8_t*>(&ends));
    for (; ends != 0; ends &= ends - 1) {
      to[count++] =
          static_cast<std::uint32_t>(at + static_cast<std::size_t>(__builtin_ctzll(ends)));
    }
  }
  for (; at < size; ++at) {
    if (text[at] == '\n') to[count++] = static_cast<std::uint32_t>(at);
  }
  return count;
}

template <typename Mask>
HWY_INLINE std::uint64_t bits_of(Mask mask) {
  std::uint64_t bits = 0;
  hn::StoreMaskBits(Bytes(), mask, reinterpret_cast<std::uint8_t*>(&bits));
  return bits;
}

HWY_INLINE WordBytes word_bytes_at(const std::uint8_t* text) {
  const Bytes d;
  WordBytes found{};
  for (std::size_t at = 0; at < kWordBytes; at += hn::Lanes(d)) {
    const Vector bytes = hn::LoadU(d, text + at);
    const Vector from_a = hn::Sub(hn::Or(bytes, hn::Set(d, 0x20)), hn::Set(d, 'a'));
    const auto joiner = hn::Or(hn::Eq(bytes, hn::Set(d, '\'')), hn::Eq(bytes, hn::Set(d, '-')));
    found.letters |= bits_of(hn::Lt(from_a, hn::Set(d, 26))) << at;
    found.others |= bits_of(hn::Or(joiner, hn::Gt(bytes, hn::Set(d, 0x7F)))) << at;
  }
  return found;
}

void find_word_bytes(const std::uint8_t* text, std::size_t size, WordBytes* to) {
  static_assert(kWordBytes % hn::MaxLanes(Bytes()) == 0);
  std::size_t at = 0;
  for (; at + kWordBytes <= size; at += kWordBytes) *to++ = word_bytes_at(text + at);
  if (at == size) return;
  std::uint8_t rest[kWordBytes] = {};
  for (std::size_t i = at; i < size; ++i) rest[i - at] = text[i];
  *to = word_bytes_at(rest);
}

}  // namespace
}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_VECTOR_KERNEL_H_
