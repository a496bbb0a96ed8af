#include "textmend/template.h"

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

struct Parsed {
  PatternPtr pattern;
  std::optional<Template> form;
  TemplateError error;
};

Parsed parse(std::string_view source, std::string_view pattern = "(?<a>\\S+) (\\S+)",
             const TemplateTables& tables = {}, bool with_candidate = false) {
  Parsed parsed;
  PatternError error;
  parsed.pattern = Pattern::compile(pattern, {}, error);
  REQUIRE(parsed.pattern);
  parsed.form = Template::parse(source, {parsed.pattern}, tables, with_candidate, parsed.error);
  return parsed;
}

// What `source` makes of "one two", or `subject`.
std::string expanded(std::string_view source, std::string_view subject = "one two",
                     const TemplateTables& tables = {}) {
  const Parsed parsed = parse(source, "(?<a>.*\\S+) (\\S+)(x)?", tables);
  INFO(source << ": " << parsed.error.message);
  REQUIRE(parsed.form);
  MatchScratch scratch((Limits()));
  Match match;
  REQUIRE(parsed.pattern->find(subject, 0, scratch, match) == Pattern::Result::kMatch);
  return parsed.form->expand(*parsed.pattern, match).value_or("(nothing)");
}

TemplateError fault_of(std::string_view source, const TemplateTables& tables = {}) {
  const Parsed parsed = parse(source, "(?<a>\\S+) (\\S+)", tables);
  INFO(source);
  CHECK_FALSE(parsed.form);
  CHECK_FALSE(parsed.error.message.empty());
  return parsed.error;
}

TEST_CASE("templates write literals, groups and dollars") {
  CHECK(expanded("") == "");
  CHECK(expanded("$2, $1") == "two, one");
  CHECK(expanded("${a}${2}$0") == "onetwoone two");
  CHECK(expanded("$$1 é }{") == "$1 é }{");
  CHECK(expanded("$12") == "one2");  // one digit; more need braces
  CHECK(expanded("[$3]") == "[]");   // a group that took no part
}

TEST_CASE("map replaces every key in the group, of two at one place the longer") {
  const TemplateTables tables = {.map = {{"o", "0"}, {"on", "ON"}, {"é", "e"}}, .text = {}};
  CHECK(expanded("${map:a} $2", "one two", tables) == "ONe two");
  CHECK(expanded("${map:2}", "x éoé", tables) == "e0e");
}

TEST_CASE("join takes the blanks out of the group") {
  CHECK(expanded("${join:a}", "a \tb c d") == "abc");
}

TEST_CASE("entities decodes the group to the end, or the template has no answer") {
  CHECK(expanded("${entities:2}", "x &amp;quot;y&#233;") == "\"yé");
  CHECK(expanded("${entities:2}", "x &nonsense;") == "(nothing)");
}

TEST_CASE("text writes a fragment of the params, itself a template") {
  const TemplateTables tables = {.map = {}, .text = {{"credit", "(Photo: ${who})"}, {"who", "$2"}}};
  CHECK(fault_of("${text:credit}", tables).message.find("text.credit") != std::string::npos);
  const TemplateTables right = {.map = {},
                                .text = {{"credit", "(Photo: ${text:who})"}, {"who", "$2"}}};
  CHECK(expanded("${text:credit}!", "one two", right) == "(Photo: two)!");
}

TEST_CASE("text fragments that hold each other are a fault, not an endless loop") {
  fault_of("${text:a}", {.map = {}, .text = {{"a", "${text:b}"}, {"b", "${text:a}${text:a}"}}});
}

TEST_CASE("faults have their place in the template") {
  CHECK(fault_of("ab$").offset == 2);
  CHECK(fault_of("é$x").offset == 2);
  CHECK(fault_of("a${b").offset == 1);
  CHECK(fault_of("$1$9").offset == 2);
  CHECK(fault_of("x${none}").offset == 1);
  CHECK(fault_of("x${upper:a}").offset == 1);
  CHECK(fault_of("x${text:none}").offset == 1);
  CHECK(fault_of("x${}").offset == 1);
}

TEST_CASE("the candidate is known only where there are candidates") {
  fault_of("${candidate}");
  const Parsed parsed = parse("<${candidate}>", "a", {}, true);
  REQUIRE(parsed.form);
  MatchScratch scratch((Limits()));
  Match match;
  REQUIRE(parsed.pattern->find("a", 0, scratch, match) == Pattern::Result::kMatch);
  CHECK(parsed.form->expand(*parsed.pattern, match, "word") == "<word>");
}

TEST_CASE("a group must be in all of the patterns") {
  PatternError pattern_error;
  const PatternPtr one = Pattern::compile("(?<a>x)", {}, pattern_error);
  const PatternPtr two = Pattern::compile("(?<b>x)", {}, pattern_error);
  TemplateError error;
  CHECK(Template::parse("$1", {one, two}, {}, false, error));
  CHECK_FALSE(Template::parse("${a}", {one, two}, {}, false, error));
}

}  // namespace
}  // namespace textmend::internal
