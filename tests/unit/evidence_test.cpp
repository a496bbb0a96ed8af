#include "textmend/evidence.h"

#include <memory>

#include "catch2/catch.hpp"
#include "support.h"

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

TEST_CASE("lexicon: of compounds, only pieces that can't be its words") {
  Lexicons lexicons;
  lexicons.add("de", "Hoffnung\nwieder\nfinden\nwiederfinden\nden\n");
  const auto judge = [&](const Claim& claim, std::string_view section) {
    const Document document(section, 1 << 20);
    const Facts facts(document, "de", &lexicons);
    return std::string(Evidence({Rung::kLexicon}, 60, false).judge(claim, facts));
  };
  CHECK(judge({"Ho ff nung", "Hoffnung", ""}, "Ho ff nung, ff ff") == "lexicon");
  CHECK(judge({"Ho\x0Bnung", "Hoffnung", ""}, "") == "lexicon");  // nothing is welded
  CHECK(judge({"wieder finden", "wiederfinden", ""}, "") == "");
  CHECK(judge({"wieder fin den", "wiederfinden", ""}, "") == "");  // one is a long word
  CHECK(judge({"fin den", "finden", ""}, "") == "lexicon");
  CHECK(judge({"Hoff nung", "Hoffnung", ""}, "Hoff nung, Hoff") == "");  // it stands elsewhere
}

TEST_CASE("lexicon: what is cut at a ligature is told by a piece that is no word") {
  Lexicons lexicons;
  lexicons.add("de", "Hoffnung\nHof\nhäufig\nhäuf\nSand\nFlächen\nSandflächen\n");
  const auto judge = [&](const Claim& claim, std::string_view section) {
    const Document document(section, 1 << 20);
    const Facts facts(document, "de", &lexicons);
    return std::string(Evidence({Rung::kLexicon}, 60, false).judge(claim, facts));
  };
  CHECK(judge({"häuf ig", "häufig", ""}, "") == "lexicon");
  // As often as the word is cut, its pieces stand in the section.
  CHECK(judge({"Hof fnung", "Hoffnung", ""}, "Hof fnung, Hof fnung, fnung") == "lexicon");
  CHECK(judge({"Hoﬀ nung", "Hoffnung", ""}, "") == "lexicon");  // the glyph is in no lexicon
  CHECK(judge({"Sand flächen", "Sandflächen", ""}, "") == "");  // a noun, were it not for its f
  CHECK(judge({"Hoff nung", "Hoffnung", ""}, "Hoff nung, Hoff") == "");  // may be a name
  // In English, two common words are as good as one.
  CHECK(judged({Rung::kLexicon}, {"gold fi sh", "goldfish", ""}, "") == "");
  CHECK(judged({Rung::kLexicon}, {"con fi ne", "confine", ""}, "") == "lexicon");
  CHECK(judged({Rung::kLexicon}, {"a ff air", "affair", ""}, "") == "lexicon");
}

TEST_CASE("document: pieces may stand in the section as often as the word is cut at a ligature") {
  const auto judge = [](std::string_view section) {
    return judged({Rung::kDocument}, {"Quilf ield", "Quilfield", ""}, section);
  };
  CHECK(judge("Quilf ield, Quilf ield, Quilfield") == "document");
  CHECK(judge("Quilf ield, Quilf ield") == "");
  CHECK(judged({Rung::kDocument}, {"Quil vyd", "Quilvyd", ""}, "Quil vyd, vyd, Quilvyd") == "");
}

TEST_CASE("habit: a word of no lexicon, of pieces that are none and stand together") {
  const auto allows = [](const Claim& claim, std::string_view section) {
    const Document document(section, 1 << 20);
    const Facts facts(document, "en");
    return Evidence({Rung::kHabit}, 60, false, 50).habit_allows(claim, facts);
  };
  CHECK(allows({"Quilf ield", "Quilfield", ""}, "Quilf ield and Quilf ield"));
  CHECK_FALSE(allows({"Quilf ield", "Quilfield", ""}, "Quilf ield and Quilf"));
  CHECK_FALSE(allows({"Quil vyd", "Quilvyd", ""}, "Quil vyd"));          // at no ligature
  CHECK_FALSE(allows({"Quil fl ung", "Quilflung", ""}, "Quil fl ung"));  // "flung"
  CHECK(allows({"Scharwa ffen", "Scharwaffen", ""}, "ffen, ffen"));      // no word begins so
  CHECK_FALSE(allows({"Scharwa ffmpeg", "Scharwaffmpeg", ""}, "ffmpeg, ffmpeg"));
}

TEST_CASE("fragments: no piece is a word") {
  const auto judge = [](std::string_view broken, std::string_view result) {
    return judged({Rung::kFragments}, {broken, result, ""}, "", "en", 60);
  };
  CHECK(judge("kno wledge", "knowledge") == "fragments");
  CHECK(judge("a dd ress", "address") == "fragments");
  CHECK(judge("driv e", "drive") == "fragments");
  CHECK(judge("C H A P T E R", "CHAPTER") == "fragments");
  CHECK(judge("c lock", "clock") == "");
  CHECK(judge("a nd", "and") == "");
  CHECK(judge("h e", "he") == "");
  CHECK(judge("other wise", "otherwise") == "");
  CHECK(judge("xq zv", "xqzv") == "");
  CHECK(judge("knowledg", "knowledge") == "");
}

TEST_CASE("rungs are tried in order, and none is no evidence") {
  const Claim claim{"f looding", "flooding", ""};
  CHECK(judged({Rung::kDocument, Rung::kLexicon}, claim, "f looding") == "lexicon");
  CHECK(judged({Rung::kDocument, Rung::kLexicon}, claim, "f looding, flooding") == "document");
  CHECK(judged({Rung::kPieces, Rung::kImpossible}, claim, "") == "impossible");
  CHECK(judged({}, claim, "flooding") == "");
}

// The form that `choose` takes for `head`-`tail`, and why: "joined lexicon".
std::string chosen(const std::string& head, const std::string& tail, std::string_view section,
                   const std::string& lang = "en", bool other_hyphens = false,
                   std::vector<Rung> rungs = {Rung::kChoose}) {
  const Document document(section, 1 << 20);
  const Facts facts(document, lang);
  const std::string joined = head + tail, hyphenated = head + "-" + tail;
  const Choice choice = Evidence(std::move(rungs), 80, false)
                            .choose({head, tail, joined, hyphenated, other_hyphens}, facts);
  switch (choice.form) {
    case Choice::Form::kJoined:
      return "joined " + std::string(choice.evidence);
    case Choice::Form::kHyphenated:
      return "hyphenated " + std::string(choice.evidence);
    case Choice::Form::kNeither:
      break;
  }
  return "";
}

TEST_CASE("choose: the section's own form wins, in any language") {
  CHECK(chosen("Quiller", "mo", "Quillermo sat.") == "joined document");
  CHECK(chosen("lamp", "black", "They sold lamp-black.") == "hyphenated document");
  CHECK(chosen("lamp", "black", "Lamp-black, LAMP-BLACK and lampblack.") == "hyphenated document");
  CHECK(chosen("Brücken", "kopf", "Der Brückenkopf", "de") == "joined document");
  CHECK(chosen("Brücken", "kopf", "ein Brücken-Kopf", "fi") == "hyphenated document");
  // Each once: nobody knows.
  CHECK(chosen("lamp", "qzv", "lamp-qzv, lampqzv lamp qzv qzv") == "");
}

TEST_CASE("choose: capitals and digits tell a hyphen that is the word's own") {
  CHECK(chosen("Rham", "Hodge", "") == "hyphenated spelling");
  CHECK(chosen("UV", "lit", "") == "hyphenated spelling");
  CHECK(chosen("anti", "Roman", "") == "hyphenated spelling");
  CHECK(chosen("CD4", "positive", "") == "hyphenated spelling");
  CHECK(chosen("thought", "No", "") == "");  // a dash
  CHECK(chosen("CURI", "OSITY", "") == "joined lexicon");
  CHECK(chosen("e", "mail", "") == "");
}

TEST_CASE("choose: the lexicon knows the joined form, or both halves and not the joined one") {
  CHECK(chosen("curi", "osity", "") == "joined lexicon");
  CHECK(chosen("other", "wise", "") == "joined lexicon");  // though both are words
  CHECK(chosen("pre", "sent", "") == "joined lexicon");
  CHECK(chosen("anti", "war", "") == "");
  CHECK(chosen("re", "elected", "") == "");
  CHECK(chosen("front", "runner", "") == "");
  CHECK(chosen("well", "known", "") == "hyphenated pieces");
  CHECK(chosen("light", "keeper", "") == "hyphenated pieces");
  CHECK(chosen("Nether", "field", "") == "");  // may be a name
  CHECK(chosen("good", "qzvtured", "") == "");
  CHECK(chosen("qzv", "xqz", "") == "");
  CHECK(chosen("ill", "xqz", "", "en", true) == "hyphenated spelling");
}

TEST_CASE("choose: without a lexicon, halves that are no words of the section were divided") {
  CHECK(chosen("Later", "nen", "Eine Later-\nnen", "de") == "joined pieces");
  CHECK(chosen("Haus", "tür", "Das Haus, ein Haus-\ntür", "de") == "");
  CHECK(chosen("SS", "qzvs", "SS-\nqzvs", "de") == "hyphenated spelling");
}

TEST_CASE("choose: a lexicon without commonness") {
  Lexicons lexicons;
  lexicons.add("de", "Haus\ntür\nHaustür\nLaterne\n");
  lexicons.add("es", "viví\nsima\n");
  lexicons.add("fr", "sur\ntout\nsurtout\npeut\nêtre\n");
  const auto choose = [&](const std::string& head, const std::string& tail, const char* lang) {
    const Document document("", 1 << 20);
    const Facts facts(document, lang, &lexicons);
    const std::string joined = head + tail, hyphenated = head + "-" + tail;
    return Evidence({Rung::kChoose}, 80, false)
        .choose({head, tail, joined, hyphenated, false}, facts)
        .form;
  };
  CHECK(choose("Haus", "tür", "de") == Choice::Form::kJoined);
  CHECK(choose("Haus", "haus", "de") == Choice::Form::kJoined);  // no true hyphen is like this
  CHECK(choose("tür", "tür", "de") == Choice::Form::kNeither);
  CHECK(choose("Make", "up", "de") == Choice::Form::kNeither);
  CHECK(choose("gemüth", "lich", "de") == Choice::Form::kJoined);  // old spelling
  CHECK(choose("deutsch", "tür", "de") == Choice::Form::kNeither);
  CHECK(choose("sur", "tout", "fr") == Choice::Form::kJoined);
  CHECK(choose("peut", "être", "fr") == Choice::Form::kHyphenated);
  CHECK(choose("viví", "sima", "es") == Choice::Form::kNeither);
  CHECK(choose("peut", "xqz", "fr") == Choice::Form::kNeither);
}

TEST_CASE("rarer: a piece is none, or far less common than the whole") {
  const auto judge = [](const Claim& claim, const std::string& lang = "en") {
    return judged({Rung::kRarer}, claim, "", lang, 60);
  };
  CHECK(judge({"he ad", "head", ""}) == "rarer");
  CHECK(judge({"whe re", "where", ""}) == "rarer");
  CHECK(judge({"reall y", "really", ""}) == "rarer");
  CHECK(judge({"may be", "maybe", ""}) == "");
  CHECK(judge({"a way", "away", ""}) == "");
  CHECK(judge({"on board", "onboard", ""}) == "");
  CHECK(judge({"W ill", "Will", ""}) == "");  // any capital may stand alone
  CHECK(judge({"qz vx", "qzvx", ""}) == "");
  CHECK(judge({"he ad", "head", ""}, "de") == "");  // no lexicon
}

TEST_CASE("split: two likely words, and no other place to cut") {
  std::string section = "the lamp of the keeper and the oil of the lamp, Brede said at all of it";
  for (int i = 0; i < 4; ++i) section += ", of the lamp and the oil, with a key and with Brede";
  const auto judge = [&](const Claim& claim, const std::string& lang = "en") {
    return judged({Rung::kSplit}, claim, section + " " + std::string(claim.broken), lang);
  };
  CHECK(judge({"thelamp", "the lamp", ""}) == "split");
  CHECK(judge({"thelamp", "thel amp", ""}) == "");
  CHECK(judge({"withBrede", "with Brede", ""}) == "split");
  CHECK(judge({"theAnd", "the And", ""}) == "");      // a capital that is not its own
  CHECK(judge({"LampOil", "Lamp Oil", ""}) == "");    // a name
  CHECK(judge({"Lampwith", "Lamp with", ""}) == "");  // may be one
  CHECK(judge({"themselves", "them selves", ""}) == "");
  CHECK(judge({"thexqz", "the xqz", ""}) == "");
  CHECK(judge({"lampoil thelamp", "lampoil the lamp", ""}) == "");
  CHECK(judge({"thelamp", "the lamp", ""}, "de") == "");  // no lexicon
  CHECK(judge({"thekey", "the key", ""}) == "split");
  section += " thekey";
  CHECK(judge({"thekey", "the key", ""}) == "split");  // twice, but both are frequent
  section += " ofvarnish";
  CHECK(judge({"ofvarnish", "of varnish", ""}) == "");
}

TEST_CASE("split: another place to cut that is as likely") {
  std::string section = "the man saw it, theman";
  for (int i = 0; i < 8; ++i) section += ", of them an oil";
  const auto judge = [&](std::string_view result) {
    return judged({Rung::kSplit}, {"theman", result, ""}, section, "en");
  };
  CHECK(judge("the man") == "");
  CHECK(judge("them an") == "split");
}

TEST_CASE("split: names, words that are no part of others, starts of sentences") {
  const std::string section =
      "Brede and Brede, Olga, Peter and Peter, of a key, to the lamp of Kessel and Lisbon: ";
  const auto judge = [&](std::string_view broken, std::string_view result) {
    return judged({Rung::kSplit}, {broken, result, ""}, section + std::string(broken), "en");
  };
  CHECK(judge("whichBrede", "which Brede") == "split");
  CHECK(judge("Bredesaid", "Brede said") == "split");
  CHECK(judge("OlgaBrede", "Olga Brede") == "split");
  CHECK(judge("BredeOlga", "Brede Olga") == "");  // it stands once
  CHECK(judge("Lisbonand", "Lisbon and") == "split");
  CHECK(judge("Peterborough", "Peter borough") == "");
  CHECK(judge("Ibelieve", "I believe") == "split");
  CHECK(judge("Ikey", "I key") == "");  // three letters
  CHECK(judge("Greenpeace", "Green peace") == "");
  CHECK(judge("Theyfound", "They found") == "split");
  CHECK(judge("quicknessthan", "quickness than") == "split");
  CHECK(judge("forever", "for ever") == "");
  CHECK(judge("laptopwith", "laptop with") == "");  // `herewith`
}

TEST_CASE("pair: two long everyday words, however rare in the section") {
  const auto judge = [](std::string_view broken, std::string_view result, int tier = 35) {
    const std::string section = "of a key, and of the lamp: " + std::string(broken);
    const Document document(section, 1 << 20);
    const Facts facts(document, "en", nullptr);
    return std::string(Evidence({Rung::kPair}, tier, false).judge({broken, result, ""}, facts));
  };
  CHECK(judge("brightlantern", "bright lantern") == "pair");
  CHECK(judge("brightlantern", "bright lantern", 10) == "");
  CHECK(judge("Brightlantern", "Bright lantern") == "");
  CHECK(judge("airlantern", "air lantern") == "");  // three letters
  CHECK(judge("thelamp", "the lamp") == "");        // of `split`
}

TEST_CASE("split: compounds and pronouns behind a verb") {
  Lexicons lexicons;
  lexicons.add("de", "hier\nsein\nder\nMann\n");
  lexicons.add("es", "defender\nle\nde\n");
  const auto judge = [&](const Claim& claim, const char* lang) {
    std::string section;
    for (int i = 0; i < 6; ++i) section += "hier sein der Mann, de defender le; ";
    const Document document(section, 1 << 20);
    const Facts facts(document, lang, &lexicons);
    return std::string(Evidence({Rung::kSplit}, 70, false).judge(claim, facts));
  };
  CHECK(judge({"hiersein", "hier sein", ""}, "de") == "");
  CHECK(judge({"derMann", "der Mann", ""}, "de") == "split");
  CHECK(judge({"defenderle", "defender le", ""}, "es") == "");
  CHECK(judge({"ledefender", "le defender", ""}, "es") == "split");
}

// Of a dictionary with these words, beside the list of common ones of the language.
std::string judged_by_dictionary(Rung rung, const Claim& claim, std::string_view section,
                                 const std::string& lang, int tier = 60) {
  test::TempFolder folder;
  folder.write("xx.aff", "SET UTF-8\n");
  folder.write("xx.dic", "8\nmoler\ndemoler\nPropst\nHauptmast\nwachte\nfirmar\nsou\ncollerette\n");
  Lexicons lexicons;
  lexicons.add(lang, std::make_shared<const HunspellDictionary>((folder.path() / "xx").string()));
  const Document document(section, 1 << 20);
  const Facts facts(document, lang, &lexicons);
  return std::string(Evidence({rung}, tier, false).judge(claim, facts));
}

TEST_CASE("a dictionary beside common words: pieces") {
  const auto rarer = [](const Claim& claim, const std::string& lang) {
    return judged_by_dictionary(Rung::kRarer, claim, claim.broken, lang);
  };
  CHECK(rarer({"ein ander", "einander", ""}, "de") == "rarer");
  CHECK(rarer({"et was", "etwas", ""}, "de") == "");  // both are common
  CHECK(rarer({"her vor", "hervor", ""}, "de") == "");
  CHECK(rarer({"de moler", "demoler", ""}, "es") == "");  // a rare word behind a frequent one
  CHECK(rarer({"a firmar", "afirmar", ""}, "es") == "");
  const auto fragments = [](const Claim& claim, const std::string& lang, std::string_view section) {
    return judged_by_dictionary(Rung::kFragments, claim, section, lang);
  };
  CHECK(fragments({"a vait", "avait", ""}, "fr", "a vait") == "fragments");
  CHECK(fragments({"a vait", "avait", ""}, "fr", "a vait et vait") == "");  // it stands alone, too
  CHECK(fragments({"a vis", "avis", ""}, "fr", "a vis") == "");             // a word
  CHECK(fragments({"a ber", "aber", ""}, "de", "a ber") == "fragments");
  CHECK(fragments({"a b", "ab", ""}, "de", "a b") == "");
}

TEST_CASE("a dictionary beside common words: two words in one") {
  const auto split = [](const Claim& claim, const std::string& lang, std::string_view section,
                        int tier = 100) {
    return judged_by_dictionary(Rung::kSplit, claim, section, lang, tier);
  };
  const std::string_view german = "und sich und sich die die sie es es es, der Propst: der Propst";
  CHECK(split({"undsich", "und sich", ""}, "de", german) == "split");
  CHECK(split({"dieZeit", "die Zeit", ""}, "de", german) == "split");
  CHECK(split({"Zeitund", "Zeit und", ""}, "de", german) == "split");
  CHECK(split({"dieHauptmast", "die Hauptmast", ""}, "de", german) == "split");
  CHECK(split({"Propstes", "Propst es", ""}, "de", german) == "");  // a genitive
  CHECK(split({"Hiersein", "Hier sein", ""}, "de", german) == "");
  CHECK(split({"aufwachte", "auf wachte", ""}, "de", german) == "");  // a verb
  CHECK(split({"grünenden", "grünen den", ""}, "de", "den den den den, grünen grünen") == "");
  CHECK(split({"espresión", "es presión", ""}, "es", "es es es es, presión presión") == "");
  const std::string_view french =
      "une une une une une une une une, ces ces ces, prairies ou prairies ou, la la";
  CHECK(split({"unecollerette", "une collerette", ""}, "fr", french) == "split");
  CHECK(split({"unecollerette", "une collerette", ""}, "fr", french, 35) == "");  // not that common
  CHECK(split({"Lafontaine", "La fontaine", ""}, "fr", french) == "");            // a name
  CHECK(split({"conla", "con la", ""}, "es", "con con con la la la con la") == "split");
  CHECK(split({"dijola", "dijo la", ""}, "es", "dijo dijo dijo la la la dijo") == "");  // a pronoun
}

TEST_CASE("choose: other rungs say which arguments count") {
  const std::vector<Rung> rungs = {Rung::kChoose, Rung::kLexicon};
  CHECK(chosen("curi", "osity", "", "en", false, rungs) == "joined lexicon");
  CHECK(chosen("Rham", "Hodge", "", "en", false, rungs) == "");
  CHECK(chosen("well", "known", "", "en", false, rungs) == "");
}

TEST_CASE("parts: the whole is no word, and each word of the result is one") {
  const auto judge = [](const Claim& claim, std::string_view section, const std::string& lang) {
    return judged({Rung::kParts}, claim, section, lang);
  };
  CHECK(judge({"end.The", "end. The", ""}, "", "en") == "parts");
  CHECK(judge({"ofthe", "of the", ""}, "", "en") == "parts");
  CHECK(judge({"forthe", "for the", ""}, "", "fr") == "");  // no lexicon
  CHECK(judge({"forth", "for th", ""}, "", "en") == "");    // a word
  CHECK(judge({"xqz.The", "xqz. The", ""}, "xqz.The", "en") == "");
  CHECK(judge({"xqz.The", "xqz. The", ""}, "xqz.The, an xqz", "en") == "parts");
  CHECK(judge({"ofthe", "ofthe", ""}, "", "en") == "");
}

TEST_CASE("a capital may stand alone beside a word") {
  CHECK(judged({Rung::kLexicon}, {"C is", "Cis", ""}, "") == "");
  CHECK(judged({Rung::kLexicon}, {"T ower", "Tower", ""}, "") == "lexicon");
}

}  // namespace
}  // namespace textmend::internal
