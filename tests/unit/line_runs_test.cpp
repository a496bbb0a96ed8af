#include "textmend/kinds/line_runs.h"

#include <string>
#include <string_view>
#include <vector>

#include "catch2/catch.hpp"
#include "support.h"

namespace textmend::internal {
namespace {

// The runs that begin at each letter of `text`, each a line: `first+length@copy`.
std::string runs_of(const std::string& text) {
  std::vector<std::string_view> lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    lines.push_back(std::string_view(text).substr(i, 1));
  }
  LineRuns runs(lines);
  std::string found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineRun run = runs.at(i);
    if (run.length == 0) continue;
    if (!found.empty()) found += ' ';
    found += std::to_string(run.first) + "+" + std::to_string(run.length) + "@" +
             std::to_string(run.copy);
  }
  return found;
}

TEST_CASE("runs of lines that stand twice") {
  CHECK(runs_of("").empty());
  CHECK(runs_of("abc").empty());
  CHECK(runs_of("abab") == "0+2@2 1+1@3");
  CHECK(runs_of("abxab") == "0+2@3 1+1@4");
  CHECK(runs_of("aaa") == "0+1@1 1+1@2");  // a run ends where its copy begins
  CHECK(runs_of("abcabd") == "0+2@3 1+1@4");
  CHECK(runs_of("ababab") == "0+2@2 1+2@3 2+2@4 3+1@5");
}

TEST_CASE("runs of lines are those that a comparison line by line finds") {
  test::Dice dice(17);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (std::size_t size = dice.roll(40); size > 0; --size) {
      text += static_cast<char>('a' + dice.roll(4));
    }
    std::string expected;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::size_t first = i == 0 ? std::string::npos : text.rfind(text[i], i - 1);
      if (first == std::string::npos) continue;
      std::size_t length = 0;
      while (i + length < text.size() && first + length < i &&
             text[i + length] == text[first + length]) {
        ++length;
      }
      if (!expected.empty()) expected += ' ';
      expected += std::to_string(first) + "+" + std::to_string(length) + "@" + std::to_string(i);
    }
    INFO(text);
    CHECK(runs_of(text) == expected);
  }
}

}  // namespace
}  // namespace textmend::internal
