#include "textmend/scanner.h"

#include <algorithm>
#include <bit>

namespace textmend::internal {

namespace {

// How common a byte is in text, in thousandths: spaces and the letters of European languages
// (letter counts of English prose, rounded), the rest rare. Only ever a hint for speed.
constexpr unsigned weight(std::size_t byte) {
  constexpr std::string_view kCommon = " etaoinsrhldcu";
  constexpr unsigned kWeights[] = {170, 100, 75, 65, 62, 58, 57, 52, 50, 48, 33, 32, 24, 23};
  const auto lower = static_cast<char>(byte);
  const std::size_t at = kCommon.find(lower);
  if (at != std::string_view::npos) return kWeights[at];
  if (byte >= 'a' && byte <= 'z') return 15;
  return byte >= 0x80 ? 10 : 3;
}

double likelihood(std::span<const ByteClass> bytes) {
  double product = 1;
  for (const ByteClass& byte_class : bytes) {
    unsigned sum = 0;
    for (std::size_t byte = 0; byte < 256; ++byte) sum += byte_class[byte] ? weight(byte) : 0;
    product *= std::min(1.0, sum / 1000.0);
  }
  return product;
}

// The part of a need that is looked at: its rarest `width` neighbours.
std::span<const ByteClass> rarest(const std::vector<ByteClass>& bytes, std::size_t width) {
  std::span<const ByteClass> best = std::span(bytes).first(std::min(width, bytes.size()));
  for (std::size_t at = 1; at + width <= bytes.size(); ++at) {
    const auto part = std::span(bytes).subspan(at, width);
    if (likelihood(part) < likelihood(best)) best = part;
  }
  return best;
}

using Part = std::vector<ByteClass>;

std::size_t lowest(const ByteClass& bytes) {
  std::size_t byte = 0;
  while (byte < 255 && !bytes[byte]) ++byte;
  return byte;
}

// The looked-at parts of a rule's needs, alike ones next to each other: those that share a cell let
// mixtures of themselves pass.
std::vector<Part> parts_of(const Needs& needs, std::size_t width) {
  std::vector<Part> parts;
  for (const NeedWindow& window : needs.windows()) {
    const std::vector<ByteClass> bytes = window.bytes();
    const std::span<const ByteClass> part = rarest(bytes, width);
    parts.emplace_back(part.begin(), part.end());
  }
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    if (a.size() != b.size()) return a.size() < b.size();
    return lowest(a[0]) < lowest(b[0]);
  });
  return parts;
}

}  // namespace

Scanner::Scanner(std::span<const RulePtr> rules) {
  constexpr std::size_t kCells = 64 * kWords;
  std::vector<std::vector<Part>> parts;  // of each rule with needs
  std::size_t part_count = 0;
  for (const RulePtr& rule : rules) {
    if (rule->common().needs.empty()) continue;
    buckets_[rule.get()] = std::uint64_t{1} << (parts.size() % kBits);
    parts.push_back(parts_of(rule->common().needs, kWidth));
    part_count += parts.back().size();
  }
  // Each rule gets a cell, and what is left is shared out by the number of needs.
  const std::size_t spare = kCells > parts.size() ? kCells - parts.size() : 0;
  std::size_t first_cell = 0;
  for (std::size_t rule = 0; rule < parts.size(); ++rule) {
    const std::size_t count = parts[rule].size();
    const std::size_t cells = 1 + spare * count / part_count;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t cell = (first_cell + i * std::min(cells, count) / count) % kCells;
      rules_of_cell_[cell] |= std::uint64_t{1} << (rule % kBits);
      add_to_cell(cell, parts[rule][i]);
    }
    first_cell += cells;
  }
}

void Scanner::add_to_cell(std::size_t cell, std::span<const ByteClass> part) {
  for (std::size_t place = 0; place < kWidth; ++place) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const bool fits = place >= part.size() || part[place][byte];
      if (fits) tables_[place][byte][cell / 64] |= std::uint64_t{1} << (cell % 64);
    }
  }
}

std::uint64_t Scanner::scan(std::string_view line) const {
  const auto cells = [&](std::size_t place, std::size_t i) -> const Cells& {
    return tables_[place][static_cast<unsigned char>(line[i])];
  };
  Cells found{};
  std::size_t i = 0;
  for (; i + kWidth <= line.size(); ++i) {
    const Cells &a = cells(0, i), &b = cells(1, i + 1), &c = cells(2, i + 2), &d = cells(3, i + 3);
    for (std::size_t w = 0; w < kWords; ++w) found[w] |= a[w] & b[w] & c[w] & d[w];
  }
  // At the end only needs that are short enough fit: their tables allow any byte behind them, so
  // any byte will do.
  for (; i < line.size(); ++i) {
    Cells bits = cells(0, i);
    for (std::size_t place = 1; place < kWidth; ++place) {
      const Cells& next = i + place < line.size() ? cells(place, i + place) : tables_[place][0];
      for (std::size_t w = 0; w < kWords; ++w) bits[w] &= next[w];
    }
    for (std::size_t w = 0; w < kWords; ++w) found[w] |= bits[w];
  }
  std::uint64_t rules = kEverywhere;
  for (std::size_t w = 0; w < kWords; ++w) {
    for (std::uint64_t bits = found[w]; bits != 0; bits &= bits - 1) {
      rules |= rules_of_cell_[64 * w + static_cast<std::size_t>(std::countr_zero(bits))];
    }
  }
  return rules;
}

std::uint64_t Scanner::bucket(const Rule& rule) const {
  const auto found = buckets_.find(&rule);
  return found == buckets_.end() ? kEverywhere : found->second;
}

}  // namespace textmend::internal
