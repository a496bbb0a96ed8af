#include "textmend/stretch_counter.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "textmend/unicode.h"

namespace textmend::internal {

std::size_t StretchCounter::add(std::span<const ByteClass> stretch) {
  const std::size_t number = seen_.size();
  const std::uint64_t bit = std::uint64_t{1} << (number % 64);
  if (number % 64 == 0) groups_.emplace_back();
  for (std::size_t place = 0; place < kWidth; ++place) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      // Behind a short stretch anything may stand, the line's end too. In it no line ends.
      const bool fits = place >= stretch.size() || (stretch[place][byte] && byte != '\n');
      if (fits) groups_.back()[place][byte] |= bit;
    }
  }
  sizes_.push_back(std::min(stretch.size(), kWidth));
  seen_.emplace_back();
  return number;
}

void StretchCounter::scan(std::string_view line) {
  constexpr std::size_t kExcerpts = 2;
  padded_.assign(line).append(kWidth - 1, '\n');
  const auto byte = [this](std::size_t at) { return static_cast<unsigned char>(padded_[at]); };
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const Group& group = groups_[g];
    for (std::size_t i = 0; i < line.size(); ++i) {
      std::uint64_t bits =
          group[0][byte(i)] & group[1][byte(i + 1)] & group[2][byte(i + 2)] & group[3][byte(i + 3)];
      for (; bits != 0; bits &= bits - 1) {
        const std::size_t number = 64 * g + static_cast<std::size_t>(std::countr_zero(bits));
        Seen& seen = seen_[number];
        ++seen.count;
        if (seen.excerpts.size() == kExcerpts) continue;
        std::string around = excerpt(line, i, i + sizes_[number]);
        if (seen.excerpts.empty() || seen.excerpts.front() != around) {
          seen.excerpts.push_back(std::move(around));
        }
      }
    }
  }
}

std::string excerpt(std::string_view line, std::size_t begin, std::size_t end) {
  constexpr std::size_t kReach = 24;
  std::size_t from = begin - std::min(begin, kReach);
  while (from < line.size() && is_continuation(line[from])) ++from;
  std::size_t to = std::min(line.size(), end + kReach);
  while (to > from && to < line.size() && is_continuation(line[to])) --to;
  return (from > 0 ? "…" : "") + std::string(line.substr(from, to - from)) +
         (to < line.size() ? "…" : "");
}

std::string to_string(std::span<const ByteClass> stretch) {
  constexpr std::size_t kMostShown = 6;
  std::string text;
  for (const ByteClass& bytes : stretch) {
    std::string members;
    for_each_byte(bytes, [&](std::size_t byte) {
      const bool printable = byte >= 0x20 && byte < 0x7F;
      members += printable ? std::string(1, static_cast<char>(byte)) : fmt::format("\\x{:X}", byte);
    });
    const std::size_t count = bytes.count();
    text += count == 1 ? members : count <= kMostShown ? "[" + members + "]" : "·";
  }
  return text;
}

}  // namespace textmend::internal
