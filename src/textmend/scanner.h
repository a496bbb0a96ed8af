// One pass over a line that tells which rules may be wanted there.
//
// The scanner takes up to four neighbouring bytes of each need and gives them to one of 512 cells.
// It keeps, per place and byte value, the cells that allow this byte there: a cell's bit survives
// four ANDs only where all four bytes fit one of its needs (or a mixture of them, which is why a
// cell holds few). The cells found in a line become the bits of their rules, 64 in number: a
// superset of the rules whose needs occur. The rule's own needs then decide (Needs::wants), so the
// answer of a cleaning is the same with and without the scanner.

#ifndef TEXTMEND_SCANNER_H_
#define TEXTMEND_SCANNER_H_

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>

#include "textmend/rule.h"

namespace textmend::internal {

class Scanner {
 public:
  // The bit of rules without needs, set for every line.
  static constexpr std::uint64_t kEverywhere = std::uint64_t{1} << 63;

  explicit Scanner(std::span<const RulePtr> rules);

  // The bits of the rules that may be wanted in `line`.
  std::uint64_t scan(std::string_view line) const;

  // The bit of one rule, which it may share.
  std::uint64_t bucket(const Rule& rule) const;

 private:
  static constexpr std::size_t kWidth = 4;  // bytes of a need that are looked at
  static constexpr std::size_t kWords = 8;  // of 64 cells
  static constexpr std::size_t kBits = 63;  // of rules with needs
  using Cells = std::array<std::uint64_t, kWords>;
  void add_to_cell(std::size_t cell, std::span<const ByteClass> part);

  std::array<std::array<Cells, 256>, kWidth> tables_{};
  std::array<std::uint64_t, 64 * kWords> rules_of_cell_{};  // bits of rules
  std::map<const Rule*, std::uint64_t> buckets_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_SCANNER_H_
