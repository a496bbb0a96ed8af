// Lines of more than 4 KiB, of which a pattern sees a part: what is judged over all of it (kind
// `direction`), and the neighbourhood that guards of document rules look at.

#include <catch2/catch.hpp>
#include <string>

#include "support.h"

namespace textmend {
namespace {

std::string clean(const std::string& text) {
  static const Cleaner cleaner(test::shipped_rules());
  return cleaner.clean(text);
}

std::string words(std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += "The harbour lights were lit at six. ";
  return text;
}

TEST_CASE("a pair in a long line stays, however far its halves are apart") {
  const std::string text = "\u2068" + words(20000) + "\u202A" + words(9000) + "\u202C.\u2069\n";
  CHECK(clean(text) == text);
}

TEST_CASE("half of a pair in a long line goes") {
  const std::string text = words(20000) + "\u202C" + words(9000);
  CHECK(clean(text + "end\n") == words(20000) + words(9000) + "end\n");
  CHECK(clean("\u202A" + words(20000) + "end\n") == words(20000) + "end\n");
}

TEST_CASE("a letter anywhere in a long line may be what a control turns") {
  const std::string text = "\u202B" + words(20000) + "שלום" + words(9000) + "end\n";
  CHECK(clean(text) == text);
}

TEST_CASE("thousands of controls in a line, each inside of the one before it") {
  std::string open, pairs;
  for (int i = 0; i < 20000; ++i) {
    open += "\u2068a";
    pairs += "\u202Aa\u202C";
  }
  const std::string nested = open + std::string(5, '.') + "\u2069\n";
  CHECK(clean(pairs + '\n') == pairs + '\n');
  CHECK(clean(nested) == std::string(19999, 'a') + "\u2068a.....\u2069\n");
}

TEST_CASE("a guard looks at the neighbourhood of a place in a long line") {
  const std::string text = words(5000);
  CHECK(clean(text + "He said “ so be it ” then. " + text + "She wrote “ or ” then. " + text +
              "end\n") ==
        text + "He said “so be it” then. " + text + "She wrote “ or ” then. " + text + "end\n");
}

TEST_CASE("the neighbourhood of a place is cut between characters") {
  std::string letters;
  for (int i = 0; i < 3000; ++i) letters += "ö";
  for (const std::string pad : {"", "a"}) {
    const std::string in = letters + pad + " He said “ so be it ” then. " + pad + letters + '\n';
    const std::string out = letters + pad + " He said “so be it” then. " + pad + letters + '\n';
    CHECK(clean(in) == out);
  }
}

}  // namespace
}  // namespace textmend
