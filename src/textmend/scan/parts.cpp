#include "textmend/scan/parts.h"

#include <algorithm>
#include <optional>
#include <string>

#include "textmend/unicode.h"

namespace textmend::internal::scan {

namespace {

void add(Part& part, const ByteClass& bytes) {
  if (part.size < kPlaces) part.bytes[part.size++] = bytes;
}

ByteClass byte_range(unsigned first, unsigned last) {
  ByteClass bytes;
  for (unsigned byte = first; byte <= last; ++byte) bytes.set(byte);
  return bytes;
}

// A row of byte ranges that encodes a range of code points.
using Row = std::vector<ByteClass>;

std::string encoded(char32_t code_point) {
  std::string bytes;
  append_code_point(code_point, bytes);
  return bytes;
}

// Rows for [first, last], all encoded in the same number of bytes. Where the first and the last
// differ in a byte, only a row whose later bytes are all free is one range: the ends are split off.
void add_rows(char32_t first, char32_t last, std::vector<Row>& rows) {
  const std::string low = encoded(first), high = encoded(last);
  for (std::size_t i = 1; i < low.size(); ++i) {
    const char32_t free = (char32_t{1} << (6 * i)) - 1;  // the bits of the last i bytes
    if ((first | free) == (last | free)) continue;
    if ((first & free) != 0) {
      add_rows(first, first | free, rows);
      add_rows((first | free) + 1, last, rows);
      return;
    }
    if ((last & free) != free) {
      add_rows(first, (last & ~free) - 1, rows);
      add_rows(last & ~free, last, rows);
      return;
    }
  }
  Row row;
  for (std::size_t i = 0; i < low.size(); ++i) {
    row.push_back(
        byte_range(static_cast<unsigned char>(low[i]), static_cast<unsigned char>(high[i])));
  }
  rows.push_back(std::move(row));
}

// The rows of a class, or nothing when they are too many.
std::optional<std::vector<Row>> rows_of(const NeedPosition& position) {
  constexpr std::size_t kMostRows = 12;
  constexpr char32_t kEnds[] = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};  // of one to four bytes
  std::vector<Row> rows;
  ByteClass ascii;
  for (CodePointRange range : position.ranges()) {
    for (const char32_t end : kEnds) {
      if (range.first > end || range.first > range.last) continue;
      const char32_t last = std::min(range.last, end);
      if (end == 0x7F) {
        ascii |= byte_range(range.first, last);
      } else {
        add_rows(range.first, last, rows);
      }
      range.first = last + 1;
    }
    if (rows.size() > kMostRows) return std::nullopt;
  }
  if (ascii.any()) rows.push_back({ascii});
  return rows;
}

// The kernel knows a set of bytes by their halves: it takes in every pair of a high and a low half
// that occur in it. Bytes of which the low halves are the same make a set that it knows exactly.
std::vector<ByteClass> exact_sets(const ByteClass& bytes) {
  std::array<std::bitset<16>, 16> lows;  // by the high half
  for_each_byte(bytes, [&](std::size_t byte) { lows[byte >> 4U].set(byte & 15U); });
  std::vector<ByteClass> sets;
  for (std::size_t high = 0; high < 16; ++high) {
    if (lows[high].none()) continue;
    ByteClass set;
    const bool done =
        std::find(lows.begin(), lows.begin() + high, lows[high]) != lows.begin() + high;
    if (done) continue;
    for_each_byte(bytes, [&](std::size_t byte) { set[byte] = lows[byte >> 4U] == lows[high]; });
    sets.push_back(set);
  }
  return sets;
}

// Whether the kernel would take in bytes that are common in some language's text.
bool takes_in_common_bytes(const ByteClass& bytes) {
  if (bytes.count() < 2) return false;
  static const ByteClass common = [] {
    ByteClass set = ByteClass().set() << 128;
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz ,.\n")) {
      set.set(static_cast<unsigned char>(c));
    }
    return set;
  }();
  std::bitset<16> low, high;
  for_each_byte(bytes, [&](std::size_t byte) {
    low.set(byte & 15U);
    high.set(byte >> 4U);
  });
  ByteClass taken_in;
  for (std::size_t half = 16; half-- > 0;) {
    taken_in <<= 16;
    if (high[half]) taken_in |= ByteClass(low.to_ullong());
  }
  return (taken_in & common & ~bytes).any();
}

// Parts with sets that the kernel knows well enough.
std::vector<Part> split(const std::vector<Part>& parts) {
  std::vector<Part> result;
  for (const Part& part : parts) {
    const auto wide =
        std::find_if(part.bytes.begin(), part.bytes.begin() + part.size, takes_in_common_bytes);
    if (wide == part.bytes.begin() + part.size) {
      result.push_back(part);
      continue;
    }
    std::vector<Part> pieces;
    for (const ByteClass& set : exact_sets(*wide)) {
      pieces.push_back(part);
      pieces.back().bytes[static_cast<std::size_t>(wide - part.bytes.begin())] = set;
    }
    for (const Part& piece : split(pieces)) result.push_back(piece);
  }
  return result;
}

bool beyond_ascii(const ByteClass& bytes) { return (bytes >> 128).any(); }

}  // namespace

std::vector<Part> parts_of(const NeedWindow& window, std::size_t from) {
  std::vector<Part> parts(1);
  for (std::size_t i = from; i < window.positions().size(); ++i) {
    const NeedPosition& position = window.positions()[i];
    const ByteClass first = position.first_bytes();
    if (!beyond_ascii(first)) {
      for (Part& part : parts) add(part, first);
      continue;
    }
    const auto rows = rows_of(position);
    if (!rows) {
      for (Part& part : parts) add(part, first);
      break;  // how long the character is, is not known
    }
    // One row: the bytes behind it are known too. Several: each a part, and the last position.
    std::vector<Part> longer;
    for (const Part& part : parts) {
      for (const Row& row : *rows) {
        longer.push_back(part);
        for (const ByteClass& bytes : row) add(longer.back(), bytes);
      }
    }
    parts = std::move(longer);
    if (rows->size() > 1) break;
  }
  constexpr std::size_t kMostParts = 24;
  std::vector<Part> exact = split(parts);
  return exact.size() <= kMostParts ? exact : parts;
}

}  // namespace textmend::internal::scan
