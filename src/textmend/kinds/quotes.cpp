// Kind `quotes`: quotation marks that point the wrong way, judged by paragraph.
//
// A paragraph is a run of non-blank lines. Its marks are walked through in order: an opening mark
// inside an open quotation, behind a space, that ends the paragraph or stands before a stop,
// closes.

#include <algorithm>

#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct Marks {
  std::string open, close;
};

struct Wanted {
  bool paragraph_end = false, before_stop = false;  // fix
  bool opening_inside = false, unclosed = false;    // flag
};

class QuotesRule : public Rule {
 public:
  QuotesRule(RuleCommon common, Marks marks, Wanted wanted)
      : Rule(std::move(common)), marks_(std::move(marks)), wanted_(wanted) {}

  void find_all(const Overview& overview, Findings& findings) const override {
    const Lines& lines = overview.document.lines();
    const LineRange reach = lines_in_reach(common().where, lines);
    const auto ends = [](const Line& line) { return line.blank() || line.opaque; };
    std::size_t end = reach.begin;
    for (std::size_t i = lines.next(end, overview.bucket); i < lines.size();
         i = lines.next(end, overview.bucket)) {
      std::size_t begin = i;
      while (begin > end && !ends(lines[begin - 1])) --begin;
      if (begin >= reach.end) break;
      bool wanted = false;
      for (end = begin; end < lines.size() && !ends(lines[end]); ++end) {
        wanted = wanted || overview.wants(common().needs, lines[end]);
      }
      if (wanted) paragraph(lines, begin, end, findings);
      end = std::max(end, i + 1);  // where every line is wanted, a blank one may be
    }
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void paragraph(const Lines& lines, std::size_t first, std::size_t end, Findings& findings) const {
    std::size_t open_at = kNone;  // offset of the mark that opened the quotation, in the document
    for (std::size_t i = first; i < end; ++i) {
      const std::string_view text = lines[i].content;
      for (std::size_t at = next_mark(text, 0); at != kNone; at = next_mark(text, at + 1)) {
        if (text.substr(at, marks_.open.size()) != marks_.open) {
          open_at = kNone;
        } else if (open_at == kNone) {
          open_at = lines[i].begin + at;
        } else if (closes(text, at, i + 1 == end)) {
          const std::size_t gap = trim_end(text, at);
          add(lines[i].begin + gap, lines[i].begin + at + marks_.open.size(), false, findings);
          open_at = kNone;
        } else if (wanted_.opening_inside && behind_blank(text, at)) {
          add(lines[i].begin + at, lines[i].begin + at + marks_.open.size(), true, findings);
        }
      }
    }
    if (open_at == kNone || !wanted_.unclosed) return;
    std::size_t next = end;
    while (next < lines.size() && lines[next].blank()) ++next;
    // A quotation of several paragraphs opens each of them again.
    const bool goes_on =
        next < lines.size() && trim_blanks(lines[next].content).starts_with(marks_.open);
    if (!goes_on) add(open_at, open_at + marks_.open.size(), true, findings);
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

  // Where the blanks in front of `at` begin.
  static std::size_t trim_end(std::string_view text, std::size_t at) {
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
    return at;
  }

  static bool behind_blank(std::string_view text, std::size_t at) {
    return at > 0 && trim_end(text, at) != at;
  }

  bool closes(std::string_view text, std::size_t at, bool last_line) const {
    const std::size_t gap = trim_end(text, at);
    if (gap == at || gap == 0) return false;
    std::size_t before = previous_boundary(text, gap);
    const char32_t last = next_code_point(text, before);
    const std::string_view rest = text.substr(at + marks_.open.size());
    if (wanted_.paragraph_end && last_line && is_blank(rest)) {
      return std::u32string_view(U".!?…,").find(last) != std::u32string_view::npos;
    }
    if (!wanted_.before_stop || rest.empty()) return false;
    const bool stop = std::string_view(".,;!?").find(rest[0]) != std::string_view::npos;
    const bool ends = rest.size() == 1 || rest[1] == ' ' || rest[1] == '\t';
    return stop && ends && (is_letter(last) || is_mark(last) || (last >= U'0' && last <= U'9'));
  }

  void add(std::size_t begin, std::size_t end, bool flag, Findings& findings) const {
    Finding finding;
    finding.edit.begin = finding.match_begin = begin;
    finding.edit.end = finding.match_end = end;
    finding.flag_only = flag;
    if (!flag) finding.edit.with = marks_.close;
    // The mark that opened an unclosed quotation may stand before others that were flagged.
    const auto at = std::upper_bound(
        findings.list.begin(), findings.list.end(), begin,
        [](std::size_t offset, const Finding& other) { return offset < other.edit.begin; });
    findings.list.insert(at, std::move(finding));
  }

  Marks marks_;
  Wanted wanted_;
};

// An opening mark that closes stands between a blank and the line's end, a blank or a stop. For the
// other questions every opening mark counts.
void add_needs(const std::string& open, Wanted wanted, Needs& needs) {
  const NeedWindow mark = NeedWindow::literal(open);
  if (wanted.opening_inside || wanted.unclosed) {
    needs.add(mark);
    return;
  }
  NeedPosition blank, blank_or_stop;
  NeedPosition::parse_set("[\\ \\t]", blank);
  NeedPosition::parse_set("[\\ \\t.,;!?]", blank_or_stop);
  std::vector<NeedPosition> positions{blank};
  positions.insert(positions.end(), mark.positions().begin(), mark.positions().end());
  needs.add(NeedWindow::of(positions, false, true));
  positions.push_back(blank_or_stop);
  needs.add(NeedWindow::of(positions, false, false));
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
  wanted.opening_inside = has("flag", "opening-inside");
  wanted.unclosed = has("flag", "unclosed");
  common.only_flags = !wanted.paragraph_end && !wanted.before_stop;
  add_needs(marks.open, wanted, common.needs);
  return std::make_shared<QuotesRule>(std::move(common), std::move(marks), wanted);
}

constexpr Key kKeys[] = {
    {"open", KeyType::kString, "The opening mark.", true},
    {"close", KeyType::kString, "The closing mark.", true},
    {"fix", KeyType::kStrings,
     "`paragraph-end`: inside an open quotation, an opening mark behind a space that ends the "
     "paragraph closes. `before-stop`: the same in front of `.` `,` `;` `!` `?`.",
     false, "paragraph-end before-stop"},
    {"flag", KeyType::kStrings,
     "`opening-inside`: an opening mark behind a space inside an open quotation. `unclosed`: a "
     "quotation that is not closed in its paragraph, nor opened again by the next.",
     false, "opening-inside unclosed"},
};

}  // namespace

extern const Kind kQuotesKind;
const Kind kQuotesKind{"quotes",
                       "Quotation marks that point the wrong way, judged by paragraph.",
                       Phase::kSpacing,
                       Scope::kDocument,
                       "document",
                       kKeys,
                       &make};

}  // namespace textmend::internal
