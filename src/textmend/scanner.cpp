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

// What a part allows at a place: behind its end, any byte.
ByteClass bytes_at(const scan::Part& part, std::size_t place) {
  return place < part.size ? part.bytes[place] : ByteClass().set();
}

// The first two bytes of `text`, ASCII letters folded; 0 for those that it does not have.
std::size_t first_two(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(fold_ascii(text[at])) : 0U;
  };
  return byte(0) << 8U | byte(1);
}

// Whether no character that begins with these two bytes has another case: punctuation and the
// scripts of East Asia.
bool is_without_case(std::size_t two_bytes) {
  return two_bytes == 0xE280 || (two_bytes >= 0xE300 && two_bytes <= 0xE9FF);
}

// The first four bytes, likewise.
std::uint32_t first_four(std::string_view text) {
  std::uint32_t bytes = 0;
  for (std::size_t at = 0; at < 4; ++at) {
    bytes =
        bytes << 8U | (at < text.size() ? static_cast<unsigned char>(fold_ascii(text[at])) : 0U);
  }
  return bytes;
}

// Whether folding leaves these four bytes as they are, but for letters of ASCII.
bool keeps_start(std::string_view text) {
  const std::uint32_t bytes = first_four(text);
  return (bytes & 0x80808080U) == 0 || (is_without_case(bytes >> 16U) && (bytes & 0x80U) == 0);
}

// 12 bits.
std::size_t key_of_start(std::string_view text) { return (first_four(text) * 0x9E3779B1U) >> 20U; }

// Of a line of ASCII, which has the same as its folded form.
std::size_t key_of_line(std::string_view line) {
  const std::size_t last = static_cast<unsigned char>(fold_ascii(line.back()));
  return (first_two(line) * 0x9E37U + last * 0x85EBU + line.size() * 0xC2B3U) & 0xFFFFU;
}

// The bytes with which a member may end.
ByteClass last_bytes(const NeedPosition& position) {
  ByteClass bytes;
  if (position.single() >= 0x80) {
    std::string encoded;
    append_code_point(position.single(), encoded);
    return bytes.set(static_cast<unsigned char>(encoded.back()));
  }
  const ByteClass first = position.first_bytes();
  for (std::size_t byte = 0; byte < 0x80; ++byte) bytes[byte] = first[byte];
  const bool beyond_ascii = (first >> 128).any();
  for (std::size_t byte = 0x80; byte < 0xC0 && beyond_ascii; ++byte) bytes.set(byte);
  return bytes;
}

}  // namespace

Scanner::Scanner(std::span<const RulePtr> rules, const scan::Kernel& kernel)
    : kernel_(kernel), tables_(std::make_unique<scan::Tables>()) {
  std::vector<Wish> wishes = wishes_of(rules);
  give_bits(wishes);
  std::vector<Pending> pending;
  for (const Wish& wish : wishes) add_windows(*wish.needs, *wish.bits.front(), pending);
  words_.finish();
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
      wishes.push_back({&outline.needs, outline.is_rare, {&buckets_[rule.get()]}});
    }
    const Needs* of_guard = outline.document_needs.get();
    if (of_guard == nullptr) continue;
    const auto [known, is_new] = guards.try_emplace(of_guard, wishes.size());
    // Who asks a guard looks at the needs themselves in any case.
    if (is_new) wishes.push_back({of_guard, true, {}});
    GuardNeeds& guard = guard_needs_[rule.get()];
    guard.needs = wishes[known->second].needs;
    wishes[known->second].bits.push_back(&guard.bucket);
  }
  return wishes;
}

// Where there are more needs than bits, those share some that hardly ever occur: what sharing costs
// is a second look at each line that has the bit.
void Scanner::give_bits(std::vector<Wish>& wishes) {
  std::stable_partition(wishes.begin(), wishes.end(),
                        [](const Wish& wish) { return !wish.is_rare; });
  const auto common = static_cast<std::size_t>(
      std::count_if(wishes.begin(), wishes.end(), [](const Wish& wish) { return !wish.is_rare; }));
  const std::size_t own =
      wishes.size() <= kBits ? wishes.size() : std::min(common, kBits - kSharedBits);
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const std::size_t turn = i < own ? i : (i - own) % (kBits - own) + own;
    const std::uint64_t bit = std::uint64_t{1} << turn;
    if (turn != i) shared_bits_ |= bit;
    for (std::uint64_t* to : wishes[i].bits) *to = bit;
  }
}

void Scanner::add_windows(const Needs& needs, std::uint64_t bit, std::vector<Pending>& pending) {
  for (const std::string& line : needs.lines()) {
    whole_lines_[line] |= bit;
    line_bytes_.set(first_two(line));
    line_ends_.set(static_cast<unsigned char>(line.back()));
    line_leads_.set(first_two(line) >> 8U);
    line_keys_.set(key_of_line(line));
    std::uint16_t& longest = longest_by_start_[key_of_start(line)];
    longest =
        std::max(longest, static_cast<std::uint16_t>(std::min<std::size_t>(line.size(), 65535)));
    // A line is at most three times as long as its folded form.
    longest_whole_line_ = std::max(longest_whole_line_, 3 * line.size());
  }
  for (const NeedWindow& window : needs.windows()) {
    if (has_edge(window)) {
      add_edge(window, bit);
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
    for_each_byte(bytes_at(part, place), [&](std::size_t byte) {
      to.low[place][byte & 0x0FU] |= one;
      to.high[place][byte >> 4U] |= one;
    });
  }
  members.push_back(member);
}

void Scanner::add_part(const scan::Part& part, std::size_t bucket) {
  const std::size_t group = bucket / 8;
  const auto bit = static_cast<std::uint8_t>(1U << (bucket % 8));
  for (std::size_t place = 0; place < scan::kPlaces; ++place) {
    for_each_byte(bytes_at(part, place), [&](std::size_t byte) {
      tables_->low[group][place][byte & 0x0FU] |= bit;
      tables_->high[group][place][byte >> 4U] |= bit;
      tables_->whole[place][byte] |= std::uint32_t{1} << bucket;
    });
  }
}

void Scanner::add_edge(const NeedWindow& window, std::uint64_t bit) {
  const Edge edge{&window, bit, window.at_start() ? window.fixed_from(0) : window.fixed_at_end()};
  if (window.at_start()) {
    const ByteClass firsts = window.positions().front().first_bytes();
    for_each_byte(firsts, [&](std::size_t byte) { starts_[byte].push_back(edge); });
    // Where the second byte is known, there is no need to go through the characters.
    if (const auto second = edge.fixed.byte(1)) {
      for_each_byte(firsts, [&](std::size_t first) {
        start_bytes_.set(first << 8U | *second);
        start_bytes_.set(first << 8U | (*second & ~std::size_t{FixedBytes::kFoldAscii}));
      });
      return;
    }
    for (const scan::Part& part : scan::parts_of(window, 0)) {
      const ByteClass seconds = part.size > 1 ? part.bytes[1] : ByteClass().set();
      for_each_byte(part.bytes[0], [&](std::size_t first) {
        for_each_byte(seconds, [&](std::size_t second) { start_bytes_.set(first << 8U | second); });
      });
    }
    return;
  }
  const std::vector<NeedPosition>& positions = window.positions();
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

std::uint64_t Scanner::scan_edges(std::string_view line) const {
  std::uint64_t bits = 0;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(line[at]); };
  std::size_t end = 0;
  if (start_bytes_[static_cast<std::size_t>(byte(0)) << 8U | (line.size() > 1 ? byte(1) : 0U)]) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, line.data(), std::min(line.size(), sizeof bytes));
    for (const Edge& edge : starts_[byte(0)]) {
      if (!edge.fixed.fit(bytes)) continue;
      if (edge.window->occurs_at(line, 0, end)) bits |= edge.bit;
    }
  }
  const std::size_t size = line.size();
  if (end_bytes_[(size > 1 ? byte(size - 2) : 0U) << 8U | byte(size - 1)]) {
    std::array<char, sizeof(std::uint64_t)> last{};
    const std::size_t seen = std::min(size, last.size());
    std::memcpy(last.data() + last.size() - seen, line.data() + size - seen, seen);
    const auto bytes = std::bit_cast<std::uint64_t>(last);
    for (const Edge& edge : ends_[byte(size - 1)]) {
      if (!edge.fixed.fit(bytes)) continue;
      std::size_t begin = line.size();
      for (std::size_t i = 0; i < edge.window->positions().size() && begin > 0; ++i) {
        begin = previous_boundary(line, begin);
      }
      if (edge.window->occurs_at(line, begin, end)) bits |= edge.bit;
    }
  }
  const std::string_view text = trim_blanks(line);
  if (longest_whole_line_ > 0 && may_be_whole_line(text)) {
    const auto found = whole_lines_.find(folded_line(text));
    if (found != whole_lines_.end()) bits |= found->second;
  }
  return bits;
}

// By its length, its first bytes and its last one alone. Folding leaves a text of ASCII as long as
// it is; a character beyond ASCII becomes at most two bytes shorter (the Kelvin sign).
bool Scanner::may_be_whole_line(std::string_view text) const {
  if (text.empty() || text.size() > longest_whole_line_ || !has_edges_of_whole_line(text)) {
    return false;
  }
  const std::size_t longest =
      keeps_start(text) ? longest_by_start_[key_of_start(text)] : longest_whole_line_;
  if (longest == 0) return false;
  const std::size_t beyond_ascii = count_beyond_ascii(text);
  if (beyond_ascii == 0) return line_keys_[key_of_line(text)];
  return text.size() <= longest + 2 * beyond_ascii;
}

bool Scanner::has_edges_of_whole_line(std::string_view text) const {
  const auto last = static_cast<unsigned char>(fold_ascii(text.back()));
  if (last < 0x80 && !line_ends_[last]) return false;
  const std::size_t bytes = first_two(text);
  // Folding changes a first character beyond ASCII within its block in most.
  const std::size_t first = bytes >> 8U;
  if (first < 0x80 && (bytes & 0x80U) != 0) return line_leads_[first];
  if (first < 0x80) return line_bytes_[bytes];
  if (first == 0xD0 || first == 0xD1) return line_leads_[0xD0] || line_leads_[0xD1];
  return !is_without_case(bytes) || line_bytes_[bytes];
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
    if (!line.opaque && !line.content.empty()) line.buckets |= scan_edges(line.content);
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
