// The loops over all bytes of a text. The main one is the scanner's: where in a block may one of
// the buckets' needs begin?
//
// A bucket allows a set of bytes at each of four neighbouring places. A position is a candidate of
// the buckets that allow the four bytes there. The vector loops look up both halves of a byte in
// tables of 16 entries with one shuffle each (as Hyperscan's Teddy and ripgrep do for literals),
// for eight buckets at once: the set that a bucket allows is widened to all pairs of a low half and
// a high half that occur in it. The scalar loop has tables of whole bytes and does not widen. So
// the candidates may differ between machines; what the scanner makes of them does not, as it
// confirms each.
//
// One translation unit for each instruction set defines the functions below; they hold no
// inline functions that another unit could share, so that no unit runs what its machine lacks.

#ifndef TEXTMEND_SCAN_KERNEL_H_
#define TEXTMEND_SCAN_KERNEL_H_

#include <cstddef>
#include <cstdint>

namespace textmend::internal::scan {

inline constexpr std::size_t kPlaces = 4;    // bytes of a need that are looked at
inline constexpr std::size_t kGroups = 3;    // of eight buckets
inline constexpr std::size_t kBuckets = 24;  // more cost a shuffle each, fewer let more mixtures by

struct Tables {
  // For a group, a place and half a byte: a bit for each bucket of the group.
  alignas(64) std::uint8_t low[kGroups][kPlaces][16];
  alignas(64) std::uint8_t high[kGroups][kPlaces][16];
  // For a place and a byte: a bit for each bucket.
  std::uint32_t whole[kPlaces][256];
};

struct Candidate {
  std::uint32_t offset;   // in the block
  std::uint32_t buckets;  // a bit each, never 0
};

// Writes the candidates of text[0, size) in ascending order and returns their number; `to` has room
// for `size`. Bytes behind the block count as 0. Thread safe.
using FindCandidates = std::size_t (*)(const Tables& tables, const std::uint8_t* text,
                                       std::size_t size, Candidate* to);
// Counts the LFs of text[0, size).
using CountLineEnds = std::size_t (*)(const std::uint8_t* text, std::size_t size);
// Writes their offsets in ascending order and returns their number; `to` has room for `size`.
using FindLineEnds = std::size_t (*)(const std::uint8_t* text, std::size_t size, std::uint32_t* to);

// The bytes that words are made of, of 64 bytes of text: a bit each, that of the first byte lowest.
struct WordBytes {
  std::uint64_t letters;  // of ASCII
  std::uint64_t others;   // apostrophes and hyphens of ASCII, and all bytes that are not ASCII
};

inline constexpr std::size_t kWordBytes = 64;

// Writes those of text[0, size), for 64 bytes each; bytes behind the text count as 0.
using FindWordBytes = void (*)(const std::uint8_t* text, std::size_t size, WordBytes* to);

struct Kernel {
  const char* name;
  FindCandidates find_candidates;
  CountLineEnds count_line_ends;
  FindLineEnds find_line_ends;
  FindWordBytes find_word_bytes;
};

extern const Kernel kScalar;
#if defined(TEXTMEND_SCAN_X86)
extern const Kernel kSsse3, kAvx2, kAvx512;
#endif

// The fastest one that this machine runs.
const Kernel& best_kernel();

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_KERNEL_H_
