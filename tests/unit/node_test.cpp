#include "textmend/node.h"

#include <memory>

#include "catch2/catch.hpp"
#include "textmend/schema.h"

namespace textmend::internal {
namespace {

struct Read {
  Node root;
  std::vector<Diagnostic> diagnostics;
  bool ok = false;
};

Read read(std::string_view text) {
  Read result;
  Problems problems(result.diagnostics);
  auto source = std::make_shared<Source>();
  source->file = "f.toml";
  source->text = text;
  result.ok = parse_toml(source, result.root, problems);
  return result;
}

std::string place_text(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

// The place of byte `offset` of the string under `key`.
std::string string_place(std::string_view text, std::size_t offset, std::string_view key = "k") {
  const Read file = read(text);
  REQUIRE(file.ok);
  const Node* node = file.root.find(key);
  REQUIRE(node != nullptr);
  return place_text(place_in_string(*node, offset));
}

TEST_CASE("a key of very many parts is a fault and no end of the stack") {
  const auto deep = [](std::string key, std::size_t parts) {
    for (std::size_t i = 1; i < parts; ++i) key += ". 'b'";
    return "k = 1\n" + key;
  };
  CHECK(read(deep("a", 256) + " = 1").ok);
  CHECK(read("[" + deep("a", 1).substr(6) + "]").ok);
  for (const std::string& text :
       {deep("a", 257) + " = 1", deep("[\"a\\\"b\"", 100000) + "]", deep("[[a", 100000) + "]]"}) {
    const Read file = read(text);
    CHECK_FALSE(file.ok);
    REQUIRE(file.diagnostics.size() == 1);
    CHECK(file.diagnostics[0].line == 2);
  }
  // What is no key may have as many stops as it likes.
  CHECK(read("k = '" + std::string(3000, '.') + "'").ok);
  CHECK(read("k = \"\"\"\na " + std::string(3000, '.') + "\n\"\"\"").ok);
}

TEST_CASE("values keep their type and their place, keys the order of the file") {
  const Read file = read("b = 1\na = 'é'\nc = [true, 2.5]\n[t]\nx = 1979-05-27\n");
  REQUIRE(file.ok);
  REQUIRE(file.root.members.size() == 4);
  CHECK(file.root.members[0].key == "b");
  CHECK(file.root.members[0].value.integer == 1);
  CHECK(file.root.members[0].value.number == 1.0);
  CHECK(file.root.members[1].key == "a");
  CHECK(file.root.members[1].value.string == "é");
  CHECK(place_text(file.root.members[1].place) == "2:1");
  CHECK(place_text(file.root.members[1].value.place) == "2:5");
  const Node* list = file.root.find("c");
  REQUIRE(list != nullptr);
  REQUIRE(list->items.size() == 2);
  CHECK(list->items[0].boolean);
  CHECK(list->items[1].number == 2.5);
  CHECK(place_text(list->items[1].place) == "3:12");
  CHECK(type_name(file.root.find("t")->find("x")->type) == "date or time");
}

TEST_CASE("columns count code points") {
  const Read file = read("a = { 'é😀' = 'x', b = 'y' }\n");
  REQUIRE(file.ok);
  CHECK(place_text(file.root.find("a")->find("b")->place) == "1:23");
}

TEST_CASE("what is not TOML gives one fault with its place") {
  const Read file = read("a = 1\nb = = 2\n");
  CHECK_FALSE(file.ok);
  REQUIRE(file.diagnostics.size() == 1);
  CHECK(file.diagnostics[0].code == "syntax");
  CHECK(file.diagnostics[0].file == "f.toml");
  CHECK(file.diagnostics[0].line == 2);
  CHECK(file.diagnostics[0].column == 5);
  CHECK(file.diagnostics[0].source_line == "b = = 2");
}

TEST_CASE("doubled keys, NUL and odd bytes are faults, not crashes") {
  CHECK_FALSE(read("a = 1\na = 2\n").ok);
  CHECK_FALSE(read(std::string_view("a = '\0'\n", 8)).ok);
  CHECK_FALSE(read("a = \"\\uD800\"\n").ok);
  CHECK_FALSE(read("a = '''").ok);
  CHECK(read("").ok);
  CHECK(read("# only a comment").ok);
  CHECK(read("\xEF\xBB\xBF"
             "a = 1")
            .ok);
}

TEST_CASE("a place inside a literal string is behind its quote") {
  CHECK(string_place("k = 'abc'", 0) == "1:6");
  CHECK(string_place("k = 'abc'", 3) == "1:9");
  CHECK(string_place("k = 'éa\\b'", 2) == "1:7");  // offsets are bytes, columns code points
  CHECK(string_place("k = 'éa\\b'", 4) == "1:9");
}

TEST_CASE("a place inside a basic string steps over whole escapes") {
  CHECK(string_place(R"(k = "a\\b\tc")", 1) == "1:7");
  CHECK(string_place(R"(k = "a\\b\tc")", 2) == "1:9");
  CHECK(string_place(R"(k = "a\\b\tc")", 4) == "1:12");
  CHECK(string_place(R"(k = "\u00e9x")", 2) == "1:12");
  CHECK(string_place(R"(k = "\U0001F600x")", 4) == "1:16");
  CHECK(string_place(R"(k = "’\"x")", 4) == "1:9");
}

TEST_CASE("a place inside a string of several lines is in the right one") {
  CHECK(string_place("k = '''abc'''", 1) == "1:9");
  CHECK(string_place("k = '''\nab\ncd'''", 0) == "2:1");
  CHECK(string_place("k = '''\nab\ncd'''", 3) == "3:1");
  CHECK(string_place("k = '''\r\nab'''", 1) == "2:2");
  CHECK(string_place("k = \"\"\"\nab\"\"\"", 1) == "2:2");
}

TEST_CASE("a place inside a string with folded lines is in the right one") {
  // A backslash at a line's end takes the line end and the blanks behind it away.
  CHECK(string_place("k = \"\"\"ab\\\n   cd\"\"\"", 3) == "2:5");
}

TEST_CASE("the nearest name is one typing error away, not a world") {
  const std::vector<std::string_view> names = {"pattern", "patterns", "needs", "with"};
  CHECK(nearest("patern", names) == "pattern");
  CHECK(nearest("need", names) == "needs");
  CHECK(nearest("wiht", names) == "");
  CHECK(nearest("frobnicate", names) == "");
  CHECK(nearest("", names) == "");
}

TEST_CASE("a table is checked against its keys, and every fault is reported") {
  static constexpr Key kKeys[] = {
      {"name", KeyType::kString, "", true},
      {"size", KeyType::kInteger, "", true},
      {"shape", KeyType::kString, "", false, "round square"},
      {"words", KeyType::kStrings, ""},
  };
  const Read file = read("nam = 'x'\nsize = '3'\nshape = 'squre'\nwords = ['a', 1]\nother = 1\n");
  REQUIRE(file.ok);
  std::vector<Diagnostic> diagnostics;
  Problems problems(diagnostics);
  check_keys(file.root, kKeys, "a thing", problems, "see the list");
  std::string codes;
  for (const Diagnostic& diagnostic : diagnostics) {
    codes += diagnostic.code + "@" + std::to_string(diagnostic.line) + " " + diagnostic.hint + "; ";
  }
  CHECK(codes ==
        "unknown-key@1 did you mean `name`?; wrong-type@2 ; bad-value@3 did you mean `square`?; "
        "wrong-type@4 ; unknown-key@5 see the list; missing-key@0 ; ");
  CHECK(problems.errors() == 6);
}

TEST_CASE("control characters of a file do not reach the terminal") {
  static constexpr Key kKeys[] = {{"size", KeyType::kString, "", false, "big small"}};
  const Read file = read("size = \"b\\ni\\u001bg\"\n");
  REQUIRE(file.ok);
  std::vector<Diagnostic> diagnostics;
  Problems problems(diagnostics);
  check_keys(file.root, kKeys, "a thing", problems);
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].message == "`size` can't be `b?i?g`");
  CHECK(read("a = \x1b[31m\n").diagnostics.at(0).source_line == "a = ?[31m");
}

TEST_CASE("a diagnostic prints its place, the line with carets below it, and the hint") {
  Diagnostic diagnostic;
  diagnostic.code = "bad-need";
  diagnostic.file = "p/r.toml";
  diagnostic.line = 12;
  diagnostic.column = 4;
  diagnostic.width = 2;
  diagnostic.message = "not so";
  diagnostic.hint = "do it so";
  diagnostic.source_line = "é\t xy z";
  CHECK(to_string(diagnostic) ==
        "p/r.toml:12:4: error[bad-need]: not so\n"
        "  12 | é\t xy z\n"
        "     |  \t ^^\n"
        "  hint: do it so\n");
  diagnostic.severity = Diagnostic::Severity::kWarning;
  diagnostic.line = 0;
  diagnostic.hint.clear();
  CHECK(to_string(diagnostic) == "p/r.toml: warning[bad-need]: not so\n");
}

TEST_CASE("of a long line the part around the place is printed") {
  Diagnostic diagnostic;
  diagnostic.code = "bad-need";
  diagnostic.file = "r.toml";
  diagnostic.line = 1;
  diagnostic.message = "not so";
  const auto carets_at = [&](std::size_t column, std::size_t width) {
    diagnostic.column = column;
    diagnostic.width = width;
    diagnostic.source_line.assign(1000, 'a');
    diagnostic.source_line.replace(column - 1, 1, "é");
    const std::string text = to_string(diagnostic);
    const std::size_t line = text.find(" | ") + 3, carets = text.rfind(" | ") + 3;
    const std::string shown = text.substr(line, text.find('\n', line) - line);
    CHECK(shown.size() < 180);
    CHECK(shown.ends_with("…") == (column < 900));
    CHECK(shown.starts_with("…") == (column > 100));
    const std::size_t at = shown.find("é"), before = text.find('^') - carets;
    CHECK(before == at - (column > 100 ? 2 : 0));  // the dots have three bytes
    return text.size() - 1 - text.find('^');
  };
  CHECK(carets_at(1, 3) == 3);
  CHECK(carets_at(500, 3) == 3);
  CHECK(carets_at(500, 400) <= 160);
  CHECK(carets_at(1000, 1) == 1);
}

TEST_CASE("an offset behind a string's end is at its end") {
  CHECK(string_place("k = 'abc'", 99) == "1:9");
  CHECK(string_place("k = \"ab\"\nx = '\\up'\n", 40) == "1:8");
  CHECK(string_place("k = 'ab'\nx = '\\up'\n", 40) == "1:8");
  CHECK(string_place("k = \"\"\"\nab\"\"\"\nx = '\\up'\n", 40) == "2:3");
}

}  // namespace
}  // namespace textmend::internal
