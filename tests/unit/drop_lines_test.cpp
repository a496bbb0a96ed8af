// Kind `drop-lines`, where a text in a rule file would be too long.

#include <string>
#include <string_view>

#include "catch2/catch.hpp"
#include "support.h"

namespace textmend {
namespace {

// What is left of `text` when lines `Share` go beside a neighbour.
std::string clean(const std::string& neighbour, std::string_view text) {
  const RuleSet rules =
      test::rules_of({{"t/a",
                       "schema = 1\nkind = \"drop-lines\"\ntitle = \"t\"\n"
                       "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
                       "[params]\nneeds = [\"Share\"]\nanchor = ['^Share$']\n" +
                           neighbour + "\n[[test]]\nname = \"none\"\nin = \"\"\n"}});
  return Cleaner(rules).clean(text);
}

TEST_CASE("of a long neighbour the part near the dropped lines is looked at") {
  const std::string filler(5000, 'x');
  CHECK(clean("next = '^Then'", "Share\nThen " + filler) == "Then " + filler);
  CHECK(clean("previous = 'then$'", filler + " then\nShare\n") == filler + " then\n");
  // Where it is cut is neither its begin nor its end.
  const std::string below = "Share\n" + filler + "!";
  CHECK(clean("next = 'x$'", below) == below);
  const std::string above = "!" + filler + "\nShare\n";
  CHECK(clean("previous = '^x'", above) == above);
  // Characters stay whole.
  std::string wide;
  for (int i = 0; i < 2500; ++i) wide += "é";
  CHECK(clean("next = '^aé+'", "Share\na" + wide) == "a" + wide);
  CHECK(clean("previous = 'é+a$'", wide + "a\nShare") == wide + "a");
}

}  // namespace
}  // namespace textmend
