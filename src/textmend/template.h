// Replacement templates: literal text, groups of the match, and a few functions of groups.
// rules/README.md has the syntax. Templates are parsed and checked when a rule is read.

#ifndef TEXTMEND_TEMPLATE_H_
#define TEXTMEND_TEMPLATE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/pattern.h"

namespace textmend::internal {

// What templates of a rule may refer to besides groups.
struct TemplateTables {
  std::map<std::string, std::string, std::less<>> map;  // ${map:GROUP}
  // ${text:NAME}: template source. `NAME-de` stands in for it where the text is German.
  std::map<std::string, std::string, std::less<>> text;
};

struct TemplateError {
  std::string message;
  std::size_t offset = 0;  // in bytes of the template
};

class Template {
 public:
  // Groups are looked up in all `patterns`; each must have every group. `with_candidate` allows
  // ${candidate}. Nothing and `error` filled in when `source` is no template.
  static std::optional<Template> parse(std::string_view source,
                                       const std::vector<PatternPtr>& patterns,
                                       const TemplateTables& tables, bool with_candidate,
                                       TemplateError& error);

  // Nothing when a function of the template has no answer for this match.
  std::optional<std::string> expand(const Pattern& pattern, const Match& match,
                                    std::string_view candidate = {},
                                    std::string_view lang = {}) const;
  // Whether `lang` makes a difference.
  bool asks_lang() const { return !other_langs_.empty(); }

 private:
  enum class Function { kLiteral, kGroup, kMap, kJoin, kEntities, kUnescape, kCandidate };
  struct Part {
    Function function;
    std::string text;  // the literal, or the group's name or number
  };
  using Parts = std::vector<Part>;
  // Parses a template and the fragments in it.
  class Parser;

  Parts parts_;
  std::map<std::string, Parts, std::less<>> other_langs_;
  std::map<std::string, std::string, std::less<>> map_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_TEMPLATE_H_
