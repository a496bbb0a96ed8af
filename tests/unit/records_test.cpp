#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support.h"
#include "textmend/json_text.h"

namespace textmend {
namespace {

using internal::JsonPointer;
using internal::JsonString;
using test::Collected;
using test::Dice;

// Pointers ----------------------------------------------------------------------------------------

TEST_CASE("JSON pointers are read as RFC 6901 says") {
  CHECK(JsonPointer::parse("")->tokens.empty());
  CHECK(JsonPointer::parse("/")->tokens == std::vector<std::string>{""});
  CHECK(JsonPointer::parse("/a/0")->tokens == std::vector<std::string>{"a", "0"});
  CHECK(JsonPointer::parse("/a~1b/m~0n")->tokens == std::vector<std::string>{"a/b", "m~n"});
  CHECK(JsonPointer::parse("/~01")->tokens == std::vector<std::string>{"~1"});
  for (const char* wrong : {"a", "a/b", "/~", "/~2", "/a~"}) {
    INFO(wrong);
    CHECK_FALSE(JsonPointer::parse(wrong));
  }
}

std::vector<std::string> found(std::string_view record, std::vector<std::string> pointers) {
  std::vector<JsonPointer> parsed;
  for (const std::string& text : pointers) parsed.push_back(*JsonPointer::parse(text));
  std::vector<std::string> result;
  internal::find_json_strings(record, parsed,
                              [&](std::size_t pointer, std::size_t begin, std::size_t end) {
                                result.push_back(std::to_string(pointer) + ":" +
                                                 std::string(record.substr(begin, end - begin)));
                              });
  return result;
}

using Texts = std::vector<std::string>;

TEST_CASE("pointers find strings wherever they stand, and nothing else") {
  CHECK(found(R"({"a":"x","b":"y"})", {"/b"}) == Texts{"0:y"});
  CHECK(found(R"( { "a" : [ 1 , { "b" : "x" } , "y" ] , "c" : "z" } )", {"/c", "/a/1/b", "/a/2"}) ==
        Texts{"1:x", "2:y", "0:z"});
  CHECK(found(R"("all of it")", {""}) == Texts{"0:all of it"});
  CHECK(found(R"({"":{"":"x"}})", {"//"}) == Texts{"0:x"});
  CHECK(found(R"({"a":1,"b":null,"c":[],"d":{},"e":true,"f":-1.5e3})",
              {"/a", "/b", "/c", "/d", "/e", "/f", "/c/0", ""})
            .empty());
  // What lies beside is stepped over, whatever is in it.
  CHECK(found(R"({"x":{"a":"no","y":["]}\"",{"a":"{"}]},"n":12,"a":"yes"})", {"/a"}) ==
        Texts{"0:yes"});
  CHECK(found(R"([["a"],"b"])", {"/1", "/0/0"}) == Texts{"1:a", "0:b"});
  CHECK(found(R"(["a"])", {"/00", "/-", "/1"}).empty());
}

TEST_CASE("doubled keys count each, and keys may be written with escapes") {
  CHECK(found(R"({"a":"x","a":"y"})", {"/a"}) == Texts{"0:x", "0:y"});
  CHECK(found(R"({"t\u0065xt":"x","q\"":"y"})", {"/text", "/q\""}) == Texts{"0:x", "1:y"});
  CHECK(found(R"({"a\/b":"x"})", {"/a~1b"}) == Texts{"0:x"});
}

// Strings -----------------------------------------------------------------------------------------

TEST_CASE("what a string says, and where it stands") {
  const std::string_view written = R"(a\n\"\u00e9\ud83d\ude00b\/é)";
  const std::optional<JsonString> string = JsonString::decode(written);
  REQUIRE(string);
  CHECK(string->text() == "a\n\"é😀b/é");
  const std::vector<std::pair<std::size_t, std::size_t>> places = {
      {0, 0}, {1, 1}, {2, 3}, {3, 5}, {5, 11}, {9, 23}, {10, 24}, {11, 26}, {13, 28}};
  for (const auto& [text, place] : places) {
    INFO(text);
    CHECK(string->place(text) == place);
  }
  const std::optional<JsonString> plain = JsonString::decode("plain");
  CHECK(plain->text() == "plain");
  CHECK(plain->place(3) == 3);
}

TEST_CASE("half of a surrogate pair is no text") {
  for (const char* half : {R"(\ud83d)", R"(\ude00)", R"(\ud83d\u0041)", R"(\ud83dx)"}) {
    INFO(half);
    CHECK_FALSE(JsonString::decode(half));
  }
}

std::string written(std::string_view text, bool ascii) {
  std::string to;
  internal::append_json_text(to, text, ascii);
  return to;
}

TEST_CASE("halves of surrogate pairs are replaced in their place, and nothing else") {
  using internal::without_half_surrogates;
  CHECK(without_half_surrogates(R"(a\\ud83d\n\ud83d\ude00\u00e9)") ==
        R"(a\\ud83d\n\ud83d\ude00\u00e9)");
  CHECK(without_half_surrogates(R"(\ud83d\u0041\ude00\ud83d\ud83d\ude00\ud83d)") ==
        R"(\ufffd\u0041\ufffd\ufffd\ud83d\ude00\ufffd)");
  CHECK(without_half_surrogates(R"(\ud8)") == R"(\ud8)");
  CHECK(without_half_surrogates("\\") == "\\");
}

TEST_CASE("strings are written as they would be read") {
  CHECK(written("a\"b\\c\n\t\x01/é😀", false) == R"(a\"b\\c\n\t\u0001/é😀)");
  CHECK(written("é😀\x7F", true) == R"(\u00e9\ud83d\ude00\u007f)");
  Dice dice(7);
  for (int i = 0; i < 300; ++i) {
    const std::string text = test::random_text(dice, 20);
    for (const bool ascii : {false, true}) {
      const std::string json = written(text, ascii);
      const std::optional<JsonString> back = JsonString::decode(json);
      REQUIRE(back);
      CHECK(back->text() == text);
    }
  }
}

TEST_CASE("a record escapes what is not ASCII when it does so everywhere") {
  CHECK(internal::escapes_non_ascii(R"({"a":"caf\u00e9"})"));
  CHECK_FALSE(internal::escapes_non_ascii(R"({"a":"caf\u00e9 é"})"));
  CHECK_FALSE(internal::escapes_non_ascii(R"({"a":"plain"})"));
  CHECK_FALSE(internal::escapes_non_ascii(R"({"a":"\u0041\\u00e9"})"));
}

// Records -----------------------------------------------------------------------------------------

const Cleaner& cleaner() {
  static const Cleaner one(test::shipped_rules());
  return one;
}

Collected clean(std::string_view lines, const RecordOptions& options, std::size_t block = 1000) {
  Collected result;
  std::optional<RecordStream> stream = cleaner().records(options, result);
  REQUIRE(stream);
  for (std::size_t at = 0; at < lines.size(); at += block) stream->feed(lines.substr(at, block));
  stream->finish();
  CHECK(result.input == lines);
  CHECK(result.replayed() == result.output);
  CHECK(result.last_sections == 1);
  return result;
}

std::string cleaned(std::string_view lines, std::vector<std::string> fields = {"/text"}) {
  return clean(lines, {.fields = std::move(fields)}).output;
}

TEST_CASE("only the strings of the fields change, and only where they must") {
  CHECK(cleaned(R"({ "text" : "the caf\u00e9 , they said\u002e" , "n":1.50, "raw":"a , b"})") ==
        R"({ "text" : "the caf\u00e9, they said\u002e" , "n":1.50, "raw":"a , b"})");
  CHECK(cleaned(
            "{\"text\":\"the storm , they said.\"}\r\n\r\n{\"text\":\"the rain , they said.\"}") ==
        "{\"text\":\"the storm, they said.\"}\r\n\r\n{\"text\":\"the rain, they said.\"}");
  CHECK(cleaned("[\"the storm , they said\",\"the rain , they said\"]\n", {"/0", "/1"}) ==
        "[\"the storm, they said\",\"the rain, they said\"]\n");
  CHECK(cleaned("\"the fog , they said\"\n", {""}) == "\"the fog, they said\"\n");
}

TEST_CASE("a string that two pointers name is cleaned once") {
  const Collected result =
      clean(R"({"text":"the storm , they said."})", {.fields = {"/text", "/text"}});
  CHECK(result.output == R"({"text":"the storm, they said."})");
  CHECK(result.hunks.size() == 1);
}

TEST_CASE("each string is a document of its own, lines and all") {
  const std::string text = "Spread the love\n\nThe storm , they said.\n\n\n\n\nIt passed .";
  const std::string expected = cleaner().clean(text);
  REQUIRE(expected != text);
  const auto record = [](const std::string& inside) {
    return "{\"text\":\"" + written(inside, false) + "\"}\n";
  };
  CHECK(cleaned(record(text) + record(text)) == record(expected) + record(expected));
}

TEST_CASE("hunks stand in the lines as they came") {
  const Collected result =
      clean("{}\n{\"text\":\"\\u00e9t\\u00e9 , they\"}\n", {.fields = {"/text"}});
  REQUIRE(result.hunks.size() == 1);
  CHECK(result.hunks[0].begin == 3 + 9 + 13);
  CHECK(result.hunks[0].line == 2);
  CHECK(result.hunks[0].column == 23);
  CHECK(result.hunks[0].before == " ");
}

TEST_CASE("new characters are written as the record writes its own") {
  const RuleSet rules =
      test::rules_of({{"t/dots", test::replace_rule("\"...\"", "\\.\\.\\.", "…")}});
  const Cleaner dots(rules);
  Collected result;
  std::optional<RecordStream> stream = dots.records({.fields = {"/t"}}, result);
  stream->feed("{\"t\":\"a...\"}\n{\"t\":\"\\u00e9...\"}\n{\"t\":\"é...\"}\n");
  stream->finish();
  CHECK(result.output == "{\"t\":\"a…\"}\n{\"t\":\"\\u00e9\\u2026\"}\n{\"t\":\"é…\"}\n");
}

TEST_CASE("what can't be read passes through and is noted") {
  const std::string lines =
      "{\"text\":\"the storm , they said.\"}\n"
      "{\"text\":\"the storm , they said.\"\n"
      "\xFF{\"text\":\"the storm , they said.\"}\n"
      "{\"id\":\"r4\",\"text\":\"One , \\ud83d two.\"}\n"
      "{\"text\":\"the storm , they said.\"}";
  const Collected result = clean(lines, {.fields = {"/text"}, .id_field = "/id"});
  CHECK(result.hunks.size() == 2);
  REQUIRE(result.notes.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(result.notes[i].kind == Note::Kind::kRecord);
    CHECK(result.notes[i].line == 2 + i);
  }
  CHECK(result.notes[1].text == "not UTF-8");
  CHECK(result.notes[2].text == "r4: half of a surrogate pair");
}

TEST_CASE("a string with half of a surrogate pair stays, and the others are cleaned") {
  const Collected result = clean(R"({"a":"the fog , they said \ud83d","b":"the fog , they said"})",
                                 {.fields = {"/a", "/b"}});
  CHECK(result.output == R"({"a":"the fog , they said \ud83d","b":"the fog, they said"})");
  CHECK(result.notes.size() == 1);
}

TEST_CASE("a record says its language") {
  const std::string german = "langs = [\"de\"]\n" + test::replace_rule("\"x\"", "x", "y");
  const Cleaner only_german(test::rules_of({{"t/german", german}}));
  Collected result;
  std::optional<RecordStream> stream =
      only_german.records({.fields = {"/t"}, .lang_field = "/l"}, result);
  stream->feed(
      "{\"l\":\"de\",\"t\":\"x\"}\n{\"l\":\"en\",\"t\":\"x\"}\n{\"t\":\"x\",\"l\":\"de\"}\n");
  stream->finish();
  CHECK(result.output ==
        "{\"l\":\"de\",\"t\":\"y\"}\n{\"l\":\"en\",\"t\":\"x\"}\n{\"t\":\"y\",\"l\":\"de\"}\n");
}

TEST_CASE("wrong pointers make no stream") {
  Collected result;
  CHECK_FALSE(cleaner().records({.fields = {"text"}}, result));
  CHECK_FALSE(cleaner().records({.fields = {"/text"}, .lang_field = "lang"}, result));
  CHECK_FALSE(is_json_pointer("/~x"));
  CHECK(is_json_pointer("/text"));
}

TEST_CASE("the blocks in which records come do not matter") {
  const std::string lines =
      "\xEF\xBB\xBF{\"text\":\"the storm , they said.\\nthe \\ud83d\\ude00 sea , they said\"}\n\n  "
      "\n{\"text\":\"the rain , "
      "they said.\"}\r\nnot json\n[]\n{\"text\":7}\n{\"text\":\"the snow , they said\"}";
  const Collected whole = clean(lines, {.fields = {"/text"}}, lines.size());
  CHECK(whole.hunks.size() == 4);
  for (const std::size_t block : {1, 2, 3, 7, 16, 64}) {
    const Collected parts = clean(lines, {.fields = {"/text"}}, block);
    CHECK(parts.hunks == whole.hunks);
    CHECK(parts.notes == whole.notes);
  }
}

TEST_CASE("streams that share a document by its lines give what one stream gives") {
  const std::string lines =
      "\xEF\xBB\xBF{\"text\":\"the storm , they said.\"}\nnot json\n\n"
      "{\"text\":\"the rain , they said.\"}\r\n{\"text\":7}\n{\"text\":\"the snow , they said\"}";
  const Collected whole = clean(lines, {.fields = {"/text"}}, lines.size());
  CHECK(whole.hunks.size() == 3);
  CHECK(whole.notes.size() == 1);
  for (std::size_t cut = lines.find('\n'); cut != std::string::npos;
       cut = lines.find('\n', cut + 1)) {
    Collected both;
    RecordStream first = cleaner().records({.fields = {"/text"}}, both).value();
    RecordStream second = cleaner().records({.fields = {"/text"}}, both).value();
    const std::string_view head = std::string_view(lines).substr(0, cut + 1);
    first.feed(head);
    second.go_to(head.size(), 1 + static_cast<std::uint64_t>(std::ranges::count(head, '\n')));
    second.feed(std::string_view(lines).substr(cut + 1));
    second.finish();
    CHECK(both.input == lines);
    CHECK(both.output == whole.output);
    CHECK(both.hunks == whole.hunks);
    CHECK(both.notes == whole.notes);
    CHECK(both.last_sections == 1);
  }
}

TEST_CASE("a stream of records goes on with the next document") {
  struct Forward : Sink {
    Sink* to = nullptr;
    void section(const Section& section) override { to->section(section); }
  } forward;
  RecordStream stream = cleaner().records({.fields = {"/text"}}, forward).value();
  for (const std::string_view lines :
       {"\xEF\xBB\xBF{\"text\":\"the storm , they said.\"}\n", "", "{\"text\":\"a , b",
        "\xEF\xBB\xBF{\"text\":\"the rain , they said.\"}\n\n"}) {
    Collected result;
    forward.to = &result;
    stream.feed(lines);
    stream.finish();
    const Collected alone = clean(lines, {.fields = {"/text"}});
    CHECK(result.output == alone.output);
    CHECK(result.hunks == alone.hunks);
    CHECK(result.notes == alone.notes);
    CHECK(result.last_sections == 1);
  }
}

TEST_CASE("a line longer than a section passes through unseen") {
  Limits limits;
  limits.section_bytes = 64;
  const Cleaner small(test::shipped_rules(), {.limits = limits});
  const std::string tail = "{\"text\":\"the fog , they said\"}\n";
  for (const std::size_t block : {1, 10, 1000}) {
    Collected result;
    std::optional<RecordStream> stream = small.records({.fields = {"/text"}}, result);
    const std::string lines =
        "{\"text\":\"" + std::string(100, 'x') + " , y\"}\n" + tail + std::string(200, ' ') + tail;
    for (std::size_t at = 0; at < lines.size(); at += block) stream->feed(lines.substr(at, block));
    stream->finish();
    CHECK(result.input == lines);
    CHECK(result.hunks.size() == 1);
    REQUIRE(result.notes.size() == 2);
    CHECK(result.notes[0].kind == Note::Kind::kLongLine);
    CHECK(result.notes[0].line == 1);
    CHECK(result.notes[1].line == 3);
  }
}

TEST_CASE("random records keep everything but their field, and say what the library would") {
  Dice dice(11);
  simdjson::dom::parser parser;
  for (int round = 0; round < 200; ++round) {
    std::string text = test::random_text(dice, 30);
    if (dice.one_in(2)) text += " word , word .";
    const std::string head = R"({"n":1e5,"other":"a , b\u0041","text":")";
    const std::string tail = R"(","z":[{"text":"c , d"}]})";
    const std::string record = head + written(text, dice.one_in(2)) + tail;
    const std::string output = cleaned(record);
    REQUIRE(output.starts_with(head));
    REQUIRE(output.ends_with(tail));
    const simdjson::padded_string padded(output);
    const std::string_view said = parser.parse(padded)["text"];
    CHECK(said == cleaner().clean(text));
  }
}

}  // namespace
}  // namespace textmend
