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

// A mark of a paragraph.
struct Mark {
  std::size_t line = 0, at = 0;  // in the document; `at` is an offset
  std::string_view text;         // of the line
  std::size_t in_line = 0;       // `at` in there
  bool opens = false;            // what it says
  bool in_last_line = false;
};

// What stands beside a mark; 0 stands for the line's edge. Asked of few marks: a paragraph may be
// full of them.
struct Sides {
  char32_t before = 0, behind = 0;
  char32_t last = 0;      // in front of the blanks before it
  std::size_t gap = 0;    // where those blanks begin, in the document
  std::size_t start = 0;  // behind the blanks that follow it
  char32_t first = 0;     // what stands there
  bool ends_line = false;
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
    std::vector<Mark> marks;
    each_wanted_paragraph(common(), overview, [&](std::size_t begin, std::size_t end) {
      list_marks(lines, begin, end, marks);
      paragraph(lines, end, marks, findings);
    });
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void paragraph(const Lines& lines, std::size_t end, const std::vector<Mark>& marks,
                 Findings& findings) const {
    std::vector<Finding> found;
    if (wanted_.doubled && !goes_on(lines, end)) find_doubled(marks, found);
    std::size_t open = kNone;  // the mark that opened the quotation
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const Mark& mark = marks[i];
      const Mark* const next = i + 1 < marks.size() ? &marks[i + 1] : nullptr;
      if (open == kNone) {
        if (!mark.opens && !opens_turned(mark, next)) continue;
        open = i;
        if (!mark.opens) add(mark.at, end_of(mark), marks_.open, false, found);
        if (mark.opens && next != nullptr) find_spaced(mark, *next, found);
      } else if (!mark.opens) {
        open = kNone;
      } else if (closes_behind_gap(mark) || closes_turned(mark, next)) {
        add(sides_of(mark).gap, end_of(mark), marks_.close, false, found);
        open = kNone;
      } else if (wanted_.opening_inside && is_gap(sides_of(mark).before)) {
        add(mark.at, end_of(mark), "", true, found);
      }
    }
    if (open != kNone && wanted_.unclosed && !goes_on(lines, end)) {
      add(marks[open].at, end_of(marks[open]), "", true, found);
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

  void list_marks(const Lines& lines, std::size_t first, std::size_t end,
                  std::vector<Mark>& marks) const {
    marks.clear();
    for (std::size_t i = first; i < end; ++i) {
      const Line line = lines[i];
      const std::string_view text = line.content;
      for (std::size_t at = next_mark(text, 0); at != kNone; at = next_mark(text, at + 1)) {
        const bool opens = stands_at(text, at, marks_.open);
        marks.push_back({i, line.begin + at, text, at, opens, i + 1 == end});
      }
    }
  }

  std::size_t size_of(const Mark& mark) const {
    return (mark.opens ? marks_.open : marks_.close).size();
  }
  std::size_t end_of(const Mark& mark) const { return mark.at + size_of(mark); }

  Sides sides_of(const Mark& mark) const {
    const std::string_view text = mark.text;
    const auto before = [&](std::size_t place) -> char32_t {
      if (place == 0) return 0;
      std::size_t begin = previous_boundary(text, place);
      return next_code_point(text, begin);
    };
    const auto behind = [&](std::size_t place) -> char32_t {
      return place < text.size() ? next_code_point(text, place) : 0;
    };
    const std::size_t mark_end = mark.in_line + size_of(mark);
    std::size_t gap = mark.in_line, start = mark_end;
    while (gap > 0 && is_blank(text[gap - 1])) --gap;
    while (start < text.size() && is_blank(text[start])) ++start;
    const std::size_t line_begin = mark.at - mark.in_line;
    Sides sides;
    sides.gap = line_begin + gap;
    sides.start = line_begin + start;
    sides.before = before(mark.in_line);
    sides.last = before(gap);
    sides.behind = behind(mark_end);
    sides.first = behind(start);
    sides.ends_line = start == text.size();
    sides.spaced_ellipsis =
        gap > 1 && text[gap - 1] == '.' && text[gap - 2] != '.' && is_blank(text[gap - 2]);
    const std::string_view rest = text.substr(mark_end);
    sides.stop_behind = !rest.empty() && std::string_view(".,;!?").find(rest[0]) != kNone &&
                        (rest.size() == 1 || is_blank(rest[1]));
    return sides;
  }

  // Behind a gap: at the paragraph's end, or in front of a stop.
  bool closes_behind_gap(const Mark& mark) const {
    if (!wanted_.paragraph_end && !wanted_.before_stop) return false;
    const Sides sides = sides_of(mark);
    if (!is_gap(sides.before) || sides.last == 0) return false;
    if (wanted_.paragraph_end && mark.in_last_line && sides.ends_line) {
      return ends_clause(sides.last);
    }
    return wanted_.before_stop && sides.stop_behind && is_word(sides.last);
  }

  // Without a gap: `“We go,“ he said`. Not in front of a mark that closes: then this one is inside.
  bool closes_turned(const Mark& mark, const Mark* next) const {
    if (!wanted_.turned_open) return false;
    const Sides sides = sides_of(mark);
    if (is_gap(sides.before)) return false;
    const bool ends = sides.ends_line || is_gap(sides.behind) || sides.stop_behind;
    if (!ends || !(is_word(sides.before) || ends_clause(sides.before))) return false;
    return next == nullptr || next->opens;
  }

  // `”Hello,” she said`, where no quotation is open.
  bool opens_turned(const Mark& mark, const Mark* next) const {
    if (!wanted_.turned_close) return false;
    const Sides sides = sides_of(mark);
    if (!is_letter(sides.behind) || (sides.before != 0 && !is_gap(sides.before))) return false;
    if (next == nullptr || next->opens || next->line != mark.line) return false;
    const Sides of_next = sides_of(*next);
    return of_next.before != 0 && !is_gap(of_next.before) && !is_letter(of_next.behind);
  }

  // `“ Hello ”`: the spaces inside of both marks, or of one, go. Single marks beside them keep a
  // distance on purpose, and so do dashes and spaced ellipses.
  void find_spaced(const Mark& open, const Mark& close, std::vector<Finding>& found) const {
    if (!wanted_.spaced_inside && !wanted_.spaced_side) return;
    if (close.opens || close.line != open.line) return;
    const Sides left = sides_of(open), right = sides_of(close);
    if (left.start >= right.gap) return;
    const bool before = is_gap(left.behind), behind = is_gap(right.before);
    if (!(before && behind ? wanted_.spaced_inside : wanted_.spaced_side)) return;
    const bool opens = left.before == 0 || is_gap(left.before) || among(U"([—–", left.before);
    const bool closes = right.ends_line || is_gap(right.behind) || right.stop_behind ||
                        among(U")]—–:;", right.behind);
    const bool words = (is_word(left.first) || among(U"([$£€¿¡", left.first)) &&
                       (is_word(right.last) || among(U"!?,)", right.last) ||
                        (right.last == U'.' && !right.spaced_ellipsis));
    if (!opens || !closes || !words) return;
    if (before) add(end_of(open), left.start, "", false, found);
    if (behind) add(right.gap, close.at, "", false, found);
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
      add(marks[i].at, end_of(marks[i]), "", false, found);
    }
  }

  // The second of two equal marks with nothing between.
  bool is_double(const std::vector<Mark>& marks, std::size_t i) const {
    if (i == 0 || marks[i].opens != marks[i - 1].opens) return false;
    return marks[i].line == marks[i - 1].line && end_of(marks[i - 1]) == marks[i].at;
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
