// Kind `drop-lines`: lines that go.
//
// A run is an unbroken row of anchors and members, blank lines allowed. It goes when it holds an
// anchor, or min_run members.

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct Settings {
  std::unordered_set<std::string> literals;
  bool fold = false;
  Needs pattern_needs;  // as written; the rule's own needs hold those of the literals too
  std::vector<PatternPtr> anchors, members;
  std::size_t min_run = 0;
  PatternPtr previous, next;
  bool edge = false;  // the document's edge is as good as a neighbour that matches
  std::size_t shortest = 0, longest = 0;  // bytes of the literals, before folding
};

class DropLinesRule : public Rule {
 public:
  DropLinesRule(RuleCommon common, Settings settings)
      : Rule(std::move(common)), settings_(std::move(settings)) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    Search search(overview);
    overview.scratch.set_edges(true, true);
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
    explicit Search(const Overview& over)
        : lines(over.document.lines()), overview(over), scratch(over.scratch) {}

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
    if (known.line != line) known = {line, judge(search, search.lines[line])};
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

  // Looks at the run around `line`, drops it if it may go, and returns the line behind it.
  std::size_t take_run(Search& search, std::size_t line) const {
    std::size_t begin = line, end = line + 1;
    const auto in_run = [&](std::size_t i) { return role(search, i) != Role::kOther; };
    for (std::size_t i = line; i > 0;) {
      --i;
      if (search.lines[i].blank()) continue;
      if (!in_run(i)) break;
      begin = i;
    }
    for (std::size_t i = end; i < search.lines.size(); ++i) {
      if (search.lines[i].blank()) continue;
      if (!in_run(i)) break;
      end = i + 1;
    }
    std::size_t anchors = 0, members = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (search.lines[i].blank()) continue;
      ++(role(search, i) == Role::kAnchor ? anchors : members);
    }
    const bool enough = anchors > 0 || (settings_.min_run > 0 && members >= settings_.min_run);
    if (enough && neighbours_allow(search, begin, end)) {
      for (std::size_t i = begin; i < end; ++i) {
        if (!search.lines[i].blank()) search.dropped.insert(i);
      }
    }
    return end;
  }

  bool neighbours_allow(const Search& search, std::size_t begin, std::size_t end) const {
    if (settings_.previous) {
      std::size_t i = begin;
      while (i > 0 && search.lines[i - 1].blank()) --i;
      if (i == 0 ? !settings_.edge
                 : !neighbour_matches(search.lines[i - 1], *settings_.previous, search.scratch)) {
        return false;
      }
    }
    if (!settings_.next) return true;
    std::size_t i = end;
    while (i < search.lines.size() && search.lines[i].blank()) ++i;
    if (i == search.lines.size()) return settings_.edge;
    return neighbour_matches(search.lines[i], *settings_.next, search.scratch);
  }

  // Of a long neighbour only the part near the run is looked at.
  static bool neighbour_matches(const Line& line, const Pattern& pattern, MatchScratch& scratch) {
    constexpr std::size_t kLongest = 4096;
    std::string_view text = trim_blanks(line.content);
    if (line.opaque) return false;
    if (text.size() > kLongest) {
      std::size_t from = text.size() - kLongest;
      while (is_continuation(text[from])) ++from;
      text.remove_prefix(from);
    }
    return pattern.matches(text, scratch);
  }

  Settings settings_;
};

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  Settings settings;
  settings.pattern_needs = common.needs;
  settings.fold = get_boolean(builder.params(), "fold", false);
  settings.shortest = static_cast<std::size_t>(-1);
  for (const std::string& literal : get_strings(builder.params(), "literals")) {
    const std::string_view trimmed = trim_blanks(literal);
    if (trimmed.empty()) continue;
    common.needs.add_line(trimmed);
    settings.literals.insert(settings.fold ? fold_case(trimmed) : std::string(trimmed));
    // Folding may change the length of a few letters.
    settings.shortest =
        std::min(settings.shortest, settings.fold ? trimmed.size() / 2 : trimmed.size());
    settings.longest =
        std::max(settings.longest, settings.fold ? trimmed.size() * 2 : trimmed.size());
  }
  settings.anchors = builder.patterns("anchor");
  settings.members = builder.patterns("member");
  settings.min_run = builder.size("min_run", 0);
  settings.previous = builder.pattern("previous");
  settings.next = builder.pattern("next");
  settings.edge = get_boolean(builder.params(), "edge", false);
  if (builder.has("anchor") || builder.has("member")) {
    if (!settings.anchors.empty() || settings.literals.empty()) {
      builder.require("needs", "with `anchor` or `member`");
    }
  } else {
    builder.require("literals", "or `anchor` or `member`");
  }
  return std::make_shared<DropLinesRule>(std::move(common), std::move(settings));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds,
     "Where to look for the patterns: an anchor must hold one, and a run of members alone must "
     "hold "
     "one somewhere. Required with `anchor` or `member`."},
    {"literals", KeyType::kStrings, "Whole lines, each an anchor."},
    {"fold", KeyType::kBoolean, "Literals fold case. Default false."},
    {"anchor", KeyType::kPatterns,
     "A line that is enough alone. Patterns see a line without the blanks at its ends."},
    {"member", KeyType::kPatterns,
     "A line that goes only in an unbroken run (blank lines allowed) with an anchor, or of "
     "`min_run` members."},
    {"min_run", KeyType::kInteger, "0 (the default): members never go without an anchor."},
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
