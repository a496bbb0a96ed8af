#include "textmend/mojibake.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend::internal {
namespace {

// \uXXXX and \\.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i];
    } else if (text.substr(i, 2) == "\\u") {
      append_code_point(
          static_cast<char32_t>(std::stoul(std::string(text.substr(i + 2, 4)), nullptr, 16)),
          result);
      i += 5;
    } else {
      result += text[++i];
    }
  }
  return result;
}

struct Case {
  std::string lang, in, out;
  bool repaired;
};

std::vector<Case> read_cases() {
  std::ifstream file(TEXTMEND_SOURCE_DIR "/tests/mojibake.tsv");
  REQUIRE(file);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    REQUIRE(first != std::string::npos);
    const std::string in = unescaped(line.substr(first + 1, second - first - 1));
    const bool repaired = second != std::string::npos;
    cases.push_back(
        {line.substr(0, first), in, repaired ? unescaped(line.substr(second + 1)) : in, repaired});
  }
  return cases;
}

std::optional<RuleSet> rules_of(const char* profile) {
  std::vector<Diagnostic> problems;
  auto rules = RuleSet::load({.profiles = {profile}}, problems);
  REQUIRE(rules);
  return rules;
}

// Bytes of `text` read as `page`; as Latin-1 where it has no character.
std::string misread(std::string_view text, const CodePage& page) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const char32_t known = byte < 0x80 ? byte : char32_t{page.characters[byte - 0x80U]};
    append_code_point(known != 0 ? known : byte, result);
  }
  return result;
}

TEST_CASE("mojibake: the cases of tests/mojibake.tsv") {
  const std::vector<Case> cases = read_cases();
  std::size_t repairs = 0;
  for (const Case& one : cases) repairs += one.repaired ? 1U : 0U;
  CHECK(cases.size() >= 161);
  CHECK(2 * repairs <= cases.size());
  const auto rules = rules_of("minimal");
  const Cleaner cleaner(*rules);
  for (const Case& one : cases) {
    INFO(one.lang << ": " << one.in);
    CHECK(cleaner.clean(one.in) == one.out);
    CHECK(cleaner.clean(one.out) == one.out);
  }
}

TEST_CASE("mojibake: each encoding, once and twice") {
  const std::string text = "L’été déjà, la forêt brûle. „Größe“ ist schön – Übung: Привет, мир!";
  std::vector<const CodePage*> pages;
  for (const CodePage& page : code_pages()) pages.push_back(&page);
  const Mojibake mojibake(pages);
  for (const CodePage& page : code_pages()) {
    INFO(page.name);
    const std::string once = misread(text, page), twice = misread(once, page);
    for (const std::string& bad : {once, twice}) {
      std::string result = bad;
      const std::vector<MojibakeRepair> repairs = mojibake.find(bad, true);
      for (auto it = repairs.rbegin(); it != repairs.rend(); ++it) {
        result.replace(it->begin, it->end - it->begin, it->with);
      }
      CHECK(result == text);
    }
  }
}

TEST_CASE("mojibake: repairs are in order, disjoint, and only where something was wrong") {
  std::vector<const CodePage*> pages = {find_code_page("windows-1252")};
  const Mojibake mojibake(pages);
  const std::string text = "schön – der KÃ¶nig fÃ¼hrt, der Müller";
  const std::vector<MojibakeRepair> repairs = mojibake.find(text, true);
  REQUIRE(repairs.size() == 2);
  CHECK(text.substr(repairs[0].begin, repairs[0].end - repairs[0].begin) == "Ã¶");
  CHECK(repairs[0].with == "ö");
  CHECK(repairs[0].page == "windows-1252");
  CHECK(repairs[0].end <= repairs[1].begin);
  CHECK(mojibake.find("", true).empty());
}

TEST_CASE("mojibake: lines that are longer than a pattern sees") {
  const auto rules = rules_of("minimal");
  const Cleaner cleaner(*rules);
  std::string in, out;
  for (int i = 0; i < 2000; ++i) {
    in += "a word and another ";
    out += "a word and another ";
    if (i % 100 != 50) continue;
    in += "fÃ¼r schÃ¶ne GÃ¤rten ";
    out += "für schöne Gärten ";
  }
  CHECK(cleaner.clean(in) == out);
}

TEST_CASE("mojibake: code pages") {
  CHECK(find_code_page("windows-1251") != nullptr);
  CHECK(find_code_page("utf-8") == nullptr);
  CHECK(code_pages().size() <= Mojibake::kMostPages);
}

}  // namespace
}  // namespace textmend::internal
