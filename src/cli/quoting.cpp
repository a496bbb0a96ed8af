#include "cli/quoting.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

bool is_control(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

// The letter behind the backslash, or 0.
char short_escape(char c) {
  switch (c) {
    case '\a':
      return 'a';
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\v':
      return 'v';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    default:
      return 0;
  }
}

// C escapes for control characters, for bytes that are not UTF-8, and for what is in `also`.
std::string escaped(std::string_view bytes, std::string_view also) {
  const bool escape_high = !internal::is_valid_utf8(bytes);
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (const char letter = short_escape(c)) {
      out += {'\\', letter};
    } else if (is_control(byte) || (byte >= 0x80 && escape_high)) {
      fmt::format_to(std::back_inserter(out), "\\{:03o}", byte);
    } else if (also.find(c) != std::string_view::npos) {
      out += {'\\', c};
    } else {
      out += c;
    }
  }
  return out;
}

// The letter behind the backslash of a JSON escape by byte: `u` where it takes a number, 0 where
// the byte stands for itself.
constexpr std::array<char, 256> make_json_escapes() {
  std::array<char, 256> letters = {};
  for (std::size_t byte = 0; byte < 0x20; ++byte) letters[byte] = 'u';
  letters[0x7F] = 'u';
  letters['\n'] = 'n';
  letters['\r'] = 'r';
  letters['\t'] = 't';
  letters['"'] = '"';
  letters['\\'] = '\\';
  return letters;
}

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string escapes = escaped(name, "\"\\");
  if (escapes.size() == name.size()) return escapes;
  return '"' + escapes + '"';
}

std::string printable(std::string_view bytes) { return escaped(bytes, ""); }

// A report has a few of these for each of millions of hunks: what needs no escape goes in one
// piece.
void append_json_string(std::string& out, std::string_view text) {
  static constexpr std::array<char, 256> kLetters = make_json_escapes();
  out += '"';
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char letter = kLetters[byte];
    if (letter == 0) continue;
    out.append(text, done, at - done);
    done = at + 1;
    (out += '\\') += letter;
    if (letter == 'u') fmt::format_to(std::back_inserter(out), "{:04x}", byte);
  }
  out.append(text, done);
  out += '"';
}

void append_json(std::string& out, std::string_view key, std::string_view value) {
  const bool is_text = internal::is_valid_utf8(value);
  (out += '"') += key;
  out += is_text ? "\":" : "_hex\":\"";
  if (is_text) return append_json_string(out, value);
  for (const char c : value) {
    fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
  }
  out += '"';
}

void append_json(std::string& out, std::string_view key, std::uint64_t value) {
  const fmt::format_int digits(value);
  (out += '"') += key;
  (out += "\":").append(digits.data(), digits.size());
}

}  // namespace textmend::cli
