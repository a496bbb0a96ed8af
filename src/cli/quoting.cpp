#include "cli/quoting.h"

#include <fmt/format.h>
#include <utf8.h>

#include <iterator>

namespace textmend::cli {
namespace {

bool is_utf8(std::string_view bytes) { return utf8::is_valid(bytes.begin(), bytes.end()); }

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
  const bool escape_high = !is_utf8(bytes);
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

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (is_control(static_cast<unsigned char>(c))) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string escapes = escaped(name, "\"\\");
  if (escapes.size() == name.size()) return escapes;
  return '"' + escapes + '"';
}

std::string printable(std::string_view bytes) { return escaped(bytes, ""); }

void append_json(std::string& out, std::string_view key, std::string_view value) {
  if (is_utf8(value)) {
    fmt::format_to(std::back_inserter(out), "\"{}\":", key);
    append_json_string(out, value);
    return;
  }
  fmt::format_to(std::back_inserter(out), "\"{}_hex\":\"", key);
  for (const char c : value) {
    fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
  }
  out += '"';
}

}  // namespace textmend::cli
