#include "textmend/scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "textmend/scan/builtin_plan.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Bytes given to the kernel at once: as many as can be candidates have room on the stack.
constexpr std::size_t kBlock = 4096;

bool has_edge(const NeedWindow& window) { return window.at_start() || window.at_end(); }

// The bytes behind each other at `at`; those behind the text's end count as 0.
std::array<std::uint8_t, scan::kPlaces> bytes_from(std::string_view text, std::size_t at) {
  std::array<std::uint8_t, scan::kPlaces> bytes{};
  const std::size_t size = text.size() - at;
  if (size >= bytes.size()) {  // nearly always, and then it is one instruction
    std::memcpy(bytes.data(), text.data() + at, bytes.size());
  } else {
    std::memcpy(bytes.data(), text.data() + at, size);
  }
  return bytes;
}

// The halves of the bytes that a part allows at a place: a bit each. Behind its end, of any byte.
struct AllowedHalves {
  std::uint16_t low = 0xFFFF, high = 0xFFFF;

  AllowedHalves(const scan::Part& part, std::size_t place) {
    if (place >= part.size) return;
    low = high = 0;
    for_each_byte(part.bytes[place], [this](std::size_t byte) {
      low |= static_cast<std::uint16_t>(1U << (byte & 0x0FU));
      high |= static_cast<std::uint16_t>(1U << (byte >> 4U));
    });
  }
};

// Sets `bit` in table[half] for the halves that are allowed.
template <typename T>
void enter(std::uint16_t allowed, T bit, std::span<T, 16> table) {
  for (std::size_t half = 0; half < table.size(); ++half) {
    if ((allowed >> half & 1U) != 0) table[half] |= bit;
  }
}

}  // namespace

Scanner::Scanner(std::span<const RulePtr> rules, const scan::Kernel& kernel)
    : kernel_(kernel), tables_(std::make_unique<scan::Tables>()) {
  std::vector<Wish> wishes = wishes_of(rules);
  give_bits(wishes);
  std::vector<Pending> pending;
  for (const Wish& wish : wishes) add_windows(*wish.needs, *wish.bits.front(), pending);
  words_.finish(scan::sample_text());
  edges_.finish();
  whole_lines_.finish();
  place(pending);
}

bool Scanner::goes_to_bucket(const NeedWindow& window) {
  return !has_edge(window) && !scan::Words::suits(window);
}

// The needs of the rules that are searched for, and those of their guards, which many have in
// common.
std::vector<Scanner::Wish> Scanner::wishes_of(std::span<const RulePtr> rules) {
  std::vector<Wish> wishes;
  std::map<const Needs*, std::size_t> guards;  // their places
  for (const RulePtr& rule : rules) {
    if (!rule->searches()) continue;
    const RuleOutline& outline = rule->common();
    if (!outline.needs.empty()) {
      wishes.push_back({&outline.needs, outline.use, {&buckets_[rule.get()]}});
    }
    const Needs* of_guard = outline.document_needs.get();
    if (of_guard == nullptr) continue;
    const auto [known, is_new] = guards.try_emplace(of_guard, wishes.size());
    // Who asks a guard looks at the needs themselves in any case.
    if (is_new) wishes.push_back({of_guard, RuleOutline::Use::kRare, {}});
    GuardNeeds& guard = guard_needs_[rule.get()];
    guard.needs = wishes[known->second].needs;
    wishes[known->second].bits.push_back(&guard.bucket);
  }
  return wishes;
}

// Where there are more needs than bits, those share some that hardly ever occur, and those of which
// nothing is known: what sharing costs is a second look at each line that has the bit.
void Scanner::give_bits(std::vector<Wish>& wishes) {
  std::stable_sort(wishes.begin(), wishes.end(),
                   [](const Wish& a, const Wish& b) { return a.use < b.use; });
  const auto first_rare = std::find_if(wishes.begin(), wishes.end(), [](const Wish& wish) {
    return wish.use == RuleOutline::Use::kRare;
  });
  const auto others = static_cast<std::size_t>(first_rare - wishes.begin());
  const std::size_t own =
      wishes.size() <= kBits ? wishes.size() : std::min(others, kBits - kSharedBits);
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const std::size_t turn = i < own ? i : (i - own) % (kBits - own) + own;
    const std::uint64_t bit = std::uint64_t{1} << turn;
    if (turn != i) shared_bits_ |= bit;
    for (std::uint64_t* to : wishes[i].bits) *to = bit;
  }
}

void Scanner::add_windows(const Needs& needs, std::uint64_t bit, std::vector<Pending>& pending) {
  whole_lines_.add(needs.lines(), bit);
  for (const NeedWindow& window : needs.windows()) {
    if (has_edge(window)) {
      edges_.add(window, bit);
    } else if (!words_.add(window, bit)) {
      pending.push_back({&window, bit, scan::key_of(window)});
    }
  }
}

// Windows that the built-in plan does not know are added to it.
void Scanner::place(std::span<const Pending> pending) {
  const scan::Plan& known = scan::builtin_plan();
  std::vector<const NeedWindow*> others;
  for (const Pending& one : pending) {
    if (!known.contains(one.key)) others.push_back(one.window);
  }
  scan::Plan extended;
  if (!others.empty()) {
    const std::size_t first = known.empty() ? 0 : scan::kBuiltinBuckets;
    extended = scan::make_plan(others, known, first, scan::sample_text(), 0);
  }
  const scan::Plan& plan = others.empty() ? known : extended;
  for (const Pending& one : pending) add_bucket(*one.window, one.bit, plan.at(one.key));
}

void Scanner::add_bucket(const NeedWindow& window, std::uint64_t bit,
                         const scan::Placing& placing) {
  const std::vector<scan::Part> parts = scan::parts_of(window, placing.from);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    bucket_members_[placing.buckets[i]].add(parts[i], {&window, bit, placing.from});
    add_part(parts[i], placing.buckets[i]);
  }
}

void Scanner::Bucket::add(const scan::Part& part, const Member& member) {
  if (members.size() % 64 == 0) halves.emplace_back();
  Halves& to = halves.back();
  const std::uint64_t one = std::uint64_t{1} << (members.size() % 64);
  for (std::size_t place = 0; place < scan::kPlaces; ++place) {
    const AllowedHalves allowed(part, place);
    enter<std::uint64_t>(allowed.low, one, to.low[place]);
    enter<std::uint64_t>(allowed.high, one, to.high[place]);
  }
  members.push_back(member);
}

void Scanner::add_part(const scan::Part& part, std::size_t bucket) {
  const std::size_t group = bucket / 8;
  const auto bit = static_cast<std::uint8_t>(1U << (bucket % 8));
  const std::uint32_t whole_bit = std::uint32_t{1} << bucket;
  for (std::size_t place = 0; place < scan::kPlaces; ++place) {
    const AllowedHalves allowed(part, place);
    enter<std::uint8_t>(allowed.low, bit, tables_->low[group][place]);
    enter<std::uint8_t>(allowed.high, bit, tables_->high[group][place]);
    if (place >= part.size) {
      for (std::uint32_t& byte : tables_->whole[place]) byte |= whole_bit;
    } else {
      for_each_byte(part.bytes[place],
                    [&](std::size_t byte) { tables_->whole[place][byte] |= whole_bit; });
    }
  }
}

// The bits of the needs in `buckets` of which the part at `at` belongs to an occurrence.
std::uint64_t Scanner::confirm(std::string_view line, std::size_t at, std::uint32_t buckets,
                               std::uint64_t known) const {
  const std::array<std::uint8_t, scan::kPlaces> bytes = bytes_from(line, at);
  for (; buckets != 0; buckets &= buckets - 1) {
    const Bucket& bucket = bucket_members_[static_cast<std::size_t>(std::countr_zero(buckets))];
    for (std::size_t i = 0; i < bucket.halves.size(); ++i) {
      std::uint64_t may_be = ~std::uint64_t{0};
      for (std::size_t place = 0; place < scan::kPlaces; ++place) {
        may_be &= bucket.halves[i].low[place][bytes[place] & 0x0FU] &
                  bucket.halves[i].high[place][bytes[place] >> 4U];
      }
      for (; may_be != 0; may_be &= may_be - 1) {
        const Member& member =
            bucket.members[64 * i + static_cast<std::size_t>(std::countr_zero(may_be))];
        if ((known & member.bit) == 0 && occurs_around(member, line, at)) known |= member.bit;
      }
    }
  }
  return known;
}

bool Scanner::occurs_around(const Member& member, std::string_view line, std::size_t at) {
  std::size_t begin = at, end = 0;
  for (std::uint32_t i = 0; i < member.from && begin > 0; ++i) {
    begin = previous_boundary(line, begin);
  }
  return member.window->occurs_at(line, begin, end);
}

std::uint64_t Scanner::scan(std::string_view line) const {
  Line one;
  one.content = line;
  scan(line, {&one, 1});
  return one.buckets;
}

// Tells the line of places in a text that ascend, or go back a little.
class Scanner::LineFinder {
 public:
  LineFinder(std::string_view text, std::span<Line> lines) : text_(text), lines_(lines) {}

  // The line that holds the byte at `at`, and the place in it; null when it is in a line's ending
  // or in an opaque line.
  Line* find(std::size_t at, std::size_t& in_line) {
    while (line_ + 1 < lines_.size() && begin_of(line_ + 1) <= at) ++line_;
    while (line_ > 0 && begin_of(line_) > at) --line_;
    in_line = at - begin_of(line_);
    Line& line = lines_[line_];
    return line.opaque || in_line >= line.content.size() ? nullptr : &line;
  }

 private:
  std::size_t begin_of(std::size_t line) const {
    return static_cast<std::size_t>(lines_[line].content.data() - text_.data());
  }

  std::string_view text_;
  std::span<Line> lines_;
  std::size_t line_ = 0;
};

void Scanner::scan(std::string_view text, std::span<Line> lines) const {
  for (Line& line : lines) {
    line.buckets = line.opaque ? 0 : kEverywhere;
    if (!line.opaque && !line.content.empty()) {
      line.buckets |= edges_.wanted(line.content) | whole_lines_.wanted(line.content);
    }
  }
  LineFinder for_words(text, lines), for_buckets(text, lines);
  scan_words(text, for_words);
  for (std::size_t begin = 0; begin < text.size(); begin += kBlock) {
    scan_buckets(text, begin, std::min(kBlock, text.size() - begin), for_buckets);
  }
}

void Scanner::scan_words(std::string_view text, LineFinder& lines) const {
  words_.each(text, [&](std::size_t at, const scan::Words::Member& member) {
    std::size_t begin = 0, end = 0;
    Line* line = lines.find(at, begin);
    if (line == nullptr || (line->buckets & member.bit) != 0) return;
    if (is_continuation(line->content[begin])) return;
    for (std::uint32_t i = 0; i < member.positions_before && begin > 0; ++i) {
      begin = previous_boundary(line->content, begin);
    }
    if (member.window->occurs_at(line->content, begin, end)) line->buckets |= member.bit;
  });
}

void Scanner::scan_buckets(std::string_view text, std::size_t begin, std::size_t size,
                           LineFinder& lines) const {
  std::array<scan::Candidate, kBlock + scan::kPlaces> candidates;  // NOLINT: the kernel fills it
  // A part that begins in this block may end behind it.
  const std::size_t seen = std::min(size + scan::kPlaces - 1, text.size() - begin);
  const std::size_t count =
      kernel_.find_candidates(*tables_, reinterpret_cast<const std::uint8_t*>(text.data() + begin),
                              seen, candidates.data());
  for (std::size_t i = 0; i < count && candidates[i].offset < size; ++i) {
    std::size_t at = 0;
    Line* line = lines.find(begin + candidates[i].offset, at);
    if (line == nullptr || is_continuation(line->content[at])) continue;
    line->buckets = confirm(line->content, at, candidates[i].buckets, line->buckets);
  }
}

std::uint64_t Scanner::bucket(const Rule& rule) const {
  const auto found = buckets_.find(&rule);
  return found == buckets_.end() ? kEverywhere : found->second;
}

Scanner::GuardNeeds Scanner::guard_needs(const Rule& rule) const {
  const auto found = guard_needs_.find(&rule);
  return found == guard_needs_.end() ? GuardNeeds() : found->second;
}

}  // namespace textmend::internal
