// Kind `drop-lines`: lines that go.
//
// A run is an unbroken row of anchors and members, blank lines allowed. It goes when it holds an
// anchor, or min_run members. Two kinds of lines that say nothing by themselves may lengthen it:
//
// `behind`: rows of lines below an anchor, such as the titles below `Related`: rows_behind.h.
//
// `again`: members count only where as many of them as `min_run` stand in the same order in front
// of the first paragraph and behind the last one: the menu that a page has at its head and at its
// foot.
//
// `between`: lines with two lines of the run (or one that begins the text) in front of them and two
// behind, such as the unknown words of a menu.

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "textmend/kinds/lines_again.h"
#include "textmend/kinds/rows_behind.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct Settings {
  std::unordered_set<std::string> literals;
  bool fold = false;
  Needs pattern_needs;  // as written; the rule's own needs hold those of the literals too
  std::vector<PatternPtr> anchors, members;
  RowShape rows;
  std::size_t least_behind = 0;
  std::vector<PatternPtr> between, around;
  std::size_t most_between = 0;
  std::size_t min_run = 0, min_anchors = 1;
  bool again = false;
  PatternPtr previous, next;
  bool edge = false;  // the document's edge is as good as a neighbour that matches
  std::size_t shortest = 0, longest = 0;  // bytes of the literals, before folding
};

class DropLinesRule : public Rule {
 public:
  DropLinesRule(RuleCommon common, Settings settings)
      : Rule(std::move(common)), settings_(std::move(settings)) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    Search search(*this, overview);
    overview.scratch.set_edges(true, true);
    if (settings_.again) {
      search.again = lines_again(search.lines, settings_.min_run);
      if (search.again.empty()) return;
    }
    const Where& where = common().where;
    const std::size_t count = search.lines.size();
    if (where.at == Where::At::kAnywhere) {
      for (std::size_t i = search.next(0); i < count; i = search.next(i)) {
        i = starts_a_run(search, i) ? take_run(search, i) : i + 1;
      }
    } else {
      walk_from_edge(search, where);
    }
    const std::vector<std::size_t> dropped(search.dropped.begin(), search.dropped.end());
    drop_lines(overview.document, dropped, findings);
    for (Finding& finding : findings.list) finding.removes = true;
  }

 private:
  enum class Role { kOther, kAnchor, kMember };
  struct Search {
    Search(const DropLinesRule& rule, const Overview& over)
        : lines(over.document.lines()),
          overview(over),
          scratch(over.scratch),
          rows(lines, scratch, rule.settings_.rows,
               [this, &rule](std::size_t line) { return rule.in_run(*this, line); }) {}
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    const Lines& lines;
    const Overview& overview;
    MatchScratch& scratch;
    std::set<std::size_t> dropped;
    // A search asks again for the roles of lines that it has just seen: those of the last ones are
    // kept, each at its index modulo their number.
    struct Known {
      std::size_t line = static_cast<std::size_t>(-1);
      Role role = Role::kOther;
    };
    std::array<Known, 128> known;

    std::size_t next(std::size_t from) const { return lines.next(from, overview.bucket); }

    std::unordered_set<std::size_t> again;  // see lines_again()
    RowsBehind rows;
  };

  // From the head or tail until `within` lines have been kept.
  void walk_from_edge(Search& search, const Where& where) const {
    const bool head = where.at == Where::At::kHead;
    const std::size_t count = search.lines.size();
    std::size_t kept = 0;
    for (std::size_t step = 0; step < count && kept < where.within; ++step) {
      const std::size_t i = head ? step : count - 1 - step;
      if (search.lines[i].blank() || search.dropped.contains(i)) continue;
      if (role(search, i) != Role::kOther) take_run(search, i);
      kept += !search.dropped.contains(i);
    }
  }

  // Only lines that hold a need or are literals begin a search: the patterns of members would
  // otherwise run on every line.
  bool starts_a_run(Search& search, std::size_t line) const {
    const Line one = search.lines[line];
    if (one.blank()) return false;
    const std::string_view text = trim_blanks(one.content);
    return is_literal(text) || (needed(search, one, text) && role(search, line) != Role::kOther);
  }

  // Of a line and its text without the blanks at both ends. A need must stand in the line as it is,
  // where the scanner has looked for it, and in the text, which is what patterns see: `^` in front
  // of blanks is no start of the text.
  bool needed(const Search& search, const Line& line, std::string_view text) const {
    if (settings_.pattern_needs.empty()) return false;
    if (!search.overview.wants(common().needs, line)) return false;
    if (settings_.literals.empty() && text.size() == line.content.size()) return true;
    return settings_.pattern_needs.wants(text);
  }

  bool is_literal(std::string_view text) const {
    return text.size() >= settings_.shortest && text.size() <= settings_.longest &&
           settings_.literals.contains(settings_.fold ? fold_case(text) : std::string(text));
  }

  Role role(Search& search, std::size_t line) const {
    Search::Known& known = search.known[line % search.known.size()];
    if (known.line != line) {
      known = {line, judge(search, search.lines[line])};
      if (settings_.again && !search.again.contains(line)) known.role = Role::kOther;
    }
    return known.role;
  }

  Role judge(const Search& search, const Line& line) const {
    constexpr std::size_t kLongest = 4096;
    const std::string_view text = trim_blanks(line.content);
    if (line.opaque || text.empty() || text.size() > kLongest) return Role::kOther;
    if (is_literal(text)) return Role::kAnchor;
    const auto matches = [&](const PatternPtr& pattern) {
      return pattern->matches(text, search.scratch);
    };
    if (needed(search, line, text) &&
        std::any_of(settings_.anchors.begin(), settings_.anchors.end(), matches)) {
      return Role::kAnchor;
    }
    const bool member = std::any_of(settings_.members.begin(), settings_.members.end(), matches);
    return member ? Role::kMember : Role::kOther;
  }

  bool in_run(Search& search, std::size_t line) const {
    return !search.lines[line].blank() && role(search, line) != Role::kOther;
  }

  // Looks at the run around `line`, drops it if it may go, and returns the line behind it.
  std::size_t take_run(Search& search, std::size_t line) const {
    std::vector<std::size_t> run = {line};
    for (std::size_t i = line;
         (i = line_before(search.lines, i)) != kNoLine && in_run(search, i);) {
      run.push_back(i);
    }
    std::reverse(run.begin(), run.end());
    std::size_t anchors = 0, members = 0, behind = 0;
    for (std::size_t i = 0; (i = line_behind(search.lines, run.back())) != kNoLine;) {
      if (in_run(search, i)) {
        run.push_back(i);
        continue;
      }
      std::vector<std::size_t> row;
      if (role(search, run.back()) == Role::kAnchor) row = search.rows.below(run.back());
      behind += row.size();
      const std::vector<std::size_t> few = row.empty() ? row_between(search, run) : row;
      if (few.empty()) break;
      run.insert(run.end(), few.begin(), few.end());
    }
    for (const std::size_t i : run) {
      const Role known = role(search, i);
      anchors += known == Role::kAnchor;
      members += known == Role::kMember;
    }
    const std::size_t begin = run.front(), end = run.back() + 1;
    const bool enough =
        anchors >= settings_.min_anchors || (settings_.min_run > 0 && members >= settings_.min_run);
    if (enough && behind >= settings_.least_behind && neighbours_allow(search, begin, end)) {
      search.dropped.insert(run.begin(), run.end());
    }
    return end;
  }

  // The lines of `between` behind `run`, up to the next two of the run.
  std::vector<std::size_t> row_between(Search& search, const std::vector<std::size_t>& run) const {
    std::vector<std::size_t> row;
    const auto is_known = [&](std::size_t i) {
      return i != kNoLine && in_run(search, i) &&
             (settings_.around.empty() ||
              matches_any(settings_.around, search.lines[i], search.scratch));
    };
    const bool has_two = run.size() > 1 ? is_known(run[run.size() - 2])
                                        : line_before(search.lines, run.front()) == kNoLine;
    if (!is_known(run.back()) || !has_two) return {};
    for (std::size_t i = line_behind(search.lines, run.back()); i != kNoLine;
         i = line_behind(search.lines, i)) {
      if (in_run(search, i)) {
        return is_known(i) && is_known(line_behind(search.lines, i)) ? row : decltype(row){};
      }
      if (row.size() == settings_.most_between ||
          !matches_any(settings_.between, search.lines[i], search.scratch))
        break;
      row.push_back(i);
    }
    return {};
  }

  bool neighbours_allow(const Search& search, std::size_t begin, std::size_t end) const {
    if (settings_.previous) {
      std::size_t i = begin;
      while (i > 0 && search.lines[i - 1].blank()) --i;
      if (i == 0 ? !settings_.edge : !previous_matches(search.lines[i - 1], search.scratch)) {
        return false;
      }
    }
    if (!settings_.next) return true;
    std::size_t i = end;
    while (i < search.lines.size() && search.lines[i].blank()) ++i;
    if (i == search.lines.size()) return settings_.edge;
    return next_matches(search.lines[i], search.scratch);
  }

  // Of a long neighbour only the part near the run is looked at.
  static constexpr std::size_t kLongestNeighbour = 4096;

  bool previous_matches(const Line& line, MatchScratch& scratch) const {
    if (line.opaque) return false;
    const std::string_view text = trim_blanks(line.content);
    std::size_t from = text.size() - std::min(text.size(), kLongestNeighbour);
    while (from < text.size() && is_continuation(text[from])) ++from;
    return neighbour_matches(text.substr(from), from == 0, true, *settings_.previous, scratch);
  }

  bool next_matches(const Line& line, MatchScratch& scratch) const {
    if (line.opaque) return false;
    const std::string_view text = trim_blanks(line.content);
    std::size_t to = std::min(text.size(), kLongestNeighbour);
    while (to > 0 && to < text.size() && is_continuation(text[to])) --to;
    return neighbour_matches(text.substr(0, to), true, to == text.size(), *settings_.next, scratch);
  }

  static bool neighbour_matches(std::string_view text, bool at_start, bool at_end,
                                const Pattern& pattern, MatchScratch& scratch) {
    scratch.set_edges(at_start, at_end);
    const bool matches = pattern.matches(text, scratch);
    scratch.set_edges(true, true);
    return matches;
  }

  Settings settings_;
};

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  Settings settings;
  settings.pattern_needs = common.needs;
  settings.fold = get_boolean(builder.params(), "fold", false);
  settings.shortest = static_cast<std::size_t>(-1);
  std::vector<std::string> literals = get_strings(builder.params(), "literals");
  builder.add_list_file("literals_file", literals);
  std::erase_if(literals, [](const std::string& text) { return trim_blanks(text).empty(); });
  common.needs.add_lines(literals);
  for (const std::string& literal : literals) {
    const std::string_view trimmed = trim_blanks(literal);
    settings.literals.insert(settings.fold ? fold_case(trimmed) : std::string(trimmed));
    // Folding may change the length of a few letters.
    settings.shortest =
        std::min(settings.shortest, settings.fold ? trimmed.size() / 2 : trimmed.size());
    settings.longest =
        std::max(settings.longest, settings.fold ? trimmed.size() * 2 : trimmed.size());
  }
  settings.anchors = builder.patterns("anchor");
  settings.members = builder.patterns("member");
  settings.rows.behind = builder.patterns("behind");
  settings.rows.marks = builder.patterns("marks");
  settings.rows.apart = get_boolean(builder.params(), "apart", false);
  settings.least_behind = builder.size("least_behind", 0);
  settings.rows.most = builder.size("most_behind", 20);
  settings.between = builder.patterns("between");
  settings.around = builder.patterns("around");
  settings.most_between = builder.size("most_between", 3);
  settings.min_run = builder.size("min_run", 0);
  settings.again = get_boolean(builder.params(), "again", false);
  settings.min_anchors = std::max<std::size_t>(builder.size("min_anchors", 1), 1);
  settings.previous = builder.pattern("previous");
  settings.next = builder.pattern("next");
  settings.edge = get_boolean(builder.params(), "edge", false);
  if (builder.has("anchor") || builder.has("member")) {
    if (!settings.anchors.empty() || settings.literals.empty()) {
      builder.require("needs", "with `anchor` or `member`");
    }
  } else if (!builder.has("literals_file")) {
    builder.require("literals", "or `literals_file`, `anchor` or `member`");
  }
  return std::make_shared<DropLinesRule>(std::move(common), std::move(settings));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds,
     "Where to look for the patterns: an anchor must hold one, and a run of members alone must "
     "hold "
     "one somewhere. Required with `anchor` or `member`."},
    {"literals", KeyType::kStrings, "Whole lines, each an anchor."},
    {"literals_file", KeyType::kString, "More of them: a list file, one a line."},
    {"fold", KeyType::kBoolean, "Literals fold case. Default false."},
    {"anchor", KeyType::kPatterns,
     "A line that is enough alone. Patterns see a line without the blanks at its ends."},
    {"member", KeyType::kPatterns,
     "A line that goes only in an unbroken run (blank lines allowed) with an anchor, or of "
     "`min_run` members."},
    {"min_run", KeyType::kInteger, "0 (the default): members never go without an anchor."},
    {"again", KeyType::kBoolean,
     "Lines count only where `min_run` of them or more stand in the same order in front of the "
     "first "
     "paragraph and behind the last one. Default false."},
    {"min_anchors", KeyType::kInteger, "A run goes only with so many anchors. Default 1."},
    {"behind", KeyType::kPatterns,
     "Lines of a row right below an anchor, which go with it up to the next blank line; where text "
     "follows without one they stay, and in front of the first paragraph so does the last title. "
     "Lines of at most 400 bytes."},
    {"apart", KeyType::kBoolean,
     "Blank lines may stand above such a row and in it, as long as there are not more from one "
     "line "
     "to the next; then only two lines or more, below a paragraph, and without the last one where "
     "text follows. Default false."},
    {"marks", KeyType::kPatterns,
     "Lines that end a teaser: dates, counts. Teasers below an anchor are a row too: a line of "
     "`behind`, at most two others and such lines, or these and a line of `behind`; two or more, "
     "below a paragraph, and without the last one where a paragraph follows, unless they are "
     "ranked 1, 2, 3."},
    {"least_behind", KeyType::kInteger,
     "The run goes only with so many lines of `behind`. Default 0."},
    {"most_behind", KeyType::kInteger, "A longer row is left. Default 20."},
    {"between", KeyType::kPatterns,
     "A line that goes only between two lines of the run (or one, which begins the text) and two "
     "others of it. Lines of at most 400 bytes."},
    {"most_between", KeyType::kInteger, "So many of them in a row. Default 3."},
    {"around", KeyType::kPatterns,
     "What the lines of the run next to such a row must match too: a headline stands between a "
     "menu "
     "and a share bar."},
    {"previous", KeyType::kPattern,
     "What the kept non-blank line before the run must match; the edge of the document does not."},
    {"next", KeyType::kPattern, "The same for the line behind the run."},
    {"edge", KeyType::kBoolean,
     "For `previous` and `next` the edge of the document does. Default false."},
    {"list", KeyType::kLists, "Lists for the patterns."},
};

}  // namespace

extern const Kind kDropLinesKind;
const Kind kDropLinesKind{
    "drop-lines", "Lines that go.", Phase::kLines, Scope::kDocument, "document", kKeys, &make};

}  // namespace textmend::internal
