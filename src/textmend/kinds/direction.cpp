// Kind `direction`: controls of the Unicode bidirectional algorithm (UAX 9) that lost their other
// half, judged by a stack.
//
// For UAX 9 a paragraph is a line. Here it is a run of non-blank lines, so that a pair over the
// line ends of a wrapped text stays. Inside of it, by rules BD9, BD11 and X6a to X7: U+202C closes
// the embedding or override that was opened last, unless an isolate was opened behind it; U+2069
// closes the isolate that was opened last, and with it the embeddings inside. One control that
// stands alone between quotation marks or brackets is spoken of: it opens nothing and closes
// nothing.
//
// Overrides (U+202D, U+202E) may hide what a text says. That is to be seen, not mended: neither
// they nor what stands inside of one are touched.
//
// A line is seen whole, however long: the walk is linear and no pattern is asked.

#include <unicode/uchar.h>

#include <algorithm>

#include "textmend/kinds/paragraphs.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr char32_t kCloseEmbedding = 0x202C, kCloseIsolate = 0x2069;

bool is_override(char32_t c) { return c == 0x202D || c == 0x202E; }
bool opens_isolate(char32_t c) { return c >= 0x2066 && c <= 0x2068; }

bool among(std::u32string_view set, char32_t one) {
  return set.find(one) != std::u32string_view::npos;
}

// The next control at or behind `from`; npos when there is none. They are U+202A to U+202E, which
// is E2 80 AA to E2 80 AE, and U+2066 to U+2069, which is E2 81 A6 to E2 81 A9.
std::size_t next_control(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\xE2', from); at != std::string_view::npos;
       at = text.find('\xE2', at + 3)) {
    const char second = text[at + 1], third = text[at + 2];
    if (second == '\x80' && third >= '\xAA' && third <= '\xAE') return at;
    if (second == '\x81' && third >= '\xA6' && third <= '\xA9') return at;
  }
  return std::string_view::npos;
}

// Whether the control at text[at] stands alone between quotation marks or brackets.
bool is_spoken_of(std::string_view text, std::size_t at) {
  std::size_t behind = at + 3;
  if (at == 0 || behind >= text.size()) return false;
  std::size_t before = previous_boundary(text, at);
  return among(U"\"“„«‘'([", next_code_point(text, before)) &&
         among(U"\"”“»’')]", next_code_point(text, behind));
}

// Whether all of the line runs from left to right: no letter, digit or mark that doesn't, and no
// override.
bool runs_left_to_right(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      ++at;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    const UCharDirection direction = u_charDirection(static_cast<UChar32>(c));
    if (is_override(c) || direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC ||
        direction == U_ARABIC_NUMBER) {
      return false;
    }
  }
  return true;
}

struct Control {
  char32_t code_point = 0;
  std::size_t at = 0;    // in the document
  std::size_t line = 0;  // its index
};

// The controls of a paragraph that are open, and those without another half.
class Stack {
 public:
  void add(const Control& control) {
    if (control.code_point == kCloseEmbedding) {
      const bool closes = !open_.empty() && !opens_isolate(open_.back().code_point);
      if (closes) return pop();
      if (overrides_ == 0) unopened_.push_back(control);
      return;
    }
    if (control.code_point == kCloseIsolate) {
      if (isolates_ > 0) return pop_isolate();
      if (overrides_ == 0) unopened_.push_back(control);
      return;
    }
    open_.push_back(control);
    isolates_ += opens_isolate(control.code_point) ? 1 : 0;
    overrides_ += is_override(control.code_point) ? 1 : 0;
  }

  const std::vector<Control>& unopened() const { return unopened_; }

  // Without overrides and what stands inside of one.
  std::vector<Control> unclosed() const {
    const auto end = std::find_if(open_.begin(), open_.end(), [](const Control& control) {
      return is_override(control.code_point);
    });
    return {open_.begin(), end};
  }

 private:
  void pop() {
    isolates_ -= opens_isolate(open_.back().code_point) ? 1 : 0;
    overrides_ -= is_override(open_.back().code_point) ? 1 : 0;
    open_.pop_back();
  }
  void pop_isolate() {
    for (const std::size_t left = isolates_ - 1; isolates_ > left;) pop();
  }

  std::vector<Control> open_, unopened_;
  std::size_t isolates_ = 0, overrides_ = 0;  // of open_
};

struct Wanted {
  bool unopened = false, unclosed = false;
};

class DirectionRule : public Rule {
 public:
  DirectionRule(RuleCommon common, Wanted wanted) : Rule(std::move(common)), wanted_(wanted) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    const Lines& lines = overview.document.lines();
    each_wanted_paragraph(common(), overview, [&](std::size_t begin, std::size_t end) {
      paragraph(lines, begin, end, findings);
    });
  }

 private:
  void paragraph(const Lines& lines, std::size_t first, std::size_t end, Findings& findings) const {
    Stack stack;
    for (std::size_t i = first; i < end; ++i) {
      const Line line = lines[i];
      for (std::size_t at = next_control(line.content, 0); at != std::string_view::npos;
           at = next_control(line.content, at + 3)) {
        std::size_t behind = at;
        const char32_t code_point = next_code_point(line.content, behind);
        if (!is_spoken_of(line.content, at)) stack.add({code_point, line.begin + at, i});
      }
    }
    std::vector<Control> dropped;
    if (wanted_.unopened) dropped = stack.unopened();
    if (wanted_.unclosed) add_without_effect(lines, stack.unclosed(), dropped);
    std::sort(dropped.begin(), dropped.end(),
              [](const Control& a, const Control& b) { return a.at < b.at; });
    for (const Control& control : dropped) {
      Finding finding;
      finding.edit.begin = finding.match_begin = control.at;
      finding.edit.end = finding.match_end = control.at + 3;
      findings.list.push_back(std::move(finding));
    }
  }

  // Of `unclosed`, which are in order, those whose line holds nothing that they could turn.
  static void add_without_effect(const Lines& lines, const std::vector<Control>& unclosed,
                                 std::vector<Control>& to) {
    for (std::size_t i = 0; i < unclosed.size();) {
      const std::size_t line = unclosed[i].line;
      const bool has_none = runs_left_to_right(lines[line].content);
      for (; i < unclosed.size() && unclosed[i].line == line; ++i) {
        if (has_none) to.push_back(unclosed[i]);
      }
    }
  }

  Wanted wanted_;
};

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  const std::vector<std::string> names = get_strings(builder.params(), "drop");
  const auto has = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const Wanted wanted{has("unopened"), has("unclosed")};
  const auto need = [&](bool is_wanted, std::string_view set) {
    if (!is_wanted) return;
    NeedPosition position;
    NeedPosition::parse_set(set, position);
    common.needs.add(NeedWindow::of({position}, false, false));
  };
  need(wanted.unopened, "[\\u202C\\u2069]");
  need(wanted.unclosed, "[\\u202A\\u202B\\u2066-\\u2068]");
  return std::make_shared<DirectionRule>(std::move(common), wanted);
}

constexpr Key kKeys[] = {
    {"drop", KeyType::kStrings,
     "`unopened`: U+202C and U+2069 that close nothing. `unclosed`: U+202A, U+202B and U+2066 to "
     "U+2068 that nothing closes, in a line that runs from left to right only. Overrides (U+202D, "
     "U+202E) and what stands inside of one stay.",
     true, "unopened unclosed"},
};

}  // namespace

extern const Kind kDirectionKind;
const Kind kDirectionKind{
    "direction",
    "Direction controls whose other half is missing, judged by paragraph; a line is seen whole, "
    "however long.",
    Phase::kLayout,
    Scope::kDocument,
    "document",
    kKeys,
    &make};

}  // namespace textmend::internal
