// The parts of the scanner: loops, words, parts of needs, plans.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "kernels.h"
#include "support.h"
#include "textmend/scan/builtin_plan.h"
#include "textmend/scan/kernel.h"
#include "textmend/scan/parts.h"
#include "textmend/scan/plan.h"
#include "textmend/scan/words.h"
#include "textmend/unicode.h"

namespace textmend::internal::scan {
namespace {

using test::Dice;

NeedWindow window_of(std::string_view text) {
  NeedWindow window;
  NeedError error;
  INFO(text);
  REQUIRE(NeedWindow::parse(text, window, error));
  return window;
}

// Kernels -----------------------------------------------------------------------------------------

struct Wanted {
  std::size_t bucket = 0;
  Part part;
};

// Parts of one to four sets each, some of a byte, some of many.
std::vector<Wanted> random_parts(Dice& dice, std::size_t count) {
  std::vector<Wanted> parts(count);
  for (Wanted& one : parts) {
    one.bucket = dice.roll(kBuckets);
    one.part.size = 1 + dice.roll(kPlaces);
    for (std::size_t place = 0; place < one.part.size; ++place) {
      ByteClass& bytes = one.part.bytes[place];
      bytes.set(dice.one_in(4) ? 0xFF * dice.roll(2) : dice.roll(256));
      for (std::size_t more = dice.roll(5); more > 0; --more) bytes.set(dice.roll(256));
    }
  }
  return parts;
}

std::unique_ptr<Tables> tables_of(const std::vector<Wanted>& parts) {
  auto tables = std::make_unique<Tables>();
  for (const auto& [bucket, part] : parts) {
    for (std::size_t place = 0; place < kPlaces; ++place) {
      for (std::size_t byte = 0; byte < 256; ++byte) {
        if (place < part.size && !part.bytes[place][byte]) continue;
        const auto bit = static_cast<std::uint8_t>(1U << (bucket % 8));
        tables->low[bucket / 8][place][byte & 15U] |= bit;
        tables->high[bucket / 8][place][byte >> 4U] |= bit;
        tables->whole[place][byte] |= std::uint32_t{1} << bucket;
      }
    }
  }
  return tables;
}

// The buckets of which a part begins at each byte.
std::vector<std::uint32_t> naive(const std::vector<Wanted>& parts,
                                 const std::vector<std::uint8_t>& text) {
  std::vector<std::uint32_t> found(text.size(), 0);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const auto& [bucket, part] : parts) {
      bool fits = true;
      for (std::size_t i = 0; i < part.size && fits; ++i) {
        fits = part.bytes[i][at + i < text.size() ? text[at + i] : 0U];
      }
      if (fits) found[at] |= std::uint32_t{1} << bucket;
    }
  }
  return found;
}

// What a loop must find at each byte: by whole bytes, or by their halves.
std::uint32_t by_tables(const Tables& tables, const std::vector<std::uint8_t>& text, std::size_t at,
                        bool halves) {
  std::uint32_t all = (1U << kBuckets) - 1;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const std::uint8_t byte = at + place < text.size() ? text[at + place] : std::uint8_t{0};
    std::uint32_t allowed = 0;
    for (std::size_t group = 0; group < kGroups && halves; ++group) {
      allowed |= static_cast<std::uint32_t>(tables.low[group][place][byte & 15U] &
                                            tables.high[group][place][byte >> 4U])
                 << (8 * group);
    }
    all &= halves ? allowed : tables.whole[place][byte];
  }
  return all;
}

TEST_CASE("every kernel finds what is there, at any alignment and length") {
  Dice dice(71);
  for (int run = 0; run < 6; ++run) {
    const std::vector<Wanted> parts = random_parts(dice, run == 0 ? 1 : 10 * run);
    const std::unique_ptr<Tables> tables = tables_of(parts);
    std::size_t found_at_all = 0;
    for (std::size_t size = 0; size <= 200; ++size) {
      std::vector<std::uint8_t> text(size);
      for (std::uint8_t& byte : text) byte = static_cast<std::uint8_t>(dice.roll(256));
      // Parts put in, some of them cut off by the end.
      for (std::size_t i = dice.roll(4); i > 0 && size > 0; --i) {
        const Part& part = parts[dice.roll(parts.size())].part;
        std::size_t at =
            dice.one_in(3) ? size - 1 - dice.roll(std::min<std::size_t>(size, 4)) : dice.roll(size);
        for (std::size_t place = 0; place < part.size && at < size; ++place) {
          std::size_t byte = dice.roll(256);
          while (!part.bytes[place][byte]) byte = (byte + 1) % 256;
          text[at++] = static_cast<std::uint8_t>(byte);
        }
      }
      const std::vector<std::uint32_t> wanted = naive(parts, text);
      // Ends right behind the text, for AddressSanitizer.
      const std::size_t offset = size % 64 + dice.roll(2);
      std::vector<std::uint8_t> shifted(offset);
      shifted.insert(shifted.end(), text.begin(), text.end());
      shifted.shrink_to_fit();
      for (const Kernel* kernel : test::kernels()) {
        INFO(kernel->name << ", " << size << " bytes, offset " << offset << ", run " << run);
        std::vector<Candidate> candidates(size);
        const std::size_t count =
            kernel->find_candidates(*tables, shifted.data() + offset, size, candidates.data());
        REQUIRE(count <= size);
        std::vector<std::uint32_t> found(size, 0);
        for (std::size_t i = 0; i < count; ++i) {
          REQUIRE(candidates[i].offset < size);
          REQUIRE(candidates[i].buckets != 0);
          if (i > 0) REQUIRE(candidates[i - 1].offset < candidates[i].offset);
          found[candidates[i].offset] = candidates[i].buckets;
        }
        bool superset = true, exact = true;
        for (std::size_t at = 0; at < size; ++at) {
          superset = superset && (wanted[at] & ~found[at]) == 0;
          exact = exact && found[at] == by_tables(*tables, text, at, kernel != &kScalar);
          found_at_all += wanted[at] != 0;
        }
        REQUIRE(superset);
        REQUIRE(exact);
      }
    }
    CHECK(found_at_all > 0);
  }
}

TEST_CASE("every kernel tells all 256 bytes apart as its tables say, at every place") {
  for (std::size_t byte = 0; byte < 256; ++byte) {
    Wanted one{byte % kBuckets, {}};
    one.part.size = 1 + byte % kPlaces;
    for (std::size_t place = 0; place < one.part.size; ++place) {
      one.part.bytes[place].set((byte + place) % 256);
    }
    const std::unique_ptr<Tables> tables = tables_of({one});
    std::vector<std::uint8_t> text;
    for (std::size_t i = 0; i < 512; ++i) text.push_back(static_cast<std::uint8_t>(i));
    const std::vector<std::uint32_t> wanted = naive({one}, text);
    for (const Kernel* kernel : test::kernels()) {
      std::vector<Candidate> candidates(text.size());
      candidates.resize(
          kernel->find_candidates(*tables, text.data(), text.size(), candidates.data()));
      // A set of one byte is known exactly by its halves.
      std::vector<std::uint32_t> found(text.size(), 0);
      for (const Candidate& candidate : candidates) found[candidate.offset] = candidate.buckets;
      INFO(kernel->name << ", byte " << byte);
      REQUIRE(found == wanted);
    }
  }
}

TEST_CASE("every kernel counts and finds line ends") {
  Dice dice(72);
  for (std::size_t size = 0; size <= 300; ++size) {
    std::vector<std::uint8_t> text(size);
    for (std::uint8_t& byte : text) {
      byte = static_cast<std::uint8_t>(dice.one_in(2) ? '\n' : dice.roll(256));
    }
    std::vector<std::uint32_t> wanted;
    for (std::size_t at = 0; at < size; ++at) {
      if (text[at] == '\n') wanted.push_back(static_cast<std::uint32_t>(at));
    }
    for (const Kernel* kernel : test::kernels()) {
      INFO(kernel->name << ", " << size << " bytes");
      REQUIRE(kernel->count_line_ends(text.data(), size) == wanted.size());
      std::vector<std::uint32_t> found(size);
      found.resize(kernel->find_line_ends(text.data(), size, found.data()));
      REQUIRE(found == wanted);
    }
  }
}

// Words -------------------------------------------------------------------------------------------

TEST_CASE("words suit windows with five fixed bytes in a row that no edge ties") {
  CHECK(Words::suits(window_of("abcdefg")));
  CHECK(Words::suits(window_of("abcde")));
  CHECK_FALSE(Words::suits(window_of("abcd")));
  CHECK(Words::suits(window_of("(?i)abcdefg")));
  CHECK_FALSE(Words::suits(window_of("abc[de]efg")));
  CHECK(Words::suits(window_of("abc[dD]efg")));
  CHECK(Words::suits(window_of("éééé")));
  CHECK(Words::suits(window_of("ééé")));
  CHECK_FALSE(Words::suits(window_of("éé")));
  CHECK_FALSE(Words::suits(window_of("^abcdefg")));
  CHECK_FALSE(Words::suits(window_of("abcdefg$")));
  CHECK(Words::suits(window_of("[a-z]bcdefgh")));
}

TEST_CASE("words find every occurrence at every alignment, in both cases") {
  static constexpr std::string_view kNeeds[] = {
      "abcdefg",  "(?i)AbCdEfG",    "12345678", "éééé", "(?i)a éé bc", "[x-z]abcdefg",
      "!@#$%^&*", "(?i)[é]bcdefgh", "Кирил",    "😀😀", "a\nbcdef",    "`{|}~_^@"};
  Dice dice(73);
  std::vector<NeedWindow> windows;
  for (const std::string_view need : kNeeds) {
    // A `\` or a `[` would need another escape.
    windows.push_back(window_of(need));
    REQUIRE(Words::suits(windows.back()));
  }
  // Whichever words of a need are looked up.
  const std::string_view samples[] = {"", "the abcd and bcde", "cdef cdef defg 1234 1234 éé ирил"};
  Words all_words[std::size(samples)];
  for (std::size_t sample = 0; sample < std::size(samples); ++sample) {
    Words& words = all_words[sample];
    CHECK(words.empty());
    for (std::size_t i = 0; i < windows.size(); ++i) words.add(windows[i], std::uint64_t{1} << i);
    words.finish(samples[sample]);
    CHECK_FALSE(words.empty());
  }
  for (int run = 0; run < 3000; ++run) {
    const Words& words = all_words[dice.roll(std::size(samples))];
    const std::size_t which = dice.roll(windows.size());
    // What the window means, in a case of the dice's choice.
    std::string occurrence;
    for (const NeedPosition& position : windows[which].positions()) {
      const std::vector<CodePointRange> ranges = position.ranges();
      const CodePointRange& range = ranges[dice.roll(ranges.size())];
      append_code_point(
          range.first + static_cast<char32_t>(dice.roll(range.last - range.first + 1)), occurrence);
    }
    // Long enough for several groups of words now and then, or to end around a block's end.
    std::string front = test::random_text(dice, dice.roll(dice.one_in(4) ? 200 : 12));
    if (dice.one_in(8)) front.insert(0, 2048 - std::min(dice.roll(24), front.size()), '.');
    const std::string text = front + occurrence + test::random_text(dice, dice.roll(6));
    std::size_t end = 0;
    REQUIRE(windows[which].occurs_at(text, front.size(), end));
    bool found = false;
    words.each(text, [&](std::size_t begin, const Words::Member& member) {
      REQUIRE(begin < text.size());
      if (member.window != &windows[which]) return;
      CHECK(member.bit == std::uint64_t{1} << which);
      for (std::uint32_t i = 0; i < member.positions_before && begin > 0; ++i) {
        begin = previous_boundary(text, begin);
      }
      found = found || begin == front.size();
    });
    INFO("`" << text << "`");
    REQUIRE(found);
  }
}

TEST_CASE("words of nothing find nothing") {
  Words words;
  words.finish("some text");
  words.each("some text that is long", [](auto, const auto&) { FAIL("found"); });
}

// Parts -------------------------------------------------------------------------------------------

NeedPosition random_position(Dice& dice) {
  if (dice.one_in(3)) {
    static constexpr char32_t kSingles[] = {0,     'a',    'K',    '.',     0x7F,    0x80,    0x7FF,
                                            0x800, 0x212A, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};
    return NeedPosition::character(kSingles[dice.roll(std::size(kSingles))], dice.one_in(2));
  }
  // Ranges that begin and end at, and beside, the borders of UTF-8.
  static constexpr char32_t kEnds[] = {
      0,      0x40,    0x7F,    0x80,    0xBF,    0xC0,    0xFF,     0x100,   0x3FF,
      0x400,  0x7FF,   0x800,   0xFFF,   0x1000,  0x1FFF,  0x2000,   0xD7FF,  0xE000,
      0xFFFF, 0x10000, 0x1FFFF, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF};
  std::vector<CodePointRange> ranges;
  char32_t from = 0;
  for (std::size_t count = 1 + dice.roll(dice.one_in(4) ? 30 : 3); count > 0; --count) {
    char32_t first = dice.one_in(3) ? kEnds[dice.roll(std::size(kEnds))]
                                    : from + static_cast<char32_t>(dice.roll(0x300));
    char32_t last = dice.one_in(4) ? kEnds[dice.roll(std::size(kEnds))]
                                   : first + static_cast<char32_t>(dice.roll(0x90));
    if (first < from || first > 0x10FFFF) continue;
    last = std::clamp<char32_t>(last, first, 0x10FFFF);
    if (first <= 0xDFFF && last >= 0xD800) continue;  // a set holds no surrogates
    ranges.push_back({first, last});
    from = last + 2;
  }
  if (ranges.empty()) ranges.push_back({'a', 'c'});
  return NeedPosition::any_of(std::make_shared<const CodePointSet>(std::move(ranges)));
}

bool fits(const Part& part, std::string_view bytes) {
  if (part.size > bytes.size()) return false;
  for (std::size_t i = 0; i < part.size; ++i) {
    if (!part.bytes[i][static_cast<unsigned char>(bytes[i])]) return false;
  }
  return true;
}

bool any_fits(const std::vector<Part>& parts, std::string_view bytes) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const Part& part) { return fits(part, bytes); });
}

std::string encoded(char32_t c) {
  std::string bytes;
  append_code_point(c, bytes);
  return bytes;
}

TEST_CASE("wherever a need occurs, one of its parts stands") {
  Dice dice(74);
  for (int run = 0; run < 1500; ++run) {
    std::vector<NeedPosition> positions;
    for (std::size_t i = 1 + dice.roll(8); i > 0; --i) positions.push_back(random_position(dice));
    const NeedWindow window = NeedWindow::of(positions, false, false);
    for (std::size_t from = 0; from < positions.size(); ++from) {
      const std::vector<Part> parts = parts_of(window, from);
      REQUIRE_FALSE(parts.empty());
      for (const Part& part : parts) {
        REQUIRE(part.size >= 1);
        REQUIRE(part.size <= kPlaces);
        for (std::size_t i = 0; i < part.size; ++i) REQUIRE(part.bytes[i].any());
      }
      for (int look = 0; look < 20; ++look) {
        std::string bytes;
        for (std::size_t i = from; i < positions.size(); ++i) {
          const std::vector<CodePointRange> ranges = positions[i].ranges();
          const CodePointRange& range = ranges[dice.roll(ranges.size())];
          const char32_t c =
              dice.one_in(3) ? range.first
              : dice.one_in(2)
                  ? range.last
                  : range.first + static_cast<char32_t>(dice.roll(range.last - range.first + 1));
          bytes += encoded(c);
        }
        INFO("run " << run << ", from " << from);
        REQUIRE(any_fits(parts, bytes));
      }
    }
  }
}

TEST_CASE("parts of a few rows fit the members of a class and nothing else") {
  Dice dice(75);
  int exact = 0;
  for (int run = 0; run < 1500; ++run) {
    const NeedPosition position = random_position(dice);
    const NeedWindow window = NeedWindow::of({position}, false, false);
    const std::vector<Part> parts = parts_of(window, 0);
    // A part that ends with a first byte beyond ASCII knows no more than that.
    const bool rows = std::none_of(parts.begin(), parts.end(), [](const Part& part) {
      return part.size == 1 && (part.bytes[0] >> 128).any();
    });
    if (!rows) continue;
    ++exact;
    const auto check = [&](char32_t c) {
      if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return;
      INFO("run " << run << ", U+" << std::hex << static_cast<std::uint32_t>(c));
      REQUIRE(any_fits(parts, encoded(c)) == position.contains(c));
    };
    for (const CodePointRange& range : position.ranges()) {
      for (char32_t near = 0; near < 4; ++near) {
        check(range.first + near);
        check(range.last + near);
        if (range.first >= near) check(range.first - near);
        if (range.last >= near) check(range.last - near);
      }
    }
    for (int look = 0; look < 200; ++look) {
      check(static_cast<char32_t>(dice.roll(dice.one_in(2) ? 0x110000 : 0x3000)));
    }
  }
  CHECK(exact > 300);
}

// Plans -------------------------------------------------------------------------------------------

TEST_CASE("a plan is the same every time, and what is known stays where it is") {
  Dice dice(76);
  std::vector<NeedWindow> windows;
  for (int i = 0; i < 60; ++i) {
    std::vector<NeedPosition> positions;
    for (std::size_t count = 1 + dice.roll(5); count > 0; --count) {
      positions.push_back(random_position(dice));
    }
    windows.push_back(NeedWindow::of(std::move(positions), false, false));
  }
  std::vector<const NeedWindow*> first, all;
  for (const NeedWindow& window : windows) all.push_back(&window);
  first.assign(all.begin(), all.begin() + 30);
  const std::string_view sample = sample_text().substr(0, 4000);

  const Plan known = make_plan(first, {}, 0, sample, 20);
  CHECK(make_plan(first, {}, 0, sample, 20) == known);
  const Plan more = make_plan(all, known, kBuiltinBuckets, sample, 5);
  CHECK(make_plan(all, known, kBuiltinBuckets, sample, 5) == more);
  for (const auto& [key, placing] : known) CHECK(more.at(key) == placing);
  for (const NeedWindow* window : all) {
    REQUIRE(more.contains(key_of(*window)));
    const Placing& placing = more.at(key_of(*window));
    REQUIRE(placing.from < window->positions().size());
    CHECK(placing.buckets.size() == parts_of(*window, placing.from).size());
    const bool is_known = known.contains(key_of(*window));
    for (const std::uint8_t bucket : placing.buckets) {
      CHECK(bucket < (is_known ? kBuiltinBuckets : kBuckets));
      CHECK(bucket >= (is_known ? 0 : kBuiltinBuckets));
    }
  }
  // Without a sample, any plan will do.
  CHECK(make_plan(all, {}, 0, "", 1).size() == more.size());
}

TEST_CASE("tries make a plan better") {
  Dice dice(77);
  std::vector<NeedWindow> windows;
  for (int i = 0; i < 150; ++i) {
    std::string text;
    for (std::size_t size = 2 + dice.roll(3); size > 0; --size) {
      text += dice.one_in(4) ? std::string("[aeiou]")
                             : std::string(1, "abcdefghilmnorstu .,"[dice.roll(20)]);
    }
    windows.push_back(window_of(text));
  }
  std::vector<const NeedWindow*> all;
  for (const NeedWindow& window : windows) all.push_back(&window);
  const auto candidates = [&](const Plan& plan) {
    std::vector<Wanted> placed;
    for (const NeedWindow* window : all) {
      const Placing& placing = plan.at(key_of(*window));
      const std::vector<Part> parts = parts_of(*window, placing.from);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        placed.push_back({placing.buckets[i], parts[i]});
      }
    }
    const std::string_view text = sample_text();
    std::vector<Candidate> found(text.size());
    return best_kernel().find_candidates(*tables_of(placed),
                                         reinterpret_cast<const std::uint8_t*>(text.data()),
                                         text.size(), found.data());
  };
  const std::size_t greedy = candidates(make_plan(all, {}, 0, sample_text(), 0));
  const std::size_t improved = candidates(make_plan(all, {}, 0, sample_text(), 60));
  INFO(greedy << " " << improved);
  CHECK(improved <= greedy);
  // What a plan is judged by are the vector loops.
  if (&best_kernel() != &kScalar) CHECK(improved < greedy);
}

TEST_CASE("the key of a need tells what it means, not how it is written") {
  CHECK(key_of(window_of("a[é]")) == key_of(window_of("[a]é")));
  CHECK(key_of(window_of("(?i)a")) == key_of(window_of("[aA]")));
  std::set<std::uint64_t> keys;
  static constexpr std::string_view kNeeds[] = {"a", "b",  "ab",    "ba",   "[ab]", "(?i)a",
                                                "é", "aé", "[a-c]", "[ac]", "aa"};
  for (const std::string_view need : kNeeds) keys.insert(key_of(window_of(need)));
  CHECK(keys.size() == std::size(kNeeds));
}

}  // namespace
}  // namespace textmend::internal::scan
