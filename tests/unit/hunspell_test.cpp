#include "textmend/hunspell.h"

#include <atomic>
#include <filesystem>
#include <thread>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/lexicon.h"
#include "textmend/lexicon_sources.h"

namespace textmend::internal {
namespace {

namespace fs = std::filesystem;
using Answer = HunspellDictionary::Answer;

// A dictionary of one's own: plurals in s, words marked C make compounds.
constexpr std::string_view kAff =
    "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\nCOMPOUNDFLAG C\nCOMPOUNDMIN 3\n";
constexpr std::string_view kDic = "5\nhouse/SC\ndoor/SC\nZurfel\nend-all\nf\n";

struct Files {
  explicit Files(std::string_view aff = kAff, std::string_view dic = kDic) {
    folder.write("xx_XX.aff", aff);
    folder.write("xx_XX.dic", dic);
  }
  std::string stem() const { return (folder.path() / "xx_XX").string(); }
  test::TempFolder folder;
};

// The dictionary of a Debian package, or nothing, and says so.
HunspellPtr installed(const std::string& name, const std::string& package) {
  const HunspellPlace place = find_hunspell(name, "");
  if (place.stem.empty()) {
    WARN("skipped: no dictionary " << name << " here, which is in the package " << package);
    return nullptr;
  }
  return std::make_shared<const HunspellDictionary>(place.stem);
}

// The words of `text` that the dictionary answers so.
std::string answered(const HunspellDictionary& dictionary, Answer answer, const std::string& text) {
  std::string words;
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    if (dictionary.ask(word) == answer) words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

void check_all(const HunspellDictionary& dictionary, Answer answer, const std::string& text) {
  CHECK(answered(dictionary, answer, text) == text);
}

TEST_CASE("a dictionary lists words and their forms, and makes compounds") {
  const Files files;
  const HunspellDictionary dictionary(files.stem());
  check_all(dictionary, Answer::kListed, "house houses House HOUSES Zurfel end-all");
  check_all(dictionary, Answer::kCompound, "housedoor doorhouses Housedoor");
  check_all(dictionary, Answer::kNo, "zurfel hous house-door houseZurfel doord end all");
}

TEST_CASE("what is no word is not asked") {
  const Files files;
  const HunspellDictionary dictionary(files.stem());
  for (const std::string_view word : {"", " ", "12", "house.", "house door", "house1", "-", "’"}) {
    INFO(word);
    CHECK(dictionary.ask(word) == Answer::kNo);
  }
}

TEST_CASE("dictionary words have fixed tiers, and the commonest of a language's sources counts") {
  const Files files;
  const auto dictionary = std::make_shared<const HunspellDictionary>(files.stem());
  Lexicons lexicons;
  lexicons.add("xx", dictionary);
  lexicons.add("xx", "door\t20\nZurfel\t90\nhousedoor\t90\nAbelgast\n");
  const Lexicon* const lexicon = lexicons.find("xx");
  REQUIRE(lexicon != nullptr);
  CHECK(lexicon->tier("house") == Lexicon::kGeneralTier);
  CHECK(lexicon->tier("door") == 20);
  CHECK(lexicon->tier("DOOR's") == 20);
  CHECK(lexicon->tier("doors") == Lexicon::kGeneralTier);
  CHECK(lexicon->tier("Zurfel") == Lexicon::kGeneralTier);
  CHECK(lexicon->tier("housedoor") == Lexicon::kCompoundTier);
  CHECK(lexicon->tier("Abelgast") == 60);
  CHECK_FALSE(lexicon->knows("house's"));  // endings are for the dictionary to know
  lexicons.add("en", dictionary);
  CHECK(lexicons.find("und")->tier("Zurfel") == Lexicon::kGeneralTier);
  CHECK(lexicons.find("en")->tier("house") == embedded_lexicon("en")->tier("house"));
}

TEST_CASE("lists of common words count beside a dictionary, and not alone") {
  const Files files;
  const auto dictionary = std::make_shared<const HunspellDictionary>(files.stem());
  Lexicons lexicons;
  lexicons.add("de", "Mole\n");
  CHECK_FALSE(lexicons.find("de")->graded());
  CHECK_FALSE(lexicons.find("de")->knows("und"));
  for (const std::string lang : {"de", "xx"}) lexicons.add(lang, dictionary);
  const Lexicon& german = *lexicons.find("de");
  CHECK(german.graded());
  CHECK(german.tier("und") == 10);
  CHECK(german.tier("Und") == 10);
  CHECK(german.tier("Stadt") == 10);
  CHECK_FALSE(german.knows("stadt"));  // a noun
  CHECK(german.tier("house") == Lexicon::kGeneralTier);
  CHECK(german.tier("Mole") == Lexicon::kGeneralTier);
  CHECK_FALSE(lexicons.find("xx")->graded());
  CHECK_FALSE(lexicons.find("xx")->knows("und"));
  CHECK(lexicons.find("fr") == nullptr);
  CHECK(embedded_lexicon("en")->graded());
}

TEST_CASE("a letter that is no word of the language is rarer than all words") {
  const Files files("SET UTF-8\n", "3\nf\ny\n\u00E0\n");
  Lexicons lexicons;
  for (const char* lang : {"de", "fr", "es", "xx"}) {
    lexicons.add(lang, std::make_shared<const HunspellDictionary>(files.stem()));
  }
  CHECK(lexicons.find("de")->tier("f") == Lexicon::kLetterTier);
  CHECK(lexicons.find("de")->tier("y") == Lexicon::kLetterTier);
  CHECK(lexicons.find("fr")->tier("f") == Lexicon::kLetterTier);
  CHECK(lexicons.find("fr")->tier("\u00C0") == 10);
  CHECK(lexicons.find("es")->tier("Y") == 10);
  CHECK(lexicons.find("xx")->tier("f") == Lexicon::kGeneralTier);
}

TEST_CASE("a dictionary is read by the first that asks, and once, whoever asks") {
  auto files = std::make_unique<Files>();
  const HunspellDictionary unread(files->stem()), read(files->stem());
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      wrong += read.ask("houses") != Answer::kListed;
      wrong += read.ask("housedoor") != Answer::kCompound;
      wrong += read.ask("zurfel") != Answer::kNo;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  files.reset();
  CHECK(read.ask("houses") == Answer::kListed);
  CHECK_THROWS_AS(unread.ask("houses"), LexiconError);
}

TEST_CASE("a dictionary that can't be read says so every time") {
  const std::pair<std::string, std::string> broken[] = {
      {"SET UTF-8\nSFX S Y two\n", "1\nhouse\n"},
      {"SET KLINGON\n", "1\nhouse\n"},
      {"SET UTF-8\n", "house\ndoor\n"},
      {"SET UTF-8\n", ""},
      {"SET UTF-8\n", "999999999\nhouse\n"},
      {"SET UTF-8\n", "99999999999999999999999999\nhouse\n"},
      {"SET UTF-8\n",
       "\xEF\xBB\xBF"
       "999999999\nhouse\n"},
  };
  for (const auto& [aff, dic] : broken) {
    INFO(aff << dic);
    const Files files(aff, dic);
    const HunspellDictionary dictionary(files.stem());
    for (int i = 0; i < 2; ++i) {
      std::string why;
      try {
        dictionary.ask("house");
      } catch (const LexiconError& error) {
        why = error.what();
      }
      CHECK(why.starts_with("the dictionary " + files.stem() + " can't be read: "));
      CHECK(why.find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("the fingerprint of a dictionary is that of its files, wherever they are") {
  const Files one, same, other(kAff, "1\nhouse/SC\n"), rules("SET UTF-8\n", kDic);
  const auto describe = [](const Files& files) {
    return HunspellDictionary(files.stem()).describe();
  };
  CHECK(describe(one) == describe(same));
  CHECK(describe(one) != describe(other));
  CHECK(describe(one) != describe(rules));
  CHECK(describe(one).starts_with("xx_XX libnuspell.so.5"));
  CHECK(HunspellDictionary("nowhere/xx").describe().ends_with(" unreadable unreadable"));
}

TEST_CASE("dictionaries are found by path, and what is missing is told") {
  const Files files;
  const std::string folder = files.folder.path().string();
  CHECK(find_hunspell("./xx_XX", folder).stem == (fs::path(folder) / "./xx_XX").string());
  CHECK(find_hunspell(files.stem() + ".aff", "elsewhere").stem == files.stem());
  CHECK(find_hunspell(files.stem() + ".dic", "").stem == files.stem());
  CHECK(find_hunspell("xx_XX", folder).stem.empty());  // a name is searched where nuspell does
  CHECK(find_hunspell("./yy", folder).fault.ends_with("yy.aff can't be opened"));
  fs::remove(files.stem() + ".dic");
  CHECK(find_hunspell("./xx_XX", folder).fault.ends_with("xx_XX.dic can't be opened"));
  CHECK(find_hunspell("pt_XX", "").hint.find("hunspell-pt-xx,") != std::string::npos);
  CHECK(find_hunspell("sv_XX", "").hint.find("hunspell-sv,") != std::string::npos);
}

TEST_CASE("German: forms, capitals and sharp s are words") {
  const HunspellPtr german = installed("de_DE", "hunspell-de-de");
  if (!german) return;
  check_all(*german, Answer::kListed,
            "fließen Fließen FLIESSEN Flüsse FLÜSSE Straße STRASSE Haus HAUS und Und UND geöffnet");
  check_all(*german, Answer::kNo, "haus Strasse daß iegen ießen fl nden Finanzn");
}

TEST_CASE("German: words that stand together are no word") {
  const HunspellPtr german = installed("de_DE", "hunspell-de-de");
  if (!german) return;
  check_all(
      *german, Answer::kNo,
      "Vorund vorund Vor-und vor-und dasist istdas inder indie aufdem Derund derdas Hausder "
      "Tischund Mannaus Autoin vonder zuder Ohneder Tagder Artund dasfinden Stadtauf aus-finden "
      "Ausein Seinein");
  // Any two nouns: no evidence that they were one.
  check_all(*german, Answer::kCompound, "Hausflut Spielfieber Wegflexion Hausfinden Baumaus");
}

TEST_CASE("French: elision with either apostrophe, capitals with their accents") {
  const HunspellPtr french = installed("fr", "hunspell-fr");
  if (!french) return;
  check_all(*french, Answer::kListed,
            "l’eau l'eau L’eau L’EAU d’abord qu’il aujourd’hui aujourd'hui c’est Église ÉGLISE "
            "rendez-vous difficile Paris PARIS");
  check_all(*french, Answer::kNo, "l’xyz m’le eau’s rendezvous dif ficile delà-bas leau");
}

TEST_CASE("Spanish: accents and pronouns at the end of verbs") {
  const HunspellPtr spanish = installed("es_ES", "hunspell-es");
  if (!spanish) return;
  check_all(*spanish, Answer::kListed, "oficina OFICINA Oficina difícil DIFÍCIL dígamelo niño");
  check_all(*spanish, Answer::kNo, "dificil delagua ofi cina enla");
}

// Whole texts -------------------------------------------------------------------------------------

std::string word_rule(const std::string& langs) {
  return "schema = 1\nkind = \"word\"\ntitle = \"Join\"\nlangs = [" + langs +
         "]\n[params]\nneeds = [\"f [fil]\", \" f[fil]\"]\n"
         "pattern = '\\b\\p{L}*f [fil]\\p{Ll}+|\\b\\p{L}+ f[fil]\\p{Ll}*'\n"
         "candidates = ['${join:0}']\n[evidence]\nrungs = [\"lexicon\"]\n"
         "[docs]\nwhat = \"a\"\nwhy = \"b\"\nnot_for = \"c\"\n"
         "[[test]]\nname = \"a\"\nin = \"b\"\n";
}

std::optional<RuleSet> rules_with(std::vector<std::string> lexicons, const std::string& langs,
                                  std::vector<Diagnostic>& problems) {
  const test::TempFolder folder;
  folder.write("mine/join.toml", word_rule(langs));
  RuleOptions options;
  options.profiles = {"none"};
  options.select = {"mine/join"};
  options.folders = {folder.path().string()};
  options.lexicons = std::move(lexicons);
  return RuleSet::load(options, problems);
}

test::Collected cleaned(const std::vector<std::string>& lexicons, const std::string& lang,
                        std::string_view text) {
  std::vector<Diagnostic> problems;
  const std::optional<RuleSet> rules = rules_with(lexicons, "\"" + lang + "\"", problems);
  for (const Diagnostic& problem : problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(rules);
  return test::clean_in_blocks(Cleaner(*rules), text, 1000);
}

TEST_CASE("a French text is repaired with a French lexicon, and left alone without") {
  if (!installed("fr", "hunspell-fr")) return;
  const std::string_view text =
      "Le maire est dans une situation dif ficile, et l’of fice ne paie pas la facture.\n"
      "Il est venu avec le chef Xavier pour une af faire qui ne se f init pas.\n"
      "Le chef lit, le neuf fut, et la soif finit au puits; le relief X ne se voit pas.\n";
  CHECK(cleaned({}, "fr", text).output == text);
  CHECK(cleaned({"fr=hunspell:fr"}, "fr", text).output ==
        "Le maire est dans une situation difficile, et l’office ne paie pas la facture.\n"
        "Il est venu avec le chef Xavier pour une affaire qui ne se finit pas.\n"
        "Le chef lit, le neuf fut, et la soif finit au puits; le relief X ne se voit pas.\n");
}

TEST_CASE("a Spanish text is repaired with a Spanish lexicon and a list on top of it") {
  if (!installed("es_ES", "hunspell-es")) return;
  const test::TempFolder folder;
  folder.write("names.txt", "Zorrofina\n");
  const std::string_view text =
      "Los de la of icina no se lo dicen a Zorrof ina, que es más f iel que el perro.\n";
  CHECK(cleaned({}, "es", text).output == text);
  CHECK(cleaned({"es=hunspell:es_ES", "es=" + (folder.path() / "names.txt").string()}, "es", text)
            .output ==
        "Los de la oficina no se lo dicen a Zorrofina, que es más fiel que el perro.\n");
}

std::string cleaned_as_pdf(const std::string& lexicon, std::string_view text) {
  std::vector<Diagnostic> problems;
  RuleOptions options;
  options.profiles = {"pdf"};
  options.lexicons = {lexicon};
  const std::optional<RuleSet> rules = RuleSet::load(options, problems);
  REQUIRE(rules);
  return test::clean_in_blocks(Cleaner(*rules), text, 1000).output;
}

TEST_CASE("French words written as one, not those that lost a hyphen") {
  if (!installed("fr", "hunspell-fr")) return;
  CHECK(cleaned_as_pdf(
            "fr=hunspell:fr",
            "Le gardien était dans la tour avec la lampe, et la lampe était dans la tour. Quand la "
            "nuit vint, il monta dansla tour avecla lampe quiétait éteinte, et il pensa que la mer "
            "était dansle port avecle vent. Nousallions le voir, et Jene savais rien : il "
            "savait où il était, révéléà tous. Je ne savais rien, et je ne pense pas que Lebrun, "
            "Lemaire et Dupuis, ou le contreplan, aient vu la lampe : peutêtre "
            "sommesnous vingtcinq, étaitelle ellemême.\n") ==
        "Le gardien était dans la tour avec la lampe, et la lampe était dans la tour. Quand la "
        "nuit vint, il monta dans la tour avec la lampe qui était éteinte, et il pensa que la mer "
        "était dans le port avec le vent. Nous allions le voir, et Je ne savais rien : il "
        "savait où il était, révélé à tous. Je ne savais rien, et je ne pense pas que Lebrun, "
        "Lemaire et Dupuis, ou le contreplan, aient vu la lampe : peutêtre "
        "sommesnous vingtcinq, étaitelle ellemême.\n");
}

TEST_CASE("Spanish words written as one, not those with a pronoun or a prefix") {
  if (!installed("es_ES", "hunspell-es")) return;
  CHECK(
      cleaned_as_pdf(
          "es=hunspell:es_ES",
          "El guarda del faro estaba en la torre con la lámpara, y la lámpara estaba con él. "
          "Cuando "
          "llegó la noche subió conla lámpara porla torre, yque nadie lo viera enla mar: "
          "nuncaviolento, yencerrado. Un hombre decía que la mar estaba conel viento. El guarda "
          "decía quela mar y quelos barcos. Subió la contrapuerta, y defenderle, y hablarle, y la "
          "dela.\n") ==
      "El guarda del faro estaba en la torre con la lámpara, y la lámpara estaba con él. Cuando "
      "llegó la noche subió con la lámpara por la torre, y que nadie lo viera en la mar: "
      "nunca violento, y encerrado. Un hombre decía que la mar estaba con el viento. El guarda "
      "decía que la mar y que los barcos. Subió la contrapuerta, y defenderle, y hablarle, y la "
      "dela.\n");
}

TEST_CASE("a section that asks a broken dictionary comes out as it went in, with a note") {
  const Files files("SET KLINGON\n", kDic);
  const std::vector<std::string> lexicons = {"fr=hunspell:" + files.stem()};
  const std::string_view asks =
      "Le maire est dans une situation dif ficile et il ne dit pas plus.\n";
  const test::Collected result = cleaned(lexicons, "fr", asks);
  CHECK(result.output == asks);
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].kind == Note::Kind::kLexicon);
  CHECK(result.notes[0].text.find("can't be read: ") != std::string::npos);
  // Nobody asks here.
  CHECK(
      cleaned(lexicons, "fr", "Le maire est dans la ville et il ne dit pas plus.\n").notes.empty());
  CHECK(cleaned(lexicons, "en", "That is dif ficult, and the of fice of the mayor is shut.\n")
            .output == "That is difficult, and the office of the mayor is shut.\n");
}

TEST_CASE("dictionaries are part of the fingerprint") {
  const Files one, other(kAff, "1\nhouse\n");
  std::vector<Diagnostic> problems;
  const auto fingerprint = [&](std::vector<std::string> lexicons) {
    const auto rules = rules_with(std::move(lexicons), "\"fr\"", problems);
    REQUIRE(rules);
    return rules->fingerprint();
  };
  const std::string with_one = fingerprint({"fr=hunspell:" + one.stem()});
  CHECK(with_one == fingerprint({"fr=hunspell:" + one.stem()}));
  CHECK(with_one != fingerprint({}));
  CHECK(with_one != fingerprint({"de=hunspell:" + one.stem()}));
  CHECK(with_one != fingerprint({"fr=hunspell:" + other.stem()}));
  CHECK_FALSE(rules_with({"fr"}, "\"fr\"", problems));
  CHECK_FALSE(rules_with({"fr="}, "\"fr\"", problems));
  CHECK_FALSE(rules_with({"und=hunspell:" + one.stem()}, "\"fr\"", problems));
}

}  // namespace
}  // namespace textmend::internal
