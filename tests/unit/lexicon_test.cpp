#include "textmend/lexicon.h"

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/embedded.h"
#include "textmend/lexicon_table.h"

namespace textmend::internal {
namespace {

constexpr std::string_view kTable =
    "Paris\t35\nUS\t10\na\t10\nflooding\t35\nna\u00EFve\t50\nus\t20\nzebra\t60\n";

TEST_CASE("every word of a table is found, the first and the last too") {
  const Lexicon lexicon(kTable);
  CHECK(lexicon.tier("Paris") == 35);
  CHECK(lexicon.tier("a") == 10);
  CHECK(lexicon.tier("zebra") == 60);
  CHECK(lexicon.tier("na\u00EFve") == 50);
  CHECK_FALSE(lexicon.knows(""));
  CHECK_FALSE(lexicon.knows("flood"));
  CHECK_FALSE(lexicon.knows("floodings"));
  CHECK_FALSE(lexicon.knows("zz"));
  CHECK_FALSE(lexicon.knows("35"));
}

TEST_CASE("capitals fold to small letters, never the other way") {
  const Lexicon lexicon(kTable);
  CHECK(lexicon.tier("Flooding") == 35);
  CHECK(lexicon.tier("FLOODING") == 35);
  CHECK(lexicon.tier("PARIS") == 35);
  CHECK_FALSE(lexicon.knows("paris"));
  CHECK(lexicon.tier("US") == 10);
  CHECK(lexicon.tier("us") == 20);
  CHECK(lexicon.tier("Us") == 20);
  CHECK(lexicon.tier("NA\u00CFVE") == 50);
}

TEST_CASE("typographic apostrophes stand for plain ones") {
  const Lexicon lexicon("aren't\t20\nl’ile\t60\n");
  CHECK(lexicon.tier("aren’t") == 20);
  CHECK(lexicon.tier("Aren’t") == 20);
  CHECK(lexicon.tier("l’ile") == 60);
  CHECK_FALSE(lexicon.knows("l'ile"));
  CHECK_FALSE(lexicon.knows("are’nt"));
}

TEST_CASE("possessive endings are looked through") {
  const Lexicon lexicon(kTable);
  CHECK(lexicon.tier("Paris's") == 35);
  CHECK(lexicon.tier("Paris’s") == 35);
  CHECK(lexicon.tier("Paris’") == 35);
  CHECK(lexicon.tier("zebra's") == 60);
  CHECK_FALSE(lexicon.knows("'s"));
  CHECK_FALSE(lexicon.knows("’"));
}

TEST_CASE("an empty or unfinished table knows nothing and breaks nothing") {
  CHECK_FALSE(Lexicon("").knows("a"));
  CHECK(Lexicon("a\t10").tier("a") == 10);
  CHECK_FALSE(Lexicon("a\t10").knows("b"));
}

TEST_CASE("the embedded lexicon knows English, for texts of unknown language too") {
  const Lexicon* english = embedded_lexicon("en");
  REQUIRE(english != nullptr);
  CHECK(embedded_lexicon("und") == english);
  CHECK(embedded_lexicon("de") == nullptr);
  for (const std::string_view word :
       {"flooding", "Flooding", "office", "Vienna", "VIENNA", "the", "don't", "stability"}) {
    INFO(word);
    CHECK(english->knows(word));
  }
  for (const std::string_view word : {"looding", "vienna", "Viennabased", "oice", "ield", "xqz"}) {
    INFO(word);
    CHECK_FALSE(english->knows(word));
  }
  CHECK(english->tier("the").value() < english->tier("floodlit").value_or(99));
}

TEST_CASE("the index finds what a search finds") {
  const std::string_view text = embedded_file("lexicon/en.txt");
  const Lexicon indexed(text, nullptr, lexicon_table()), searched(text);
  test::Dice dice(61);
  std::size_t words = 0, known = 0, wrong = 0;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    const std::string_view word = text.substr(at, text.find('\t', at) - at);
    ++words;
    known += look_up_indexed(text, lexicon_table(), word).data() != nullptr;
    if (!dice.one_in(10)) continue;
    // The word, and one that is none, or another.
    std::string other(word);
    other[dice.roll(other.size())] = static_cast<char>('a' + dice.roll(26));
    wrong +=
        indexed.tier(word) != searched.tier(word) || indexed.tier(other) != searched.tier(other);
  }
  CHECK(known == words);
  CHECK(wrong == 0);
  for (const std::string_view none : {"", "\t", "a\t", "harbour\t", "harbour\t35\nharboured"}) {
    CHECK(look_up_indexed(text, lexicon_table(), none).data() == nullptr);
  }
}

TEST_CASE("the index of a small table") {
  const auto find = [](std::string_view text, std::string_view word) -> std::string {
    const std::optional<std::string> index = make_lexicon_index(text);
    REQUIRE(index);
    const std::string_view found = look_up_indexed(text, *index, word);
    return found.data() == nullptr ? "none" : std::string(found);
  };
  CHECK(find("", "a") == "none");
  CHECK(find("a\t10", "a") == "10");
  CHECK(find("a\t10\n", "a") == "10");
  CHECK(find("a\t10\nb\t\n", "b").empty());
  CHECK(find("a\t10\nno tab\n", "no tab") == "none");
  CHECK_FALSE(make_lexicon_index(std::string(std::size_t{1} << 24, 'x')));
}

TEST_CASE("words of one's own come on top of the built-in ones") {
  Lexicons lexicons;
  CHECK(lexicons.find("en") == embedded_lexicon("en"));
  CHECK(lexicons.find("de") == nullptr);
  lexicons.add("en", "# a comment\nzurfel\t20\r\nAbelgast\n\nharbour\n");
  REQUIRE(lexicons.find("en") != nullptr);
  CHECK(lexicons.find("en")->tier("zurfel") == 20);
  CHECK(lexicons.find("und")->knows("Zurfel's"));
  CHECK(lexicons.find("en")->tier("Abelgast") == 60);
  CHECK(lexicons.find("en")->tier("harbour") == embedded_lexicon("en")->tier("harbour"));
  CHECK_FALSE(lexicons.find("en")->knows("a comment"));
  lexicons.add("de", "Fluss\n");
  CHECK(lexicons.find("de")->knows("Fluss"));
  CHECK_FALSE(lexicons.find("de")->knows("river"));
}

TEST_CASE("of several lists the commonest tier counts, and a tier is a number") {
  Lexicons lexicons;
  CHECK(lexicons.add("de", "Fluss\t20\nUfer\t90\n") == 0);
  CHECK(lexicons.add("de", "Fluss\nUfer\nUfer\t95\n") == 0);
  CHECK(lexicons.find("de")->tier("Fluss") == 20);
  CHECK(lexicons.find("de")->tier("Ufer") == 60);
  for (const std::string_view wrong : {"word", "", "0", "101", "20x", "-3", "99999999999"}) {
    INFO(wrong);
    CHECK(lexicons.add("de", "# a list\nKai\t" + std::string(wrong) + "\nMole\t7\n") == 2);
    CHECK_FALSE(lexicons.find("de")->knows("Kai"));
    CHECK(lexicons.find("de")->tier("Mole") == 7);
  }
}

TEST_CASE(
    "the lists of common words are sorted, have three tiers and no letters that are no words") {
  CHECK(common_words("en") == nullptr);
  CHECK(common_words("nl") == nullptr);
  for (const std::string lang : {"de", "es", "fr"}) {
    INFO(lang);
    REQUIRE(common_words(lang) != nullptr);
    const std::string_view text = common_words(lang)->table();
    CHECK(text == embedded_file("lexicon/common-" + lang + ".txt"));
    std::string_view before;
    std::size_t words = 0, wrong = 0;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      const std::size_t tab = text.find('\t', at), end = text.find('\n', at);
      const std::string_view word = text.substr(at, tab - at);
      const std::string_view tier = text.substr(tab + 1, end - tab - 1);
      wrong += word <= before || !(tier == "10" || tier == "20" || tier == "35") ||
               (word.size() == 1 && lang == "de");
      before = word;
      ++words;
    }
    CHECK(words == 20000);
    CHECK(wrong == 0);
  }
  CHECK(common_words("de")->tier("nicht") == 10);
  CHECK(common_words("de")->tier("da\u00DF") == 10);
  CHECK(common_words("es")->tier("coraz\u00F3n").value_or(99) <= 20);
  CHECK(common_words("fr")->tier("\u00EAtre") == 10);
}

TEST_CASE("the English lexicon holds its words as they are written") {
  const Lexicon* const english = embedded_lexicon("en");
  REQUIRE(english != nullptr);
  for (const std::string_view word : {"caf\u00E9", "\u00E9clair", "Atat\u00FCrk"}) {
    INFO(word);
    CHECK(english->knows(word));
  }
  // What UTF-8 taken for Latin-1 looks like.
  CHECK_FALSE(english->knows("caf\u00C3\u00A9"));
  CHECK_FALSE(english->knows("Atat\u00C3\u00BCrk"));
}

}  // namespace
}  // namespace textmend::internal
