// One pass over a text that tells which rules are wanted in which lines.
//
// All needs of all rules are looked for at once:
//   - texts of five bytes and more by words of four bytes (scan/words.h),
//   - shorter ones and classes by four neighbouring bytes, in buckets (scan/kernel.h, scan/plan.h),
//   - those tied to a line's start by its first four bytes, or by the first two where the need does
//     not fix four, those tied to its end by its last one (scan/edges.h),
//   - those that are whole lines by their first bytes and their length (scan/whole_lines.h).
// What is found is confirmed by the need itself. A line gets the bits of the rules whose needs
// occur in it. There are 64 bits: where rules share one, it is a superset, and Needs::wants
// decides. So the answer of a cleaning is the same with and without the scanner.

#ifndef TEXTMEND_SCANNER_H_
#define TEXTMEND_SCANNER_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "textmend/lines.h"
#include "textmend/rule.h"
#include "textmend/scan/edges.h"
#include "textmend/scan/kernel.h"
#include "textmend/scan/plan.h"
#include "textmend/scan/whole_lines.h"
#include "textmend/scan/words.h"

namespace textmend::internal {

// Immutable; any number of threads may share one.
class Scanner {
 public:
  // The bit of rules without needs, set for every line.
  static constexpr std::uint64_t kEverywhere = std::uint64_t{1} << 63;

  // The rules' needs must outlive the Scanner. `kernel` is for tests.
  explicit Scanner(std::span<const RulePtr> rules,
                   const scan::Kernel& kernel = scan::best_kernel());

  // Whether a need is looked for in the buckets of a plan.
  static bool goes_to_bucket(const NeedWindow& window);

  // The bits of the rules that are wanted in `line`.
  std::uint64_t scan(std::string_view line) const;

  // Fills in the bits of `lines`, which lie one behind the other in `text`; text.size() < 2^32.
  // Opaque lines get none.
  void scan(std::string_view text, std::span<Line> lines) const;

  // The bit of one rule, which it may share.
  std::uint64_t bucket(const Rule& rule) const;
  // The bit of the needs of a rule's guard, and those; without needs every line's bit and null.
  struct GuardNeeds {
    std::uint64_t bucket = kEverywhere;
    const Needs* needs = nullptr;
  };
  GuardNeeds guard_needs(const Rule& rule) const;
  // Whether the bit is no other rule's: then it says all that the rule's needs would.
  bool is_exact(std::uint64_t bucket) const { return (bucket & shared_bits_) == 0; }

 private:
  static constexpr std::size_t kBits = 63;        // of rules with needs
  static constexpr std::size_t kSharedBits = 24;  // at least, where rules share any

  // A need that a bucket's candidate may turn out to be.
  struct Member {
    const NeedWindow* window = nullptr;
    std::uint64_t bit = 0;
    std::uint32_t from = 0;  // code points in front of the candidate's place
  };
  // Tells which of up to 64 members a candidate may be, as the kernel tells buckets: for each
  // place, the members that allow a byte with this lower half, and with this upper half.
  struct Halves {
    std::array<std::array<std::uint64_t, 16>, scan::kPlaces> low{}, high{};
  };
  struct Bucket {
    std::vector<Member> members;
    std::vector<Halves> halves;  // of each 64 members

    void add(const scan::Part& part, const Member& member);
  };
  // A window that waits for its buckets.
  struct Pending {
    const NeedWindow* window = nullptr;
    std::uint64_t bit = 0;
    std::uint64_t key = 0;  // scan::key_of() the window
  };

  // Needs that get a bit.
  struct Wish {
    const Needs* needs = nullptr;
    RuleOutline::Use use = RuleOutline::Use::kUnknown;
    std::vector<std::uint64_t*> bits;  // of all who have these needs
  };
  std::vector<Wish> wishes_of(std::span<const RulePtr> rules);
  void give_bits(std::vector<Wish>& wishes);
  void add_windows(const Needs& needs, std::uint64_t bit, std::vector<Pending>& pending);
  void place(std::span<const Pending> pending);
  void add_bucket(const NeedWindow& window, std::uint64_t bit, const scan::Placing& placing);
  void add_part(const scan::Part& part, std::size_t bucket);
  std::uint64_t confirm(std::string_view line, std::size_t at, std::uint32_t buckets,
                        std::uint64_t known) const;
  static bool occurs_around(const Member& member, std::string_view line, std::size_t at);
  class LineFinder;
  void scan_buckets(std::string_view text, std::size_t begin, std::size_t size,
                    LineFinder& lines) const;
  void scan_words(std::string_view text, LineFinder& lines) const;

  const scan::Kernel& kernel_;
  std::unique_ptr<scan::Tables> tables_;
  std::array<Bucket, scan::kBuckets> bucket_members_;
  scan::Words words_;
  scan::Edges edges_;
  scan::WholeLines whole_lines_;
  std::map<const Rule*, std::uint64_t> buckets_;
  std::map<const Rule*, GuardNeeds> guard_needs_;
  std::uint64_t shared_bits_ = 0;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_SCANNER_H_
