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
  std::map<std::string, std::string, std::less<>> map;   // ${map:GROUP}
  std::map<std::string, std::string, std::less<>> text;  // ${text:NAME}: template source
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
                                    std::string_view candidate = {}) const;

 private:
  enum class Function { kLiteral, kGroup, kMap, kJoin, kEntities, kUnescape, kCandidate };
  struct Part {
    Function function;
    std::string text;  // the literal, or the group's name or number
  };
  bool parse_into(std::string_view source, const std::vector<PatternPtr>& patterns,
                  const TemplateTables& tables, bool with_candidate, int depth,
                  TemplateError& error);

  std::vector<Part> parts_;
  std::map<std::string, std::string, std::less<>> map_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_TEMPLATE_H_
