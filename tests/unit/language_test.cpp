#include "textmend/language.h"

#include "catch2/catch.hpp"
#include "textmend/document.h"
#include "textmend/facts.h"

namespace textmend::internal {
namespace {

TEST_CASE("function words tell the language") {
  CHECK(
      detect_language("The mayor said that the bridge was closed for the night, and that it would "
                      "be open on the next day.") == "en");
  CHECK(
      detect_language("Die Brücke ist für die Nacht gesperrt, und der Bürgermeister hat das nicht "
                      "mit den Leuten besprochen.") == "de");
  CHECK(
      detect_language("Le pont est fermé pour la nuit, et le maire ne sait pas si les gens sont au "
                      "courant dans la ville.") == "fr");
  CHECK(
      detect_language("Мост закрыт на ночь, и мэр не знает, что об этом думают люди, как он сказал "
                      "по радио.") == "ru");
}

TEST_CASE("three sentences are enough") {
  CHECK(detect_language("Der Fluss trat in der Nacht über die Ufer. Viele Keller liefen voll, und "
                        "die Feuerwehr kam erst am Morgen. Verletzt wurde niemand.") == "de");
  CHECK(detect_language("La rivière est sortie de son lit. Des caves ont été inondées, et les "
                        "pompiers ne sont venus qu’au matin. Personne n’a été blessé.") == "fr");
  CHECK(detect_language("El río se salió de su cauce por la noche. Muchos sótanos se llenaron de "
                        "agua, y los bomberos no llegaron hasta la mañana. No hay heridos.") ==
        "es");
}

TEST_CASE("languages that are not in the table stay undecided") {
  CHECK(detect_language("A folyó az éjszaka kilépett a medréből. Sok pince megtelt vízzel, és a "
                        "tűzoltók csak reggel érkeztek meg.") == "und");
  CHECK(
      detect_language("Râul a ieșit din matcă în timpul nopții. Multe pivnițe s-au umplut cu apă, "
                      "iar pompierii au ajuns abia dimineața.") == "und");
  CHECK(detect_language("Ο ποταμός υπερχείλισε τη νύχτα και πολλά υπόγεια γέμισαν με νερό.") ==
        "und");
}

TEST_CASE("the language of a tag") {
  for (const std::string_view tag : {"en", "EN", "en-GB", "en_US", "en_US.UTF-8", "eng"}) {
    INFO(tag);
    CHECK(language_of_tag(tag) == "en");
    CHECK(is_language_tag(tag));
  }
  CHECK(language_of_tag("zh-Hant-TW") == "zh");
  CHECK(language_of_tag("und") == "und");
  CHECK(language_of_tag("").empty());
  for (const std::string_view other : {"English", "averylonglanguagename", "C", "12", "x-en"}) {
    INFO(other);
    CHECK(language_of_tag(other) == other);
    CHECK_FALSE(is_language_tag(other));
  }
  const Document document("Sie sagte, dass der Text nicht in der Sprache ist.", 100);
  CHECK(Facts(document, "en-GB").lang() == "en");
  CHECK(Facts(document, "").lang() == "de");
}

TEST_CASE("letters that are words of a language") {
  CHECK(is_word_of_one_letter("I", "en"));
  CHECK(is_word_of_one_letter("À", "fr"));
  CHECK_FALSE(is_word_of_one_letter("f", "fr"));
  CHECK_FALSE(is_word_of_one_letter("a", "de"));
  CHECK(is_word_of_one_letter("f", "xx"));
}

TEST_CASE("case does not matter, not even the Turkish one") {
  CHECK(detect_language("THE MAYOR SAID THAT THE BRIDGE WAS CLOSED AND IT IS NOT IN USE") == "en");
}

TEST_CASE("little text, names and mixtures stay undecided") {
  CHECK(detect_language("") == "und");
  CHECK(detect_language("The end.") == "und");
  CHECK(detect_language("Anna Berg, Karl Holm, Ida Lund, Nils Dahl") == "und");
  CHECK(detect_language("the and of to in is that / der die und das ist nicht von zu") == "und");
  CHECK(detect_language("1 2 3 4 5 6 7 8 9 10 !!! ???") == "und");
}

TEST_CASE("only the first 64 KiB count, cut on a code point boundary") {
  std::string text(64 * 1024 - 1, '.');
  text += "é the and of to in is that for it was on with as be at by";
  CHECK(detect_language(text) == "und");
}

TEST_CASE("a section's language is detected over its lines, unless it is given") {
  const Document document("the and of to in\n\xFF\nis that for it was on with\n", 1 << 20);
  CHECK(Facts(document, "").lang() == "en");
  CHECK(Facts(document, "de").lang() == "de");
  CHECK(Facts(document, "de").lexicon() == nullptr);
}

TEST_CASE("languages that write compounds as one word are known") {
  CHECK(writes_compounds("de"));
  CHECK(writes_compounds("nl"));
  CHECK_FALSE(writes_compounds("en"));
  CHECK_FALSE(writes_compounds("und"));
  CHECK_FALSE(writes_compounds(""));
}

}  // namespace
}  // namespace textmend::internal
