#include "textmend/pages.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "textmend/document.h"

namespace textmend::internal {
namespace {

constexpr std::size_t kLineBytes = std::size_t{1} << 20;

// What is found, in order; a title that is kept in parentheses, a number alone in brackets.
std::vector<std::string> found(const std::string& text, const PageSettings& settings = {}) {
  const Document document(text, kLineBytes);
  std::vector<std::string> lines;
  for (const FurnitureLine& one : find_furniture(document.lines(), settings)) {
    std::string line(document.lines()[one.line].content);
    if (one.is_number) line = "[" + line + "]";
    if (one.may_be_title) line = "(" + line + ")";
    lines.push_back(line);
  }
  return lines;
}

using Texts = std::vector<std::string>;

// Pages with two lines of text, which are others on each page; the text of one goes on in the next
// where `goes_on`.
class Pages {
 public:
  Pages& add(const std::string& head, const std::string& foot, bool goes_on = true) {
    static const std::string kWords[] = {"tower", "cellar", "harbour", "garden", "kitchen"};
    const std::string words = "up to the " + kWords[count_ % 5] + " for time " + number(count_ * 7);
    text_ += "\f" + (head.empty() ? "" : head + "\n");
    text_ += goes_on ? "went " + words + " and\nlooked " + words + " as before and\n"
                     : "He went " + words + ".\nHe looked " + words + ".\n";
    text_ += foot.empty() ? "" : foot + "\n";
    ++count_;
    return *this;
  }
  Pages& repeat(int times, const std::string& head, const std::string& foot) {
    for (; times > 0; --times) add(head, foot);
    return *this;
  }
  operator const std::string&() const { return text_; }

 private:
  static std::string number(std::size_t value) { return std::string(value % 26, 'o'); }
  std::string text_;
  std::size_t count_ = 0;
};

TEST_CASE("a head on three pages that interrupts") {
  CHECK(found(Pages().repeat(3, "LAMP", "")) == Texts{"(\fLAMP)", "\fLAMP", "\fLAMP"});
  CHECK(found(Pages().repeat(2, "LAMP", "")).empty());
  CHECK(
      found(Pages().add("LAMP", "", false).add("LAMP", "", false).add("LAMP", "", false)).empty());
}

TEST_CASE("a head without a number interrupts twice, one that counts once") {
  const auto size_with = [](const std::string& head, bool twice) {
    Pages pages;
    for (int i = 1; i <= 4; ++i)
      pages.add(head == "" ? "The Lamp " + std::to_string(i) : head, "",
                i == 1 || i == 2 || (i == 3 && twice));
    return found(pages).size();
  };
  CHECK(size_with("LAMP", true) == 4);
  CHECK(size_with("LAMP", false) == 0);
  CHECK(size_with("", false) == 4);
}

TEST_CASE("a foot is no title") {
  CHECK(found(Pages().repeat(3, "", "LAMP")) == Texts{"LAMP", "LAMP", "LAMP"});
}

TEST_CASE("a first head is no title where the sentence goes on over it") {
  CHECK(found(Pages().repeat(1, "", "").repeat(3, "LAMP", "")) ==
        Texts{"\fLAMP", "\fLAMP", "\fLAMP"});
}

TEST_CASE("a first head is no title where the title stands in front of it") {
  const Pages pages = Pages().repeat(3, "LAMP", "");
  const std::string& rest = pages;
  CHECK(found("By the Sea\nLamp\nIt was lit.\n" + rest) == Texts{"\fLAMP", "\fLAMP", "\fLAMP"});
  CHECK(found("Lamp\nIt was lit.\n" + rest) == Texts{"(Lamp)", "\fLAMP", "\fLAMP", "\fLAMP"});
  CHECK(found("Lamps\nThey were lit.\n" + rest) == Texts{"(\fLAMP)", "\fLAMP", "\fLAMP"});
}

TEST_CASE("heads of left and right pages") {
  Pages pages;
  for (int i = 0; i < 4; ++i) pages.add("LAMP", "").add("OIL", "");
  CHECK(found(pages).size() == 8);
}

TEST_CASE("pages without a head lie between those with it, but not too many") {
  CHECK(found(Pages()
                  .add("LAMP", "")
                  .repeat(2, "", "")
                  .add("LAMP", "")
                  .repeat(2, "", "")
                  .add("LAMP", ""))
            .size() == 3);
  const Pages rare =
      Pages().add("LAMP", "").repeat(3, "", "").add("LAMP", "").repeat(3, "", "").add("LAMP", "");
  PageSettings settings;
  settings.min_share = 0.34;
  CHECK(found(rare, settings).empty());
  settings.min_share = 0.33;
  CHECK(found(rare, settings).size() == 3);
  // Five pages from one to the next are two rows.
  CHECK(found(Pages().repeat(2, "LAMP", "").repeat(4, "", "").repeat(2, "LAMP", "")).empty());
}

TEST_CASE("five numbers that count at the foot need no sentence") {
  Pages pages;
  for (int i = 1; i <= 4; ++i) pages.add("", std::to_string(i + 100), false);
  CHECK(found(pages).empty());
  pages.add("", "105", false);
  CHECK(found(pages) == Texts{"[101]", "[102]", "[103]", "[104]", "[105]"});
}

TEST_CASE("numbers that do not count are none of pages") {
  Pages pages;
  for (const int i : {3, 9, 4, 8, 17, 2, 6}) pages.add("", std::to_string(i));
  CHECK(found(pages).empty());
}

// Long pages without a sentence that goes on, which end openly.
std::string open_page(const std::string& head, std::size_t i, std::size_t lines = 15) {
  std::string text = "\f" + head + "\n";
  for (; lines > 0; --lines)
    text += "Then went up the tower again " + std::string(i, 'x') + std::string(lines, 'y') + "\n";
  return text;
}

TEST_CASE("numbers alone at the top need long open pages, and no rival at the foot") {
  Pages closed;
  std::string open, shorts, rivals, years;
  for (std::size_t i = 1; i <= 6; ++i) {
    closed.add(std::to_string(i), "", false);
    shorts += open_page(std::to_string(i), i, 5);
    open += open_page(std::to_string(i), i);
    rivals += open_page(std::to_string(i), i) + std::to_string(i + 40) + "\n";
    years += open_page(std::to_string(i + 1899), i);
  }
  CHECK(found(closed).empty());
  CHECK(found(open).size() == 6);
  CHECK(found(rivals) == Texts{"[41]", "[42]", "[43]", "[44]", "[45]", "[46]"});
  CHECK(found(shorts).empty());
  CHECK(found(years).empty());
}

TEST_CASE("a number on a page of its own kind counts with the others") {
  // The first page of a chapter has its number at the foot, the others have it in a head.
  Pages pages;
  pages.add("", "5", false);
  for (int i = 6; i <= 10; ++i) pages.add(std::to_string(i) + "     The Lamp", "", false);
  CHECK(found(pages).size() == 6);
  CHECK(found(pages).front() == "[5]");
}

TEST_CASE("a head that stands once has the number that its page lacks") {
  Pages pages, table;
  for (int i = 1; i <= 9; ++i) {
    const std::string number = std::to_string(i);
    pages.add(i == 4 ? "Oil and Wicks     4" : number + "     The Lamp", "", false);
    // A row of a table, and the number where it belongs.
    table.add(i == 4 ? "Oil and Wicks     4" : "", number, false);
  }
  CHECK(found(pages).size() == 9);
  CHECK(found(table).size() == 9);
}

TEST_CASE("a head that encloses a number is shown by it, one inside of it is not") {
  std::string outside, inside;
  for (std::size_t i = 1; i <= 5; ++i) {
    outside += open_page("LAMP\n" + std::to_string(i), i);
    inside += open_page(std::to_string(i) + "\nLAMP", i);
  }
  CHECK(found(outside).size() == 10);
  CHECK(found(inside).size() == 5);
}

TEST_CASE("behind text nothing is furniture") {
  CHECK(found(Pages().add("He\nLAMP", "").add("She\nLAMP", "").add("They\nLAMP", "")).empty());
}

TEST_CASE("more lines than the edge has are a page that repeats") {
  const Pages deep = Pages().repeat(3, "A lamp\nB oil\nC wick\nD glass", "");
  CHECK(found(deep).empty());
  const Pages high = Pages().repeat(3, "A lamp\nB oil\nC wick", "");
  CHECK(found(high).size() == 9);
  PageSettings settings;
  settings.edge = 2;
  CHECK(found(high, settings).empty());
}

TEST_CASE("without proof what repeats is enough") {
  PageSettings settings;
  settings.proved = false;
  const Pages closed = Pages().add("LAMP", "", false).add("LAMP", "", false).add("LAMP", "", false);
  CHECK(found(closed, settings).size() == 3);
  CHECK(found("LAMP\nLAMP\nLAMP\n", settings).empty());
}

TEST_CASE("texts without pages, and odd ones") {
  CHECK(found("").empty());
  CHECK(found("\f").empty());
  CHECK(found("\f\f\f\f\n\f\n\f\n").empty());
  CHECK(found("1\n\f2\n\f3\n\f4\n\f5\n\f6\n\f7\n").empty());
  // A line that is no UTF-8 is text.
  CHECK(found("\fLAMP\n\xFF\n\fLAMP\n\xFF\n\fLAMP\n\xFF\n").empty());
  CHECK(found("\f\xFF\nLAMP\n\f\xFF\nLAMP\n\f\xFF\nLAMP\n").empty());
  PageSettings settings;
  settings.edge = 0;
  CHECK(found(Pages().repeat(3, "LAMP", ""), settings).empty());
}

}  // namespace
}  // namespace textmend::internal
