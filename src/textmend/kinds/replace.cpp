// Kind `replace`: a pattern and what to put in its place.

#include <fmt/format.h>

#include <algorithm>

#include "textmend/facts.h"
#include "textmend/rule_file.h"

namespace textmend::internal {

namespace {

struct Case {
  PatternPtr pattern;
  std::optional<Template> with;  // nothing: a match is flagged
};

class ReplaceRule : public Rule {
 public:
  ReplaceRule(RuleCommon common, std::vector<Case> cases)
      : Rule(std::move(common)), cases_(std::move(cases)) {}

  void find(const Subject& subject, Findings& findings) const override {
    std::vector<Next> nexts(cases_.size());
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      nexts[i].result = cases_[i].pattern->find(subject.text, 0, subject.scratch, nexts[i].match);
    }
    for (;;) {
      std::size_t first = cases_.size();
      for (std::size_t i = 0; i < nexts.size(); ++i) {
        if (nexts[i].result == Pattern::Result::kLimit) findings.limit = true;
        if (nexts[i].result != Pattern::Result::kMatch) continue;
        if (first == cases_.size() || nexts[i].match.begin() < nexts[first].match.begin()) {
          first = i;
        }
      }
      if (findings.limit || first == cases_.size()) return;
      const std::size_t end = nexts[first].match.end();
      add(subject, cases_[first], nexts[first].match, findings);
      for (std::size_t i = 0; i < nexts.size(); ++i) {
        while (nexts[i].result == Pattern::Result::kMatch &&
               (i == first || nexts[i].match.begin() < end)) {
          nexts[i].result =
              cases_[i].pattern->find_next(subject.text, subject.scratch, nexts[i].match);
          if (i == first) break;
        }
      }
    }
  }

 private:
  struct Next {
    Pattern::Result result = Pattern::Result::kNone;
    Match match;
  };

  static void add(const Subject& subject, const Case& one, const Match& match, Findings& findings) {
    Finding finding;
    finding.edit.begin = finding.match_begin = match.begin();
    finding.edit.end = finding.match_end = match.end();
    finding.flag_only = !one.with;
    if (one.with) {
      std::string_view lang;
      if (one.with->asks_lang()) lang = subject.facts.lang();
      std::optional<std::string> with = one.with->expand(*one.pattern, match, {}, lang);
      if (!with) return;
      finding.edit.with = std::move(*with);
    }
    findings.list.push_back(std::move(finding));
  }

  std::vector<Case> cases_;
};

constexpr Key kCaseKeys[] = {
    {"pattern", KeyType::kPattern, "", true},
    {"with", KeyType::kTemplate, ""},
};

void add_case(RuleBuilder& builder, const Node& table, std::vector<Case>& cases) {
  check_keys(table, kCaseKeys, "a case", builder.problems());
  const Node* pattern = table.find("pattern");
  if (pattern == nullptr || pattern->type != Node::Type::kString) return;
  Case one;
  one.pattern = builder.compile(*pattern);
  if (const Node* with = table.find("with"); with != nullptr && one.pattern) {
    one.with = builder.compile_template(*with, {one.pattern}, false);
  }
  if (one.pattern) cases.push_back(std::move(one));
}

RulePtr make(RuleBuilder& builder) {
  std::vector<Case> cases;
  if (const Node* list = builder.params().find("cases")) {
    for (const Node& table : list->items) add_case(builder, table, cases);
    if (builder.has("pattern") || builder.has("with")) {
      builder.problems().error("bad-value", list->place,
                               "`cases` stands instead of `pattern` and `with`, not beside them");
    }
  } else {
    builder.require("pattern", "or `cases`");
    Node table;
    table.place = builder.params().place;
    for (const std::string_view key : {"pattern", "with"}) {
      if (const Node* node = builder.params().find(key)) table.set(key, *node);
    }
    if (builder.has("pattern")) add_case(builder, table, cases);
  }
  RuleCommon common = builder.common();
  const auto flags =
      std::count_if(cases.begin(), cases.end(), [](const Case& one) { return !one.with; });
  const bool asks_lang = std::any_of(cases.begin(), cases.end(), [](const Case& one) {
    return one.with && one.with->asks_lang();
  });
  // Flags are reported by the last round, so it has to look at every line.
  common.asks_facts = common.asks_facts || flags > 0 || asks_lang;
  common.only_flags = flags == std::ssize(cases);
  return std::make_shared<ReplaceRule>(std::move(common), std::move(cases));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds,
     "Where to look. With scope `lines` the need is on the window's first line.", true},
    {"pattern", KeyType::kPattern, "What is replaced."},
    {"with", KeyType::kTemplate, "By what. Without it a match is flagged, never edited."},
    {"cases", KeyType::kCases,
     "Instead of the two: `[{ pattern, with }, …]`; of several at one place the first wins."},
    {"list", KeyType::kLists, "Lists for the patterns."},
    {"map", KeyType::kStringTable, "For `${map:…}`."},
    {"text", KeyType::kStringTable,
     "For `${text:…}`. `text.NAME-de` stands in for `text.NAME` where the text is German."},
};

}  // namespace

extern const Kind kReplaceKind;
const Kind kReplaceKind{"replace",
                        "A pattern and what to put in its place.",
                        Phase::kSpacing,
                        Scope::kLine,
                        "line lines",
                        kKeys,
                        &make};

}  // namespace textmend::internal
