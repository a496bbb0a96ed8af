#include "textmend/node.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

std::string_view line_of(std::string_view text, std::size_t line) {
  std::size_t begin = 0;
  for (; line > 1; --line) {
    begin = text.find('\n', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  std::string_view rest = text.substr(begin, text.find('\n', begin) - begin);
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

// Names, values and lines come from the file: what they hold must not reach a terminal as commands.
std::string printable(std::string text) {
  for (char& c : text) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7F') c = '?';
  }
  return text;
}

Place place_of(const SourcePtr& source, const toml::source_region& region) {
  Place place;
  place.source = source;
  place.line = region.begin.line;
  place.column = region.begin.column;
  if (region.end.line == region.begin.line && region.end.column > region.begin.column) {
    place.width = region.end.column - region.begin.column;
  }
  return place;
}

Node convert(const SourcePtr& source, const toml::node& from) {
  Node node;
  node.place = place_of(source, from.source());
  if (const auto* table = from.as_table()) {
    node.type = Node::Type::kTable;
    for (auto&& [key, value] : *table) {
      node.members.push_back(
          {std::string(key.str()), place_of(source, key.source()), convert(source, value)});
    }
    // The library sorts by key; people read by place.
    std::stable_sort(node.members.begin(), node.members.end(), [](const auto& a, const auto& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
  } else if (const auto* array = from.as_array()) {
    node.type = Node::Type::kArray;
    for (const auto& item : *array) node.items.push_back(convert(source, item));
  } else if (const auto* string = from.as_string()) {
    node.type = Node::Type::kString;
    node.string = string->get();
  } else if (const auto* integer = from.as_integer()) {
    node.type = Node::Type::kInteger;
    node.integer = integer->get();
    node.number = static_cast<double>(node.integer);
  } else if (const auto* number = from.as_floating_point()) {
    node.type = Node::Type::kNumber;
    node.number = number->get();
  } else if (const auto* boolean = from.as_boolean()) {
    node.type = Node::Type::kBoolean;
    node.boolean = boolean->get();
  } else {
    node.type = Node::Type::kOther;
  }
  return node;
}

}  // namespace

void Problems::add(Diagnostic::Severity severity, std::string code, const Place& place,
                   std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = std::move(code);
  diagnostic.line = place.line;
  diagnostic.column = place.column;
  diagnostic.width = place.width;
  diagnostic.message = printable(std::move(message));
  diagnostic.hint = printable(std::move(hint));
  if (place.source) {
    diagnostic.file = place.source->file;
    if (place.line > 0) {
      diagnostic.source_line = printable(std::string(line_of(place.source->text, place.line)));
    }
  }
  to_.push_back(std::move(diagnostic));
}

void Problems::error(std::string code, const Place& place, std::string message, std::string hint) {
  ++errors_;
  add(Diagnostic::Severity::kError, std::move(code), place, std::move(message), std::move(hint));
}

void Problems::warning(std::string code, const Place& place, std::string message,
                       std::string hint) {
  add(Diagnostic::Severity::kWarning, std::move(code), place, std::move(message), std::move(hint));
}

const Node::Member* Node::member(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.key == key; });
  return found == members.end() ? nullptr : &*found;
}

const Node* Node::find(std::string_view key) const {
  const Member* found = member(key);
  return found == nullptr ? nullptr : &found->value;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

Node& Node::set(std::string_view key, Node value, Place key_place) {
  if (!key_place.source) key_place = value.place;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& one) { return one.key == key; });
  if (found == members.end()) {
    members.push_back({std::string(key), std::move(key_place), std::move(value)});
    return members.back().value;
  }
  found->place = std::move(key_place);
  found->value = std::move(value);
  return found->value;
}

std::string_view type_name(Node::Type type) {
  switch (type) {
    case Node::Type::kTable:
      return "table";
    case Node::Type::kArray:
      return "array";
    case Node::Type::kString:
      return "string";
    case Node::Type::kInteger:
      return "integer";
    case Node::Type::kNumber:
      return "number";
    case Node::Type::kBoolean:
      return "boolean";
    case Node::Type::kOther:
      break;
  }
  return "date or time";
}

namespace {

// Behind the part of a key at text[at], quoted or not; `at` where there is none.
std::size_t end_of_key_part(std::string_view text, std::size_t at) {
  if (at >= text.size()) return at;
  const char quote = text[at];
  if (quote == '"' || quote == '\'') {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != quote && text[end] != '\n') {
      end += quote == '"' && text[end] == '\\' ? 2 : 1;
    }
    return end < text.size() && text[end] == quote ? end + 1 : at;
  }
  const auto is_bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  while (at < text.size() && is_bare(text[at])) ++at;
  return at;
}

// Parts of the dotted key with which `line` begins, as a key or as the name of a table. A line of a
// long string may look like one too; nobody writes hundreds of words with stops between them.
std::size_t key_parts(std::string_view line) {
  const auto skip = [line](std::string_view bytes, std::size_t at) {
    return std::min(line.find_first_not_of(bytes, at), line.size());
  };
  std::size_t parts = 0;
  for (std::size_t at = skip(" \t[", 0);; ++parts) {
    const std::size_t end = end_of_key_part(line, at);
    if (end == at) return parts;
    at = skip(" \t", end);
    if (at == line.size() || line[at] != '.') return parts + 1;
    at = skip(" \t", at + 1);
  }
}

// Each part of a key is a table in a table, and who takes these apart calls himself for each: the
// library limits how deep brackets nest, but not this.
bool is_too_deep(const SourcePtr& source, Problems& problems) {
  constexpr std::size_t kMostParts = 256;
  std::size_t number = 0;
  for (std::string_view rest = source->text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    ++number;
    if (line.size() < 2 * kMostParts || key_parts(line) <= kMostParts) continue;
    problems.error("syntax", {source, number, 1, 1},
                   "a key of more than 256 parts: tables can't nest so deep");
    return true;
  }
  return false;
}

}  // namespace

bool parse_toml(const SourcePtr& source, Node& root, Problems& problems) {
  if (is_too_deep(source, problems)) return false;
  try {
    const toml::table table = toml::parse(std::string_view(source->text));
    root = convert(source, table);
    root.place = {source, 0, 0, 1};
    return true;
  } catch (const toml::parse_error& error) {
    problems.error("syntax", place_of(source, error.source()),
                   "not TOML: " + std::string(error.description()));
    return false;
  }
}

namespace {

// What begins with a backslash in a string in double quotes.
struct Escape {
  std::size_t size = 2;   // bytes in the source
  std::size_t bytes = 1;  // that it stands for
};

Escape escape_at(std::string_view text, std::size_t at) {
  const std::size_t behind = text.find_first_not_of(" \t\r\n", at + 1);
  // A folded line end stands for nothing.
  if (text.find('\n', at) < behind) return {std::min(behind, text.size()) - at, 0};
  const std::string_view letter = text.substr(at + 1, 1);
  if (letter != "u" && letter != "U") return {};
  const std::string_view digits = text.substr(at + 2, letter == "u" ? 4 : 8);
  std::uint32_t code_point = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), code_point, 16);
  std::string decoded;
  append_code_point(static_cast<char32_t>(code_point), decoded);
  return {2 + digits.size(), decoded.size()};
}

// The offset in `text` of byte `offset` of the string whose quotes begin at text[at].
std::size_t offset_in_string(std::string_view text, std::size_t at, std::size_t offset) {
  const std::string quote(text.substr(at, 1));
  const bool multi_line = text.substr(at, 3) == quote + quote + quote;
  const std::string end = multi_line ? quote + quote + quote : quote;
  at += end.size();
  if (multi_line && text.substr(at, 1) == "\r") ++at;
  if (multi_line && text.substr(at, 1) == "\n") ++at;  // TOML drops the first line end
  for (std::size_t done = 0; done < offset && at < text.size();) {
    if (text.substr(at, end.size()) == end) break;
    const bool escaped = quote == "\"" && text[at] == '\\';
    const Escape one = escaped ? escape_at(text, at) : Escape{1, 1};
    at += one.size;
    done += one.bytes;
  }
  return std::min(at, text.size());
}

}  // namespace

Place place_in_string(const Node& node, std::size_t offset) {
  Place place = node.place;
  if (!place.source || place.line == 0) return place;
  place.width = 1;
  const std::string_view text = place.source->text;
  const std::string_view line = line_of(text, place.line);
  auto at = static_cast<std::size_t>(line.data() - text.data());
  for (std::size_t column = 1; column < place.column && at < text.size(); ++column) {
    next_code_point(text, at);
  }
  if (at >= text.size() || (text[at] != '\'' && text[at] != '"')) return place;
  const std::string_view in_front = text.substr(0, offset_in_string(text, at, offset));
  const std::size_t line_begin = in_front.rfind('\n') + 1;  // npos + 1 is 0
  place.line = 1 + static_cast<std::size_t>(std::count(in_front.begin(), in_front.end(), '\n'));
  place.column = 1 + count_code_points(in_front.substr(line_begin));
  return place;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& names) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view name : names) {
    std::vector<std::size_t> row(name.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < name.size(); ++j) {
        const std::size_t substituted = diagonal + (word[i] == name[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substituted});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = name;
    }
  }
  return best;
}

}  // namespace textmend::internal
