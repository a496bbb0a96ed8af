#include "textmend/entities.h"

#include <string>

#include "catch2/catch.hpp"
#include "textmend/embedded.h"

namespace textmend::internal {
namespace {

std::string decoded(std::string_view text) { return decode_entities(text).value_or("(nothing)"); }

TEST_CASE("named, decimal and hexadecimal references are decoded") {
  CHECK(decoded("&quot;R&eacute;sum&eacute;&quot; &amp; more") == "\"Résumé\" & more");
  CHECK(decoded("&#8217;&#x2019;&#X2019;") == "’’’");
  CHECK(decoded("&apos;&nbsp;&hellip;") == "'\u00A0…");
  CHECK(decoded("&#128512;") == "😀");
}

TEST_CASE("references are decoded until none is left") {
  CHECK(decoded("&amp;amp;quot;") == "\"");
  CHECK(decoded("&amp;#38;lt;") == "<");
}

TEST_CASE("all names of the table are found, and all of them decode but one") {
  const std::string_view table = embedded_file("lists/html-entities.txt");
  std::size_t names = 0;
  std::string_view last;
  for (std::size_t at = 0; at < table.size();) {
    const std::string_view line = table.substr(at, table.find('\n', at) - at);
    at += line.size() + 1;
    if (line.starts_with('#')) continue;
    const std::string_view name = line.substr(0, line.find('\t'));
    INFO(name);
    CHECK(last < name);  // sorted: the table is searched by halves
    last = name;
    ++names;
    CHECK(decode_entities('&' + std::string(name) + ';').has_value() == (name != "NewLine"));
  }
  CHECK(names == 2125);
  CHECK(decoded("&AElig;&zwnj;") == "Æ\u200C");  // the first and the last
  CHECK(decoded("&NotEqualTilde;") == "\u2242\u0338");
  CHECK(decoded("&CounterClockwiseContourIntegral;") == "∳");
}

TEST_CASE("at the end of the text the semicolon may be missing") {
  CHECK(decoded("&nbsp") == "\u00A0");
  CHECK(decoded("&amp;nbsp") == "\u00A0");
  CHECK(decoded("it&#8217") == "it’");
  CHECK(decoded("R&D") == "R&D");
  CHECK(decoded("&nbsp &quot;") == "&nbsp \"");
}

TEST_CASE("names know their case") {
  CHECK(decoded("&Eacute;&eacute;") == "Éé");
  CHECK(decoded("&Quot;") == "(nothing)");
}

TEST_CASE("what is no reference stays") {
  for (const std::string_view text :
       {"", "a & b", "AT&T", "a&b;", "&nonsense", "&;", "&#;", "& amp;"}) {
    INFO(text);
    const std::string result = decoded(text);
    CHECK((result == text || result == "(nothing)"));
  }
  CHECK(decoded("AT&T") == "AT&T");
  CHECK(decoded("?a=1&copy=2") == "?a=1&copy=2");  // no semicolon
}

TEST_CASE("one reference that can't be decoded leaves all as it is") {
  for (const std::string_view text :
       {"&quot;&nonsense;", "&#xD800;", "&#0;", "&#1;", "&#10;", "&#127;", "&#x110000;",
        "&#99999999999999999999;", "&#xFFFE;", "&#xFDD0;", "&#x;", "&#12a;", "&#xE000;", "&#xF8FF;",
        "&#983040;", "&#x10FFFD;"}) {
    INFO(text);
    CHECK_FALSE(decode_entities(text).has_value());
  }
}

TEST_CASE("128 to 159 are those of windows-1252, as in browsers") {
  CHECK(decoded("&#145;&#146;&#150;&#128;") == "‘’–€");
  CHECK_FALSE(decode_entities("&#129;").has_value());
  CHECK(decoded("&#x110;&#63743;") == "(nothing)");
  CHECK(decoded("&#xD7FF;&#xF900;&#xEFFFD;") == "\uD7FF\uF900\U000EFFFD");  // beside private use
}

TEST_CASE("references nested without end give no answer") {
  std::string text = "&quot;";
  for (int i = 0; i < 20; ++i) text.insert(1, "amp;");
  CHECK_FALSE(decode_entities(text).has_value());
}

}  // namespace
}  // namespace textmend::internal
