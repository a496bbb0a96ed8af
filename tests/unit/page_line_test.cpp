#include "textmend/page_line.h"

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

using Shape = PageNumber::Shape;

// The value and the shape of the only number; -1 where there is none or several.
std::pair<long, Shape> number_of(std::string_view line) {
  const PageLine read = read_page_line(line);
  if (read.numbers.size() != 1) return {-1, Shape::kInline};
  return {read.numbers[0].value, read.numbers[0].shape};
}

TEST_CASE("a number alone in its line may be the page's") {
  for (const std::string_view line :
       {"12", "- 12 -", "– 12 –", "| 12", "·12·", "٢١", "xii", "~ xii ~"}) {
    CAPTURE(line);
    CHECK(number_of(line).first == (line == "٢١" ? 21 : 12));
    CHECK(number_of(line).second == Shape::kAlone);
    CHECK(read_page_line(line).text.empty());
  }
}

TEST_CASE("numbers of equations, items, notes and poems are not alone") {
  for (const std::string_view line :
       {"(12)", "[12]", "12.", "12)", "XII", "XII.", "12 %", "§ 12"}) {
    CAPTURE(line);
    CHECK(number_of(line) == std::pair{12L, Shape::kInline});
  }
}

TEST_CASE("what is no Roman numeral is a word") {
  for (const std::string_view line : {"iix", "Xii", "dim", "vv", "ic", "cccc", "illic", "mix"}) {
    CAPTURE(line);
    CHECK(number_of(line).first == -1);
  }
  CHECK(number_of("iv").first == 4);
  CHECK(number_of("cxcix").first == 199);
  // Only at the ends of a line: `I` is a word too.
  CHECK(number_of("what I saw").first == -1);
  CHECK(number_of("The Sea   xiv") == std::pair{14L, Shape::kApart});
}

TEST_CASE("a number apart from the words of a head") {
  for (const std::string_view line :
       {"12     The Sea", "The Sea     12", "The Sea\t12", "12 | The Sea", "The Sea | 12",
        "Seite 12", "The Sea, p. 12", "Page: 12"}) {
    CAPTURE(line);
    CHECK(number_of(line) == std::pair{12L, Shape::kApart});
  }
  for (const std::string_view line : {"The Sea 12", "12 The Sea", "12  lamps", "Exercise 12"}) {
    CAPTURE(line);
    CHECK(number_of(line) == std::pair{12L, Shape::kInline});
  }
}

TEST_CASE("a number with the total of the pages") {
  const PageLine alone = read_page_line("3 / 14");
  REQUIRE(alone.numbers.size() == 2);
  CHECK(alone.numbers[0].shape == Shape::kOfTotal);
  CHECK(alone.numbers[1].shape == Shape::kInline);
  CHECK(read_page_line("15/14").numbers[0].shape == Shape::kInline);
  const PageLine page = read_page_line("Page 3 of 14");
  REQUIRE(page.numbers.size() == 2);
  CHECK(page.numbers[0].shape == Shape::kApart);
  CHECK(page.numbers[0].text == "page # of 14");
  CHECK(read_page_line("The Lamp      3 / 14").numbers[0].shape == Shape::kApart);
}

TEST_CASE("lines are the same by their words, folded") {
  CHECK(read_page_line("1.1. TOPOLOGISCHE RÄUME").text ==
        read_page_line("1.1  Topologische Räume").text);
  CHECK(read_page_line("The Sea 12").numbers[0].text == "the sea #");
  CHECK(read_page_line("The Sea xii").numbers[0].text == "the sea @");
  CHECK(read_page_line("The Sea 12").text != read_page_line("The Sea 13").text);
}

TEST_CASE("lines that can be no furniture") {
  for (const std::string& line :
       {std::string(), std::string("* * *"), std::string("____"), std::string(301, 'a')}) {
    CAPTURE(line);
    CHECK(read_page_line(line).text.empty());
    CHECK(read_page_line(line).numbers.empty());
  }
  CHECK(number_of("123456").first == -1);
  CHECK(read_page_line("1 2 3 4 5 6").numbers.size() == 2);
  CHECK(read_page_line("p 1 p 2 p 3 p 4 p 5").numbers.size() == 4);
}

TEST_CASE("form feeds in front of a line are page marks") {
  CHECK(count_page_marks("") == 0);
  CHECK(count_page_marks("a\f") == 0);
  CHECK(count_page_marks("\f") == 1);
  CHECK(count_page_marks("\f\fThe Sea") == 2);
}

TEST_CASE("a sentence goes on") {
  CHECK(goes_on("The wall was built in the", "year of the great storm."));
  CHECK(goes_on("  The wall was built in the infor- ", "mation that nobody had"));
  CHECK(goes_on("Il muro è stato costruito nell'", "anno della grande tempesta"));
  CHECK(goes_on("The wall was built in the", "storm.”") == false);
  CHECK(goes_on("The wall was built in the", "winter."));
}

TEST_CASE("a sentence does not go on") {
  CHECK_FALSE(goes_on("The wall was built.", "it was the year of"));             // it has ended
  CHECK_FALSE(goes_on("The wall was “built”", "it was the year of"));            // it may have
  CHECK_FALSE(goes_on("The wall was built in the", "Year of the Great Storm"));  // a new one
  CHECK_FALSE(goes_on("The wall was built in the", "a) year of the great storm"));
  CHECK_FALSE(goes_on("The wall was built in the", "x = a + 2 b − 4 c + 8 d"));
  CHECK_FALSE(goes_on("The wall was built in the", "iv."));
  CHECK_FALSE(goes_on("The wall was built in the", "major axis"));  // labels of a figure
  CHECK_FALSE(goes_on("The Great Wall", "year of the great storm"));
  CHECK_FALSE(goes_on("oil, one barrel     14.20", "half a barrel of the oil"));
  CHECK_FALSE(goes_on("int wall = built(in, the);  // 12", "year of the great storm"));
  CHECK_FALSE(goes_on("1 2 3 4 5 6 7 a b c", "year of the great storm"));
  CHECK_FALSE(goes_on("我们在那一年建了一堵墙", "然后风暴来了"));
  CHECK_FALSE(goes_on("", "year of the great storm"));
  CHECK_FALSE(goes_on("The wall was built in the", ""));
}

TEST_CASE("of long lines the ends that meet are looked at") {
  const std::string words = "The wall was built in the year of the storm";
  std::string paragraph;
  for (int i = 0; i < 100; ++i) paragraph += words + " and ";
  CHECK(goes_on(paragraph, "in the year " + paragraph));
  CHECK_FALSE(goes_on(
      paragraph +
          "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 "
          "26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53",
      "in the year " + paragraph));
}

TEST_CASE("a line that is open ends without a mark that closes a sentence") {
  CHECK(is_open("The wall was"));
  CHECK(is_open("The wall, "));
  CHECK_FALSE(is_open("The wall."));
  CHECK_FALSE(is_open("墙。"));
  CHECK_FALSE(is_open(" "));
}

}  // namespace
}  // namespace textmend::internal
