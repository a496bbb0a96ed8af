#include "textmend/toml_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

bool is_unseen(char32_t c) {
  return c < U' ' || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x300 && c <= 0x36F) || c == 0x3000 ||
         (c >= 0xE000 && c <= 0xF8FF) || c >= 0xFE00;
}

std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (c == U'"' || c == U'\\') {
      result += fmt::format("\\{}", static_cast<char>(c));
    } else if (c == U'\n') {
      result += "\\n";
    } else if (c == U'\t') {
      result += "\\t";
    } else if (is_unseen(c) && c > 0xFFFF) {
      result += fmt::format("\\U{:08X}", static_cast<unsigned>(c));
    } else if (is_unseen(c)) {
      result += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      result += text.substr(begin, at - begin);
    }
  }
  return result + '"';
}

std::size_t toml_string_end(std::string_view file, std::size_t begin) {
  const char quote = file[begin];
  const std::string three(3, quote);
  const bool many_lines = file.substr(begin, 3) == three;
  const std::string_view closing = many_lines ? std::string_view(three) : file.substr(begin, 1);
  std::size_t at = begin + closing.size();
  while (at < file.size() && file.substr(at, closing.size()) != closing) {
    at += quote == '"' && file[at] == '\\' ? 2 : 1;
  }
  at = std::min(at + closing.size(), file.size());
  // Up to two quotes may stand in front of the closing ones.
  while (many_lines && at < file.size() && file[at] == quote) ++at;
  return at;
}

}  // namespace textmend::internal
