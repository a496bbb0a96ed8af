// Rules that read characters of text that was read in the wrong encoding for what they seem to be:
// they come behind core/mojibake.

#include <algorithm>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "textmend/textmend.h"

namespace textmend {
namespace {

RuleSet load(RuleOptions options) {
  std::vector<Diagnostic> problems;
  auto rules = RuleSet::load(options, problems);
  REQUIRE(rules.has_value());
  return *std::move(rules);
}

std::string clean(const RuleSet& rules, std::string_view text) {
  return Cleaner(rules).clean(text);
}

TEST_CASE("what a misread text is damaged by comes behind its repair") {
  const RuleSet rules = load({.profiles = {"default"}});
  const std::vector<RuleInfo> infos = rules.rules();
  const auto place = [&](std::string_view id) {
    const auto found = std::find_if(infos.begin(), infos.end(),
                                    [&](const RuleInfo& info) { return info.id == id; });
    REQUIRE(found != infos.end());
    return found - infos.begin();
  };
  for (const std::string id :
       {"core/soft-hyphen", "core/nbsp-for-space", "core/nbsp-line", "core/nbsp-run", "core/nfc",
        "core/zero-width", "core/private-use", "style/ascii-dashes", "style/ascii-ellipsis",
        "style/fullwidth", "style/lower-case", "style/nfc", "style/nfkc", "style/plain-spaces",
        "style/straight-quotes", "style/wave-dash"}) {
    INFO(id);
    CHECK(place("core/mojibake") < place(id));
  }
  CHECK(place("core/html-entities") < place("core/mojibake"));
}

TEST_CASE("the other way round a text is lost or left") {
  struct Case {
    std::string rule, misread, text;
  };
  const std::vector<Case> cases = {
      // D0 AD is an Э; without its second byte nothing is.
      {"core/soft-hyphen",
       "\u00D0\u00AD\u00D1\u201A\u00D0\u00BE \u00D1\u0081\u00D1\u201A\u00D0\u00BE\u00D0\u00BB",
       "Это стол"},
  };
  const RuleSet all = load({.profiles = {"default"}});
  for (const Case& one : cases) {
    INFO(one.rule);
    CHECK(clean(all, one.misread) == one.text);
    const RuleSet alone = load({.profiles = {"none"}, .select = {one.rule}});
    CHECK(clean(all, clean(alone, one.misread)) != one.text);
  }
  // An accent that was apart, and misread: repaired, then composed, in one round.
  CHECK(clean(all, "RenÃ© and the cafeÌ\u0081 of JosÃ©") == "René and the café of José");
}

}  // namespace
}  // namespace textmend
