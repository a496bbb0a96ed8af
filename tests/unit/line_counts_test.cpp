#include "textmend/kinds/line_counts.h"

#include <catch2/catch.hpp>
#include <string>

#include "textmend/document.h"

namespace textmend::internal {
namespace {

// Whether `line` stands too often in `text`, of which it is a line.
bool too_often(const std::string& text, std::string_view line, std::size_t most) {
  const Document document(text, Limits().line_bytes, nullptr);
  LineCounts counts(document.lines(), most);
  return counts.too_often(line);
}

TEST_CASE("a line stands too often byte for byte, or by what is heard of it") {
  CHECK_FALSE(too_often("One.\nTwo.\nOne.\n", "One.", 2));
  CHECK(too_often("One.\nTwo.\nOne.\nOne.\n", "One.", 2));
  CHECK(too_often("One.\nTwo.\nOne.\n", "One.", 1));
  // Marks, blanks and case aside; twice is no habit of speech.
  CHECK(too_often("And you, sir?\nAnd you sir?\nAND YOU, SIR!\n", "And you sir?", 2));
  CHECK_FALSE(too_often("And you, sir?\nAnd you sir?\n", "And you sir?", 1));
  CHECK_FALSE(too_often("One.\nOne.\nOne.\n", "One.", 0));
}

TEST_CASE("lines are told apart in every script, also those that begin alike") {
  CHECK(too_often("Кто там?\nКТО ТАМ\nКто, там?\n", "Кто там?", 2));
  CHECK_FALSE(too_often("Кто там?\nКто тут?\nКто здесь?\n", "Кто там?", 2));
  CHECK(too_often("谁在那里？\n谁在那里！\n谁在那里\n", "谁在那里？", 2));
  std::string many;
  for (int i = 0; i < 60; ++i) many += "第" + std::to_string(i) + "页是这里\n";
  CHECK_FALSE(too_often(many, "第7页是这里", 2));
  CHECK_FALSE(too_often("Ärger\nÉrger\nÖrger\n", "Ärger", 2));
}

TEST_CASE("of very many lines that begin alike none is a copy") {
  std::string log;
  for (int i = 0; i < 100; ++i)
    log += "The same beginning of a long line " + std::to_string(i) + "\n";
  CHECK(too_often(log, "The same beginning of a long line 7", 2));
}

}  // namespace
}  // namespace textmend::internal
