#include "textmend/word_index.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::size_t kShort = 8;  // bytes of a form that is its own key

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'’'; }
bool is_hyphen(char32_t c) { return c == U'-' || c == U'‐'; }

bool is_ascii_letter(char c) {
  const auto lower = static_cast<unsigned char>(c) | 0x20U;
  return lower >= 'a' && lower <= 'z';
}

bool is_part_of_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  if (static_cast<unsigned char>(text[at]) < 0x80) return is_ascii_letter(text[at]);
  return is_letter(next_code_point(text, at));
}

std::uint64_t load(const char* bytes, std::size_t size) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, std::min(size, sizeof word));
  return word;
}

std::uint64_t mix(std::uint64_t key) {
  key *= 0x9E3779B97F4A7C15ULL;
  return key ^ (key >> 29U);
}

std::uint64_t key_of(std::string_view folded) {
  if (folded.size() <= kShort) return load(folded.data(), folded.size());
  std::uint64_t key = folded.size();
  for (std::size_t at = 0; at < folded.size(); at += 8) {
    key = mix(key ^ load(folded.data() + at, folded.size() - at));
  }
  return key;
}

}  // namespace

WordIndex::WordIndex() : entries_(std::size_t{1} << 12U) {}

// Where the form is, or the free place where it would be.
std::size_t WordIndex::place_of(std::uint64_t key, std::string_view folded) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = (mix(key) >> 20U) & mask;
  for (;; at = (at + 1) & mask) {
    const Entry& entry = entries_[at];
    if (entry.size == 0) return at;
    if (entry.key != key || entry.size != folded.size()) continue;
    if (entry.text == nullptr || std::memcmp(entry.text, folded.data(), entry.size) == 0) return at;
  }
}

void WordIndex::change_folded(std::string_view folded, std::int32_t by) {
  const std::uint64_t key = key_of(folded);
  Entry& entry = entries_[place_of(key, folded)];
  entry.count += by;
  if (entry.size != 0) return;
  entry.key = key;
  entry.size = static_cast<std::uint32_t>(folded.size());
  if (folded.size() > kShort) entry.text = texts_.emplace_back(folded).data();
  if (2 * ++taken_ > entries_.size()) grow();
}

void WordIndex::grow() {
  std::vector<Entry> old(2 * entries_.size());
  std::swap(old, entries_);
  const std::size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.size == 0) continue;
    std::size_t at = (mix(entry.key) >> 20U) & mask;
    while (entries_[at].size != 0) at = (at + 1) & mask;
    entries_[at] = entry;
  }
}

void WordIndex::change_form(std::string_view form, bool ascii, std::int32_t by) {
  constexpr std::size_t kLongest = 64;
  if (form.empty()) return;
  if (!ascii || form.size() > kLongest) {
    change_folded(fold_case(form), by);
    return;
  }
  // Of letters, apostrophes and hyphens only the capitals change.
  std::array<char, kLongest> folded;  // NOLINT: filled below
  for (std::size_t at = 0; at < form.size(); at += 8) {
    const std::uint64_t word = load(form.data() + at, form.size() - at) | 0x2020202020202020ULL;
    std::memcpy(folded.data() + at, &word, sizeof word);
  }
  change_folded({folded.data(), form.size()}, by);
}

void WordIndex::change(std::string_view text, std::int32_t by) {
  for (std::size_t at = 0; at < text.size();) {
    // To the next letter or mark.
    const std::size_t before = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    bool ascii = byte < 0x80;
    if (ascii) {
      ++at;
      if (!is_ascii_letter(text[before])) continue;
    } else {
      const char32_t c = next_code_point(text, at);
      if (!is_letter(c) && !is_mark(c)) continue;
    }
    // The form goes on over hyphens, the part does not. A joiner counts only between letters.
    const std::size_t form = before;
    std::size_t part = before, end = at;
    bool part_ascii = ascii, hyphenated = false;
    while (at < text.size()) {
      const std::size_t begin = at;
      if (is_ascii_letter(text[at])) {
        end = ++at;
        continue;
      }
      const char32_t c = next_code_point(text, at);
      if (c >= 0x80 && (is_letter(c) || is_mark(c))) {
        ascii = part_ascii = false;
        end = at;
        continue;
      }
      const bool joins =
          end == begin && (is_apostrophe(c) || is_hyphen(c)) && is_part_of_word(text, at);
      if (!joins) break;
      if (c >= 0x80) ascii = false;
      if (is_hyphen(c)) {
        change_form(text.substr(part, end - part), part_ascii, by);
        hyphenated = true;
        part = at;
        part_ascii = true;
      } else if (c >= 0x80) {
        part_ascii = false;
      }
    }
    change_form(text.substr(part, end - part), part_ascii, by);
    if (hyphenated) change_form(text.substr(form, end - form), ascii, by);
  }
}

std::uint32_t WordIndex::count(std::string_view form) const {
  const std::string folded = fold_case(form);
  if (folded.empty()) return 0;
  const std::int32_t count = entries_[place_of(key_of(folded), folded)].count;
  return static_cast<std::uint32_t>(std::max(count, 0));
}

}  // namespace textmend::internal
