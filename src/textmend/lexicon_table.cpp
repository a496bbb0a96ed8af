#include "textmend/lexicon_table.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace textmend::internal {

namespace {

// Open addressing: the slots are a power of two in number, and a word that finds its slot taken
// goes to the next. A slot holds 8 bits of the hash, which spare most looks into the text, and the
// place of the line plus one; 0 is an empty slot.
using Slot = std::uint32_t;
constexpr unsigned kPlaceBits = 24;
constexpr Slot kPlaceMask = (Slot{1} << kPlaceBits) - 1;

struct Hashed {
  std::uint64_t hash;
  std::size_t first(std::size_t slots) const { return hash & (slots - 1); }
  Slot tag() const { return static_cast<Slot>(hash >> 56U) << kPlaceBits; }
};

// FNV-1a with a last mix: its high bits are poor for short words.
Hashed hash_of(std::string_view word) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  hash ^= hash >> 32U;
  return {hash * 0x9E3779B97F4A7C15ULL};
}

Slot slot_at(std::string_view index, std::size_t number) {
  Slot slot = 0;
  std::memcpy(&slot, index.data() + number * sizeof slot, sizeof slot);
  return slot;
}

}  // namespace

std::optional<std::string> make_lexicon_index(std::string_view text) {
  if (text.size() >= kPlaceMask) return std::nullopt;
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  std::size_t slots = 1;
  while (2 * slots < 3 * lines) slots *= 2;  // at most two thirds are taken
  std::string index(slots * sizeof(Slot), '\0');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos) {
      const Hashed hashed = hash_of(line.substr(0, tab));
      std::size_t number = hashed.first(slots);
      while (slot_at(index, number) != 0) number = (number + 1) & (slots - 1);
      const Slot slot = hashed.tag() | static_cast<Slot>(at + 1);
      std::memcpy(index.data() + number * sizeof slot, &slot, sizeof slot);
    }
    at = end + 1;
  }
  return index;
}

std::string_view look_up_indexed(std::string_view text, std::string_view index,
                                 std::string_view word) {
  const std::size_t slots = index.size() / sizeof(Slot);
  const Hashed hashed = hash_of(word);
  for (std::size_t number = hashed.first(slots);; number = (number + 1) & (slots - 1)) {
    const Slot slot = slot_at(index, number);
    if (slot == 0) return {};
    if ((slot & ~kPlaceMask) != hashed.tag()) continue;
    const std::string_view line = text.substr((slot & kPlaceMask) - 1);
    if (line.size() <= word.size() || line[word.size()] != '\t' || !line.starts_with(word))
      continue;
    const std::size_t begin = word.size() + 1;
    return line.substr(begin, std::min(line.find('\n', begin), line.size()) - begin);
  }
}

}  // namespace textmend::internal
