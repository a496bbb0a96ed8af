#include "textmend/escapes.h"

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

std::string decoded(std::string_view text) { return decode_escapes(text).value_or("(nothing)"); }

TEST_CASE("escapes become characters, pairs of surrogates one") {
  CHECK(decoded("it\\u2019s caf\\u00E9") == "it’s café");
  CHECK(decoded("\\ud83d\\ude00\\uD83C\\uDFF4") == "😀🏴");
  CHECK(decoded("\\uD7FF\\uE000") == "\uD7FF\uE000");
}

TEST_CASE("what is no escape stays") {
  for (const std::string_view text :
       {"", "\\", "\\u", "\\u12", "\\u12g4", "\\unit", "u2019", "\\U2019", "\\x41", "\\u+123"}) {
    CHECK(decoded(text) == text);
  }
}

TEST_CASE("an escape that stands for no character leaves all as it is") {
  for (const std::string_view text :
       {"\\u0000", "\\u000a", "\\u007f", "\\u0085", "a\\ud83d", "\\ude00\\ud83d", "\\ud83dx\\ude00",
        "\\ufffe", "\\ufdd0", "\\ud83f\\udffe"}) {
    INFO(text);
    CHECK_FALSE(decode_escapes(text).has_value());
  }
}

}  // namespace
}  // namespace textmend::internal
