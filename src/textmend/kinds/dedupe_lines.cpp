// Kind `dedupe-lines`: copies of a line near it.
//
// 1. Pairs of copies are found: byte for byte next to each other (Lines::next_twin), by a hash that
//    only filters and the bytes that decide (exact, folded), or by looking at the lines in front.
// 2. Pairs without the shape, a refrain among them, are put aside.
// 3. What is left goes as single lines, in groups, or in runs of lines that stand twice.

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "textmend/kinds/line_copies.h"
#include "textmend/kinds/line_counts.h"
#include "textmend/kinds/line_runs.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

enum class Compare { kExact, kFolded, kPrefix, kWords, kInside };

struct Settings {
  Compare compare = Compare::kExact;
  PatternPtr extra, only;
  std::size_t near = 0;
  std::size_t min_chars = 40;
  std::size_t most = 0;
  std::size_t group = 1;
  std::size_t run = 1;
  bool sentence = true;
  bool keep_longest = false;
  bool apart = false;
  bool alone = false;
  bool whole = false;
  bool every_line = false;
};

// The pair of copies: line numbers, `first` before `second`; `order` counts non-blank lines.
struct Pair {
  std::size_t first = 0, second = 0;
  std::size_t first_order = 0, second_order = 0;
};

constexpr std::size_t kLongest = 4096;
// In a gallery a few captions without a copy stand between two that have one.
constexpr std::size_t kGroupReach = 8;

class DedupeLinesRule : public Rule {
 public:
  DedupeLinesRule(RuleCommon common, Settings settings)
      : Rule(std::move(common)), settings_(std::move(settings)) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    overview.scratch.set_edges(true, true);
    const Lines& lines = overview.document.lines();
    const LineRange range = lines_in_reach(common().where, lines);
    std::vector<std::size_t> dropped;
    if (settings_.run > 1 || settings_.whole) {
      drop_runs(overview, range, dropped);
    } else if (settings_.compare == Compare::kExact && settings_.near == 0) {
      std::vector<Pair> pairs = twins(overview, range);
      drop_pairs(overview, std::move(pairs), dropped);
    } else if (settings_.compare == Compare::kExact || settings_.compare == Compare::kFolded) {
      drop_pairs(overview, hashed_pairs(overview, range), dropped);
    } else {
      look_back(overview, range, dropped);
    }
    std::sort(dropped.begin(), dropped.end());
    dropped.erase(std::unique(dropped.begin(), dropped.end()), dropped.end());
    drop_lines(overview.document, dropped, findings);
  }

 private:
  bool wanted(const Overview& overview, const Line& a, const Line& b) const {
    return settings_.every_line || overview.wants(common().needs, a) ||
           overview.wants(common().needs, b);
  }

  // Exact copies next to each other.
  std::vector<Pair> twins(const Overview& overview, LineRange range) const {
    const Lines& lines = overview.document.lines();
    std::vector<Pair> pairs;
    std::size_t order = 0, counted = range.begin;  // non-blank lines in front of `counted`
    for (std::size_t i = lines.next_twin(range.begin, settings_.min_chars); i < range.end;
         i = lines.next_twin(i + 1, settings_.min_chars)) {
      std::size_t first = i;
      while (first > 0 && lines.blank(first - 1)) --first;
      if (first == 0 || first - 1 < range.begin || !wanted(overview, lines[i], lines[i])) continue;
      for (; counted < i; ++counted) order += !lines.blank(counted);
      pairs.push_back({first - 1, i, order - 1, order});
    }
    return pairs;
  }

  std::size_t key_of(std::string_view text) const {
    const std::hash<std::string_view> hash;
    return settings_.compare == Compare::kFolded ? hash(fold_line(text)) : hash(text);
  }

  // Each line with the last one in front of it that has the same hash and, by its bytes, is
  // a copy.
  std::vector<Pair> hashed_pairs(const Overview& overview, LineRange range) const {
    const Lines& lines = overview.document.lines();
    std::unordered_map<std::size_t, std::pair<std::size_t, std::size_t>> last;  // line, order
    std::vector<Pair> pairs;
    std::size_t order = 0;
    for (std::size_t i = range.begin; i < range.end; ++i) {
      const Line line = lines[i];
      if (line.blank()) continue;
      ++order;
      const std::string_view text = trim_blanks(line.content);
      if (line.opaque || text.size() > kLongest || text.size() < settings_.min_chars) continue;
      const auto [entry, is_new] = last.try_emplace(key_of(text), i, order);
      if (is_new) continue;
      const Pair pair{entry->second.first, i, entry->second.second, order};
      entry->second = {i, order};
      if (order - pair.first_order > settings_.near + 1) continue;
      const Line first = lines[pair.first];
      if (wanted(overview, first, line) &&
          alike(trim_blanks(first.content), text, overview.scratch)) {
        pairs.push_back(pair);
      }
    }
    return pairs;
  }

  bool is_candidate(const Overview& overview, const Pair& pair) const {
    const Lines& lines = overview.document.lines();
    const Line a = lines[pair.first], b = lines[pair.second];
    return !(settings_.apart && !lines.blank(pair.second - 1)) &&
           !(settings_.alone && has_company(lines, pair)) &&
           shaped(trim_blanks(a.content), trim_blanks(b.content), overview.scratch);
  }

  // The next line that is not blank, as it is; empty at the end.
  static std::string_view text_behind(const Lines& lines, std::size_t line) {
    for (++line; line < lines.size() && lines.blank(line);) ++line;
    return line < lines.size() ? trim_blanks(lines[line].content) : std::string_view();
  }

  static std::string_view text_before(const Lines& lines, std::size_t line) {
    while (line > 0 && lines.blank(line - 1)) --line;
    return line > 0 ? trim_blanks(lines[line - 1].content) : std::string_view();
  }

  // Whether the lines beside the copies are copies too: a refrain of several lines.
  static bool has_company(const Lines& lines, const Pair& pair) {
    const std::string_view behind = text_behind(lines, pair.first);
    const std::string_view before = text_before(lines, pair.second);
    return (!behind.empty() && behind == text_behind(lines, pair.second)) ||
           (!before.empty() && before == text_before(lines, pair.first));
  }

  static bool is_rare(const Overview& overview, const Pair& pair, LineCounts& counts) {
    const Lines& lines = overview.document.lines();
    const std::string_view first = trim_blanks(lines[pair.first].content);
    const std::string_view second = trim_blanks(lines[pair.second].content);
    return !counts.too_often(first) && (first == second || !counts.too_often(second));
  }

  void drop_pairs(const Overview& overview, std::vector<Pair> pairs,
                  std::vector<std::size_t>& dropped) const {
    if (pairs.size() < settings_.group) return;
    std::erase_if(pairs, [&](const Pair& pair) { return !is_candidate(overview, pair); });
    if (pairs.size() < settings_.group) return;
    LineCounts counts(overview.document.lines(), settings_.most);
    std::erase_if(pairs, [&](const Pair& pair) { return !is_rare(overview, pair, counts); });
    for (std::size_t begin = 0, end = 0; begin < pairs.size(); begin = end) {
      for (end = begin + 1; end < pairs.size() &&
                            pairs[end].second_order <= pairs[end - 1].second_order + kGroupReach;) {
        ++end;
      }
      if (end - begin < settings_.group) continue;
      for (std::size_t i = begin; i < end; ++i) {
        dropped.push_back(settings_.keep_longest && longer(overview, pairs[i]) ? pairs[i].first
                                                                               : pairs[i].second);
      }
    }
  }

  static bool longer(const Overview& overview, const Pair& pair) {
    const Lines& lines = overview.document.lines();
    return trim_blanks(lines[pair.second].content).size() >
           trim_blanks(lines[pair.first].content).size();
  }

  // Runs of lines that stand again behind themselves: p1 p2 p1 p2.
  void drop_runs(const Overview& overview, LineRange range,
                 std::vector<std::size_t>& dropped) const {
    const Lines& lines = overview.document.lines();
    std::vector<std::size_t> kept;  // the non-blank lines
    std::vector<std::string_view> texts;
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if (lines.blank(i)) continue;
      kept.push_back(i);
      texts.push_back(trim_blanks(lines[i].content));
    }
    LineRuns runs(texts);
    RunSums sums(*this, overview, kept);
    std::size_t done = 0;  // lines in front of it have been dropped or kept
    for (std::size_t k = 0; k < kept.size(); ++k) {
      const LineRun run = runs.at(k);
      if (run.length == 0 || k < done) continue;
      const std::size_t end = k + run.length;
      const bool all = run.first == 0 && end == kept.size() && run.between() == 0;
      const bool found = run.length >= settings_.run && run.between() <= settings_.near &&
                         (all || !settings_.whole);
      if (!found || !sums.allow(k, end)) continue;
      for (done = k; done < end; ++done) dropped.push_back(kept[done]);
    }
  }

  // What decides whether a copy may go, added up over the lines: in a long one that may not, each
  // line begins another that is asked about.
  class RunSums {
   public:
    RunSums(const DedupeLinesRule& rule, const Overview& overview,
            const std::vector<std::size_t>& kept)
        : rule_(rule),
          overview_(overview),
          kept_(kept),
          counts_(overview.document.lines(), rule.settings_.most) {}

    // Whether the lines [begin, end) of `kept` may go. `begin` never falls.
    bool allow(std::size_t begin, std::size_t end) {
      if (sums_.empty()) {
        from_ = begin;
        sums_.emplace_back();
      }
      while (from_ + sums_.size() <= end) add(kept_[from_ + sums_.size() - 1]);
      const Sum &before = sums_[begin - from_], &all = sums_[end - from_];
      const std::size_t sentences = all.sentences - before.sentences;
      return all.faults == before.faults && all.chars - before.chars >= rule_.settings_.min_chars &&
             (!rule_.settings_.sentence || sentences * 2 > end - begin);
    }

   private:
    struct Sum {
      std::size_t faults = 0, chars = 0, sentences = 0;
    };

    void add(std::size_t line) {
      const Line one = overview_.document.lines()[line];
      const std::string_view text = trim_blanks(one.content);
      Sum sum = sums_.back();
      if (one.opaque || !may_go(line, text)) {
        ++sum.faults;
      } else {
        sum.chars += count_code_points(text);
        sum.sentences += is_sentence(text);
      }
      sums_.push_back(sum);
    }

    bool may_go(std::size_t line, std::string_view text) {
      const Settings& settings = rule_.settings_;
      if (settings.apart && (line == 0 || !overview_.document.lines().blank(line - 1)))
        return false;
      if (counts_.too_often(text)) return false;
      return !settings.only || settings.only->matches(text, overview_.scratch);
    }

    const DedupeLinesRule& rule_;
    const Overview& overview_;
    const std::vector<std::size_t>& kept_;
    LineCounts counts_;
    std::size_t from_ = 0;   // the first line that was asked about
    std::vector<Sum> sums_;  // of the lines from there up to each
  };

  // Copies that are not the same bytes: each line is compared with the kept lines in front of it.
  void look_back(const Overview& overview, LineRange range,
                 std::vector<std::size_t>& dropped) const {
    const Lines& lines = overview.document.lines();
    LineCounts counts(lines, settings_.most);
    std::vector<std::size_t> recent;  // the last kept non-blank lines, newest last
    std::size_t next = lines.next(range.begin, overview.bucket);  // that may hold a need
    std::size_t end = range.begin;  // behind here no line is near one that may
    for (std::size_t i = range.begin; i < range.end; ++i) {
      if (i >= end) {
        const std::size_t begin = reach_begin(lines, next, i);
        if (begin > i) recent.clear();
        i = begin;
        if (i >= range.end) break;
      }
      if (i == next || i >= end) end = std::max(end, reach_end(lines, next));
      if (i == next) next = lines.next(i + 1, overview.bucket);
      const Line line = lines[i];
      if (line.blank()) continue;
      bool drop_this = false;
      for (std::size_t r = recent.size(); r-- > 0 && !drop_this;) {
        const Line earlier = lines[recent[r]];
        if (!wanted(overview, earlier, line) || !copies(earlier, line, overview.scratch)) continue;
        const Pair pair{recent[r], i, 0, 0};
        if (!is_candidate(overview, pair) || !is_rare(overview, pair, counts)) continue;
        const bool drop_earlier = settings_.keep_longest && longer(overview, pair);
        dropped.push_back(drop_earlier ? recent[r] : i);
        if (drop_earlier) recent.erase(recent.begin() + static_cast<std::ptrdiff_t>(r));
        drop_this = !drop_earlier;
        // What goes is not between copies: they may be one line more apart.
        while (end < lines.size() && lines.blank(end)) ++end;
        if (end < lines.size()) ++end;
      }
      if (drop_this) continue;
      recent.push_back(i);
      if (recent.size() > settings_.near + 1) recent.erase(recent.begin());
    }
  }

  // The first line, at or behind `from`, and one past the last one that may be compared with
  // `line`.
  std::size_t reach_begin(const Lines& lines, std::size_t line, std::size_t from) const {
    std::size_t left = settings_.near + 1;
    for (; line > from && line < lines.size() && left > 0; --line) left -= !lines.blank(line - 1);
    return line;
  }

  std::size_t reach_end(const Lines& lines, std::size_t line) const {
    std::size_t left = settings_.near + 1;
    for (++line; line < lines.size() && left > 0; ++line) left -= !lines.blank(line);
    return line;
  }

  bool copies(const Line& a, const Line& b, MatchScratch& scratch) const {
    if (a.opaque || b.opaque || a.content.size() > kLongest || b.content.size() > kLongest) {
      return false;
    }
    std::string_view shorter = trim_blanks(a.content), longer = trim_blanks(b.content);
    if (shorter.size() > longer.size()) std::swap(shorter, longer);
    return shorter.size() >= settings_.min_chars && alike(shorter, longer, scratch);
  }

  bool shaped(std::string_view a, std::string_view b, MatchScratch& scratch) const {
    const std::string_view shorter = a.size() > b.size() ? b : a;
    const std::string_view longer = a.size() > b.size() ? a : b;
    return count_code_points(shorter) >= settings_.min_chars &&
           (!settings_.sentence || is_sentence(shorter) ||
            (settings_.compare != Compare::kInside && is_sentence(longer))) &&
           (!settings_.only || settings_.only->matches(longer, scratch));
  }

  bool alike(std::string_view shorter, std::string_view longer, MatchScratch& scratch) const {
    switch (settings_.compare) {
      case Compare::kExact:
        return shorter == longer;
      case Compare::kFolded:
        return folded_start(shorter, longer) == longer.size();
      case Compare::kWords:
        return holds_words(longer, shorter);
      case Compare::kInside:
        return holds_sentence(longer, shorter);
      case Compare::kPrefix:
        break;
    }
    const std::size_t end = folded_start(shorter, longer);
    if (end == std::string_view::npos) return false;
    const std::string_view rest = longer.substr(end);
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
                     : compare == "inside" ? Compare::kInside
                                           : Compare::kExact;
  settings.extra = builder.pattern("extra");
  settings.only = builder.pattern("only");
  settings.near = builder.size("near", 0);
  settings.min_chars = builder.size("min_chars", 40);
  settings.most = builder.size("most", 0);
  settings.group = builder.size("group", 1);
  settings.run = builder.size("run", 1);
  settings.apart = get_boolean(builder.params(), "apart", false);
  settings.alone = get_boolean(builder.params(), "alone", false);
  settings.whole = get_boolean(builder.params(), "whole", false);
  settings.sentence = get_string(builder.params(), "shape", "sentence") == "sentence";
  settings.keep_longest = get_string(builder.params(), "keep", "first") == "longest";
  settings.every_line = common.needs.empty();
  if ((settings.run > 1 || settings.whole) && settings.compare != Compare::kExact) {
    builder.problems().error("bad-value", builder.params().place,
                             "`run` and `whole` compare lines exactly");
  }
  return std::make_shared<DedupeLinesRule>(std::move(common), std::move(settings));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds, "What one of the copies must hold.", true},
    {"compare", KeyType::kString,
     "`folded`: case, blanks and the kind of quotation marks and dashes aside. `prefix`: one, "
     "folded, is the start of the other. `words`: the longer has all words of the shorter in "
     "order, and at most one in ten besides, no number. `inside`: the shorter stands in the "
     "longer, from one sentence's begin to another's end. Default `exact`.",
     false, "exact folded prefix words inside"},
    {"extra", KeyType::kPattern, "`prefix`: what the longer copy may have more."},
    {"only", KeyType::kPattern, "The longest copy must match; of a run each line."},
    {"near", KeyType::kInteger, "Kept non-blank lines allowed between the copies. Default 0."},
    {"apart", KeyType::kBoolean,
     "A blank line must stand in front of the second copy; of a run, in front of each line. "
     "Default false."},
    {"alone", KeyType::kBoolean,
     "A copy is left where the line before it, or the one behind it, is a copy too: a refrain of "
     "several lines. Not for runs. Default false."},
    {"most", KeyType::kInteger,
     "A line that stands more often than this in the section is left: a refrain, a log. So is one "
     "that stands more than twice when lines count that differ in marks and blanks only. 0 (the "
     "default): no limit."},
    {"group", KeyType::kInteger,
     "So many pairs must stand close to each other, at most 8 non-blank lines from one to the "
     "next. Default 1."},
    {"run", KeyType::kInteger,
     "So many non-blank lines must stand again in the same order, `near` lines behind themselves; "
     "all of them go. `shape` then asks for more sentences than other lines. Default 1."},
    {"whole", KeyType::kBoolean,
     "Only where the run and its copy are all of the section. Default false."},
    {"min_chars", KeyType::kInteger, "Code points of the shorter copy, or of the run. Default 40."},
    {"shape", KeyType::kString,
     "`sentence` (the default): several words, lower-case letters where the script has them, prose "
     "marks at the end.",
     false, "any sentence"},
    {"keep", KeyType::kString, "Default `first`.", false, "first longest"},
    {"list", KeyType::kLists, "Lists for the patterns."},
};

}  // namespace

extern const Kind kDedupeLinesKind;
const Kind kDedupeLinesKind{
    "dedupe-lines", "Copies of a line near it.", Phase::kLines, Scope::kDocument, "document", kKeys,
    &make};

}  // namespace textmend::internal
