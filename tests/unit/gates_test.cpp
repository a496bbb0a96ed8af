#include "textmend/gates.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "support.h"

namespace textmend {
namespace {

// A rule that writes out `#` as one of two ligatures.
std::string sign_rule(std::string_view head, std::string_view guard, std::string_view evidence) {
  return "schema = 1\nkind = \"word\"\ntitle = \"t\"\n" + std::string(head) +
         "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
         "[params]\nneeds = [\"#\"]\npattern = '(?<a>[a-z]+)(?<g>#)(?<b>[a-z]+)'\n"
         "candidates = ['${a}fi${b}', '${a}fl${b}']\nsign = '${g}'\n"
         "[guard]\n" +
         std::string(guard) + "[evidence]\nunique = true\n" + std::string(evidence) +
         "[[test]]\nname = \"none\"\nin = \"\"\n";
}

test::Collected clean(const std::map<std::string, std::string>& rules, std::string_view text,
                      const std::vector<std::string>& off = {}) {
  CleanOptions options;
  options.lang = "en";
  const RuleSet set = test::rules_of(rules, off);
  return test::clean_in_blocks(Cleaner(set, options), text, text.size());
}

std::vector<std::string> flags(const test::Collected& result) {
  std::vector<std::string> texts;
  for (const auto& note : result.notes) {
    if (note.kind == Note::Kind::kFlag) texts.push_back(note.text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("what has evidence and too little company is flagged where the rule says so") {
  const std::string_view evidence = "rungs = [\"lexicon\"]\n";
  const std::string quiet = sign_rule("", "at_least_kinds = 3\n", evidence);
  const std::string loud = sign_rule("unsure = \"flag\"\n", "at_least_kinds = 3\n", evidence);
  CHECK(flags(clean({{"t/a", quiet}}, "speci#c, de#ne, qz#q")).empty());
  const test::Collected two = clean({{"t/a", loud}}, "speci#c, de#ne, qz#q");
  CHECK(two.output == two.input);
  CHECK(flags(two) == Texts{"speci#c", "de#ne", "qz#q"});
  const test::Collected three = clean({{"t/a", loud}}, "speci#c, de#ne, con#rm, qz#q");
  CHECK(three.output == "specific, define, confirm, qz#q");
  CHECK(flags(three) == Texts{"qz#q"});
}

TEST_CASE("patterns of guards see no line that is not UTF-8") {
  const auto clean_bytes = [](const std::string& guard, std::string_view text) {
    return clean({{"t/a",
                   "schema = 1\nkind = \"drop-lines\"\ntitle = \"t\"\n"
                   "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
                   "[params]\nneeds = [\"Share\"]\nanchor = ['^Share$']\n"
                   "[guard]\n" +
                       guard + "[[test]]\nname = \"none\"\nin = \"\"\n"}},
                 text)
        .output;
  };
  // A line may be a heading above a sentence that is not UTF-8, though it would match.
  const std::string kinds = "document = '^Log in$|^Sign up$|[.]$'\ndocument_kinds = 2\n";
  CHECK(clean_bytes(kinds, "Share\nLog in\n\nSign up\n") == "Log in\n\nSign up\n");
  const std::string heading = "Share\nLog in\nA \xFF.\n\nSign up\n";
  CHECK(clean_bytes(kinds, heading) == heading);
  // Nor does a neighbour of what is dropped hold it back.
  const std::string unless = "unless = ['Share[^a]+zzz', 'zzz[^a]+Share']\n";
  CHECK(clean_bytes(unless, "Share\n- zzz\n") == "Share\n- zzz\n");
  CHECK(clean_bytes(unless, "Share\n\xFF zzz\n") == "\xFF zzz\n");
  CHECK(clean_bytes(unless, "\xFF zzz\n\nShare") == "\xFF zzz");
}

TEST_CASE("a line of `document` over a sentence may be a heading, also where that is not UTF-8") {
  const std::string rule =
      "schema = 1\nkind = \"drop-lines\"\ntitle = \"t\"\n"
      "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n"
      "[params]\nliterals = [\"Next\"]\n"
      "[guard]\ndocument = '^(?:Home|Login)$'\ndocument_needs = [\"Home\", \"Login\"]\n"
      "document_kinds = 2\n[[test]]\nname = \"none\"\nin = \"\"\n";
  const auto keeps = [&](const std::string& text) {
    return clean({{"t/a", rule}}, text).output == text;
  };
  CHECK_FALSE(keeps("Home\n\nLogin\n\nNext\n"));
  CHECK_FALSE(keeps("Home\n\nLogin\n\nA boat\n\nNext\n"));
  CHECK(keeps("Home\n\nLogin\n\nA boat left.\n\nNext\n"));
  CHECK(keeps("Home\n\nLogin\n\nA \x92 boat left.\n\nNext\n"));
}

TEST_CASE("a share of the line ends may stand for a number") {
  const std::string rule =
      sign_rule("", "at_least = 3\nat_least_share = 0.3\n", "rungs = [\"lexicon\"]\n");
  CHECK(clean({{"t/a", rule}}, "speci#c\nlamps").output == "specific\nlamps");
  CHECK(clean({{"t/a", rule}}, "speci#c\nlamps\nof\nthe\nharbour\n").output ==
        "speci#c\nlamps\nof\nthe\nharbour\n");
}

TEST_CASE("habit: a sign stands for what it stands for elsewhere") {
  const auto rule = [](const char* tier) {
    return sign_rule("", "habit = 2\n",
                     "rungs = [\"lexicon\", \"habit\"]\nhabit_tier = " + std::string(tier) + "\n");
  };
  // A name is no word; two words would not tell which.
  CHECK(clean({{"t/a", rule("100")}}, "speci#c de#ne quiller#eld").output ==
        "specific define quillerfield");
  CHECK(clean({{"t/a", rule("60")}}, "speci#c de#ne quiller#eld").output ==
        "specific define quiller#eld");
  CHECK(clean({{"t/a", rule("100")}}, "speci#c quiller#eld").output == "specific quiller#eld");
  // The same word twice is one kind.
  CHECK(clean({{"t/a", rule("100")}}, "speci#c speci#c quiller#eld").output ==
        "specific specific quiller#eld");
  // The sign has two senses.
  CHECK(clean({{"t/a", rule("100")}}, "speci#c con#ict quiller#eld").output ==
        "specific conflict quiller#eld");
}

TEST_CASE("habit_of: a rule runs where others have shown the damage") {
  const std::string sure = sign_rule("", "", "rungs = [\"lexicon\"]\n");
  const std::string behind =
      test::replace_rule("\"qq\"", "qq", "q", "[guard]\nhabit_of = ['t/sure']\nhabit = 2\n");
  const std::map<std::string, std::string> rules = {{"t/behind", behind}, {"t/sure", sure}};
  CHECK(clean(rules, "speci#c qq").output == "specific qq");
  CHECK(clean(rules, "speci#c de#ne\nqq").output == "specific define\nq");
  // Those that show it are not on.
  CHECK(clean(rules, "speci#c de#ne qq", {"t/sure"}).output == "speci#c de#ne qq");
}

}  // namespace
}  // namespace textmend
