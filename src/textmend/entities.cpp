#include "textmend/entities.h"

#include <array>
#include <charconv>
#include <map>

#include "textmend/embedded.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

using Names = std::map<std::string_view, char32_t>;

// From lines `name<TAB>hexadecimal code point`.
Names read_names() {
  Names names;
  const std::string_view table = embedded_file("lists/html-entities.txt");
  for (std::size_t at = 0; at < table.size();) {
    const std::size_t end = std::min(table.find('\n', at), table.size());
    const std::string_view line = table.substr(at, end - at);
    const std::size_t tab = line.find('\t');
    std::uint32_t code_point = 0;
    if (line.substr(0, 1) != "#" && tab != std::string_view::npos) {
      std::from_chars(line.data() + tab + 1, line.data() + line.size(), code_point, 16);
      names.emplace(line.substr(0, tab), static_cast<char32_t>(code_point));
    }
    at = end + 1;
  }
  return names;
}

const Names& names() {
  static const Names table = read_names();
  return table;
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
  if (value > 0x10FFFF || surrogate || non_character) return 0;
  return (value < 0x20 && value != '\t') || value == 0x7F ? 0 : static_cast<char32_t>(value);
}

char32_t decode_name(std::string_view name) {
  if (name.substr(0, 1) != "#") {
    const auto found = names().find(name);
    return found == names().end() ? 0 : found->second;
  }
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  return decode_number(name.substr(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
}

// The name of the reference at text[at] == '&'; empty when there is none.
std::string_view reference_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && end - at < 34 &&
         ((text[end] >= '0' && text[end] <= '9') || (text[end] >= 'a' && text[end] <= 'z') ||
          (text[end] >= 'A' && text[end] <= 'Z') || (text[end] == '#' && end == at + 1))) {
    ++end;
  }
  if (end >= text.size() || text[end] != ';') return {};
  return text.substr(at + 1, end - at - 1);
}

}  // namespace

std::optional<std::string> decode_entities(std::string_view text) {
  constexpr int kMostLayers = 8;
  std::string current(text);
  for (int layer = 0; layer < kMostLayers; ++layer) {
    std::string decoded;
    bool any = false;
    for (std::size_t at = 0; at < current.size();) {
      const std::string_view name =
          current[at] == '&' ? reference_at(current, at) : std::string_view{};
      if (name.empty()) {
        decoded += current[at++];
        continue;
      }
      const char32_t code_point = decode_name(name);
      if (code_point == 0) return std::nullopt;
      append_code_point(code_point, decoded);
      at += name.size() + 2;
      any = true;
    }
    if (!any) return current;
    current = std::move(decoded);
  }
  return std::nullopt;
}

}  // namespace textmend::internal
