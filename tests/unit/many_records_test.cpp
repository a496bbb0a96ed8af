// JSON lines as nobody would write them: every escape, blanks everywhere, numbers in odd forms,
// doubled keys, broken lines. Whatever stands beside the cleaned strings must come out as it came.
//
// TEXTMEND_RECORDS=1000000 in the environment makes it a million lines; that takes minutes.

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "support.h"
#include "textmend/json_text.h"
#include "textmend/unicode.h"

namespace textmend {
namespace {

using test::Dice;

std::string hex_escape(std::uint32_t unit, Dice& dice) {
  char digits[8];
  std::snprintf(digits, sizeof digits, dice.one_in(2) ? "\\u%04x" : "\\u%04X", unit);
  return digits;
}

// `c` as it may stand in a JSON string, in one of all ways.
std::string written(char32_t c, Dice& dice) {
  constexpr std::string_view kMeanings = "\b\f\n\r\t\"\\/", kLetters = "bfnrt\"\\/";
  const std::size_t letter =
      c < 0x80 ? kMeanings.find(static_cast<char>(c)) : std::string_view::npos;
  const bool must = c < 0x20 || c == '"' || c == '\\';
  if (letter != std::string_view::npos && dice.one_in(2)) {
    return {'\\', kLetters[letter]};
  }
  if (must || dice.one_in(6)) {
    if (c < 0x10000) return hex_escape(c, dice);
    return hex_escape(0xD800 + ((c - 0x10000) >> 10U), dice) +
           hex_escape(0xDC00 + ((c - 0x10000) & 0x3FFU), dice);
  }
  std::string bytes;
  internal::append_code_point(c, bytes);
  return bytes;
}

// A text with damage here and there.
std::u32string random_text(Dice& dice) {
  static const std::vector<std::u32string> kPieces = {U"the storm , they said",
                                                      U" f looding",
                                                      U"\n",
                                                      U"\r\n",
                                                      U"\t",
                                                      U"é",
                                                      U"schÃ¶n",
                                                      U"😀",
                                                      U"\b",
                                                      U"\f",
                                                      U"\"quoted\"",
                                                      U"a\\b",
                                                      U"/path/to",
                                                      U"\x01",
                                                      U"\x7F",
                                                      U"\u2028",
                                                      U"\uFEFF",
                                                      U"end .",
                                                      U"\n\n\n\n\n",
                                                      U"Spread the love\n",
                                                      U" word ",
                                                      U"&eacute;",
                                                      U"\uFFFD",
                                                      U"\U0010FFFF"};
  std::u32string text;
  for (std::size_t n = dice.roll(8); n > 0; --n) text += kPieces[dice.roll(kPieces.size())];
  return text;
}

std::string written(const std::u32string& text, Dice& dice) {
  std::string result;
  for (const char32_t c : text) result += written(c, dice);
  return result;
}

std::string blanks(Dice& dice) {
  static const std::vector<std::string> kBlanks = {"", "", "", " ", "\t", "  ", "\r"};
  return kBlanks[dice.roll(kBlanks.size())];
}

std::string random_value(Dice& dice, int depth) {
  static const std::vector<std::string> kPlain = {
      "0",           "-0",      "-0.0", "1.50", "1E+5", "1e-7",        "12345678901234567890",
      "true",        "false",   "null", "[]",   "{}",   R"("\ud83d")", R"("a , b \udc00")",
      R"("\u0000")", "\"\x7F\""};
  switch (depth > 2 ? 0 : dice.roll(4)) {
    case 1: {
      std::string list = "[";
      for (std::size_t n = dice.roll(4); n > 0; --n) {
        list += blanks(dice) + random_value(dice, depth + 1) + blanks(dice);
        if (n > 1) list += ',';
      }
      return list.back() == ',' ? list + "0]" : list + "]";
    }
    case 2:
      // A member of the same name, deeper: nobody has asked for it.
      return "{" + blanks(dice) + "\"text\":" + random_value(dice, depth + 1) + "}";
    case 3:
      return '"' + written(random_text(dice), dice) + '"';
    default:
      return kPlain[dice.roll(kPlain.size())];
  }
}

std::string random_members(Dice& dice, bool in_front) {
  std::string members;
  for (std::size_t n = dice.roll(4); n > 0; --n) {
    const std::string member = blanks(dice) + '"' + written(U"k\"ö" + random_text(dice), dice) +
                               '"' + blanks(dice) + ':' + blanks(dice) + random_value(dice, 0) +
                               blanks(dice);
    members += in_front ? member + ',' : ',' + member;
  }
  return members;
}

struct Made {
  std::string head, inside, tail;  // of the line, its end included; `inside` is cleaned
  std::string text;                // what `inside` says
  bool broken = false;             // it passes through
};

Made random_record(Dice& dice) {
  static const std::vector<std::string> kBroken = {"",
                                                   " \t",
                                                   "{\"text\":\"a , b\"",
                                                   "{\"text\":\"a , b\\x\"}",
                                                   "{\"text\":\"a , b\xFF\"}",
                                                   "nothing",
                                                   "[\"text\",\"a , b\"]",
                                                   "\"a , b\"",
                                                   "{\"text\":[\"a , b\"]}",
                                                   "{\"text\":\"a\tb\"}"};
  Made made;
  made.tail = dice.one_in(8) ? "\r\n" : "\n";
  if (dice.one_in(12)) {
    made.head = kBroken[dice.roll(kBroken.size())];
    made.broken = true;
    return made;
  }
  const std::u32string text = random_text(dice);
  made.head = blanks(dice) + "{" + random_members(dice, true) + blanks(dice) +
              (dice.one_in(3) ? R"("t\u0065xt")" : "\"text\"") + blanks(dice) + ":" + blanks(dice) +
              '"';
  made.inside = written(text, dice);
  made.tail = '"' + blanks(dice) + random_members(dice, false) + "}" + blanks(dice) + made.tail;
  for (const char32_t c : text) internal::append_code_point(c, made.text);
  return made;
}

std::size_t wanted_records() {
  constexpr std::size_t kFew = 3000;
  const char* const value = std::getenv("TEXTMEND_RECORDS");
  return value == nullptr ? kFew : std::strtoul(value, nullptr, 10);
}

// What is wrong with the line that `made` has become; empty if nothing is.
std::string fault(const Made& made, std::string_view line, const Cleaner& cleaner) {
  const bool around = line.size() >= made.head.size() + made.tail.size() &&
                      line.starts_with(made.head) && line.ends_with(made.tail);
  if (!around) return "what stands beside the string has changed";
  const std::string_view inside =
      line.substr(made.head.size(), line.size() - made.head.size() - made.tail.size());
  if (made.broken) return inside.empty() ? "" : "a broken line has changed";
  const auto said = internal::JsonString::decode(inside);
  if (!said) return "the string is none";
  const std::string expected = cleaner.clean(made.text);
  if (expected == made.text) return inside == made.inside ? "" : "a clean string has changed";
  return said->text() == expected ? "" : "the string says something else";
}

TEST_CASE("of very many records nothing changes but their strings") {
  const Cleaner cleaner(test::shipped_rules());
  struct Output : Sink {
    std::string text;
    void section(const Section& section) override {
      section.for_each_piece([this](std::string_view piece) { text += piece; });
    }
  } output;
  std::optional<RecordStream> stream = cleaner.records({.fields = {"/text"}}, output);
  REQUIRE(stream);
  Dice dice(20);
  const std::size_t wanted = wanted_records();
  std::vector<Made> some;
  for (std::size_t made = 0; made < wanted;) {
    some.clear();
    std::string lines;
    for (; some.size() < 500 && made < wanted; ++made) {
      some.push_back(random_record(dice));
      lines += some.back().head + some.back().inside + some.back().tail;
    }
    // In two blocks, the first of which ends anywhere.
    const std::size_t cut = dice.roll(lines.size());
    stream->feed(std::string_view(lines).substr(0, cut));
    stream->feed(std::string_view(lines).substr(cut));
    std::string_view rest = output.text;
    for (const Made& one : some) {
      const std::string_view line = rest.substr(0, rest.find('\n') + 1);
      rest.remove_prefix(line.size());
      const std::string wrong = fault(one, line, cleaner);
      if (wrong.empty()) continue;
      INFO(one.head + one.inside + one.tail);
      INFO(line);
      FAIL(wrong);
    }
    REQUIRE(rest.empty());
    output.text.clear();
  }
  stream->finish();
  CHECK(output.text.empty());
}

}  // namespace
}  // namespace textmend
