#include "textmend/scan/edges.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <utility>

#include "textmend/scan/first_bytes.h"
#include "textmend/scan/parts.h"
#include "textmend/unicode.h"

namespace textmend::internal::scan {

namespace {

// The bytes with which a member may end.
ByteClass last_bytes(const NeedPosition& position) {
  ByteClass bytes;
  if (position.single() >= 0x80) {
    std::string encoded;
    append_code_point(position.single(), encoded);
    return bytes.set(static_cast<unsigned char>(encoded.back()));
  }
  static const ByteClass ascii = ~ByteClass() >> 128;
  static const ByteClass continuations = (~ByteClass() >> 192) << 128;  // 0x80 to 0xBF
  const ByteClass first = position.first_bytes();
  bytes = first & ascii;
  return first == bytes ? bytes : bytes | continuations;
}

constexpr std::uint64_t kFold = FixedBytes::kFoldAscii * 0x0101010101010101ULL;

// A number of 12 bits for the first `count` of eight bytes, case folded.
template <unsigned count>
std::size_t slot_of(std::uint64_t bytes) {
  const auto folded = static_cast<std::uint32_t>((bytes | kFold) & ((1ULL << (8 * count)) - 1));
  return (folded * 0x9E3779B1U) >> 20U;
}

// The last eight bytes of a line as they stand in memory; 0 for those that it does not have.
std::uint64_t last_bytes(std::string_view line) {
  std::array<char, sizeof(std::uint64_t)> last{};
  const std::size_t seen = std::min(line.size(), last.size());
  std::memcpy(last.data() + last.size() - seen, line.data() + line.size() - seen, seen);
  return std::bit_cast<std::uint64_t>(last);
}

}  // namespace

void Edges::Table::finish() {
  std::stable_sort(edges.begin(), edges.end(),
                   [](const Edge& a, const Edge& b) { return a.slot < b.slot; });
  for (const Edge& edge : edges) ++firsts[edge.slot + 1];
  for (std::size_t slot = 0; slot < kSlots; ++slot) firsts[slot + 1] += firsts[slot];
}

void Edges::finish() {
  by_four_.finish();
  by_two_.finish();
  by_one_.finish();
}

void Edges::add(const NeedWindow& window, std::uint64_t bit) {
  if (window.at_start()) {
    add_start({&window, bit, window.fixed_from(0)});
  } else {
    add_end({&window, bit, window.fixed_at_end()});
  }
}

void Edges::add_start(Edge edge) {
  std::size_t known = 0;
  while (known < 4 && edge.fixed.byte(known)) ++known;
  if (known >= 2) {
    Table& table = known == 4 ? by_four_ : by_two_;
    edge.slot = known == 4 ? slot_of<4>(edge.fixed.values) : slot_of<2>(edge.fixed.values);
    table.edges.push_back(edge);
    return;
  }
  for_each_byte(edge.window->positions().front().first_bytes(), [&](std::size_t byte) {
    edge.slot = byte;
    by_one_.edges.push_back(edge);
  });
  for (const Part& part : parts_of(*edge.window, 0)) {
    const ByteClass seconds = part.size > 1 ? part.bytes[1] : ByteClass().set();
    for_each_byte(part.bytes[0], [&](std::size_t first) {
      for_each_byte(seconds, [&](std::size_t second) { start_bytes_.set(first << 8U | second); });
    });
  }
}

void Edges::add_end(const Edge& edge) {
  const std::vector<NeedPosition>& positions = edge.window->positions();
  const ByteClass last = last_bytes(positions.back());
  for_each_byte(last, [&](std::size_t byte) { ends_[byte].push_back(edge); });
  ByteClass before;
  if (positions.size() > 1) {
    before = last_bytes(positions[positions.size() - 2]);
  } else {
    before.set();
  }
  // In front of a continuation byte stands another byte of the same character.
  const ByteClass beyond_ascii = ByteClass().set() << 128;
  for_each_byte(last, [&](std::size_t byte) {
    for_each_byte(byte >= 0x80 ? beyond_ascii : before,
                  [&](std::size_t other) { end_bytes_.set(other << 8U | byte); });
  });
}

std::uint64_t Edges::starts_at(std::string_view line, std::size_t begin) const {
  const std::string_view rest = line.substr(begin);
  const std::uint64_t bytes = first_bytes(rest);
  std::uint64_t bits = 0;
  const auto look = [&](const Table& table, std::size_t slot) {
    for (std::size_t i = table.firsts[slot]; i < table.firsts[slot + 1]; ++i) {
      const Edge& edge = table.edges[i];
      std::size_t end = 0;
      if (edge.fixed.fit(bytes) && edge.window->occurs_at(line, begin, end)) bits |= edge.bit;
    }
  };
  look(by_four_, slot_of<4>(bytes));
  look(by_two_, slot_of<2>(bytes));
  const auto first = static_cast<unsigned char>(rest[0]);
  const auto second = rest.size() > 1 ? static_cast<unsigned char>(rest[1]) : 0U;
  if (start_bytes_[static_cast<std::size_t>(first) << 8U | second]) look(by_one_, first);
  return bits;
}

std::uint64_t Edges::ends_at(std::string_view line, std::size_t end) const {
  const std::string_view front = line.substr(0, end);
  const auto last = static_cast<unsigned char>(front.back());
  const auto before = end > 1 ? static_cast<unsigned char>(front[end - 2]) : 0U;
  if (!end_bytes_[static_cast<std::size_t>(before) << 8U | last]) return 0;
  const std::uint64_t bytes = last_bytes(front);
  std::uint64_t bits = 0;
  for (const Edge& edge : ends_[last]) {
    if (!edge.fixed.fit(bytes)) continue;
    std::size_t begin = end, found = 0;
    for (std::size_t i = 0; i < edge.window->positions().size() && begin > 0; ++i) {
      begin = previous_boundary(line, begin);
    }
    if (edge.window->occurs_at(line, begin, found) && found == end) bits |= edge.bit;
  }
  return bits;
}

std::uint64_t Edges::wanted(std::string_view line) const {
  std::uint64_t bits = starts_at(line, 0) | ends_at(line, line.size());
  if (!is_blank(line.front()) && !is_blank(line.back())) return bits;
  const std::size_t begin = leading_blanks(line), end = trailing_blanks_begin(line);
  if (begin > 0 && begin < line.size()) bits |= starts_at(line, begin);
  if (end < line.size() && end > 0) bits |= ends_at(line, end);
  return bits;
}

}  // namespace textmend::internal::scan
