#include "cli/glob.h"

#include <fnmatch.h>

#include <algorithm>
#include <utility>

namespace textmend::cli {
namespace {

// Blanks at the end of a line are no part of it, unless a backslash stands in front.
std::string_view without_blanks_behind(std::string_view line) {
  while (line.ends_with(' ')) {
    const std::string_view rest = line.substr(0, line.size() - 1);
    const std::size_t text = rest.find_last_not_of('\\');  // npos + 1 is 0
    if ((rest.size() - (text + 1)) % 2 == 1) break;
    line = rest;
  }
  return line;
}

// fnmatch(3) takes a bracket that nothing closes for a character, git for a pattern that matches
// nothing; the same for a backslash at the end.
bool is_whole(std::string_view part) {
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] == '\\') {
      if (++at == part.size()) return false;
    } else if (part[at] == '[') {
      ++at;
      if (at < part.size() && (part[at] == '!' || part[at] == '^')) ++at;
      const std::size_t first = at;  // where `]` is a character like others
      while (at < part.size() && (part[at] != ']' || at == first)) {
        if (part[at] == '\\') ++at;
        if (part.substr(at, 2) == "[:") {
          const std::size_t end = part.find(":]", at + 2);
          if (end != std::string_view::npos) at = end + 1;
        }
        ++at;
      }
      if (at >= part.size()) return false;
    }
  }
  return true;
}

}  // namespace

Glob::Part::Part(std::string part) : text(std::move(part)) {
  constexpr std::string_view kSpecial = "*?[\\";
  if (text == "**") {
    shape = Shape::kManyFolders;
  } else if (text == "*") {
    shape = Shape::kAnything;
  } else if (text.find_first_of(kSpecial) == std::string::npos) {
    shape = Shape::kName;
  } else if (text[0] == '*' && text.find_first_of(kSpecial, 1) == std::string::npos) {
    shape = Shape::kEnding;
    text.erase(0, 1);
  } else if (!is_whole(text)) {
    shape = Shape::kNothing;
  }
}

bool Glob::Part::matches(const std::string& name) const {
  switch (shape) {
    case Shape::kAnything:
    case Shape::kManyFolders:
      return true;
    case Shape::kName:
      return name == text;
    case Shape::kEnding:
      return name.ends_with(text);
    case Shape::kPattern:
      return ::fnmatch(text.c_str(), name.c_str(), FNM_PATHNAME) == 0;
    case Shape::kNothing:
      break;
  }
  return false;
}

std::optional<Glob> Glob::parse(std::string_view line) {
  if (line.starts_with('#')) return std::nullopt;
  line = without_blanks_behind(line);
  Glob glob;
  if (line.starts_with('!')) {
    glob.negated_ = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    glob.folders_only_ = true;
    line.remove_suffix(1);
  }
  glob.anchored_ = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return std::nullopt;
  for (;;) {
    const std::size_t slash = line.find('/');
    glob.parts_.emplace_back(std::string(line.substr(0, slash)));
    if (slash == std::string_view::npos) return glob;
    line.remove_prefix(slash + 1);
  }
}

bool Glob::matches(std::span<const std::string> names, bool is_folder) const {
  if (folders_only_ && !is_folder) return false;
  return anchored_ ? matches_path(names) : parts_[0].matches(names.back());
}

// As for one name with stars in it: where it can't go on, the last `**` takes one name more.
bool Glob::matches_path(std::span<const std::string> names) const {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t part = 0, name = 0, last_many = kNone, tried = 0;
  while (name < names.size()) {
    if (part < parts_.size() && parts_[part].shape == Shape::kManyFolders) {
      if (part + 1 == parts_.size()) return true;  // all that is in the folder
      last_many = part++;
      tried = name;
    } else if (part < parts_.size() && parts_[part].matches(names[name])) {
      ++part;
      ++name;
    } else if (last_many != kNone) {
      part = last_many + 1;
      name = ++tried;
    } else {
      return false;
    }
  }
  return part == parts_.size();
}

Verdict judge(std::span<const Glob> globs, std::span<const std::string> names, bool is_folder) {
  for (auto glob = globs.rbegin(); glob != globs.rend(); ++glob) {
    if (glob->matches(names, is_folder)) {
      return glob->negated() ? Verdict::kNegatedMatch : Verdict::kMatch;
    }
  }
  return Verdict::kNone;
}

std::vector<Glob> parse_globs(std::string_view text) {
  std::vector<Glob> globs;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::optional<Glob> glob = Glob::parse(line)) globs.push_back(std::move(*glob));
  }
  return globs;
}

}  // namespace textmend::cli
