#include "textmend/rule_cover.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "textmend/embedded.h"
#include "textmend/engine.h"
#include "textmend/facts.h"
#include "textmend/subject.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Characters that people, programs and patterns take for one another.
constexpr std::u32string_view kBlanks = U" \u00A0\t\u2002\u2009\u202F\u3000";
constexpr std::u32string_view kLookalikes[] = {
    kBlanks, U"'’‘ʼ`", U"\"“”„«»", U"-‐‑–—", U".…。", U",，、", U":：", U"!！", U"?？", U"0٣３",
};
constexpr std::u32string_view kPlain = U"aeiounsczAEIOUNSCZ";
constexpr std::u32string_view kAccented = U"áéíóúñšçžÁÉÍÓÚÑŠÇŽ";

bool is_ascii_letter(char32_t c) { return (c | 0x20U) >= U'a' && (c | 0x20U) <= U'z'; }

char32_t with_accent(char32_t c) {
  const std::size_t at = kPlain.find(c);
  return at == std::u32string_view::npos ? c : kAccented[at];
}

char32_t full_width(char32_t c) { return c > U' ' && c < 0x7F ? c + 0xFEE0 : c; }
char32_t upper(char32_t c) { return c >= U'a' && c <= U'z' ? c - 0x20 : c; }
char32_t lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 0x20 : c; }

template <typename F>
std::string mapped(std::string_view text, F&& f) {
  std::string result;
  for (std::size_t at = 0; at < text.size();)
    append_code_point(f(next_code_point(text, at)), result);
  return result;
}

std::string utf8(char32_t code_point) {
  std::string text;
  append_code_point(code_point, text);
  return text;
}

// Control characters and blanks that look like a space are written as escapes.
std::string shown(std::string_view text) {
  constexpr std::size_t kMostShown = 160;
  std::string result;
  for (std::size_t at = 0; at < text.size() && result.size() < kMostShown;) {
    const char32_t c = next_code_point(text, at);
    const bool escaped = c < U' ' || (c != U' ' && kBlanks.find(c) != std::u32string_view::npos);
    if (escaped) {
      result += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      append_code_point(c, result);
    }
  }
  return result;
}

// One rule twice: with its needs, and looking at every line.
class Probe {
 public:
  // Null where there is nothing to compare.
  static std::optional<Probe> make(const RuleSpec& spec, const Node& overrides);

  const Node& params() const { return params_; }
  const Place& place() const { return params_.find("needs")->place; }
  bool wants(std::string_view line) const { return needs().wants(trim_blanks(line)); }

  // A line of `text` on which the rule acts only without its needs.
  std::optional<std::string> miss(const std::string& text, const std::string& lang);
  // Of a rule of scope line, what it finds in `line`.
  std::vector<Range> matches(std::string_view line, const std::string& lang);
  bool by_line() const { return by_line_; }

 private:
  Probe() : scratch_(std::make_unique<MatchScratch>(options_.limits)) {}

  const Needs& needs() const { return rule_->common().needs; }
  bool may_miss(const Document& document, const Facts& facts);
  std::optional<std::string> miss_of_patterns(const Document& document);
  SectionResult run(const Program& program, const std::string& text, const std::string& lang);

  CleanOptions options_;  // without the scanner: to make one takes longer than these few lines
  std::unique_ptr<MatchScratch> scratch_;
  Node params_;
  RulePtr rule_, everywhere_;
  Program program_, everywhere_program_;
  bool by_line_ = false;
  std::vector<PatternPtr> patterns_;  // of a protect rule, which proposes no edits
};

bool has_patterns(const Kind& kind) {
  return std::any_of(kind.keys.begin(), kind.keys.end(), [](const Key& key) {
    return key.type == KeyType::kPattern || key.type == KeyType::kPatterns;
  });
}

// Conditions on the section as a whole say nothing of a match. Nor do members: that one line of a
// run holds a need is what lets the run go.
RuleSpec without_conditions(const RuleSpec& spec) {
  static constexpr std::string_view kConditions[] = {
      "at_least", "at_least_kinds", "share_of", "max_share", "min_share", "majority", "from"};
  static constexpr std::string_view kOfMembers[] = {"member", "min_run"};
  RuleSpec bare = spec;
  bare.langs.clear();
  bare.tests.clear();
  const auto remove = [&bare](std::string_view table, std::span<const std::string_view> keys) {
    Node* node = bare.root.find(table);
    if (node == nullptr) return;
    std::erase_if(node->members, [keys](const Node::Member& member) {
      return std::find(keys.begin(), keys.end(), member.key) != keys.end();
    });
  };
  remove("guard", kConditions);
  remove("params", kOfMembers);
  return bare;
}

std::optional<Probe> Probe::make(const RuleSpec& spec, const Node& overrides) {
  std::vector<Diagnostic> diagnostics;  // whoever built the rule has reported them
  Problems problems(diagnostics);
  Probe probe;
  probe.params_ = merge_params(spec, overrides, problems);
  const Node* needs = probe.params_.find("needs");
  // A kind without patterns has nothing but its needs to say what it is meant for.
  if (needs == nullptr || needs->items.empty() || !has_patterns(*spec.kind)) return std::nullopt;
  const RuleSpec bare = without_conditions(spec);
  Node all;
  all.type = Node::Type::kArray;
  all.items.emplace_back().type = Node::Type::kString;
  all.items.back().string = "[\\u0000-\\U0010FFFF]";
  Node unbound = overrides;
  unbound.set("needs", std::move(all));
  probe.rule_ = build_rule(bare, overrides, problems);
  probe.everywhere_ = build_rule(bare, unbound, problems);
  if (!probe.rule_ || !probe.everywhere_) return std::nullopt;
  if (spec.phase == Phase::kProtect) {
    RuleBuilder builder(bare, probe.params_, problems);
    for (const std::string_view key : {"pattern", "open", "line"}) {
      if (PatternPtr pattern = builder.pattern(key)) probe.patterns_.push_back(std::move(pattern));
    }
    return probe;
  }
  probe.by_line_ = probe.rule_->common().scope == Scope::kLine;
  probe.options_.scanner = false;
  probe.program_.rules = {probe.rule_};
  probe.everywhere_program_.rules = {probe.everywhere_};
  return probe;
}

SectionResult Probe::run(const Program& program, const std::string& text, const std::string& lang) {
  options_.lang = lang;
  return clean_section(program, options_, text, {}, *scratch_);
}

std::vector<Range> Probe::matches(std::string_view line, const std::string& lang) {
  const Document document(line, options_.limits.line_bytes);
  const Facts facts(document, lang);
  std::vector<Range> ranges;
  for (const Finding& finding :
       find_in_line(*everywhere_, line, options_.limits, facts, *scratch_).list) {
    ranges.push_back({finding.match_begin, finding.match_end});
  }
  return ranges;
}

std::optional<std::string> Probe::miss_of_patterns(const Document& document) {
  scratch_->set_edges(true, true);
  std::optional<std::string> missed;
  document.lines().each([&](const Line& line) {
    if (line.opaque || line.content.size() > options_.limits.pattern_bytes ||
        needs().wants(line.content)) {
      return true;
    }
    for (const PatternPtr& pattern : patterns_) {
      if (pattern->matches(line.content, *scratch_)) missed = std::string(line.content);
    }
    return !missed;
  });
  return missed;
}

// Cheap, and mostly the end of it.
bool Probe::may_miss(const Document& document, const Facts& facts) {
  if (!by_line_) return true;
  bool missed = false;
  document.lines().each([&](const Line& line) {
    missed =
        !line.opaque && !needs().wants(line.content) &&
        !find_in_line(*everywhere_, line.content, options_.limits, facts, *scratch_).list.empty();
    return !missed;
  });
  return missed;
}

std::optional<std::string> Probe::miss(const std::string& text, const std::string& lang) {
  const Document document(text, options_.limits.line_bytes);
  if (!patterns_.empty()) return miss_of_patterns(document);
  if (!may_miss(document, Facts(document, lang))) return std::nullopt;
  // What counts is what would have come of it: an edit that changes something, or a flag.
  const SectionResult all = run(everywhere_program_, text, lang);
  if (all.edits.empty() && all.notes.empty()) return std::nullopt;
  const SectionResult found = run(program_, text, lang);
  const auto line_of = [&](std::size_t begin, std::size_t end) {
    begin = std::min(text.find_first_not_of("\r\n", begin), end);
    const std::size_t start = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
    return text.substr(start, std::min(text.find('\n', begin), text.size()) - start);
  };
  for (const Edit& edit : all.edits) {
    const bool same = std::any_of(found.edits.begin(), found.edits.end(), [&](const Edit& other) {
      return other.begin <= edit.begin && edit.end <= other.end;
    });
    if (!same) return line_of(edit.begin, edit.end);
  }
  for (const SectionNote& note : all.notes) {
    const bool same =
        std::any_of(found.notes.begin(), found.notes.end(),
                    [&](const SectionNote& other) { return other.offset == note.offset; });
    if (note.kind == Note::Kind::kFlag && !same) return line_of(note.offset, text.size());
  }
  return std::nullopt;
}

// The lines that a match makes by itself: alone, at the line's start and end, with its neighbours.
void add_pieces(Probe& probe, std::string_view line, const std::string& lang,
                std::vector<std::string>& to) {
  constexpr std::size_t kNear = 24;
  for (const Range& match : probe.matches(line, lang)) {
    std::size_t from = match.begin - std::min(match.begin, kNear);
    std::size_t end = std::min(line.size(), match.end + kNear);
    while (from > 0 && line[from - 1] != ' ') --from;
    while (end < line.size() && line[end] != ' ') ++end;
    const auto add = [&](std::size_t begin, std::size_t behind) {
      to.emplace_back(line.substr(begin, behind - begin));
    };
    add(match.begin, match.end);
    add(match.begin, line.size());
    add(0, match.end);
    add(from, end);
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The words of the params: literals, and the lists as far as they are no patterns.
std::vector<std::string> words_of(const Node& params) {
  std::vector<std::string> words = get_strings(params, "literals");
  const auto add = [&words](const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  const Node* lists = params.find("list");
  for (const Node::Member& list : lists != nullptr ? lists->members : std::vector<Node::Member>{}) {
    for (const Node& item : list.value.items) words.push_back(item.string);
    if (list.value.type != Node::Type::kTable) continue;
    add(get_strings(list.value, "literal"));
    add(get_strings(list.value, "regex"));
    if (const Node* file = list.value.find("file")) {
      for (const std::string_view line : lines_of(embedded_file(file->string))) {
        words.emplace_back(line);
      }
    }
  }
  std::erase_if(words, [](const std::string& word) {
    return word.find_first_of("\\[(?*+{|#") != std::string::npos;
  });
  return words;
}

// The variants of `text` in one place that take the last need from a line.
std::optional<std::string> miss_at_one_place(Probe& probe, const std::string& text,
                                             const std::string& lang) {
  std::size_t begin = 0;
  for (const std::string_view line : lines_of(text)) {
    const std::size_t line_begin = std::exchange(begin, begin + line.size() + 1);
    constexpr std::size_t kLongest = 400;
    if (line.size() > kLongest || !probe.wants(line)) continue;
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t from = at;
      const char32_t code_point = next_code_point(line, at);
      for (const std::string& other : alternatives(code_point)) {
        std::string changed(line);
        changed.replace(from, at - from, other);
        if (probe.wants(changed)) continue;
        std::string whole = text;
        whole.replace(line_begin, line.size(), changed);
        if (auto line_missed = probe.miss(whole, lang)) return line_missed;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> variants(std::string_view text) {
  std::vector<std::string> result;
  const auto add = [&](std::string variant) {
    if (variant != text) result.push_back(std::move(variant));
  };
  for (const std::u32string_view alike : kLookalikes) {
    const auto holds = [&](char32_t c) { return alike.find(c) != std::u32string_view::npos; };
    for (const char32_t to : alike) {
      add(mapped(text, [&](char32_t c) { return holds(c) && c != U'\t' ? to : c; }));
    }
  }
  for (const auto& map : {&upper, &lower, &full_width, &with_accent}) add(mapped(text, map));
  std::string wide;
  for (const char c : text) wide += c == ' ' ? std::string("  ") : std::string(1, c);
  add(std::move(wide));
  return result;
}

std::vector<std::string> alternatives(char32_t code_point) {
  std::vector<std::string> result = {""};
  for (const std::u32string_view alike : kLookalikes) {
    if (alike.find(code_point) == std::u32string_view::npos) continue;
    for (const char32_t other : alike) {
      if (other != code_point) result.push_back(utf8(other));
    }
  }
  if (kBlanks.find(code_point) != std::u32string_view::npos) result.emplace_back("  ");
  if (is_ascii_letter(code_point)) {
    result.push_back(utf8(code_point ^ 0x20U));
    result.emplace_back(utf8(code_point | 0x20U) == "x" ? "y" : "x");
    if (with_accent(code_point) != code_point) result.push_back(utf8(with_accent(code_point)));
  }
  return result;
}

void NeedsCover::add_tests(const RuleSpec& spec) {
  for (const RuleTest& test : spec.tests) add_text(test.in, test.lang);
}

void NeedsCover::add_text(std::string text, std::string lang) {
  texts_.push_back({std::move(text), std::move(lang)});
}

void NeedsCover::check(const RuleSpec& spec, const Node& overrides, Problems& problems) const {
  std::optional<Probe> probe = Probe::make(spec, overrides);
  if (!probe) return;
  const auto first_miss = [&]() -> std::optional<std::string> {
    for (const Text& text : texts_) {
      if (auto line = probe->miss(text.text, text.lang)) return line;
    }
    for (const std::string& word : words_of(probe->params())) {
      if (auto line = probe->miss(word, "")) return line;
    }
    for (const RuleTest& test : spec.tests) {
      std::vector<std::string> own = {test.in};
      for (const std::string_view line : lines_of(test.in)) {
        if (probe->by_line()) add_pieces(*probe, line, test.lang, own);
      }
      for (const std::string& text : own) {
        for (const std::string& variant : variants(text)) {
          if (auto line = probe->miss(variant, test.lang)) return line;
        }
        if (auto line = probe->miss(text, test.lang)) return line;
        if (auto line = miss_at_one_place(*probe, text, test.lang)) return line;
      }
    }
    return std::nullopt;
  };
  if (const auto line = first_miss()) {
    problems.warning(
        "needs-miss", probe->place(),
        fmt::format("{} would act on a line without its needs: `{}`", spec.id, shown(*line)),
        "add a need that this line holds, or make the pattern as narrow as the needs");
  }
}

}  // namespace textmend::internal
