#include "textmend/template.h"

#include <algorithm>
#include <set>

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

class Template::Parser {
 public:
  Parser(const std::vector<PatternPtr>& patterns, const TemplateTables& tables, bool with_candidate,
         TemplateError& error)
      : patterns_(patterns), tables_(tables), with_candidate_(with_candidate), error_(error) {}

  // With the fragments of `lang`; of a language that has none, those that all others take.
  std::optional<Parts> parse(std::string_view source, const std::string& lang) {
    lang_ = lang;
    Parts parts;
    if (!parse(source, 0, parts)) return std::nullopt;
    return parts;
  }

  // Those that have fragments of their own.
  const std::set<std::string>& langs() const { return langs_; }

 private:
  // What stands behind a `$`: a group, or a function and its argument.
  struct Reference {
    std::string function, name;
    std::size_t end = 0;  // in the source
  };

  bool fail(std::string message, std::size_t at) {
    error_ = {std::move(message), at};
    return false;
  }

  bool parse(std::string_view source, int depth, Parts& parts) {
    for (std::size_t at = 0; at < source.size();) {
      const bool is_literal = source[at] != '$';
      if (is_literal || source.substr(at + 1, 1) == "$") {
        const std::size_t end = is_literal ? std::min(source.find('$', at), source.size()) : at + 1;
        parts.push_back({Function::kLiteral, std::string(source.substr(at, end - at))});
        at = is_literal ? end : at + 2;
        continue;
      }
      Reference reference;
      if (!read_reference(source, at, reference)) return false;
      const bool added = reference.function == "text" ? add_text(reference.name, at, depth, parts)
                                                      : add_group(reference, at, parts);
      if (!added) return false;
      at = reference.end;
    }
    return true;
  }

  bool read_reference(std::string_view source, std::size_t at, Reference& reference) {
    const std::string_view rest = source.substr(at + 1);
    if (is_number(rest.substr(0, 1))) {
      reference.name = rest.substr(0, 1);
      reference.end = at + 2;
      return true;
    }
    if (!rest.starts_with('{')) return fail("`$` must be followed by a digit, `{` or `$`", at);
    const std::size_t close = rest.find('}');
    if (close == std::string_view::npos) return fail("`${` without `}`", at);
    reference.name = rest.substr(1, close - 1);
    reference.end = at + close + 2;
    if (const std::size_t colon = reference.name.find(':'); colon != std::string::npos) {
      reference.function = reference.name.substr(0, colon);
      reference.name.erase(0, colon + 1);
    }
    return true;
  }

  // The fragment `name`, or the one that stands in for it in the language.
  bool add_text(const std::string& name, std::size_t at, int depth, Parts& parts) {
    constexpr int kDeepest = 3;
    auto text = tables_.text.find(name);
    if (text == tables_.text.end()) return fail("no `text." + name + "` in the params", at);
    for (const auto& [other, source] : tables_.text) {
      if (is_variant(other, name)) langs_.insert(other.substr(name.size() + 1));
    }
    const auto own = lang_.empty() ? tables_.text.end() : tables_.text.find(name + "-" + lang_);
    if (own != tables_.text.end()) text = own;
    if (depth > kDeepest) return fail("`text` fragments that hold each other", at);
    if (parse(text->second, depth + 1, parts)) return true;
    return fail("in `text." + name + "`: " + error_.message, at);
  }

  bool add_group(Reference& reference, std::size_t at, Parts& parts) {
    const auto function = reference.function.empty() ? std::optional(Function::kGroup)
                                                     : function_named(reference.function);
    if (!function) return fail("no template function `" + reference.function + "`", at);
    if (with_candidate_ && function == Function::kGroup && reference.name == "candidate") {
      parts.push_back({Function::kCandidate, {}});
      return true;
    }
    if (!std::all_of(patterns_.begin(), patterns_.end(), [&](const PatternPtr& pattern) {
          return group_of(*pattern, reference.name).has_value();
        })) {
      return fail("the pattern has no group `" + reference.name + "`", at);
    }
    parts.push_back({*function, std::move(reference.name)});
    return true;
  }

  static std::optional<Function> function_named(std::string_view name) {
    if (name == "map") return Function::kMap;
    if (name == "join") return Function::kJoin;
    if (name == "entities") return Function::kEntities;
    if (name == "unescape") return Function::kUnescape;
    return std::nullopt;
  }

  const std::vector<PatternPtr>& patterns_;
  const TemplateTables& tables_;
  bool with_candidate_;
  TemplateError& error_;
  std::string lang_;
  std::set<std::string> langs_;
};

std::optional<Template> Template::parse(std::string_view source,
                                        const std::vector<PatternPtr>& patterns,
                                        const TemplateTables& tables, bool with_candidate,
                                        TemplateError& error) {
  Parser parser(patterns, tables, with_candidate, error);
  std::optional<Parts> parts = parser.parse(source, {});
  if (!parts) return std::nullopt;
  Template result;
  result.map_ = tables.map;
  result.parts_ = std::move(*parts);
  const std::set<std::string> langs = parser.langs();
  for (const std::string& lang : langs) {
    parts = parser.parse(source, lang);
    if (!parts) return std::nullopt;
    result.other_langs_[lang] = std::move(*parts);
  }
  return result;
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
