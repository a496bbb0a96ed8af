// Kind `quotes`: quotation marks that are turned, doubled or spaced, judged by paragraph.
//
// A paragraph is a run of non-blank lines. Its marks are listed with what stands beside them and
// walked through in order, with one quotation open at a time: what a mark does (it opens, it
// closes) is compared with what it says. Only what can be nothing else is repaired.

#include <algorithm>
#include <utility>

#include "textmend/kinds/paragraphs.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct Marks {
  std::string open, close;
};

struct Wanted {
  bool paragraph_end = false, before_stop = false;  // fix
  bool turned_open = false, turned_close = false, doubled = false;
  bool spaced_inside = false, spaced_side = false;
  bool opening_inside = false, unclosed = false;  // flag

  bool fixes() const {
    return paragraph_end || before_stop || turned_open || turned_close || doubled ||
           spaced_inside || spaced_side;
  }
};

// A mark of a paragraph and its neighbours; 0 stands for the line's edge.
struct Mark {
  std::size_t line = 0, at = 0;  // in the document; `at` is an offset
  bool opens = false;            // what it says
  char32_t before = 0, behind = 0;
  char32_t last = 0;      // in front of the blanks before it
  std::size_t gap = 0;    // where those blanks begin
  std::size_t start = 0;  // behind the blanks that follow it
  char32_t first = 0;     // what stands there
  bool last_line = false, ends_line = false;
  bool stop_behind = false;      // a stop that ends a word follows
  bool spaced_ellipsis = false;  // ` .` stands in front of the blanks
};

bool among(std::u32string_view marks, char32_t one) {
  return marks.find(one) != std::u32string_view::npos;
}
bool is_gap(char32_t one) { return one == U' ' || one == U'\t'; }
bool is_digit(char32_t one) { return one >= U'0' && one <= U'9'; }
bool is_word(char32_t one) { return is_letter(one) || is_mark(one) || is_digit(one); }
bool ends_clause(char32_t one) { return among(U".!?…,", one); }

class QuotesRule : public Rule {
 public:
  QuotesRule(RuleCommon common, Marks marks, Wanted wanted)
      : Rule(std::move(common)), marks_(std::move(marks)), wanted_(wanted) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    const Lines& lines = overview.document.lines();
    each_wanted_paragraph(common(), overview, [&](std::size_t begin, std::size_t end) {
      paragraph(lines, begin, end, findings);
    });
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void paragraph(const Lines& lines, std::size_t first, std::size_t end, Findings& findings) const {
    const std::vector<Mark> marks = marks_of(lines, first, end);
    std::vector<Finding> found;
    if (wanted_.doubled && !goes_on(lines, end)) find_doubled(marks, found);
    std::size_t open = kNone;  // the mark that opened the quotation
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const Mark& mark = marks[i];
      const Mark* const next = i + 1 < marks.size() ? &marks[i + 1] : nullptr;
      if (open == kNone) {
        if (!mark.opens && !opens_turned(mark, next)) continue;
        open = i;
        if (!mark.opens) add(mark.at, mark.at + marks_.close.size(), marks_.open, false, found);
        if (mark.opens && next != nullptr) find_spaced(mark, *next, found);
      } else if (!mark.opens) {
        open = kNone;
      } else if (closes_behind_gap(mark) || closes_turned(mark, next)) {
        add(mark.gap, mark.at + marks_.open.size(), marks_.close, false, found);
        open = kNone;
      } else if (wanted_.opening_inside && is_gap(mark.before)) {
        add(mark.at, mark.at + marks_.open.size(), "", true, found);
      }
    }
    if (open != kNone && wanted_.unclosed && !goes_on(lines, end)) {
      add(marks[open].at, marks[open].at + marks_.open.size(), "", true, found);
    }
    std::sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
      return std::pair(a.edit.begin, a.edit.end) < std::pair(b.edit.begin, b.edit.end);
    });
    for (Finding& finding : found) {
      const bool free =
          findings.list.empty() || findings.list.back().edit.end <= finding.edit.begin;
      if (free) findings.list.push_back(std::move(finding));
    }
  }

  // A quotation of several paragraphs opens each of them again.
  bool goes_on(const Lines& lines, std::size_t end) const {
    while (end < lines.size() && lines[end].blank()) ++end;
    return end < lines.size() && trim_blanks(lines[end].content).starts_with(marks_.open);
  }

  std::vector<Mark> marks_of(const Lines& lines, std::size_t first, std::size_t end) const {
    std::vector<Mark> marks;
    for (std::size_t i = first; i < end; ++i) {
      const Line line = lines[i];
      const std::string_view text = line.content;
      for (std::size_t at = next_mark(text, 0); at != kNone; at = next_mark(text, at + 1)) {
        marks.push_back(look_at(line, at));
        marks.back().line = i;
        marks.back().last_line = i + 1 == end;
      }
    }
    return marks;
  }

  Mark look_at(const Line& line, std::size_t at) const {
    const std::string_view text = line.content;
    Mark mark;
    mark.opens = text.substr(at, marks_.open.size()) == marks_.open;
    const auto before = [&](std::size_t place) -> char32_t {
      if (place == 0) return 0;
      std::size_t begin = previous_boundary(text, place);
      return next_code_point(text, begin);
    };
    const auto behind = [&](std::size_t place) -> char32_t {
      return place < text.size() ? next_code_point(text, place) : 0;
    };
    const std::size_t mark_end = at + (mark.opens ? marks_.open : marks_.close).size();
    std::size_t gap = at, start = mark_end;
    while (gap > 0 && is_blank(text[gap - 1])) --gap;
    while (start < text.size() && is_blank(text[start])) ++start;
    mark.at = line.begin + at;
    mark.gap = line.begin + gap;
    mark.start = line.begin + start;
    mark.before = before(at);
    mark.last = before(gap);
    mark.behind = behind(mark_end);
    mark.first = behind(start);
    mark.ends_line = start == text.size();
    mark.spaced_ellipsis =
        gap > 1 && text[gap - 1] == '.' && text[gap - 2] != '.' && is_blank(text[gap - 2]);
    const std::string_view rest = text.substr(mark_end);
    mark.stop_behind = !rest.empty() && std::string_view(".,;!?").find(rest[0]) != kNone &&
                       (rest.size() == 1 || is_blank(rest[1]));
    return mark;
  }

  // Behind a gap: at the paragraph's end, or in front of a stop.
  bool closes_behind_gap(const Mark& mark) const {
    if (!is_gap(mark.before) || mark.last == 0) return false;
    if (wanted_.paragraph_end && mark.last_line && mark.ends_line) return ends_clause(mark.last);
    return wanted_.before_stop && mark.stop_behind && is_word(mark.last);
  }

  // Without a gap: `“We go,“ he said`. Not in front of a mark that closes: then this one is inside.
  bool closes_turned(const Mark& mark, const Mark* next) const {
    if (!wanted_.turned_open || is_gap(mark.before)) return false;
    const bool ends = mark.ends_line || is_gap(mark.behind) || mark.stop_behind;
    if (!ends || !(is_word(mark.before) || ends_clause(mark.before))) return false;
    return next == nullptr || next->opens;
  }

  // `”Hello,” she said`, where no quotation is open.
  bool opens_turned(const Mark& mark, const Mark* next) const {
    if (!wanted_.turned_close || !is_letter(mark.behind)) return false;
    if (mark.before != 0 && !is_gap(mark.before)) return false;
    return next != nullptr && !next->opens && next->line == mark.line && !is_gap(next->before) &&
           next->before != 0 && !is_letter(next->behind);
  }

  // `“ Hello ”`: the spaces inside of both marks, or of one, go. Single marks beside them keep a
  // distance on purpose, and so do dashes and spaced ellipses.
  void find_spaced(const Mark& open, const Mark& close, std::vector<Finding>& found) const {
    if (close.opens || close.line != open.line || open.start >= close.gap) return;
    const bool before = is_gap(open.behind), behind = is_gap(close.before);
    if (!(before && behind ? wanted_.spaced_inside : wanted_.spaced_side)) return;
    const bool opens = open.before == 0 || is_gap(open.before) || among(U"([—–", open.before);
    const bool closes = close.ends_line || is_gap(close.behind) || close.stop_behind ||
                        among(U")]—–:;", close.behind);
    const bool words = (is_word(open.first) || among(U"([$£€¿¡", open.first)) &&
                       (is_word(close.last) || among(U"!?,)", close.last) ||
                        (close.last == U'.' && !close.spaced_ellipsis));
    if (!opens || !closes || !words) return;
    if (before) add(open.at + marks_.open.size(), open.start, "", false, found);
    if (behind) add(close.gap, close.at, "", false, found);
  }

  // `““Hello,” he said`: two marks for one, where one makes as many open as close.
  void find_doubled(const std::vector<Mark>& marks, std::vector<Finding>& found) const {
    std::ptrdiff_t balance = 0, doubled_open = 0, doubled_close = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      balance += marks[i].opens ? 1 : -1;
      if (!is_double(marks, i)) continue;
      ++(marks[i].opens ? doubled_open : doubled_close);
    }
    if (balance == 0 || balance != doubled_open - doubled_close) return;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (!is_double(marks, i)) continue;
      const std::size_t size = (marks[i].opens ? marks_.open : marks_.close).size();
      add(marks[i].at, marks[i].at + size, "", false, found);
    }
  }

  // The second of two equal marks with nothing between.
  bool is_double(const std::vector<Mark>& marks, std::size_t i) const {
    if (i == 0 || marks[i].opens != marks[i - 1].opens) return false;
    const std::size_t size = (marks[i].opens ? marks_.open : marks_.close).size();
    return marks[i].line == marks[i - 1].line && marks[i - 1].at + size == marks[i].at;
  }

  // Marks are a few bytes: a loop is quicker than a call.
  static bool stands_at(std::string_view text, std::size_t at, std::string_view mark) {
    if (text.size() - at < mark.size()) return false;
    for (std::size_t i = 0; i < mark.size(); ++i) {
      if (text[at + i] != mark[i]) return false;
    }
    return true;
  }

  std::size_t next_mark(std::string_view text, std::size_t from) const {
    const auto is_mark = [&](std::size_t at) {
      return stands_at(text, at, marks_.open) || stands_at(text, at, marks_.close);
    };
    if (marks_.open[0] != marks_.close[0]) {
      return std::min(text.find(marks_.open, from), text.find(marks_.close, from));
    }
    std::size_t at = text.find(marks_.open[0], from);
    while (at != std::string_view::npos && !is_mark(at)) at = text.find(marks_.open[0], at + 1);
    return at;  // npos is kNone
  }

  static void add(std::size_t begin, std::size_t end, std::string_view with, bool flag,
                  std::vector<Finding>& to) {
    Finding finding;
    finding.edit.begin = finding.match_begin = begin;
    finding.edit.end = finding.match_end = end;
    finding.edit.with = with;
    finding.flag_only = flag;
    to.push_back(std::move(finding));
  }

  Marks marks_;
  Wanted wanted_;
};

// Each repair looks for marks with neighbours that are rare in good text. For what is only flagged
// every opening mark counts.
void add_needs(const Marks& marks, Wanted wanted, Needs& needs) {
  const NeedWindow open = NeedWindow::literal(marks.open), close = NeedWindow::literal(marks.close);
  if (wanted.opening_inside || wanted.unclosed) {
    needs.add(open);
    return;
  }
  using Positions = std::vector<NeedPosition>;
  const auto set = [](std::string_view source) {
    NeedPosition position;
    NeedPosition::parse_set(source, position);
    return Positions{position};
  };
  const auto add = [&](std::initializer_list<Positions> parts, bool at_start, bool at_end) {
    Positions all;
    for (const Positions& part : parts) all.insert(all.end(), part.begin(), part.end());
    needs.add(NeedWindow::of(all, at_start, at_end));
  };
  const Positions blank = set("[\\ \\t]"), blank_or_stop = set("[\\ \\t.,;!?]");
  const Positions behind_word = set("[\\p{L}\\p{M}0-9.,!?…]");
  if (wanted.paragraph_end || wanted.before_stop) {
    add({blank, open.positions()}, false, true);
    add({blank, open.positions(), blank_or_stop}, false, false);
  }
  if (wanted.turned_open) {
    add({behind_word, open.positions()}, false, true);
    add({behind_word, open.positions(), blank_or_stop}, false, false);
  }
  if (wanted.turned_close) {
    add({close.positions(), set("[\\p{L}]")}, true, false);
    add({blank, close.positions(), set("[\\p{L}]")}, false, false);
  }
  if (wanted.doubled) {
    add({open.positions(), open.positions()}, false, false);
    add({close.positions(), close.positions()}, false, false);
  }
  // In many languages an opening mark follows a blank, and a closing one precedes it: only both at
  // once are rare.
  if (wanted.spaced_inside || wanted.spaced_side) {
    add({open.positions(), blank}, true, false);
    add({set("[\\ \\t(\\[—–]"), open.positions(), blank}, false, false);
  }
  if (wanted.spaced_side) {
    add({blank, close.positions()}, false, true);
    add({blank, close.positions(), set("[\\ \\t.,;!?)\\]—–:]")}, false, false);
  }
}

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  Marks marks{get_string(builder.params(), "open"), get_string(builder.params(), "close")};
  if (marks.open.empty() || marks.close.empty() || marks.open == marks.close) {
    builder.problems().error("bad-value", builder.params().place,
                             "`open` and `close` must be two different marks");
    return nullptr;
  }
  const auto has = [&](std::string_view key, std::string_view name) {
    const std::vector<std::string> names = get_strings(builder.params(), key);
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  Wanted wanted;
  wanted.paragraph_end = has("fix", "paragraph-end");
  wanted.before_stop = has("fix", "before-stop");
  wanted.turned_open = has("fix", "turned-open");
  wanted.turned_close = has("fix", "turned-close");
  wanted.doubled = has("fix", "doubled");
  wanted.spaced_inside = has("fix", "spaced-inside");
  wanted.spaced_side = has("fix", "spaced-side");
  wanted.opening_inside = has("flag", "opening-inside");
  wanted.unclosed = has("flag", "unclosed");
  common.only_flags = !wanted.fixes();
  add_needs(marks, wanted, common.needs);
  return std::make_shared<QuotesRule>(std::move(common), std::move(marks), wanted);
}

constexpr Key kKeys[] = {
    {"open", KeyType::kString, "The opening mark.", true},
    {"close", KeyType::kString, "The closing mark.", true},
    {"fix", KeyType::kStrings,
     "`paragraph-end`: inside an open quotation, an opening mark behind a space that ends the "
     "paragraph closes. `before-stop`: the same in front of `.` `,` `;` `!` `?`. `turned-open`: "
     "the same directly behind a word or its stop, in front of a space. `turned-close`: a closing "
     "mark behind a space and in front of a letter, where no quotation is open and the next mark "
     "of the line closes one, opens. `doubled`: of two equal marks one goes where then as many "
     "open as close in the paragraph. `spaced-inside`: spaces inside both marks of a quotation go; "
     "`spaced-side`: those inside one.",
     false, "paragraph-end before-stop turned-open turned-close doubled spaced-inside spaced-side"},
    {"flag", KeyType::kStrings,
     "`opening-inside`: an opening mark behind a space inside an open quotation. `unclosed`: a "
     "quotation that is not closed in its paragraph, nor opened again by the next.",
     false, "opening-inside unclosed"},
};

}  // namespace

extern const Kind kQuotesKind;
const Kind kQuotesKind{"quotes",
                       "Quotation marks that are turned, doubled or spaced, judged by paragraph.",
                       Phase::kSpacing,
                       Scope::kDocument,
                       "document",
                       kKeys,
                       &make};

}  // namespace textmend::internal
