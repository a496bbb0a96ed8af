#include "textmend/scan/kernel.h"

namespace textmend::internal::scan {

namespace {

std::size_t find_candidates(const Tables& tables, const std::uint8_t* text, std::size_t size,
                            Candidate* to) {
  std::size_t count = 0;
  // Behind the end the bytes are 0.
  const auto byte = [&](std::size_t at) { return at < size ? text[at] : std::uint8_t{0}; };
  const auto add = [&](std::size_t at, std::uint32_t buckets) {
    to[count] = {static_cast<std::uint32_t>(at), buckets};
    ++count;
  };
  std::size_t at = 0;
  for (; at + kPlaces <= size; ++at) {
    const std::uint32_t buckets = tables.whole[0][text[at]] & tables.whole[1][text[at + 1]] &
                                  tables.whole[2][text[at + 2]] & tables.whole[3][text[at + 3]];
    if (buckets != 0) add(at, buckets);
  }
  for (; at < size; ++at) {
    std::uint32_t buckets = ~std::uint32_t{0};
    for (std::size_t place = 0; place < kPlaces; ++place) {
      buckets &= tables.whole[place][byte(at + place)];
    }
    if (buckets != 0) add(at, buckets);
  }
  return count;
}

std::size_t count_line_ends(const std::uint8_t* text, std::size_t size) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < size; ++at) count += text[at] == '\n' ? 1 : 0;
  return count;
}

std::size_t find_line_ends(const std::uint8_t* text, std::size_t size, std::uint32_t* to) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < size; ++at) {
    if (text[at] == '\n') to[count++] = static_cast<std::uint32_t>(at);
  }
  return count;
}

void find_word_bytes(const std::uint8_t* text, std::size_t size, WordBytes* to) {
  for (std::size_t begin = 0; begin < size; begin += kWordBytes) {
    WordBytes found{};
    for (std::size_t at = begin; at < size && at < begin + kWordBytes; ++at) {
      const std::uint32_t byte = text[at];
      const std::uint64_t letter = (byte | 0x20U) - 'a' < 26 ? 1 : 0;
      const std::uint64_t other = byte == '\'' || byte == '-' || byte >= 0x80 ? 1 : 0;
      found.letters |= letter << (at - begin);
      found.others |= other << (at - begin);
    }
    *to++ = found;
  }
}

}  // namespace

const Kernel kScalar{"scalar", &find_candidates, &count_line_ends, &find_line_ends,
                     &find_word_bytes};

const Kernel& best_kernel() {
#if defined(TEXTMEND_SCAN_X86)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) return kAvx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return kAvx2;
  if (__builtin_cpu_supports("ssse3")) return kSsse3;
#endif
  return kScalar;
}

}  // namespace textmend::internal::scan
