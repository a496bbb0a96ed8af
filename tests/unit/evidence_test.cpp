#include "textmend/evidence.h"

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

using Rung = Evidence::Rung;

// The rung that lets `claim` pass in a section of this text.
std::string judged(std::vector<Rung> rungs, const Claim& claim, std::string_view section,
                   const std::string& lang = "en", int tier = 70) {
  const Document document(section, 1 << 20);
  const Facts facts(document, lang);
  return std::string(Evidence(std::move(rungs), tier, false).judge(claim, facts));
}

TEST_CASE("document: the result stands elsewhere and the broken form is no word") {
  const auto judge = [](const Claim& claim, std::string_view section) {
    return judged({Rung::kDocument}, claim, section);
  };
  CHECK(judge({"Zelen sky", "Zelensky", ""}, "Zelen sky met Zelensky.") == "document");
  CHECK(judge({"Zelen sky", "Zelensky", ""}, "Zelen sky met him.") == "");
  // A word of its own elsewhere: the pieces may be two words.
  CHECK(judge({"Zelen sky", "Zelensky", ""}, "Zelen sky met Zelensky under a sky.") == "");
  CHECK(judge({"Zelenzky", "Zelensky", ""}, "Zelenzky met Zelensky.") == "document");
  CHECK(judge({"flooding", "Zelensky", ""}, "flooding, Zelensky") == "");
  CHECK(judge({"zelenzky", "zelensky", ""}, "ZELENSKY’s zelenzky") ==
        "");  // `zelensky’s` is another
  CHECK(judge({"zelenzky", "zelensky", ""}, "ZELENSKY, zelenzky") == "document");
}

TEST_CASE("lexicon: the result is a word, the whole is none and a piece is none") {
  const auto judge = [](const Claim& claim, const std::string& lang = "en", int tier = 70) {
    return judged({Rung::kLexicon}, claim, "", lang, tier);
  };
  CHECK(judge({"f looding", "flooding", ""}) == "lexicon");
  CHECK(judge({"f looding", "flooding", ""}, "und") == "lexicon");
  CHECK(judge({"other wise", "otherwise", ""}) == "");  // both are words
  CHECK(judge({"x qz", "xqz", ""}) == "");
  CHECK(judge({"oice", "office", ""}) == "lexicon");
  CHECK(judge({"once", "office", ""}) == "");
  CHECK(judge({"f looding", "flooding", ""}, "en", 1) == "");  // not that common
  CHECK(judge({"f looding", "flooding", ""}, "de") == "");     // no lexicon, and compounds
  CHECK(judge({"f looding", "flooding", ""}, "fr") == "");     // no lexicon
}

TEST_CASE("pieces: the whole is no word and the head is one, or stands in the section") {
  const auto judge = [](const Claim& claim, std::string_view section) {
    return judged({Rung::kPieces}, claim, section);
  };
  CHECK(judge({"Viennabased", "Vienna-based", "Vienna"}, "") == "pieces");
  CHECK(judge({"Xqzbased", "Xqz-based", "Xqz"}, "Xqzbased") == "");
  CHECK(judge({"Xqzbased", "Xqz-based", "Xqz"}, "Xqzbased, in Xqz") == "pieces");
  CHECK(judge({"newborn", "new-born", "new"}, "") == "");  // a word
  CHECK(judge({"Viennabased", "Vienna-based", ""}, "") == "");
}

TEST_CASE("rungs are tried in order, and none is no evidence") {
  const Claim claim{"f looding", "flooding", ""};
  CHECK(judged({Rung::kDocument, Rung::kLexicon}, claim, "f looding") == "lexicon");
  CHECK(judged({Rung::kDocument, Rung::kLexicon}, claim, "f looding, flooding") == "document");
  CHECK(judged({Rung::kPieces, Rung::kImpossible}, claim, "") == "impossible");
  CHECK(judged({}, claim, "flooding") == "");
}

}  // namespace
}  // namespace textmend::internal
