#include "textmend/pattern.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

PatternPtr compiled(std::string_view source, const PatternLists& lists = {}) {
  PatternError error;
  PatternPtr pattern = Pattern::compile(source, lists, error);
  INFO(source << ": " << error.message);
  REQUIRE(pattern);
  return pattern;
}

PatternError fault_of(std::string_view source, const PatternLists& lists = {}) {
  PatternError error;
  INFO(source);
  CHECK_FALSE(Pattern::compile(source, lists, error));
  CHECK_FALSE(error.message.empty());
  return error;
}

// All matches of `pattern` in `subject`.
std::vector<std::string> matches(std::string_view source, std::string_view subject,
                                 const PatternLists& lists = {}) {
  const PatternPtr pattern = compiled(source, lists);
  MatchScratch scratch((Limits()));
  std::vector<std::string> found;
  Match match;
  Pattern::Result result = pattern->find(subject, 0, scratch, match);
  for (; result == Pattern::Result::kMatch; result = pattern->find_next(subject, scratch, match)) {
    found.emplace_back(subject.substr(match.begin(), match.end() - match.begin()));
  }
  CHECK(result == Pattern::Result::kNone);
  return found;
}

bool found(std::string_view source, std::string_view subject, const PatternLists& lists = {}) {
  return !matches(source, subject, lists).empty();
}

using Strings = std::vector<std::string>;

TEST_CASE("patterns see code points and Unicode properties") {
  CHECK(matches("\\p{Lu}.", "éÀ…b") == Strings{"À…"});
  CHECK(matches("\\w+", "naïve café") == Strings{"naïve", "café"});
  CHECK(matches("\\d", "٣") == Strings{"٣"});
  CHECK(found("(?i)straße", "STRAßE"));
}

TEST_CASE("the next match is searched behind the last, also behind empty ones") {
  CHECK(matches("a*", "baéa") == Strings{"", "a", "", "a", ""});
  CHECK(matches("(?=é)", "éxé").size() == 2);
}

TEST_CASE("words begin behind no letter of any script") {
  const std::string source = "(?<![\\p{L}-])\\p{L}+\\b";
  CHECK(matches(source, "ab éb -c 1d eé") == Strings{"ab", "éb", "d", "eé"});
  CHECK(matches("(?<![\\p{L}])b|ab", "ab b éb") == Strings{"ab", "b"});
  // The place of a fault is that of the pattern as it is written.
  CHECK(fault_of("(?<![\\p{L}])a[").offset == std::string_view("(?<![\\p{L}])a[").size());
}

TEST_CASE("where a match may begin and how long it is at least are known before the search") {
  CHECK(matches("[é(]b", "xéb(b é(é") == Strings{"éb", "(b"});
  CHECK(matches("(?<=a)[,.](?=\\s|$)", "a, b, a.") == Strings{",", "."});
  CHECK(matches("[ab]{3}", "ab") == Strings{});
  CHECK(matches("[ab]{3}", "xaba") == Strings{"aba"});
  CHECK(matches("(?:[ab]|$)", "xa") == Strings{"a", ""});
  CHECK(matches("x?", "") == Strings{""});
  CHECK(matches("(?i)[k(]", "\u212A(") == Strings{"\u212A", "("});
}

TEST_CASE("only LF is a line end, and CR an ordinary character") {
  CHECK(found("a.b", "a\rb"));
  CHECK_FALSE(found("a.b", "a\nb"));
  CHECK(found("(?m)^b$", "a\nb\nc"));
  CHECK_FALSE(found("(?m)^b$", "a\rb\rc"));
}

TEST_CASE("^ and $ hold only at the edges that the subject really has") {
  const PatternPtr head = compiled("^a"), foot = compiled("a$");
  MatchScratch scratch((Limits()));
  scratch.set_edges(false, false);
  CHECK_FALSE(head->matches("a", scratch));
  CHECK_FALSE(foot->matches("a", scratch));
  scratch.set_edges(true, false);
  CHECK(head->matches("a", scratch));
  CHECK_FALSE(foot->matches("a", scratch));
  scratch.set_edges(true, true);
  CHECK(foot->matches("a", scratch));
}

TEST_CASE("\\uXXXX stands for \\x{XXXX}") {
  CHECK(matches("\\u2019s", "it’s") == Strings{"’s"});
  CHECK(matches("[\\u201c\\u201D]", "“x”") == Strings{"“", "”"});
  CHECK(matches("\\\\u2019", "\\u2019") == Strings{"\\u2019"});  // an escaped backslash
}

TEST_CASE("groups are found by name and number, and empty when they took no part") {
  const PatternPtr pattern = compiled("(?<head>a)|(?<tail>b)");
  CHECK(pattern->group_count() == 2);
  CHECK(pattern->group_index("tail") == 2);
  CHECK_FALSE(pattern->group_index("none").has_value());
  MatchScratch scratch((Limits()));
  Match match;
  REQUIRE(pattern->find("xb", 0, scratch, match) == Pattern::Result::kMatch);
  CHECK(match.group(1).empty());
  CHECK(match.group(2) == "b");
  CHECK(match.group(7).empty());
}

TEST_CASE("a list stands for its alternatives as one group") {
  const PatternLists lists = {{"net", "Facebook|X"}};
  CHECK(matches("on {net}!", "on X! on Facebook! on Y!", lists) ==
        Strings{"on X!", "on Facebook!"});
  CHECK(matches("a{2}", "aaa", lists) == Strings{"aa"});           // no list but a count
  CHECK(matches("\\x{41}\\p{Lu}", "AB", lists) == Strings{"AB"});  // braces of an escape
  CHECK(matches("{Net}", "{Net}", lists) == Strings{"{Net}"});     // list names are lower case
}

TEST_CASE("a list that is not there is named, at its place") {
  const PatternError error = fault_of("on (?:é|{nets})", {{"net", "X"}});
  CHECK(error.offset == 9);
  CHECK(error.message.find("`nets`") != std::string::npos);
}

TEST_CASE("an escaped literal matches itself and nothing else") {
  const std::string odd = "a.b*c[d]e(f)g{h}i|j^k$l+m?n\\o#p -q";
  CHECK(matches(escape_pattern(odd), odd) == Strings{odd});
  CHECK(matches("(?x)" + escape_pattern("a b#c"), "a b#c") == Strings{"a b#c"});
  CHECK(matches("{list}", odd + "x", {{"list", escape_pattern(odd)}}) == Strings{odd});
}

TEST_CASE("\\C and verbs in front are refused") {
  CHECK(fault_of("a\\Cb").offset <= 3);
  CHECK(fault_of("(*CRLF)a").offset == 0);
  CHECK(fault_of("(*UTF)(*LIMIT_MATCH=9)a").offset == 0);
  CHECK(fault_of("(*ANYCRLF)").message.find("(*") != std::string::npos);
  CHECK(found("a(*SKIP)(*FAIL)|b", "ab"));  // further back they are about backtracking
}

TEST_CASE("the place of a fault is in the pattern as it was written") {
  CHECK(fault_of("ab(c").offset == 4);
  CHECK(fault_of("[a-").offset == 3);
  CHECK(fault_of("a)b").offset == 1);
  CHECK(fault_of("é*+?+").offset >= 2);
  // Behind what was expanded the offsets still count the bytes of the source.
  const std::size_t plain = fault_of("xxxxxx(b))c").offset;
  CHECK(fault_of("\\u2019(b))c").offset == plain);
  CHECK(fault_of("{aaaa}(b))c", {{"aaaa", "a very long list"}}).offset == plain);
}

TEST_CASE("a pattern may have 32 groups and no more") {
  std::string source;
  for (int i = 0; i < 32; ++i) source += "(a?)";
  compiled(source);
  fault_of(source + "(a)");
}

TEST_CASE("a match that meets the limit is none, and said to be so") {
  Limits limits;
  limits.match_limit = 1000;
  MatchScratch scratch(limits);
  const PatternPtr pattern = compiled("(?:a|aa|aaa)+b");
  const std::string subject = std::string(50, 'a') + "cb";  // the b keeps PCRE2 from giving up
  Match match;
  CHECK(pattern->find(subject, 0, scratch, match) == Pattern::Result::kLimit);
  CHECK_FALSE(pattern->matches(subject, scratch));
  CHECK(pattern->find("aab", 0, scratch, match) == Pattern::Result::kMatch);
}

TEST_CASE("deep recursion ends in a limit, not in a crash") {
  MatchScratch scratch((Limits()));
  const PatternPtr pattern = compiled("^(\\((?1)*\\))*$");
  const std::string subject = std::string(200'000, '(') + std::string(200'000, ')');
  Match match;
  CHECK(pattern->find(subject, 0, scratch, match) == Pattern::Result::kLimit);
}

TEST_CASE("matches that begin behind the last place of interest are none") {
  const std::string_view subject = "ab ab xab é";
  for (const auto last : {Pattern::LastBegin::kDrops, Pattern::LastBegin::kStops}) {
    PatternError error;
    const PatternPtr pattern = Pattern::compile("[a-z]b(?= )|é", {}, error, last);
    REQUIRE(pattern);
    const auto begins = [&](MatchScratch& scratch) {
      std::vector<std::size_t> found;
      Match match;
      Pattern::Result result = pattern->find(subject, 0, scratch, match);
      for (; result == Pattern::Result::kMatch;
           result = pattern->find_next(subject, scratch, match)) {
        found.push_back(match.begin());
      }
      CHECK(result == Pattern::Result::kNone);
      return found;
    };
    using Places = std::vector<std::size_t>;
    MatchScratch scratch((Limits()));
    scratch.set_edges(true, true);
    CHECK(begins(scratch) == Places{0, 3, 7, 10});
    scratch.set_last_begin(7);
    CHECK(begins(scratch) == Places{0, 3, 7});
    scratch.set_last_begin(6);
    CHECK(begins(scratch) == Places{0, 3});
    scratch.set_last_begin(0);
    CHECK(begins(scratch) == Places{0});
    scratch.set_edges(true, true);
    CHECK(begins(scratch) == Places{0, 3, 7, 10});
  }
}

TEST_CASE("a text that every match holds may have escaped marks, and those that repeat are none") {
  CHECK(compiled("a\\.[bc]\\.\\.d")->may_match("..d"));
  CHECK_FALSE(compiled("a\\.[bc]\\.\\.d")->may_match("a.b.d"));
  CHECK(found("^\\*{0,2}x\\?*$", "x"));
  CHECK(found("\\(?a\\)+", "a))"));
  CHECK(found("x\\{1,2\\}", "x{1,2}"));
  CHECK(found("\\.\\d{2}\\.", "a.12."));
}

TEST_CASE("\\K that moves the begin behind the end gives no match") {
  // Newer versions of PCRE2 refuse it.
  PatternError error;
  const PatternPtr pattern = Pattern::compile("(?=ab\\K)", {}, error);
  if (!pattern) return;
  MatchScratch scratch((Limits()));
  Match match;
  CHECK(pattern->find("ab", 0, scratch, match) == Pattern::Result::kNone);
}

}  // namespace
}  // namespace textmend::internal
