// Any bytes with and without the scanner, which only tells where rules need not look: output, hunks
// and notes are the same. And each kernel of this machine gives the same bits.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/promises.h"
#include "textmend/rule_set.h"
#include "textmend/textmend.h"

namespace {

using textmend::Cleaner;
using textmend::CleanOptions;
using textmend::RuleSet;
using textmend::internal::Document;
using textmend::internal::Line;
using textmend::internal::RulePtr;
using textmend::internal::Scanner;
namespace fuzzing = textmend::fuzzing;
namespace scan = textmend::internal::scan;

constexpr std::size_t kMaxInput = std::size_t{32} << 10;

std::vector<const scan::Kernel*> kernels() {
  std::vector<const scan::Kernel*> result = {&scan::kScalar};
#if defined(TEXTMEND_SCAN_X86)
  if (__builtin_cpu_supports("ssse3")) result.push_back(&scan::kSsse3);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
    result.push_back(&scan::kAvx2);
  }
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    result.push_back(&scan::kAvx512);
  }
#endif
  return result;
}

// The rules of some profiles, in all the ways in which they can be run.
class Ways {
 public:
  explicit Ways(const RuleSet& rules, CleanOptions options = {})
      : with_(rules, options), without_(rules, fuzzing::without_scanner(options)) {
    const auto& program = rules.state().program;
    rules_ = program.rules;
    rules_.insert(rules_.end(), program.protect.begin(), program.protect.end());
    for (const scan::Kernel* kernel : kernels()) {
      scanners_.push_back(std::make_unique<const Scanner>(rules_, *kernel));
    }
  }

  void check(std::string_view text) const {
    const fuzzing::Answer with = fuzzing::ask(with_, text), without = fuzzing::ask(without_, text);
    fuzzing::require(with.output == without.output, "the scanner changes no output");
    fuzzing::require(with.changes == without.changes, "the scanner changes no hunk");
    fuzzing::require(with.remarks == without.remarks, "the scanner changes no note");
    check_bits(text);
  }

 private:
  void check_bits(std::string_view text) const {
    const std::size_t line_bytes = with_.options().limits.line_bytes;
    std::vector<std::uint64_t> bits;
    for (const auto& scanner : scanners_) {
      const Document document(text, line_bytes, scanner.get());
      std::size_t at = 0;
      document.lines().each([&](const Line& line) {
        if (scanner == scanners_.front()) {
          check_line(*scanner, line);
          bits.push_back(line.buckets);
        }
        fuzzing::require(bits[at++] == line.buckets, "all kernels give the same bits");
        return true;
      });
    }
  }

  void check_line(const Scanner& scanner, const Line& line) const {
    if (line.opaque) return;
    for (const RulePtr& rule : rules_) {
      const std::uint64_t bucket = scanner.bucket(*rule);
      const bool found = (line.buckets & bucket) != 0;
      const bool wants = rule->common().needs.wants(line.content);
      fuzzing::require(found || !wants, "the scanner finds what a rule needs");
      const bool exact = bucket != Scanner::kEverywhere && scanner.is_exact(bucket);
      fuzzing::require(found == wants || !exact, "a rule's own bit says what its needs say");
    }
  }

  Cleaner with_, without_;
  std::vector<RulePtr> rules_;
  std::vector<std::unique_ptr<const Scanner>> scanners_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const RuleSet few = fuzzing::shipped_rules({"default"});
  static const RuleSet many = fuzzing::shipped_rules({"pdf", "news", "web"});
  static const Ways ways[] = {Ways(few), Ways(many), Ways(many, fuzzing::short_sections())};
  const std::string text(data, data + std::min(size, kMaxInput));
  for (const Ways& way : ways) way.check(text);
  // Behind a block of the scanner's, and in a long line.
  if (size <= 256) ways[1].check(std::string(4096 - size / 2, '-') + text);
  return 0;
}
