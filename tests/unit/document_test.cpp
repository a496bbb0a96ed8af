#include "textmend/document.h"

#include <algorithm>
#include <utility>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/unicode.h"

namespace textmend::internal {
namespace {

using test::boundaries;
using test::Dice;
using test::random_text;

constexpr std::size_t kLineBytes = std::size_t{1} << 20;
constexpr int kRuns = 3000;

Edit make_edit(std::size_t begin, std::size_t end, std::string with, std::string_view rule = "r") {
  Edit edit;
  edit.begin = begin;
  edit.end = end;
  edit.with = std::move(with);
  edit.steps = {{rule, "", "", ""}};
  return edit;
}

// `before` and `after` with what trim() leaves of them between bars.
std::string trimmed(std::string_view before, std::string_view after) {
  Edit edit = make_edit(0, before.size(), std::string(after));
  trim(edit, before);
  return std::string(before.substr(0, edit.begin)) + "|" +
         std::string(before.substr(edit.begin, edit.end - edit.begin)) + "|" + edit.with + "|" +
         std::string(before.substr(edit.end));
}

// Sorted, disjoint edits on code point boundaries. Some change nothing, some touch.
std::vector<Edit> random_edits(Dice& dice, std::string_view text) {
  const std::vector<std::size_t> cuts = boundaries(text);
  std::vector<Edit> edits;
  for (std::size_t at = dice.roll(4); at < cuts.size(); at += dice.roll(6)) {
    const std::size_t end = std::min(at + dice.roll(4), cuts.size() - 1);
    Edit edit = make_edit(cuts[at], cuts[end], random_text(dice, dice.one_in(3) ? 0 : 3));
    if (dice.one_in(4)) edit.with = std::string(text.substr(edit.begin, edit.end - edit.begin));
    // Two insertions at one place are one insertion.
    const bool doubled = !edits.empty() && edit.begin == edits.back().begin;
    if (!doubled) edits.push_back(std::move(edit));
    at = std::max(at, end);
    if (at + 1 >= cuts.size()) break;
  }
  return edits;
}

TextRange range_of(const std::string& text) {
  return [&text](std::size_t begin, std::size_t end) { return text.substr(begin, end - begin); };
}

// Empty when `edits` of `text` are what compose() promises, else what is wrong.
std::string fault(const std::vector<Edit>& edits, std::string_view text) {
  const std::vector<std::size_t> cuts = boundaries(text);
  const auto on_boundary = [&cuts](std::size_t at) { return std::ranges::binary_search(cuts, at); };
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const Edit& edit = edits[i];
    if (edit.begin > edit.end || edit.end > text.size()) return "out of the text";
    if (i > 0 && edit.begin <= edits[i - 1].end) return "not sorted, or touching";
    if (!on_boundary(edit.begin) || !on_boundary(edit.end)) return "inside a code point";
    if (!is_valid_utf8(edit.with)) return "writes half a code point";
    if (edit.begin == edit.end && edit.with.empty()) return "changes nothing";
    if (edit.steps.empty()) return "has no steps";
    Edit again = edit;
    trim(again, text.substr(edit.begin, edit.end - edit.begin));
    if (again.begin != edit.begin || again.with != edit.with) return "not trimmed";
  }
  return {};
}

// Empty when the document's lines are those of `text`, else what is wrong.
std::string line_fault(const Document& document, std::string_view text) {
  std::size_t at = 0, i = 0;
  for (; at < text.size(); ++i) {
    if (i == document.lines().size()) return "lines are missing";
    const Line& line = document.lines()[i];
    const std::size_t lf = std::min(text.find('\n', at), text.size());
    const std::size_t end = std::min(lf + 1, text.size());
    const bool cr_lf = lf < text.size() && lf > at && text[lf - 1] == '\r';
    if (line.begin != at || line.end() != end) return "line " + std::to_string(i) + " elsewhere";
    if (line.content != text.substr(at, lf - at - (cr_lf ? 1 : 0))) return "another content";
    if (line.ending_bytes() != (lf == text.size() ? "" : cr_lf ? "\r\n" : "\n")) return "ending";
    if (line.opaque) return "opaque";
    at = end;
  }
  return i == document.lines().size() ? "" : "more lines than there are";
}

std::string joined(const Document& document) { return document.text(0, document.size()); }
std::string base_of(const Document& document) {
  return document.base_text(0, document.base_lines().bytes());
}

// Whether a rule has to look at the line again in this round.
bool is_dirty(const Document& document, std::size_t line) {
  return document.lines()[line].round >= document.dirty_since();
}

TEST_CASE("trim cuts off what an edit replaces by itself, the head first") {
  CHECK(trimmed("abc", "abc") == "abc|||");
  CHECK(trimmed("abc", "aXc") == "a|b|X|c");
  CHECK(trimmed("aa", "a") == "a|a||");
  CHECK(trimmed("a", "aaa") == "a||aa|");
  CHECK(trimmed("", "new") == "||new|");
  CHECK(trimmed("old", "") == "|old||");
  CHECK(trimmed("abab", "ab") == "ab|ab||");
}

TEST_CASE("trim never cuts inside a code point") {
  CHECK(trimmed("é", "è") == "|é|è|");        // the first byte is the same
  CHECK(trimmed("é", "ũ") == "|é|ũ|");        // the last byte is the same
  CHECK(trimmed("x…y", "x‥y") == "x|…|‥|y");  // the first two bytes are the same
  CHECK(trimmed("😀", "😁😀") == "||😁|😀");
  CHECK(trimmed("éé", "é") == "é|é||");
}

TEST_CASE("a trimmed edit gives the same text and has nothing in common at its ends") {
  Dice dice(11);
  for (int run = 0; run < kRuns; ++run) {
    const std::string before = random_text(dice, 6), after = random_text(dice, 6);
    Edit edit = make_edit(0, before.size(), after);
    trim(edit, before);
    INFO(run << ": `" << before << "` -> `" << after << "`");
    REQUIRE(before.substr(0, edit.begin) + edit.with + before.substr(edit.end) == after);
    REQUIRE(is_valid_utf8(edit.with));
    const std::string rest = before.substr(edit.begin, edit.end - edit.begin);
    REQUIRE(is_valid_utf8(rest));
    if (rest.empty() || edit.with.empty()) continue;
    std::size_t a = 0, b = 0;
    REQUIRE(next_code_point(rest, a) != next_code_point(edit.with, b));
    a = previous_boundary(rest, rest.size());
    b = previous_boundary(edit.with, edit.with.size());
    REQUIRE(next_code_point(rest, a) != next_code_point(edit.with, b));
  }
}

TEST_CASE("composed edits that touch become one with the steps of both, in their order") {
  const std::string a = "one two three";
  std::vector<Edit> edits = {make_edit(4, 7, "2", "first")};
  compose(edits, {make_edit(3, 5, "-", "second")}, range_of(a));
  REQUIRE(edits.size() == 1);
  CHECK(apply_edits(a, edits) == "one- three");
  REQUIRE(edits[0].steps.size() == 2);
  CHECK(edits[0].steps[0].rule == "first");
  CHECK(edits[0].steps[1].rule == "second");
}

TEST_CASE("composed edits that undo each other disappear") {
  const std::string a = "colour";
  std::vector<Edit> edits = {make_edit(4, 5, "")};
  compose(edits, {make_edit(4, 4, "u")}, range_of(a));
  CHECK(edits.empty());
}

TEST_CASE("composed edits apart from each other stay apart") {
  const std::string a = "0123456789";
  std::vector<Edit> edits = {make_edit(1, 2, "abc"), make_edit(8, 9, "")};
  compose(edits, {make_edit(0, 0, ">"), make_edit(6, 7, "")}, range_of(a));
  REQUIRE(edits.size() == 4);
  CHECK(apply_edits(a, edits) == ">0abc23567" + std::string("9"));
}

TEST_CASE("composing steps gives what applying them one by one gives, in clean edits") {
  Dice dice(12);
  for (int run = 0; run < kRuns; ++run) {
    const std::string first = random_text(dice, 40);
    std::string current = first;
    std::vector<Edit> total;
    for (int step = 0; step < 4; ++step) {
      std::vector<Edit> edits = random_edits(dice, current);
      current = apply_edits(current, edits);
      compose(total, std::move(edits), range_of(first));
      INFO("run " << run << ", step " << step << ": `" << first << "`");
      REQUIRE(apply_edits(first, total) == current);
      // A first step alone is taken over as it is, when there is nothing to fold it into.
      REQUIRE(fault(total, first) == "");
    }
  }
}

TEST_CASE("a document's lines and edits follow its text through rounds of edits") {
  Dice dice(13);
  for (int run = 0; run < kRuns; ++run) {
    const std::string first = "." + random_text(dice, 40);
    Document document(first, kLineBytes);
    std::string base = first, current = first;
    for (int step = 0; step < 5 && !current.empty(); ++step) {
      std::vector<Edit> edits = random_edits(dice, current);
      current = apply_edits(current, edits);
      document.apply(std::move(edits));
      INFO("run " << run << ", step " << step << ": `" << base << "`");
      REQUIRE(joined(document) == current);
      REQUIRE(line_fault(document, current) == "");
      REQUIRE(document.size() == current.size());
      REQUIRE(base_of(document) == base);
      REQUIRE(apply_edits(base, document.edits()) == current);
      REQUIRE(fault(document.edits(), base) == "");
      const std::size_t begin = dice.roll(current.size() + 1);
      const std::size_t end = begin + dice.roll(current.size() - begin + 1);
      REQUIRE(document.text(begin, end) == current.substr(begin, end - begin));
      if (dice.one_in(3)) {
        REQUIRE(apply_edits(base, document.rebase()) == current);
        base = current;
        REQUIRE(base_of(document) == base);
        REQUIRE(document.edits().empty());
        REQUIRE(line_fault(document, current) == "");
      }
    }
  }
}

TEST_CASE("deleting a line end joins two lines") {
  for (const std::string_view end : {"\n", "\r\n"}) {
    const std::string text = "one" + std::string(end) + "two" + std::string(end);
    Document document(text, kLineBytes);
    document.apply({make_edit(3, 3 + end.size(), " ")});
    REQUIRE(document.lines().size() == 1);
    CHECK(document.lines()[0].content == "one two");
    CHECK(document.lines()[0].ending_bytes() == end);
  }
}

TEST_CASE("a written line end parts a line, and a lone CR that meets an LF belongs to the ending") {
  Document document("one two\rX\n", kLineBytes);
  CHECK(document.lines().size() == 1);
  document.apply({make_edit(3, 4, "\n"), make_edit(8, 9, "")});
  REQUIRE(document.lines().size() == 2);
  CHECK(document.lines()[1].content == "two");
  CHECK(document.lines()[1].ending == Line::Ending::kCrLf);
}

TEST_CASE("lines that are not UTF-8 are opaque and counted, lines that are too long only opaque") {
  Document document(
      "good\nb\xFF"
      "d\r\nlonger than ten\n\xE2\x82",
      10);
  REQUIRE(document.lines().size() == 4);
  CHECK_FALSE(document.lines()[0].opaque);
  CHECK(document.lines()[1].opaque);
  CHECK(document.lines()[2].opaque);
  CHECK(document.lines()[3].opaque);
  CHECK(document.invalid_lines() == 2);
  CHECK_FALSE(document.lines()[1].blank());
}

TEST_CASE("after a round only changed lines have to be looked at again") {
  Document document("one\ntwo\nthree\n", kLineBytes);
  for (std::size_t i = 0; i < 3; ++i) CHECK(is_dirty(document, i));
  document.apply({make_edit(4, 7, "2")});
  document.rebase();
  CHECK_FALSE(is_dirty(document, 0));
  CHECK(is_dirty(document, 1));
  CHECK_FALSE(is_dirty(document, 2));
  document.look_again(2);
  document.rebase();
  CHECK_FALSE(is_dirty(document, 1));
  CHECK(is_dirty(document, 2));
}

TEST_CASE("the lines of the base stay readable while the current ones change") {
  Document document("one\ntwo\n", kLineBytes);
  document.apply({make_edit(0, 4, "")});
  document.apply({make_edit(0, 3, "2")});
  REQUIRE(document.base_lines().size() == 2);
  CHECK(document.base_lines()[0].content == "one");
  CHECK(document.base_lines()[1].content == "two");
}

TEST_CASE("map_back of what no edit touched gives the same bytes") {
  Dice dice(14);
  int untouched = 0;
  for (int run = 0; run < kRuns; ++run) {
    const std::string a = random_text(dice, 40);
    std::vector<Edit> edits;
    compose(edits, random_edits(dice, a), range_of(a));
    const std::string b = apply_edits(a, edits);
    const std::size_t begin = dice.roll(b.size() + 1);
    const std::size_t end = begin + dice.roll(std::min<std::size_t>(8, b.size() - begin) + 1);
    const Range range = map_back(edits, {begin, end});
    REQUIRE(range.begin <= range.end);
    REQUIRE(range.end <= a.size());
    bool touched = false;
    std::size_t delta = 0;  // modulo 2^64
    for (const Edit& edit : edits) {
      const std::size_t made_begin = edit.begin + delta, made_end = made_begin + edit.with.size();
      const bool overlaps = made_begin < end && made_end > begin;
      touched = touched || (made_begin <= end && made_end >= begin);
      INFO("run " << run << ": `" << a << "` -> `" << b << "`, [" << begin << ", " << end << ")");
      if (overlaps) {
        REQUIRE(range.begin <= edit.begin);
        REQUIRE(range.end >= edit.end);
      }
      delta += edit.with.size() - (edit.end - edit.begin);
    }
    if (touched) continue;
    ++untouched;
    REQUIRE(a.substr(range.begin, range.end - range.begin) == b.substr(begin, end - begin));
  }
  CHECK(untouched > kRuns / 10);
}

TEST_CASE("map_back with shifts gives what it gives without") {
  Dice dice(16);
  for (int run = 0; run < kRuns; ++run) {
    const std::string a = random_text(dice, 60);
    std::vector<Edit> edits;
    for (std::size_t step = dice.roll(4); step > 0; --step) {
      compose(edits, random_edits(dice, apply_edits(a, edits)), range_of(a));
    }
    const std::size_t size = apply_edits(a, edits).size();
    const std::vector<std::size_t> shifts = shifts_of(edits);
    REQUIRE(shifts.size() == edits.size());
    for (std::size_t begin = 0; begin <= size; ++begin) {
      for (std::size_t end = begin; end <= std::min(begin + 9, size); ++end) {
        const Range plain = map_back(edits, {begin, end});
        const Range quick = map_back(edits, shifts, {begin, end});
        if (plain.begin == quick.begin && plain.end == quick.end) continue;
        INFO("run " << run << ": `" << a << "`, [" << begin << ", " << end << ")");
        REQUIRE(plain.begin == quick.begin);
        REQUIRE(plain.end == quick.end);
      }
    }
  }
}

TEST_CASE("map_back of made bytes gives all that they replaced") {
  const std::vector<Edit> edits = {make_edit(2, 5, "X"), make_edit(8, 8, "YY")};
  const auto mapped = [&edits](std::size_t begin, std::size_t end) {
    const Range range = map_back(edits, {begin, end});
    return std::pair(range.begin, range.end);
  };
  using Pair = std::pair<std::size_t, std::size_t>;
  CHECK(mapped(0, 2) == Pair(0, 2));
  CHECK(mapped(2, 3) == Pair(2, 5));
  CHECK(mapped(3, 6) == Pair(5, 8));
  CHECK(mapped(6, 7) == Pair(8, 8));
  CHECK(mapped(1, 9) == Pair(1, 9));
  CHECK(mapped(8, 9) == Pair(8, 9));
}

// `text` without the given lines.
std::string dropped(std::string_view text, const std::vector<std::size_t>& lines) {
  Document document(text, kLineBytes);
  document.apply(document.drop_lines(lines));
  const std::string result = joined(document);
  CHECK(line_fault(document, result) == "");
  return result;
}

TEST_CASE("dropped lines in the middle leave the larger of the two gaps") {
  CHECK(dropped("a\nX\nb\n", {1}) == "a\nb\n");
  CHECK(dropped("a\n\nX\nb\n", {2}) == "a\n\nb\n");
  CHECK(dropped("a\nX\n\nb\n", {1}) == "a\n\nb\n");
  CHECK(dropped("a\n\nX\n\nb\n", {2}) == "a\n\nb\n");
  CHECK(dropped("a\n\nX\n\n\nb\n", {2}) == "a\n\n\nb\n");
  CHECK(dropped("a\n\n\nX\n\nb", {3}) == "a\n\n\nb");
  CHECK(dropped("a\n \t\nX\nb\n", {2}) == "a\n \t\nb\n");  // spaces and tabs are blank
}

TEST_CASE("blank lines between dropped lines go with them") {
  CHECK(dropped("a\n\nX\n\n\n\nY\n\nb\n", {2, 6}) == "a\n\nb\n");
  CHECK(dropped("a\nX\nY\nb\n", {1, 2}) == "a\nb\n");
  CHECK(dropped("a\nX\nb\nY\nc\n", {1, 3}) == "a\nb\nc\n");
  CHECK(dropped("a\n\nX\nb\nY\n\nc\n", {2, 4}) == "a\n\nb\n\nc\n");
}

TEST_CASE("at the head and at the foot no gap is left") {
  CHECK(dropped("X\n\n\na\n", {0}) == "a\n");
  CHECK(dropped("\n\nX\n\na", {2}) == "a");
  CHECK(dropped("a\n\nX\n", {2}) == "a\n");
  CHECK(dropped("a\n\nX\n\n\n", {2}) == "a\n");
  CHECK(dropped("X\na\nX", {0, 2}) == "a");
}

TEST_CASE("the last line keeps the document's last ending or its absence") {
  CHECK(dropped("a\n\nX", {2}) == "a");
  CHECK(dropped("a\r\nX", {1}) == "a");
  CHECK(dropped("a\r\n\r\nX\r\n", {2}) == "a\r\n");
  CHECK(dropped("a\nX\r\n", {1}) == "a\r\n");
  CHECK(dropped("a\r\nX\n", {1}) == "a\n");
  CHECK(dropped("a\nX\n ", {1}) == "a");
}

TEST_CASE("CRLF and mixed endings of the kept lines stay") {
  CHECK(dropped("a\r\n\r\nX\r\nb\r\n", {2}) == "a\r\n\r\nb\r\n");
  CHECK(dropped("a\r\nX\nb\n", {1}) == "a\r\nb\n");
  CHECK(dropped("a\n\r\nX\n\nb\n", {2}) == "a\n\nb\n");
}

TEST_CASE("when all lines go nothing is left") {
  CHECK(dropped("X\n", {0}).empty());
  CHECK(dropped("X", {0}).empty());
  CHECK(dropped("\n\nX\r\nY\n\n", {2, 3}).empty());
}

TEST_CASE("a line that is not UTF-8 survives the end of its neighbours") {
  Document document("\xFF\xFE\nX\n\n\x80\n", kLineBytes);
  const std::vector<std::size_t> second = {1};
  document.apply(document.drop_lines(second));
  CHECK(joined(document) == "\xFF\xFE\n\n\x80\n");
  CHECK(document.lines().back().opaque);
}

TEST_CASE("dropping random lines keeps all others and the gap rule") {
  Dice dice(15);
  for (int run = 0; run < kRuns; ++run) {
    // Lines `0`, `1`, ... so that each can be told from the others; some blank.
    std::string text, wanted;
    std::vector<std::size_t> doomed;
    const std::size_t count = 1 + dice.roll(12);
    std::size_t gap = 0, gap_behind = 0;
    bool any_kept = false, dropping = false;
    std::string_view last_end;
    std::vector<std::string> kept;        // contents of the kept lines that are not blank
    std::vector<std::size_t> gaps = {0};  // blank lines in front of each
    for (std::size_t i = 0; i < count; ++i) {
      last_end = i + 1 == count && dice.one_in(2) ? "" : dice.one_in(3) ? "\r\n" : "\n";
      const std::size_t what = dice.roll(5);
      const std::string content = what < 2 ? (last_end.empty() ? " " : "") : std::to_string(i);
      text.append(content).append(last_end);
      if (what < 2) {
        ++(dropping ? gap_behind : gap);
      } else if (what == 2) {
        doomed.push_back(i);
        dropping = true;
        gap_behind = 0;
      } else {
        gaps.back() = any_kept || !dropping ? std::max(gap, gap_behind) : 0;
        gaps.push_back(0);
        kept.push_back(content);
        gap = gap_behind = 0;
        any_kept = true;
        dropping = false;
      }
    }
    gaps.back() = dropping ? 0 : gap;
    const std::string result = dropped(text, doomed);
    INFO("run " << run << ": `" << text << "` -> `" << result << "`");
    Document after(result, kLineBytes);
    std::vector<std::string> found;
    std::vector<std::size_t> found_gaps = {0};
    after.lines().each([&](const Line& line) {
      if (line.blank()) {
        ++found_gaps.back();
      } else {
        found.emplace_back(line.content);
        found_gaps.push_back(0);
      }
      return true;
    });
    REQUIRE(found == kept);
    REQUIRE(found_gaps == gaps);
    if (!kept.empty()) REQUIRE(after.lines().back().ending_bytes() == last_end);
  }
}

}  // namespace
}  // namespace textmend::internal
