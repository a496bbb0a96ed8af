#include "textmend/escapes.h"

#include <charconv>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// The unit that begins at text[at]; nothing when none does.
std::optional<char32_t> unit_at(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\\u" || text.size() < at + 6) return std::nullopt;
  std::uint32_t value = 0;
  const char* const digits = text.data() + at + 2;
  const auto [end, error] = std::from_chars(digits, digits + 4, value, 16);
  if (error != std::errc() || end != digits + 4) return std::nullopt;
  return static_cast<char32_t>(value);
}

bool is_text(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool surrogate = c >= 0xD800 && c < 0xE000;
  const bool non_character = (c & 0xFFFEU) == 0xFFFEU || (c >= 0xFDD0 && c < 0xFDF0);
  return !control && !surrogate && !non_character;
}

}  // namespace

std::optional<std::string> decode_escapes(std::string_view text) {
  constexpr std::size_t kSize = 6;
  std::string decoded;
  for (std::size_t at = 0; at < text.size();) {
    std::optional<char32_t> c = unit_at(text, at);
    if (!c) {
      decoded += text[at++];
      continue;
    }
    at += kSize;
    const std::optional<char32_t> low = unit_at(text, at);
    if (*c >= 0xD800 && *c < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000) {
      c = 0x10000 + ((*c - 0xD800) << 10U) + (*low - 0xDC00);
      at += kSize;
    }
    if (!is_text(*c)) return std::nullopt;
    append_code_point(*c, decoded);
  }
  return decoded;
}

}  // namespace textmend::internal
