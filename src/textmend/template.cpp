#include "textmend/template.h"

#include <algorithm>

#include "textmend/entities.h"
#include "textmend/escapes.h"

namespace textmend::internal {

namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 2 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::size_t> group_of(const Pattern& pattern, std::string_view name) {
  if (!is_number(name)) return pattern.group_index(name);
  const std::size_t index = std::stoul(std::string(name));
  if (index > pattern.group_count()) return std::nullopt;
  return index;
}

std::string replace_all(std::string_view text,
                        const std::map<std::string, std::string, std::less<>>& map) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::pair<const std::string, std::string>* best = nullptr;
    for (const auto& entry : map) {
      if (text.substr(at, entry.first.size()) == entry.first &&
          (best == nullptr || entry.first.size() > best->first.size())) {
        best = &entry;
      }
    }
    result += best != nullptr ? std::string_view(best->second) : text.substr(at, 1);
    at += best != nullptr ? best->first.size() : 1;
  }
  return result;
}

std::string without_blanks(std::string_view text) {
  std::string result(text);
  result.erase(
      std::remove_if(result.begin(), result.end(), [](char c) { return c == ' ' || c == '\t'; }),
      result.end());
  return result;
}

// `credit-de` of `credit`: a hyphen and the two or three letters of a language.
bool is_variant(std::string_view other, std::string_view name) {
  if (!other.starts_with(name) || other.substr(name.size(), 1) != "-") return false;
  const std::string_view lang = other.substr(name.size() + 1);
  return (lang.size() == 2 || lang.size() == 3) &&
         std::all_of(lang.begin(), lang.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::optional<Template> Template::parse(std::string_view source,
                                        const std::vector<PatternPtr>& patterns,
                                        const TemplateTables& tables, bool with_candidate,
                                        TemplateError& error) {
  Template result;
  result.map_ = tables.map;
  Parser parser{patterns, tables, with_candidate, {}, {}, error};
  if (!parser.parse(source, 0, result.parts_)) return std::nullopt;
  const std::set<std::string> langs = parser.langs;
  for (const std::string& lang : langs) {
    parser.lang = lang;
    if (!parser.parse(source, 0, result.other_langs_[lang])) return std::nullopt;
  }
  return result;
}

bool Template::Parser::parse(std::string_view source, int depth, Parts& parts) {
  const auto fail = [&](std::string message, std::size_t offset) {
    error = {std::move(message), offset};
    return false;
  };
  for (std::size_t at = 0; at < source.size();) {
    if (source[at] != '$') {
      const std::size_t end = std::min(source.find('$', at), source.size());
      parts.push_back({Function::kLiteral, std::string(source.substr(at, end - at))});
      at = end;
      continue;
    }
    const std::string_view rest = source.substr(at + 1);
    if (rest.substr(0, 1) == "$") {
      parts.push_back({Function::kLiteral, "$"});
      at += 2;
      continue;
    }
    std::string name;
    std::size_t end = 0;
    if (rest.substr(0, 1) == "{") {
      const std::size_t close = rest.find('}');
      if (close == std::string_view::npos) return fail("`${` without `}`", at);
      name = rest.substr(1, close - 1);
      end = at + close + 2;
    } else if (is_number(rest.substr(0, 1))) {
      name = rest.substr(0, 1);
      end = at + 2;
    } else {
      return fail("`$` must be followed by a digit, `{` or `$`", at);
    }
    Function function = Function::kGroup;
    const std::size_t colon = name.find(':');
    const std::string prefix = colon == std::string::npos ? "" : name.substr(0, colon);
    if (colon != std::string::npos) name.erase(0, colon + 1);
    if (prefix == "text") {
      auto text = tables.text.find(name);
      if (text == tables.text.end()) return fail("no `text." + name + "` in the params", at);
      for (const auto& [other, source_of_other] : tables.text) {
        if (!is_variant(other, name)) continue;
        langs.insert(other.substr(name.size() + 1));
        if (langs.contains(lang) && other == name + "-" + lang) text = tables.text.find(other);
      }
      if (depth > 3) return fail("`text` fragments that hold each other", at);
      if (!parse(text->second, depth + 1, parts)) {
        return fail("in `text." + name + "`: " + error.message, at);
      }
      at = end;
      continue;
    }
    if (prefix == "map") {
      function = Function::kMap;
    } else if (prefix == "join") {
      function = Function::kJoin;
    } else if (prefix == "entities") {
      function = Function::kEntities;
    } else if (prefix == "unescape") {
      function = Function::kUnescape;
    } else if (!prefix.empty()) {
      return fail("no template function `" + prefix + "`", at);
    } else if (name == "candidate" && with_candidate) {
      function = Function::kCandidate;
    }
    if (function != Function::kCandidate &&
        !std::all_of(patterns.begin(), patterns.end(), [&](const PatternPtr& pattern) {
          return group_of(*pattern, name).has_value();
        })) {
      return fail("the pattern has no group `" + name + "`", at);
    }
    parts.push_back({function, std::move(name)});
    at = end;
  }
  return true;
}

std::optional<std::string> Template::expand(const Pattern& pattern, const Match& match,
                                            std::string_view candidate,
                                            std::string_view lang) const {
  std::string result;
  const auto own = other_langs_.find(lang);
  for (const Part& part : own == other_langs_.end() ? parts_ : own->second) {
    if (part.function == Function::kLiteral) {
      result += part.text;
      continue;
    }
    if (part.function == Function::kCandidate) {
      result += candidate;
      continue;
    }
    const std::string_view group = match.group(*group_of(pattern, part.text));
    switch (part.function) {
      case Function::kMap:
        result += replace_all(group, map_);
        break;
      case Function::kJoin:
        result += without_blanks(group);
        break;
      case Function::kEntities: {
        const std::optional<std::string> decoded = decode_entities(group);
        if (!decoded) return std::nullopt;
        result += *decoded;
        break;
      }
      case Function::kUnescape: {
        const std::optional<std::string> decoded = decode_escapes(group);
        if (!decoded) return std::nullopt;
        result += *decoded;
        break;
      }
      default:
        result += group;
    }
  }
  return result;
}

}  // namespace textmend::internal
