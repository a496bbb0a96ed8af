// One pass over a line that tells which rules may be wanted there.
//
// Every rule has one of 64 buckets. The scanner takes up to four neighbouring bytes of each need and
// keeps, per place and byte value, the buckets that allow this byte there. A bucket's bit survives
// four ANDs only where all four bytes fit, so the bits of a line are a superset of the rules whose
// needs occur; the rule's own needs then decide (Needs::wants). The answer of a cleaning is the same
// with and without the scanner.

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
  // Rules without needs are wanted everywhere; Scanner does not speak of them.
  explicit Scanner(std::span<const RulePtr> rules);

  // The buckets of the rules that may be wanted in `line`, plus those of no other use.
  std::uint64_t scan(std::string_view line) const;

  // The bucket of one rule as a bit; all bits for a rule without needs.
  std::uint64_t bucket(const Rule& rule) const;

 private:
  static constexpr std::size_t kWidth = 4;  // bytes of a need that are looked at
  std::array<std::array<std::uint64_t, 256>, kWidth> tables_{};
  std::map<const Rule*, std::uint64_t> buckets_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_SCANNER_H_
