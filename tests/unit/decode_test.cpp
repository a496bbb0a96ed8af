#include "textmend/decode.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/unicode.h"

namespace textmend::internal {
namespace {

std::string converted(std::string_view text, const std::string& from, const std::string& to) {
  auto transcoder = Transcoder::open(from, to);
  if (!transcoder) return "(unknown)";
  std::string result;
  // Byte by byte, the worst that can come.
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto piece = transcoder->convert(text.substr(i, 1), false);
    if (!piece) return "(" + transcoder->fault().what + ")";
    result += *piece;
  }
  const auto rest = transcoder->convert({}, true);
  if (!rest) return "(" + transcoder->fault().what + ")";
  return result += *rest;
}

// The encodings of the WHATWG list with one byte a character.
const std::vector<std::string> kSingleByte = {
    "IBM866",       "ISO-8859-2",    "ISO-8859-3",   "ISO-8859-4",   "ISO-8859-5",   "ISO-8859-6",
    "ISO-8859-7",   "ISO-8859-8",    "ISO-8859-10",  "ISO-8859-13",  "ISO-8859-14",  "ISO-8859-15",
    "KOI8-R",       "KOI8-U",        "macintosh",    "windows-874",  "windows-1250", "windows-1251",
    "windows-1252", "windows-1253",  "windows-1254", "windows-1255", "windows-1256", "windows-1257",
    "windows-1258", "x-mac-cyrillic"};

TEST_CASE("every byte that an encoding knows comes back as it was") {
  std::size_t known = 0;
  for (const std::string& encoding : kSingleByte) {
    if (!knows_encoding(encoding)) continue;
    ++known;
    std::size_t bytes = 0;
    for (int byte = 0; byte < 256; ++byte) {
      const std::string source(1, static_cast<char>(byte));
      const std::string text = converted(source, encoding, "UTF-8");
      if (text.starts_with('(') && text.size() > 1) continue;  // not in the encoding
      INFO(encoding << ' ' << byte << ' ' << text);
      CHECK(converted(text, "UTF-8", encoding) == source);
      ++bytes;
    }
    INFO(encoding);
    CHECK(bytes > 170);
  }
  CHECK(known >= 24);
}

TEST_CASE("what is illegal or can't be written is a fault that names it") {
  CHECK(converted("caf\xE9", "ISO-8859-1", "UTF-8") == "café");
  CHECK(converted("a\x80", "US-ASCII", "UTF-8") == "(80)");
  CHECK(converted("it’s", "UTF-8", "ISO-8859-1") == "(U+2019)");
  CHECK(converted("😀", "UTF-8", "Shift_JIS") == "(U+1F600)");
  CHECK(converted("\x82", "Shift_JIS", "UTF-8") == "(82)");
  CHECK_FALSE(Transcoder::open("nonsense", "UTF-8").has_value());
  CHECK_FALSE(Transcoder::open("", "UTF-8").has_value());
  auto transcoder = Transcoder::open("US-ASCII", "UTF-8");
  REQUIRE(transcoder.has_value());
  CHECK(transcoder->convert("abc", false) == "abc");
  CHECK_FALSE(transcoder->convert("de\xFF", false).has_value());
  CHECK(transcoder->fault().offset == 5);
  CHECK_FALSE(transcoder->fault().unwritable);
}

TEST_CASE("the first fault of a text is named, however its blocks are cut") {
  const std::string text = "a\xED\xB8\x80 b\xE9 c";  // half of a pair, then illegal bytes
  CHECK(converted(text, "CESU-8", "UTF-8") == "(U+DE00)");
  auto transcoder = Transcoder::open("CESU-8", "UTF-8");
  REQUIRE(transcoder.has_value());
  CHECK_FALSE(transcoder->convert(text, true).has_value());
  CHECK(transcoder->fault().what == "U+DE00");
}

TEST_CASE("which encodings can be cut at LF") {
  for (const std::string name : {"", "UTF-8", "ISO-8859-1", "windows-1251", "Shift_JIS", "Big5"}) {
    CHECK(is_line_by_line(name));
  }
  for (const std::string name :
       {"UTF-16LE", "UTF-16", "UTF-32BE", "ISO-2022-JP", "UTF-7", "IBM-1047", "HZ"}) {
    CHECK_FALSE(is_line_by_line(name));
  }
}

std::string repaired(std::string_view text, Utf8Repair::Mode mode, std::size_t block) {
  Utf8Repair repair(mode);
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += block) {
    result += repair.repair(text.substr(at, block), false);
  }
  result += repair.repair({}, true);
  return result;
}

TEST_CASE("UTF-8 that is not valid is replaced or repaired, whatever the block size") {
  struct Case {
    std::string text, replaced, repaired;
  };
  const std::string pair = "\xED\xA0\xBD\xED\xB8\x80";
  const std::vector<Case> cases = {
      {"mill é 水 😀", "mill é 水 😀", "mill é 水 😀"},
      {"caf\xE9 \x93x\x94", "caf\uFFFD \uFFFDx\uFFFD", "café “x”"},
      {"a\xC3", "a\uFFFD", "aÃ"},
      {"\xF0\x9F\x98", "\uFFFD", "ðŸ˜"},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
       "A",
       "\uFFFD\uFFFD\uFFFD\uFFFDA", "á€âð‘’ñ¿A"},
      {"\xC0\xAF", "\uFFFD\uFFFD", "À¯"},
      {pair, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", "😀"},
      {"\xED\xA0\xBDx", "\uFFFD\uFFFD\uFFFDx", "í\u00A0½x"},
      {"é\x81", "é\uFFFD", "é\u0081"},
  };
  for (const Case& one : cases) {
    for (const std::size_t block : {1U, 2U, 3U, 5U, 100U}) {
      INFO(one.repaired << " in blocks of " << block);
      CHECK(repaired(one.text, Utf8Repair::Mode::kReplace, block) == one.replaced);
      CHECK(repaired(one.text, Utf8Repair::Mode::kWindows1252, block) == one.repaired);
    }
  }
}

TEST_CASE("what was repaired is UTF-8, and UTF-8 is not repaired") {
  test::Dice dice(7);
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    for (std::size_t k = dice.roll(40); k > 0; --k) {
      bytes +=
          dice.one_in(2) ? static_cast<char>(dice.roll(256)) : "\xED\xA0\xB8\xF0"[dice.roll(4)];
    }
    const std::string text = test::random_text(dice, 20);
    for (const auto mode : {Utf8Repair::Mode::kReplace, Utf8Repair::Mode::kWindows1252}) {
      const std::size_t block = 1 + dice.roll(9);
      CHECK(is_valid_utf8(repaired(bytes, mode, block)));
      CHECK(repaired(bytes, mode, block) == repaired(bytes, mode, 100));
      CHECK(repaired(text, mode, block) == text);
    }
  }
}

}  // namespace
}  // namespace textmend::internal
