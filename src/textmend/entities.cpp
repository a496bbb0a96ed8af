#include "textmend/entities.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "textmend/embedded.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// The line of `name` in the table, without the name and its TAB; empty when there is none. The
// table's lines are sorted by name, so the text itself is searched: nothing is built first.
std::string_view find_name(std::string_view name) {
  const std::string_view table = embedded_file("lists/html-entities.txt");
  std::size_t begin = 0, end = table.size();
  while (begin < end && table[begin] == '#') begin = table.find('\n', begin) + 1;
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    std::size_t line = middle;
    while (line > begin && table[line - 1] != '\n') --line;
    const std::size_t next = std::min(table.find('\n', line), end - 1) + 1;
    const std::string_view text = table.substr(line, next - line - 1);
    const std::size_t tab = text.find('\t');
    const int order = name.compare(text.substr(0, tab));
    if (order == 0) return text.substr(tab + 1);
    (order < 0 ? end : begin) = order < 0 ? line : next;
  }
  return {};
}

// windows-1252 for 0x80 to 0x9F (WHATWG HTML, "numeric character reference end state").
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// 0 when the number stands for no character that text may hold.
char32_t decode_number(std::string_view digits, int base) {
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return 0;
  if (value >= 0x80 && value < 0xA0) return kWindows1252[value - 0x80];
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  const bool non_character = (value & 0xFFFEU) == 0xFFFEU || (value >= 0xFDD0 && value < 0xFDF0);
  const bool private_use = (value >= 0xE000 && value < 0xF900) || value >= 0xF0000;
  if (value > 0x10FFFF || surrogate || non_character || private_use) return 0;
  return (value < 0x20 && value != '\t') || value == 0x7F ? 0 : static_cast<char32_t>(value);
}

// The characters of a reference; empty when it is none that text may hold.
std::string decode_name(std::string_view name) {
  std::string decoded;
  if (name.substr(0, 1) == "#") {
    const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const char32_t value = decode_number(name.substr(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
    if (value != 0) append_code_point(value, decoded);
    return decoded;
  }
  std::string_view numbers = find_name(name);
  while (!numbers.empty()) {
    const std::string_view digits = numbers.substr(0, numbers.find(' '));
    const char32_t value = decode_number(digits, 16);
    if (value == 0) return {};
    append_code_point(value, decoded);
    numbers.remove_prefix(std::min(digits.size() + 1, numbers.size()));
  }
  return decoded;
}

// The reference at text[at] == '&' without its `&` and `;`; empty when there is none. At the
// text's end the `;` may be missing: `size` is that of all of it.
struct Reference {
  std::string_view name;
  std::size_t size = 0;
};

Reference reference_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 33;  // CounterClockwiseContourIntegral and its ends
  std::size_t end = at + 1;
  while (end < text.size() && end - at < kLongest &&
         ((text[end] >= '0' && text[end] <= '9') || (text[end] >= 'a' && text[end] <= 'z') ||
          (text[end] >= 'A' && text[end] <= 'Z') || (text[end] == '#' && end == at + 1))) {
    ++end;
  }
  const std::string_view name = text.substr(at + 1, end - at - 1);
  if (end == text.size()) return {name, name.size() + 1};
  if (text[end] == ';') return {name, name.size() + 2};
  return {};
}

}  // namespace

std::optional<std::string> decode_entities(std::string_view text) {
  constexpr int kMostLayers = 8;
  std::string current(text);
  for (int layer = 0; layer < kMostLayers; ++layer) {
    std::string decoded;
    bool any = false;
    for (std::size_t at = 0; at < current.size();) {
      const Reference reference = current[at] == '&' ? reference_at(current, at) : Reference{};
      const std::string character = decode_name(reference.name);
      const bool open_end = at + reference.size == current.size() && current.back() != ';';
      if (reference.name.empty() || (character.empty() && open_end)) {
        decoded += current[at++];
        continue;
      }
      if (character.empty()) return std::nullopt;
      decoded += character;
      at += reference.size;
      any = true;
    }
    if (!any) return current;
    current = std::move(decoded);
  }
  return std::nullopt;
}

}  // namespace textmend::internal
