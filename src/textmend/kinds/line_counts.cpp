#include "textmend/kinds/line_counts.h"

#include <algorithm>
#include <bit>
#include <string>

#include "textmend/kinds/line_copies.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Of the first letters and digits, folded: a section has many lines, and few are compared.
std::uint32_t hash_of(std::string_view text) {
  constexpr std::size_t kLooked = 96, kHashed = 24;  // bytes: of the text, of its letters
  std::uint32_t hash = 0;
  std::size_t hashed = 0;
  const auto add = [&](char byte) {
    hash = hash * 31 + static_cast<unsigned char>(byte);
    ++hashed;
  };
  std::size_t end = std::min(text.size(), kLooked);
  while (end < text.size() && end > 0 && is_continuation(text[end])) --end;
  text = text.substr(0, end);
  if (count_beyond_ascii(text) > 0) {
    const std::string words = fold_to_words(text);
    for (std::size_t at = 0; at < words.size() && hashed < kHashed; ++at) add(words[at]);
    return hash * 0x9E3779B1U;
  }
  for (std::size_t at = 0; at < text.size() && hashed < kHashed; ++at) {
    const char byte = fold_ascii(text[at]);
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) add(byte);
  }
  return hash * 0x9E3779B1U;
}

}  // namespace

void LineCounts::index() {
  next_.resize(lines_.size() + 1);
  const int bits = std::max(static_cast<int>(std::bit_width(lines_.size())), 1);
  first_.resize(std::size_t{1} << bits);
  shift_ = 32 - bits;
  std::uint32_t number = 0;
  lines_.each([&](const Line& line) {
    ++number;
    if (line.opaque || line.blank()) return true;
    std::uint32_t& first = first_[hash_of(trim_blanks(line.content)) >> shift_];
    next_[number] = first;
    first = number;
    return true;
  });
}

bool LineCounts::too_often(std::string_view text) {
  constexpr std::size_t kLongest = 64;  // of a chain; a longer one would make the work quadratic
  if (most_ == 0) return false;
  if (first_.empty()) index();
  const std::string words = fold_to_words(text);
  std::size_t looks = 0, exact = 0, spoken = 0;
  std::uint32_t number = first_[hash_of(text) >> shift_];
  for (; number != 0; number = next_[number]) {
    if (++looks > kLongest) return true;
    const std::string_view other = trim_blanks(lines_[number - 1].content);
    const bool same = other == text;
    exact += same;
    spoken += same || fold_to_words(other) == words;
    if (exact > most_ || spoken > std::max<std::size_t>(most_, 2)) return true;
  }
  return false;
}

}  // namespace textmend::internal
