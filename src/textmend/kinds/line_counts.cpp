#include "textmend/kinds/line_counts.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "textmend/kinds/line_copies.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// The letters and digits of `one` in both cases, as far as that is cheap to tell; 0 for all others.
// What two lines have in common without it is seen when they are compared.
std::uint32_t plain_letter(char32_t one) {
  const bool has_case = (one >= 0xC0 && one <= 0xFF) || (one >= 0x391 && one <= 0x3C9) ||
                        (one >= 0x410 && one <= 0x44F);
  if (has_case) return 0x40U | (one & 0x1FU);  // upper and lower case are 32 apart
  if (!is_letter(one) || is_uppercase(one) || is_lowercase(one)) return 0;
  return static_cast<std::uint32_t>(one);
}

// Of the first letters and digits: a section has many lines, and few are compared.
std::uint32_t hash_of(std::string_view text) {
  constexpr std::size_t kLetters = 24;
  std::uint32_t hash = 0;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size() && letters < kLetters;) {
    std::uint32_t letter = 0;
    if (is_ascii(text[at])) {
      const char byte = fold_ascii(text[at++]);
      if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
        letter = static_cast<unsigned char>(byte);
      }
    } else {
      letter = plain_letter(next_code_point(text, at));
    }
    if (letter == 0) continue;
    hash = hash * 31 + letter;
    ++letters;
  }
  return hash * 0x9E3779B1U;
}

}  // namespace

void LineCounts::index() {
  chained_.resize(lines_.size() + 1);
  const int bits = std::max(static_cast<int>(std::bit_width(lines_.size())), 1);
  first_.resize(std::size_t{1} << bits);
  shift_ = 32 - bits;
  std::uint32_t number = 0;
  lines_.each([&](const Line& line) {
    ++number;
    if (line.opaque || line.blank()) return true;
    const std::uint32_t hash = hash_of(trim_blanks(line.content));
    chained_[number] = {hash, std::exchange(first_[hash >> shift_], number)};
    return true;
  });
}

bool LineCounts::too_often(std::string_view text) {
  constexpr std::size_t kLongest = 64;  // of a chain; a longer one would make the work quadratic
  if (most_ == 0) return false;
  if (first_.empty()) index();
  const std::uint32_t hash = hash_of(text);
  std::size_t looks = 0, exact = 0, spoken = 0;
  for (std::uint32_t number = first_[hash >> shift_]; number != 0; number = chained_[number].next) {
    if (chained_[number].hash != hash) continue;
    if (++looks > kLongest) return true;
    const std::string_view other = trim_blanks(lines_[number - 1].content);
    const bool same = other == text;
    exact += same;
    spoken += same || sound_alike(other, text);
    if (exact > most_ || spoken > std::max<std::size_t>(most_, 2)) return true;
  }
  return false;
}

}  // namespace textmend::internal
