// Kind `dedupe-lines`: copies of a line near it.

#include <algorithm>

#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

enum class Compare { kExact, kFolded, kPrefix, kWords };

struct Settings {
  Compare compare = Compare::kExact;
  PatternPtr extra, only;
  std::size_t near = 0;
  std::size_t min_chars = 40;
  bool sentence = true;
  bool keep_longest = false;
};

// Case folded, runs of blanks as one space.
std::string folded(std::string_view text) {
  std::string result;
  for (const char c : fold_case(text)) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank) result += c;
    if (blank && !result.empty() && result.back() != ' ') result += ' ';
  }
  return result;
}

// Prose: four words or more, a lower-case letter, a mark that ends sentences. Log lines, code and
// headings are none.
bool is_sentence(std::string_view text) {
  const auto words = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
  bool lower = false;
  char32_t last = 0;
  std::size_t at = 0;
  const char32_t first = text.empty() ? 0 : next_code_point(text, at);
  for (at = 0; at < text.size();) {
    last = next_code_point(text, at);
    lower = lower || is_lowercase(last);
  }
  const bool opens_like_prose =
      is_letter(first) || std::u32string_view(U"“\"‘'«„(").find(first) != std::u32string_view::npos;
  return words >= 4 && lower && opens_like_prose &&
         std::u32string_view(U".!?…”\"’'»)]").find(last) != std::u32string_view::npos;
}

// Nine of ten words the same, in order (longest common subsequence).
bool same_words(std::string_view a, std::string_view b) {
  constexpr std::size_t kMostWords = 500;
  const std::string folded_a = folded(a), folded_b = folded(b);
  const std::vector<std::string_view> first = split_words(folded_a);
  const std::vector<std::string_view> second = split_words(folded_b);
  if (first.size() > kMostWords || second.size() > kMostWords) return false;
  std::vector<std::size_t> row(second.size() + 1, 0);
  for (const std::string_view word : first) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < second.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = word == second[j] ? diagonal + 1 : std::max(row[j + 1], row[j]);
      diagonal = above;
    }
  }
  return row.back() * 10 >= std::max(first.size(), second.size()) * 9;
}

class DedupeLinesRule : public Rule {
 public:
  DedupeLinesRule(RuleCommon common, Settings settings)
      : Rule(std::move(common)), settings_(std::move(settings)) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    const Lines& lines = overview.document.lines();
    overview.scratch.set_edges(true, true);
    std::vector<std::size_t> recent;  // the last kept non-blank lines, newest last
    std::vector<std::size_t> dropped;
    const LineRange range = lines_in_reach(common().where, lines);
    std::size_t wanted_end = range.begin;  // behind here no line is near one that is wanted
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if (i >= wanted_end) {
        const std::size_t begin = skip_to_wanted(overview, i, wanted_end);
        if (begin > i) recent.clear();
        i = begin;
        if (i >= range.end) break;
      }
      if (lines[i].blank()) continue;
      bool drop_this = false;
      for (std::size_t r = recent.size(); r-- > 0 && !drop_this;) {
        const std::size_t earlier = recent[r];
        const bool wanted = overview.wants(common().needs, lines[i]) ||
                            overview.wants(common().needs, lines[earlier]);
        if (!wanted || !copies(lines[earlier], lines[i], overview.scratch)) continue;
        const bool drop_earlier =
            settings_.keep_longest &&
            trim_blanks(lines[i].content).size() > trim_blanks(lines[earlier].content).size();
        dropped.push_back(drop_earlier ? earlier : i);
        if (drop_earlier) recent.erase(recent.begin() + static_cast<std::ptrdiff_t>(r));
        drop_this = !drop_earlier;
      }
      if (drop_this) continue;
      recent.push_back(i);
      if (recent.size() > settings_.near + 1) recent.erase(recent.begin());
    }
    std::sort(dropped.begin(), dropped.end());
    drop_lines(overview.document, dropped, findings);
  }

 private:
  // The first line at or behind `from` that may be compared with one that holds a need; `end` is
  // behind the last one that may be compared with the same.
  std::size_t skip_to_wanted(const Overview& overview, std::size_t from, std::size_t& end) const {
    const Lines& lines = overview.document.lines();
    const std::size_t wanted = lines.next(from, overview.bucket);
    if (wanted == lines.size()) return wanted;
    std::size_t begin = wanted, left = settings_.near + 1;
    for (; begin > from && left > 0; --begin) left -= !lines[begin - 1].blank();
    left = settings_.near + 1;
    for (end = wanted + 1; end < lines.size() && left > 0; ++end) left -= !lines[end].blank();
    return begin;
  }

  bool copies(const Line& a, const Line& b, MatchScratch& scratch) const {
    constexpr std::size_t kLongest = 4096;
    if (a.opaque || b.opaque || a.content.size() > kLongest || b.content.size() > kLongest) {
      return false;
    }
    std::string_view shorter = trim_blanks(a.content), longer = trim_blanks(b.content);
    if (shorter.size() > longer.size()) std::swap(shorter, longer);
    if (!alike(shorter, longer, scratch)) return false;
    return count_code_points(shorter) >= settings_.min_chars &&
           (!settings_.sentence || is_sentence(shorter) || is_sentence(longer)) &&
           (!settings_.only || settings_.only->matches(longer, scratch));
  }

  bool alike(std::string_view shorter, std::string_view longer, MatchScratch& scratch) const {
    if (shorter.empty()) return false;
    switch (settings_.compare) {
      case Compare::kExact:
        return shorter == longer;
      case Compare::kFolded:
        return folded(shorter) == folded(longer);
      case Compare::kWords:
        return same_words(shorter, longer);
      case Compare::kPrefix:
        break;
    }
    if (!longer.starts_with(shorter)) return false;
    const std::string_view rest = longer.substr(shorter.size());
    return rest.empty() || (settings_.extra && settings_.extra->matches(rest, scratch));
  }

  Settings settings_;
};

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  Settings settings;
  const std::string compare = get_string(builder.params(), "compare", "exact");
  settings.compare = compare == "folded"   ? Compare::kFolded
                     : compare == "prefix" ? Compare::kPrefix
                     : compare == "words"  ? Compare::kWords
                                           : Compare::kExact;
  settings.extra = builder.pattern("extra");
  settings.only = builder.pattern("only");
  settings.near = builder.size("near", 0);
  settings.min_chars = builder.size("min_chars", 40);
  settings.sentence = get_string(builder.params(), "shape", "sentence") == "sentence";
  settings.keep_longest = get_string(builder.params(), "keep", "first") == "longest";
  return std::make_shared<DedupeLinesRule>(std::move(common), std::move(settings));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds, "What one of the copies must hold.", true},
    {"compare", KeyType::kString,
     "`folded`: case and blanks aside. `prefix`: one is the start of the other. `words`: the same "
     "words in order, at least nine of ten. Default `exact`.",
     false, "exact folded prefix words"},
    {"extra", KeyType::kPattern, "`prefix`: what the longer copy may have more."},
    {"only", KeyType::kPattern, "The longest copy must match."},
    {"near", KeyType::kInteger, "Kept non-blank lines allowed between the copies. Default 0."},
    {"min_chars", KeyType::kInteger, "Code points of the shorter copy. Default 40."},
    {"shape", KeyType::kString,
     "`sentence` (the default): several words, lower-case letters, prose marks at the end.", false,
     "any sentence"},
    {"keep", KeyType::kString, "Default `first`.", false, "first longest"},
    {"list", KeyType::kLists, "Lists for the patterns."},
};

}  // namespace

extern const Kind kDedupeLinesKind;
const Kind kDedupeLinesKind{
    "dedupe-lines", "Copies of a line near it.", Phase::kLines, Scope::kDocument, "document", kKeys,
    &make};

}  // namespace textmend::internal
