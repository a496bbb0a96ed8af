#include "cli/rules_new.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/rules_text.h"
#include "textmend/json_schema.h"
#include "textmend/pattern.h"
#include "textmend/toml_text.h"
#include "textmend/unicode.h"

namespace textmend::cli {

namespace {

using internal::toml_string;

// The code point before `at`, or behind it; nothing at the edge of a line.
std::optional<char32_t> neighbour(std::string_view text, std::size_t at, bool before) {
  if (before ? at == 0 : at == text.size()) return std::nullopt;
  std::size_t from = before ? internal::previous_boundary(text, at) : at;
  const char32_t c = internal::next_code_point(text, from);
  return c == U'\n' ? std::nullopt : std::optional(c);
}

// A class of its kind, for a look around; a line's edge for none.
std::string class_of(std::optional<char32_t> c, std::string_view edge) {
  if (!c) return std::string(edge);
  if (internal::is_uppercase(*c)) return "\\p{Lu}";
  if (internal::is_letter(*c)) return "\\p{L}";
  if (*c >= U'0' && *c <= U'9') return "\\d";
  std::string character;
  internal::append_code_point(*c, character);
  return internal::escape_pattern(character);
}

// The same kind as a position of a need.
std::string position_of(std::optional<char32_t> c, std::string_view edge) {
  if (!c) return std::string(edge);
  if (internal::is_uppercase(*c)) return "[\\p{Lu}]";
  if (internal::is_letter(*c)) return "[\\p{L}]";
  if (*c >= U'0' && *c <= U'9') return "[\\p{Nd}]";
  std::string character;
  if (std::u32string_view(U"[]^$\\").find(*c) != std::u32string_view::npos) character = "\\";
  internal::append_code_point(*c, character);
  return character;
}

// The window that stands wherever the change with its neighbours does, of at most eight positions.
std::string need_of(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kMost = 6;
  std::string need = position_of(neighbour(text, begin, true), "^");
  std::size_t at = begin;
  for (std::size_t count = 0; at < end && count < kMost; ++count) {
    std::string character;
    internal::append_code_point(internal::next_code_point(text, at), character);
    if (std::string_view("[]^$\\").find(character.front()) != std::string_view::npos) need += '\\';
    need += character;
  }
  return at < end ? need : need + position_of(neighbour(text, end, false), "$");
}

constexpr const char* kSchemaName = "rule.schema.json";

bool write_file(const std::filesystem::path& path, std::string_view text,
                const Messages& messages) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) messages.error({path.string()}, "can't be written");
  return !file.fail();
}

}  // namespace

std::optional<std::string> rule_of_example(std::string_view in, std::string_view out) {
  internal::Edit edit;
  edit.end = in.size();
  edit.with = out;
  const std::string_view before = internal::trim(edit, in);
  const bool whole_lines =
      before.find('\n') != std::string_view::npos || edit.with.find('\n') != std::string::npos;
  if (in == out || whole_lines) return std::nullopt;
  const std::string left = class_of(neighbour(in, edit.begin, true), "^");
  const std::string right = class_of(neighbour(in, edit.end, false), "$");
  std::string with;
  for (const char c : edit.with) with += c == '$' ? "$$" : std::string(1, c);
  return fmt::format(
      "schema = 1\nkind   = \"replace\"\ntitle  = \"One line, imperative\"\nsafety = \"risky\"\n\n"
      "[docs]\nwhat    = {}\nwhy     = \"Where the damage comes from.\"\n"
      "not_for = \"Good text that looks like it.\"\n\n"
      "# Made of one example: widen the two where it is safe, and let `textmend rules fuzz` see "
      "it.\n"
      "[params]\nneeds   = [{}]\npattern = {}\nwith    = {}\n\n"
      "[[test]]\nname = \"the example\"\nin   = {}\nout  = {}\n\n"
      "[[test]]\nname = \"what came of it\"\nin   = {}\n",
      toml_string(fmt::format("`{}` becomes `{}`", before, edit.with)),
      toml_string(need_of(in, edit.begin, edit.end)),
      toml_string(fmt::format("(?<={}){}(?={})", left, internal::escape_pattern(before), right)),
      toml_string(with), toml_string(in), toml_string(out), toml_string(out));
}

int write_new_rule(const RulesArguments& arguments, const Messages& messages, Output& out) {
  namespace fs = std::filesystem;
  constexpr int kTrouble = 2;
  const std::string kind_name = arguments.kind.empty() ? "replace" : arguments.kind;
  const internal::Kind* kind = internal::find_kind(kind_name);
  if (kind == nullptr) {
    messages.error({}, fmt::format("no kind `{}`", kind_name), "`textmend rules kinds` lists them");
    return kTrouble;
  }
  const std::string& id = arguments.id;
  const std::size_t slash = id.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == id.size() ||
      id.find('/', slash + 1) != std::string::npos) {
    messages.error({}, fmt::format("`{}` is no PACK/NAME", id));
    return kTrouble;
  }
  std::string text = rule_skeleton(*kind);
  if (!arguments.example.empty()) {
    const auto rule = rule_of_example(arguments.example.at(0), arguments.example.at(1));
    if (!rule || kind_name != "replace") {
      messages.error({}, "no rule can be made of this example",
                     "--example is for kind `replace`, and a change inside of one line");
      return kTrouble;
    }
    text = *rule;
  }
  const std::string folder =
      arguments.rules.folders.empty() ? "rules" : arguments.rules.folders.front();
  const fs::path path = fs::path(folder) / (id + ".toml");
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (fs::exists(path, error)) {
    messages.error({path.string()}, "is there already");
    return kTrouble;
  }
  // Where the first line of the rule says that it is, so that editors find it. It changes with the
  // program alone, so that an older one is replaced.
  if (!write_file(fs::path(folder) / kSchemaName, internal::rule_json_schema(), messages) ||
      !write_file(path, fmt::format("#:schema ../{}\n{}", kSchemaName, text), messages)) {
    return kTrouble;
  }
  out.write(fmt::format("{}\n", path.string()));
  return 0;
}

}  // namespace textmend::cli
