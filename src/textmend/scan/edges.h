// Needs that are tied to a line's start or end.
//
// Every line is asked for them, so there is no list to walk through: a start is looked up by a hash
// of the line's first four bytes, or of the first two where a need fixes no more, and what is left
// by the first byte, behind a bitmap of the first two. Ends are few, and behind a bitmap of the
// last two bytes. What is found is confirmed by the need itself.

#ifndef TEXTMEND_SCAN_EDGES_H_
#define TEXTMEND_SCAN_EDGES_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "textmend/needs.h"

namespace textmend::internal::scan {

class Edges {
 public:
  // `window` is tied to an edge and must outlive the Edges; `bit` is for the caller.
  void add(const NeedWindow& window, std::uint64_t bit);
  // To be called once, behind the last add().
  void finish();
  // The bits of those that occur in `line`, which is not empty.
  std::uint64_t wanted(std::string_view line) const;

 private:
  // Most edges are told apart by the eight bytes there.
  struct Edge {
    const NeedWindow* window = nullptr;
    std::uint64_t bit = 0;
    FixedBytes fixed;
    std::size_t slot = 0;
  };
  // Edges by 12 bits.
  struct Table {
    static constexpr std::size_t kSlots = 4096;
    std::vector<Edge> edges;                         // sorted by slot
    std::array<std::uint32_t, kSlots + 1> firsts{};  // of each slot, the index of its first edge

    void finish();
  };

  void add_start(Edge edge);
  void add_end(const Edge& edge);
  std::uint64_t starts_at(std::string_view line, std::size_t begin) const;
  std::uint64_t ends_at(std::string_view line, std::size_t end) const;

  // By the first four or two bytes, which the need fixes, and by the first one.
  Table by_four_, by_two_, by_one_;
  std::array<std::vector<Edge>, 256> ends_;  // by the last byte
  // Whether a line that begins with these two bytes may hold one of by_one_, and one that ends with
  // them one of ends_. A line of one byte has 0 behind it, and in front of it.
  std::bitset<65536> start_bytes_, end_bytes_;
};

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_EDGES_H_
