// The Unicode consortium's test of the normal forms, through rules of kind `normalize`.
//
// NormalizationTest.txt (UAX 15) comes with Debian's package unicode-data, packed by bzip2. Where
// it is not installed the test says so and passes.

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend {
namespace {

// Columns: source, NFC, NFD, NFKC, NFKD. Each is one line of a text.
using Columns = std::array<std::string, 5>;

struct Table {
  Columns texts;
  std::set<char32_t> listed;  // in part 1, which has all characters that any form changes
  std::size_t lines = 0;
};

std::string unpacked() {
  constexpr const char* kCommand =
      "bzip2 -dc /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null";
  struct Close {
    void operator()(FILE* pipe) const { ::pclose(pipe); }
  };
  const std::unique_ptr<FILE, Close> pipe(::popen(kCommand, "r"));
  std::string text;
  std::array<char, 65536> block = {};
  while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe.get())) {
    text.append(block.data(), size);
  }
  return text;
}

// "0041 030A" -> two code points.
std::u32string code_points(std::string_view field) {
  std::u32string points;
  for (std::size_t at = 0; at < field.size(); at = field.find(' ', at) + 1) {
    points += static_cast<char32_t>(std::stoul(std::string(field.substr(at)), nullptr, 16));
    if (field.find(' ', at) == std::string_view::npos) break;
  }
  return points;
}

Table read_table(std::string_view text) {
  Table table;
  bool part1 = false;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with('@')) part1 = line.starts_with("@Part1");
    if (line.empty() || line[0] == '#' || line[0] == '@') continue;
    ++table.lines;
    if (part1) table.listed.insert(code_points(line.substr(0, line.find(';'))).front());
    for (std::string& column : table.texts) {
      const std::size_t end = line.find(';');
      for (const char32_t c : code_points(line.substr(0, end))) {
        internal::append_code_point(c, column);
      }
      column += '\n';
      line.remove_prefix(end + 1);
    }
  }
  return table;
}

Cleaner normalizer(const std::string& form) {
  const std::string rule =
      "schema = 1\nkind = \"normalize\"\ntitle = \"x\"\n[docs]\nwhat = \"x\"\n" +
      std::string("why = \"x\"\nnot_for = \"x\"\n[params]\nform = \"") + form + "\"\n" +
      (form.ends_with('c') ? "" : "needs = []\n");
  return Cleaner(test::rules_of({{"test/normal", rule + "[[test]]\nname = \"x\"\nin = \"x\"\n"}}));
}

// Line by line, so that a failure names the line.
void check_same(const std::string& got, const std::string& wanted, std::string_view name) {
  if (got == wanted) {
    SUCCEED();
    return;
  }
  std::size_t line = 1;
  for (std::size_t i = 0; i < got.size() && i < wanted.size() && got[i] == wanted[i]; ++i) {
    line += got[i] == '\n' ? 1 : 0;
  }
  FAIL(name << ": data line " << line);
}

TEST_CASE("the normal forms pass the consortium's test") {
  const std::string text = unpacked();
  if (text.empty()) {
    WARN("unicode-data or bzip2 is not installed: tests/install-deps.sh all");
    return;
  }
  const Table table = read_table(text);
  REQUIRE(table.lines > 15'000);
  const auto& [source, nfc, nfd, nfkc, nfkd] = table.texts;

  // Every code point that part 1 does not list is its own normal form.
  std::string others;
  for (char32_t c = 0x20; c < 0x110000; ++c) {
    if ((c >= 0xD800 && c < 0xE000) || table.listed.count(c) > 0) continue;
    internal::append_code_point(c, others);
    others += '\n';
  }
  struct Form {
    std::string name;
    const std::string &of_canonical, &of_compatible;
  };
  for (const Form& form :
       {Form{"nfc", nfc, nfkc}, {"nfkc", nfkc, nfkc}, {"NFD", nfd, nfkd}, {"NFKD", nfkd, nfkd}}) {
    const Cleaner cleaner = normalizer(form.name);
    for (const std::string* canonical : {&source, &nfc, &nfd}) {
      check_same(cleaner.clean(*canonical), form.of_canonical, form.name);
    }
    for (const std::string* compatible : {&nfkc, &nfkd}) {
      check_same(cleaner.clean(*compatible), form.of_compatible, form.name);
    }
    check_same(cleaner.clean(others), others, form.name);
  }
}

}  // namespace
}  // namespace textmend
