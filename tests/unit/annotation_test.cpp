// What is written into records, and records that choose their rules.

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support.h"
#include "textmend/json_text.h"

namespace textmend {
namespace {

using test::Collected;

// Where -------------------------------------------------------------------------------------------

// `record` with `X` written where a member is to be.
std::string with_member(std::string_view record, std::string_view pointer) {
  std::string result;
  std::size_t done = 0;
  const auto parsed = internal::JsonPointer::parse(pointer);
  for (const internal::JsonPlace& place : internal::find_json_member(record, *parsed)) {
    result += record.substr(done, place.begin - done);
    result += place.is_new ? place.is_first ? "K:X" : ",K:X" : "X";
    done = place.end;
  }
  return result += record.substr(done);
}

TEST_CASE("a member is written over the old one, or behind the last") {
  CHECK(with_member(R"({"a":1})", "/m") == R"({"a":1,K:X})");
  CHECK(with_member(R"({ "a" : "x" } )", "/m") == R"({ "a" : "x",K:X } )");
  CHECK(with_member(R"({})", "/m") == R"({K:X})");
  CHECK(with_member(R"( { } )", "/m") == R"( {K:X } )");
  CHECK(with_member(R"({"m":{"old":[1,{"m":2}]},"a":1})", "/m") == R"({"m":X,"a":1})");
  CHECK(with_member(R"({"a": -1.5e3 })", "/a") == R"({"a": X })");
  CHECK(with_member(R"({"a":[{},{"b":null}]})", "/a/1/m") == R"({"a":[{},{"b":null,K:X}]})");
  CHECK(with_member(R"({"":{}})", "//m") == R"({"":{K:X}})");
}

TEST_CASE("a member whose key is doubled or escaped is the same member") {
  CHECK(with_member(R"({"m":1,"m":"2"})", "/m") == R"({"m":X,"m":X})");
  CHECK(with_member(R"({"\u006d":1})", "/m") == R"({"\u006d":X})");
  CHECK(with_member(R"({"a":{},"a":{"b":1}})", "/a/m") == R"({"a":{K:X},"a":{"b":1,K:X}})");
  CHECK(with_member(R"({"\ud83d":1})", "/m") == R"({"\ud83d":1,K:X})");
}

TEST_CASE("without an object there is no place for a member") {
  for (const char* record : {R"(["a"])", R"("m")", "1", R"({"a":{}})"}) {
    INFO(record);
    CHECK(with_member(record, "/a/b/m") == record);
  }
  CHECK(with_member(R"(["a"])", "/0") == R"(["a"])");
  CHECK(with_member(R"({"a":1})", "") == R"({"a":1})");
  CHECK(with_member(R"({"a":"text"})", "/a/m") == R"({"a":"text"})");
}

// What --------------------------------------------------------------------------------------------

const Cleaner& cleaner() {
  static const Cleaner one(test::shipped_rules());
  return one;
}

RecordOptions annotated() {
  RecordOptions options;
  options.fields = {"/text"};
  options.id_field = "/id";
  options.annotate = "/mend";
  return options;
}

Collected clean(std::string_view lines, const RecordOptions& options) {
  Collected result;
  std::optional<RecordStream> stream = cleaner().records(options, result);
  REQUIRE(stream);
  stream->feed(lines);
  stream->finish();
  CHECK(result.input == lines);
  CHECK(result.replayed() == result.output);
  return result;
}

std::string account(std::string_view rest) {
  return "{\"ruleset\":\"" + cleaner().rules().fingerprint() + "\"," + std::string(rest) + "}";
}

TEST_CASE("a record tells what was done to it") {
  const Collected result = clean(
      "{\"text\":\"The storm , they said. The rain , they knew.\",\"n\":1}\n"
      "{\"mend\":0,\"text\":\"All is well with the harbour and the town.\"}\r\n"
      "\n"
      "{\"text\":\"“It was the end “The mayor said.\"}\n",
      annotated());
  CHECK(result.output ==
        "{\"text\":\"The storm, they said. The rain, they knew.\",\"n\":1,\"mend\":" +
            account(R"("changes":2,"removed_chars":2,"rules":{)"
                    R"("core/space-before-comma-and-stop":2},"flags":0,"lang":"en",)"
                    R"("status":"changed")") +
            "}\n{\"mend\":" +
            account(R"("changes":0,"removed_chars":0,"rules":{},"flags":0,"lang":"en",)"
                    R"("status":"clean")") +
            ",\"text\":\"All is well with the harbour and the town.\"}\r\n\n"
            "{\"text\":\"“It was the end “The mayor said.\",\"mend\":" +
            account(R"("changes":0,"removed_chars":0,"rules":{},"flags":2,"lang":"en",)"
                    R"("status":"clean")") +
            "}\n");
  REQUIRE(result.hunks.size() == 5);
  CHECK(result.hunks[2].rules.empty());
  CHECK(result.hunks[2].line == 1);
}

TEST_CASE("an annotation that is already there is no change") {
  const std::string text = "{\"text\":\"All is well.\"}\n";
  const std::string once = clean(text, annotated()).output;
  CHECK(once != text);
  const Collected twice = clean(once, annotated());
  CHECK(twice.output == once);
  CHECK(twice.hunks.empty());
}

TEST_CASE("a record says that it was kept") {
  const Collected half = clean(R"({"id":"r1","text":"One , \ud83d two."})", annotated());
  CHECK(half.output.ends_with(R"("lang":"und","status":"kept"}})"));
  REQUIRE(half.notes.size() == 1);
  CHECK(half.notes[0].text == "r1: half of a surrogate pair");
}

TEST_CASE("a record that can't be annotated passes through, as one that can't be read") {
  const std::string lines = "[\"the storm , they said\"]\n{\"text\":\n\"the storm , they said\"\n";
  const Collected result = clean(lines, annotated());
  CHECK(result.output == lines);
  REQUIRE(result.notes.size() == 3);
  CHECK(result.notes[0].text == "no object to write the annotation to");
  CHECK(result.notes[1].text == "not JSON");
  CHECK(result.notes[2].line == 3);
}

TEST_CASE("annotations are JSON whatever the ids and keys are") {
  const Cleaner odd(test::rules_of({{"t/ö", test::replace_rule("\"x\"", "x", "y")}}));
  for (const bool ascii : {false, true}) {
    RecordOptions options;
    options.fields = {"/t"};
    options.annotate = "/a~1\"\\";
    Collected result;
    std::optional<RecordStream> stream = odd.records(options, result);
    REQUIRE(stream);
    stream->feed(ascii ? R"({"t":"x\u00e9"})" : R"({"t":"xé"})");
    stream->finish();
    simdjson::dom::parser parser;
    const simdjson::padded_string padded(result.output);
    simdjson::dom::element record;
    REQUIRE(parser.parse(padded).get(record) == simdjson::SUCCESS);
    std::int64_t steps = 0;
    CHECK(record["a/\"\\"]["rules"]["t/ö"].get(steps) == simdjson::SUCCESS);
    CHECK(steps == 1);
    const bool is_ascii = result.output.find("\xC3") == std::string::npos;
    CHECK(is_ascii == ascii);
  }
}

TEST_CASE("an annotation may not meet a cleaned string") {
  for (const char* annotate : {"/a", "/a/b", "/a/b/c", "mend"}) {
    INFO(annotate);
    RecordOptions options;
    options.fields = {"/x", "/a/b"};
    options.annotate = annotate;
    Collected result;
    CHECK_FALSE(cleaner().records(options, result));
  }
  RecordOptions whole;
  whole.fields = {""};
  whole.annotate = "/mend";
  Collected result;
  CHECK_FALSE(cleaner().records(whole, result));
}

// Profiles ----------------------------------------------------------------------------------------

TEST_CASE("a record chooses its rules, and an unknown choice passes through") {
  const Cleaner none(test::shipped_rules({"none"}));
  RecordOptions options;
  options.fields = {"/text"};
  options.id_field = "/id";
  options.profile_field = "/p";
  Collected refused;
  CHECK_FALSE(cleaner().records(options, refused));

  std::vector<std::string> asked;
  options.cleaner_for = [&](std::string_view name) {
    asked.emplace_back(name);
    return name == "none" ? &none : nullptr;
  };
  const Collected result = clean(
      "{\"text\":\"The fog , they said.\"}\n"
      "{\"p\":\"none\",\"text\":\"The fog , they said.\"}\n"
      "{\"text\":\"The fog , they said.\",\"id\":\"r3\",\"p\":\"no\"}\n"
      "{\"text\":\"The fog , they said.\",\"p\":\"\"}\n"
      "{\"text\":\"The fog , they said.\",\"p\":7}\n"
      "{\"p\":\"no\",\"text\":\"The fog , they said.\",\"p\":\"none\"}\n"
      "{\"p\":\"\\ud83d\",\"text\":\"The fog , they said.\"}\n",
      options);
  CHECK(asked == std::vector<std::string>{"none", "no", "none", "\uFFFD"});
  REQUIRE(result.hunks.size() == 3);
  CHECK(result.hunks[0].line == 1);
  CHECK(result.hunks[1].line == 4);
  CHECK(result.hunks[2].line == 5);
  REQUIRE(result.notes.size() == 2);
  CHECK(result.notes[0].line == 3);
  CHECK(result.notes[0].text == "r3: no profile `no`");
  CHECK(result.notes[1].line == 7);
}

TEST_CASE("the annotation names the rules that a record has chosen") {
  const Cleaner none(test::shipped_rules({"none"}));
  RecordOptions options = annotated();
  options.profile_field = "/p";
  options.cleaner_for = [&](std::string_view name) { return name == "none" ? &none : nullptr; };
  const std::string output = clean(
                                 "{\"p\":\"none\",\"text\":\"The fog , they "
                                 "said.\"}\n{\"p\":\"no\",\"text\":\"The fog , they said.\"}\n",
                                 options)
                                 .output;
  CHECK(output.find("\"ruleset\":\"" + none.rules().fingerprint() + "\"") != std::string::npos);
  CHECK(output.find(R"("ruleset":null,"changes":0,"removed_chars":0,"rules":{},"flags":0,)"
                    R"("lang":"und","status":"kept")") != std::string::npos);
}

}  // namespace
}  // namespace textmend
