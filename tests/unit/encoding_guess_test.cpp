#include "textmend/encoding_guess.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "textmend/decode.h"

namespace textmend::internal {
namespace {

std::string in(const std::string& encoding, std::string_view text) {
  auto transcoder = Transcoder::open("UTF-8", encoding);
  REQUIRE(transcoder.has_value());
  const auto bytes = transcoder->convert(text, true);
  INFO(encoding << ' ' << text);
  REQUIRE(bytes.has_value());
  return std::string(*bytes);
}

std::string read(const EncodingGuess& guess, std::string_view bytes) {
  auto transcoder = Transcoder::open(guess.name, "UTF-8");
  const auto text = transcoder->convert(bytes, true);
  return text ? std::string(*text) : "(not " + guess.name + ")";
}

EncodingGuess guess(std::string_view text) { return guess_encoding(text, true); }

TEST_CASE("what the bytes say for sure") {
  CHECK(guess("").name == "UTF-8");
  CHECK(guess("plain").percent == 100);
  CHECK(guess("caf\xC3\xA9").percent == 100);
  CHECK(guess_encoding("caf\xC3", false).percent == 100);
  CHECK_FALSE(guess("caf\xC3").percent == 100);
  CHECK(guess(std::string("\xFF\xFE"
                          "a\0",
                          4))
            .name == "UTF-16LE");
  CHECK(guess(std::string("\xFF\xFE\0\0a\0\0\0", 8)).name == "UTF-32LE");
  CHECK(guess(std::string("T\0h\0e\0", 6)).name == "UTF-16LE");
  CHECK(guess(std::string("\0T\0h\0e", 6)).name == "UTF-16BE");
  // Text with the escapes of a terminal.
  CHECK(guess("a \x1B[1mbold\x1B[0m é").name == "UTF-8");
  CHECK(guess(in("ISO-2022-JP", "水車と風車がある。")).name == "ISO-2022-JP");
}

TEST_CASE("UTF-8 with lines of another encoding") {
  const EncodingGuess one = guess("é ü ö ß ñ à ç ø å\nbad \xE9 line\n");
  CHECK(one.name == "UTF-8");
  CHECK(one.is_sure());
  // Half and half is neither the one nor the other.
  const EncodingGuess half = guess("é ü ö ß ñ à\nb\xE9 \xFC \xF6 \xDF \xF1\n");
  CHECK(half.name == "UTF-8");
  CHECK_FALSE(half.is_sure());
}

struct Short {
  std::string encoding, text;
};

// A line or less, in a dozen encodings and more.
const std::vector<Short> kShort = {
    {"windows-1252", "Die alte Mühle über dem Fluß gehört jetzt der Gemeinde."},
    {"windows-1252", "Le moulin a été vendu à la commune l’année dernière."},
    {"windows-1252", "El molino del río fue vendido el año pasado, ¿verdad?"},
    {"windows-1252", "caf\u00E9"},
    {"windows-1250", "Stary młyn nad rzeką został sprzedany gminie w zeszłym roku."},
    {"windows-1250", "Starý mlýn u řeky byl loni prodán městu za příznivou cenu."},
    {"ISO-8859-2", "Stary młyn nad rzeką został sprzedany, więc się śmiał."},
    {"windows-1251", "Старая мельница у реки была продана городу."},
    {"KOI8-R", "Старая мельница у реки была продана городу."},
    {"ISO-8859-5", "Старая мельница у реки была продана городу."},
    {"IBM866", "Старая мельница у реки была продана городу."},
    {"windows-1253", "Ο παλιός μύλος στο ποτάμι πουλήθηκε στον δήμο."},
    {"windows-1254", "Nehir kıyısındaki eski değirmen geçen yıl belediyeye satıldı, şimdi müze."},
    {"windows-1255", "הטחנה הישנה ליד הנהר נמכרה לעירייה"},
    {"windows-1256", "بيعت الطاحونة القديمة على النهر إلى البلدية"},
    {"windows-1257", "Senas malūnas prie upės buvo parduotas savivaldybei, žmonės džiaugėsi."},
    {"windows-874", "โรงสีเก่าริมแม่น้ำถูกขายให้เทศบาลเมื่อปีที่แล้ว"},
    {"macintosh", "Le moulin a été vendu à la commune l’année dernière."},
    {"IBM850", "El molino del río fue vendido el año pasado; allí está el señor Núñez."},
    {"Shift_JIS", "川のそばの古い水車は去年、町に売られた。"},
    {"EUC-JP", "川のそばの古い水車は去年、町に売られた。"},
    {"GB18030", "河边的老水车去年卖给了镇里。"},
    {"Big5", "河邊的老水車去年賣給了鎮裡。"},
    {"EUC-KR", "강가의 오래된 물레방아는 작년에 마을에 팔렸다."},
};

TEST_CASE("short texts are read right or not for sure") {
  std::size_t sure = 0;
  for (const auto& [encoding, text] : kShort) {
    const std::string bytes = in(encoding, text);
    const EncodingGuess guessed = guess(bytes);
    INFO(encoding << " guessed " << guessed.name << ' ' << guessed.percent << ": " << text);
    CHECK(guessed.percent >= 0);
    CHECK(guessed.percent < 100);
    if (guessed.is_sure()) CHECK(read(guessed, bytes) == text);
    sure += guessed.is_sure() ? 1 : 0;
    // A word or two of it say less, so that they may be left open; but never wrong and sure.
    const std::string few = in(encoding, text.substr(0, text.find(' ', text.size() / 3)));
    const EncodingGuess of_few = guess(few);
    INFO("and " << of_few.name << ' ' << of_few.percent);
    if (of_few.percent == 100) continue;  // ASCII
    if (of_few.is_sure()) CHECK(read(of_few, few) == read({encoding, 0}, few));
  }
  CHECK(sure * 10 >= kShort.size() * 8);
}

TEST_CASE("what is no text, or may be several, is not sure") {
  CHECK_FALSE(guess("\x80\x81\x9D\x01\xFF\xFE\x02").is_sure());
  CHECK_FALSE(guess("a\xE8 b\xE6").is_sure());       // aè bæ, ač bę, ač bć
  CHECK_FALSE(guess("5 \xA4 or 7 \xA4").is_sure());  // a currency sign, a euro, an ¤ of Latin-9
}

TEST_CASE("an encoding that all of a text can't be in is none") {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "Die M\xFChle geh\xF6rt der B\xFCrgerschaft.\n";
  CHECK(guess(text).name == "windows-1252");
  text += std::string("\xFF\x81\xFF\x81") + "\n";
  CHECK(read(guess(text), text).find("(not") == std::string::npos);
}

}  // namespace
}  // namespace textmend::internal
