#include "textmend/scanner.h"

#include <algorithm>

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

}  // namespace

Scanner::Scanner(std::span<const RulePtr> rules) {
  std::size_t next = 0;
  for (const RulePtr& rule : rules) {
    const Needs& needs = rule->common().needs;
    if (needs.empty()) continue;
    const std::uint64_t bit = std::uint64_t{1} << (next++ % 64);
    buckets_[rule.get()] = bit;
    for (const NeedWindow& window : needs.windows()) {
      const std::vector<ByteClass> bytes = window.bytes();
      const std::span<const ByteClass> part = rarest(bytes, kWidth);
      for (std::size_t place = 0; place < kWidth; ++place) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
          if (place >= part.size() || part[place][byte]) tables_[place][byte] |= bit;
        }
      }
    }
  }
}

std::uint64_t Scanner::scan(std::string_view line) const {
  const auto at = [&](std::size_t place, std::size_t i) {
    return tables_[place][static_cast<unsigned char>(line[i])];
  };
  std::uint64_t found = 0;
  std::size_t i = 0;
  for (; i + kWidth <= line.size(); ++i) {
    found |= at(0, i) & at(1, i + 1) & at(2, i + 2) & at(3, i + 3);
  }
  // At the end only needs that are short enough fit: their tables allow any byte behind them, so
  // any byte will do.
  for (; i < line.size(); ++i) {
    std::uint64_t bits = at(0, i);
    for (std::size_t place = 1; place < kWidth; ++place) {
      bits &= i + place < line.size() ? at(place, i + place) : tables_[place][0];
    }
    found |= bits;
  }
  return found;
}

std::uint64_t Scanner::bucket(const Rule& rule) const {
  const auto found = buckets_.find(&rule);
  return found == buckets_.end() ? Line::kAllBuckets : found->second;
}

}  // namespace textmend::internal
