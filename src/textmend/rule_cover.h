// Whether the needs of a rule cover its patterns: a match on a line without need is never found.
//
// What a pattern can match is not computed; it is tried. The texts are the inputs of all rules'
// tests, the words of the rule's lists, and variants of them in which the classes of a pattern and
// of a need tend to part: `\s` and NBSP, `\p{L}` and letters with accents, case, quotation marks.

#ifndef TEXTMEND_RULE_COVER_H_
#define TEXTMEND_RULE_COVER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/node.h"
#include "textmend/rule_file.h"

namespace textmend::internal {

class NeedsCover {
 public:
  // Takes the inputs of the rule's tests as texts for all rules.
  void add_tests(const RuleSpec& spec);
  // Takes a text of the user's own. `lang` as in CleanOptions.
  void add_text(std::string text, std::string lang);

  // Warns (`needs-miss`) at the rule's needs, with the first line on which it would act but for
  // them. Quiet about rules that can't be built, or whose kind has no needs of the rule file.
  void check(const RuleSpec& spec, const Node& overrides, Problems& problems) const;

 private:
  struct Text {
    std::string text, lang;
  };
  std::vector<Text> texts_;
};

// `text` with one class of characters replaced by others of its kind, everywhere: one text for each
// way. Only those that differ from it.
std::vector<std::string> variants(std::string_view text);

// What may stand instead of one code point for a pattern that is wider than it looks; an empty
// string where it may be missing.
std::vector<std::string> alternatives(char32_t code_point);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_COVER_H_
