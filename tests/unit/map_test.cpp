// Kind `map`: what may stand around a place.

#include <string>

#include "catch2/catch.hpp"
#include "support.h"

namespace textmend {
namespace {

std::string clean(std::string_view params, std::string_view text) {
  const std::string rule =
      "schema = 1\nkind = \"map\"\ntitle = \"t\"\n"
      "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n[params]\n" +
      std::string(params) + "[[test]]\nname = \"none\"\nin = \"\"\n";
  return test::clean_in_blocks(Cleaner(test::rules_of({{"t/a", rule}})), text, text.size()).output;
}

TEST_CASE("map: of two keys at one place the longer wins") {
  const std::string_view params = "map = { \"#\" = \"fi\", \"##\" = \"ffi\" }\n";
  CHECK(clean(params, "of## and #nd") == "offfi and find");
}

TEST_CASE("map: `before` must end in front of the place") {
  const std::string_view params = "map = { \"#\" = \"fi\" }\nbefore = '[a-z]|^'\n";
  CHECK(clean(params, "#nd de#ne 4# É# #") == "find define 4# É# #");
  // Only near by is looked at, and the edge of what is looked at is no edge of the line.
  const std::string long_line(100, '4');
  CHECK(clean(params, long_line + "# a#") == long_line + "# afi");
  // The first of two matches does not end there.
  CHECK(clean("map = { \"#\" = \"fi\" }\nbefore = 'ab|b'\n", "ab b#") == "ab bfi");
}

TEST_CASE("map: `behind` must begin behind it") {
  const std::string_view params = "map = { \"#\" = \"fi\" }\nbehind = '[a-z]|$'\n";
  CHECK(clean(params, "#nd #4 # é#é #") == "find #4 # é#é fi");
  const std::string long_line(100, '4');
  CHECK(clean(params, "#" + long_line) == "#" + long_line);
  CHECK(clean(params, "#é" + std::string(62, '4') + "é") == "#é" + std::string(62, '4') + "é");
}

}  // namespace
}  // namespace textmend
