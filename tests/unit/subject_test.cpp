#include "textmend/subject.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "textmend/document.h"
#include "textmend/page_line.h"

namespace textmend::internal {
namespace {

constexpr std::size_t kLineBytes = std::size_t{1} << 20;

// A window at the first line of `text` that looks through pages; a line that begins with `=` is
// like furniture.
class PageWindow {
 public:
  explicit PageWindow(std::string text)
      : text_(std::move(text)),
        document_(text_, kLineBytes),
        window_(document_.lines(), 0, limits_, [this](std::size_t line) {
          const std::string_view content = document_.lines()[line].content;
          return content.substr(count_page_marks(content)).starts_with('=');
        }) {}

  const std::string& text() const { return window_.text(); }
  // `text` with [begin, end) of the window replaced; empty where that can't be made.
  std::string with(std::size_t begin, std::size_t end, std::string_view with) const {
    Edit edit;
    edit.begin = begin;
    edit.end = end;
    edit.with = with;
    const std::vector<Edit> edits = window_.in_document(edit);
    return edits.empty() ? "" : apply_edits(text_, edits);
  }

 private:
  std::string text_;
  Limits limits_;
  Document document_;
  Window window_;
};

TEST_CASE("a window looks through a page's end") {
  CHECK(PageWindow("all of the infor-\n\fmation that they had\nb\n").text() ==
        "all of the infor-\nmation that they had\nb");
  CHECK(PageWindow("all of the infor-\n\n=12\n\n\f=HEAD\n\nmation that they had\n").text() ==
        "all of the infor-\nmation that they had");
  CHECK(PageWindow("all of the infor-\n\f\n=HEAD\nmation that they had\n").text() ==
        "all of the infor-\nmation that they had");
}

TEST_CASE("a window looks through nothing else") {
  for (const std::string text :
       {"all of the infor-\n\nmation that they had\n",           // no page ends
        "all of the infor-\n=HEAD\nmation that they had\n",      // nor here
        "all of the infor-\nx\n\fmation that they had\n",        // text between
        "all of the infor-\n\fx\n\nmation that they had\n",      // likewise
        "all of the infor-\n\fMation that they had\n",           // a sentence of its own
        "all of the infor-\n\fmation\n",                         // hardly a sentence
        "infor-\n\fmation that they had\n",                      // likewise
        "all of the infor-\n\f\xFF\nmation that they had\n"}) {  // bytes that nobody knows
    CAPTURE(text);
    const std::string seen = PageWindow(text).text();
    CHECK(text.starts_with(seen));
  }
}

TEST_CASE("a window looks through so many lines and no more") {
  const auto text = [](int furniture, int blank) {
    std::string between;
    for (int i = 0; i < furniture; ++i) between += "=\n";
    return "all of the infor-\n" + between + std::string(static_cast<std::size_t>(blank), '\n') +
           "\fmation that they had\n";
  };
  const std::string joined = "all of the infor-\nmation that they had";
  CHECK(PageWindow(text(6, 0)).text() == joined);
  CHECK(PageWindow(text(7, 0)).text() != joined);
  CHECK(PageWindow(text(0, 30)).text() == joined);
  CHECK(PageWindow(text(0, 31)).text() != joined);
}

TEST_CASE("an edit over the place where lines were left out becomes two") {
  const PageWindow window("all of the infor-\n\n\f=HEAD\n\nmation that they had\n");
  CHECK(window.with(11, 25, "information\n") ==
        "all of the information\n\n\f=HEAD\n\nthat they had\n");
  // On one side of it, it is one.
  CHECK(window.with(0, 3, "some") == "some of the infor-\n\n\f=HEAD\n\nmation that they had\n");
  CHECK(window.with(18, 24, "mation,") ==
        "all of the infor-\n\n\f=HEAD\n\nmation, that they had\n");
  // What changes nothing is none.
  CHECK(window.with(11, 25, "infor-\nmation ").empty());
}

TEST_CASE("an edit that can't be made around the lines that were left out is not made") {
  const PageWindow window("all of the infor-\n\n\f=HEAD\n\nmation that they had\nb\n");
  CHECK(window.with(11, 25, "information ").empty());     // no line end to stay behind
  CHECK(window.with(11, 25, "infor\nmation\n").empty());  // two
  CHECK(window.with(11, 40, "information\n").empty());    // more than two lines
}

TEST_CASE("the lines that are left out keep their line ends, the edit writes none") {
  const PageWindow window("all of the infor-\r\n\r\n\f=HEAD\n\r\nmation that they had\r\n");
  CHECK(window.text() == "all of the infor-\nmation that they had");
  CHECK(window.with(11, 25, "information\n") ==
        "all of the information\r\n\r\n\f=HEAD\n\r\nthat they had\r\n");
}

}  // namespace
}  // namespace textmend::internal
