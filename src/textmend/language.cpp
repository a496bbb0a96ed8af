#include "textmend/language.h"

#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "textmend/schema.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct FunctionWords {
  std::string_view lang;
  std::string_view words;
};

// Frequent words of little meaning, from general knowledge of the languages. A word may stand in
// several rows; it then counts for each.
constexpr FunctionWords kFunctionWords[] = {
    {"cs", "a je se na v že to s z do by byl jsem ale jako jeho není podle"},
    {"da", "og i at det er en til af på for den med de ikke der som har et fra vi blev"},
    {"de",
     "der die und das in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an "
     "werden aus er hat dass sie nach wird bei"},
    {"en",
     "the of and to in a is that for it was on with as be at by this are from or his an not which "
     "they he have had were but their we you said will has who would been about when if"},
    {"es",
     "de la que el en y a los se del las un por con una su para es al lo como más pero sus le ha "
     "este sí porque"},
    {"fi", "ja on ei se että oli hän mutta kun myös ovat joka niin mukaan"},
    {"fr",
     "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
     "sont avec son aux cette mais"},
    {"it",
     "di e il la che in un a per è una sono con non del da le si dei della al come più ma anche "
     "gli nel alla"},
    {"nl",
     "de van het een en in is dat op te zijn met voor niet die aan er om ook als dan bij maar naar "
     "hij door over"},
    {"pl", "w i na z do się nie że jest to o jak po co za od ale przez tym był jego dla"},
    {"pt",
     "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das "
     "tem ele"},
    {"ru", "и в не на я что он с как это по но они мы за из у его то от был так для о же"},
    {"sv", "och i att det som en på är av för med den till inte har de om ett han var från vi"},
    {"tr", "bir ve bu da de için ile çok olarak daha ne gibi kadar olan sonra ancak"},
};

constexpr std::size_t kLanguages = std::size(kFunctionWords);

// Their words of one letter.
constexpr FunctionWords kLetterWords[] = {
    {"cs", "a i k o s u v z"}, {"da", "i å ø"},       {"de", ""},
    {"en", "a i o"},           {"es", "a e o u y"},   {"fi", ""},
    {"fr", "a à y ô"},         {"it", "a e i o è"},   {"nl", "u"},
    {"pl", "a i o u w z"},     {"pt", "a e o à é ó"}, {"ru", "а б в ж и к о с у я"},
    {"sv", "i å ö"},           {"tr", "o"},
};

// For each function word the languages that it counts for, a bit each. A text is asked for every
// word that it has, so words are numbers here: their bytes, eight at most.
class LanguagesByWord {
 public:
  LanguagesByWord() {
    static_assert(kLanguages <= 32);
    for (std::size_t i = 0; i < kLanguages; ++i) {
      for (const std::string_view word : split_words(kFunctionWords[i].words)) {
        Slot& slot = slot_of(key_of(word));
        slot.key = key_of(word);
        slot.languages |= std::uint32_t{1} << i;
      }
    }
  }

  // Of a folded word of eight bytes at most.
  static std::uint64_t key_of(std::string_view word) {
    std::uint64_t key = 0;
    std::memcpy(&key, word.data(), std::min(word.size(), sizeof(key)));
    return key;
  }

  // 0 if it is none of them.
  std::uint32_t find(std::uint64_t key) const {
    for (std::size_t at = first_of(key);; at = (at + 1) % slots_.size()) {
      if (slots_[at].key == key) return slots_[at].languages;
      if (slots_[at].key == 0) return 0;
    }
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t languages = 0;
  };

  std::size_t first_of(std::uint64_t key) const {
    constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;
    return static_cast<std::size_t>(key * kGoldenRatio >> 54U) % slots_.size();
  }
  Slot& slot_of(std::uint64_t key) {
    std::size_t at = first_of(key);
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) % slots_.size();
    return slots_[at];
  }

  std::array<Slot, 1024> slots_{};
};

bool is_ascii_letter(char c) {
  const auto lower = static_cast<unsigned char>(static_cast<unsigned char>(c) | 0x20U);
  return static_cast<unsigned char>(lower - 'a') < 26;
}

// Where the letters and marks from text[at] on end.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    while (at < text.size() && is_ascii_letter(text[at])) ++at;
    if (at == text.size() || is_ascii(text[at])) break;
    std::size_t next = at;
    const char32_t c = next_code_point(text, next);
    if (!is_letter(c) && !is_mark(c)) break;
    at = next;
  }
  return at;
}

// A word of ASCII letters, seven at most, with something else of ASCII behind it: most words of
// most texts. All of it is found at once, because where a word ends no processor can guess.
struct ShortWord {
  std::size_t size = 0;   // 0: here is no such word
  std::uint64_t key = 0;  // folded
};

ShortWord short_word(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kEach = 0x0101010101010101, kHigh = 0x80 * kEach;
  if (std::endian::native != std::endian::little || text.size() - at < sizeof(kEach)) return {};
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, sizeof(bytes));
  const std::uint64_t folded = bytes | 0x20 * kEach;
  // The high bit of each byte that is at least `a`, and of each that is beyond `z`.
  const std::uint64_t low = folded & ~kHigh;
  const std::uint64_t from_a = low + (0x80 - 'a') * kEach, beyond_z = low + (0x7F - 'z') * kEach;
  const std::uint64_t others = ~(from_a & ~beyond_z & ~bytes) & kHigh;
  if (others == 0) return {};
  const auto bits = static_cast<unsigned>(std::countr_zero(others)) - 7;
  if ((bytes >> (bits + 7) & 1U) != 0) return {};  // the word may go on
  return {bits / 8, folded & ((std::uint64_t{1} << bits) - 1)};
}

// `word` is made of letters and marks.
std::uint32_t find_folded(const LanguagesByWord& languages, std::string_view word) {
  constexpr std::uint64_t kNotAscii = 0x8080808080808080;
  constexpr std::string_view kBlanks = "        ";  // the bit by which small letters differ
  if (word.size() <= sizeof(std::uint64_t)) {
    const std::uint64_t key = LanguagesByWord::key_of(word);
    if ((key & kNotAscii) == 0) {
      return languages.find(key | LanguagesByWord::key_of(kBlanks.substr(0, word.size())));
    }
  }
  if (std::all_of(word.begin(), word.end(), is_ascii)) return 0;
  const std::string folded = fold_case(word);
  return folded.size() > sizeof(std::uint64_t) ? 0
                                               : languages.find(LanguagesByWord::key_of(folded));
}

}  // namespace

std::string language_of_tag(std::string_view tag) {
  std::array<char, ULOC_LANG_CAPACITY> code{};
  UErrorCode status = U_ZERO_ERROR;
  // Nothing for "und"; a word that is no tag comes back in small letters.
  const int32_t size =
      uloc_getLanguage(std::string(tag).c_str(), code.data(), ULOC_LANG_CAPACITY, &status);
  if (U_FAILURE(status) || (size != 2 && size != 3)) return std::string(tag);
  return {code.data(), static_cast<std::size_t>(size)};
}

bool is_language_tag(std::string_view tag) {
  const std::string code = language_of_tag(tag);
  return (code.size() == 2 || code.size() == 3) &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string detect_language(std::string_view text) {
  constexpr std::size_t kSample = std::size_t{64} << 10;
  constexpr std::uint32_t kFewest = 5;  // function words: below, a text proves nothing
  std::size_t size = std::min(text.size(), kSample);
  while (size < text.size() && size > 0 && is_continuation(text[size])) --size;
  text = text.substr(0, size);
  static const LanguagesByWord languages;
  std::array<std::uint32_t, kLanguages> hits{};
  for (std::size_t at = 0; at < text.size();) {
    const ShortWord word = short_word(text, at);
    const std::size_t end = word.size > 0 ? at + word.size : end_of_word(text, at);
    if (end == at) {
      next_code_point(text, at);
      continue;
    }
    const std::uint32_t counts_for = word.size > 0
                                         ? languages.find(word.key)
                                         : find_folded(languages, text.substr(at, end - at));
    at = end;
    for (std::uint32_t left = counts_for; left != 0; left &= left - 1) {
      ++hits[static_cast<std::size_t>(std::countr_zero(left))];
    }
  }
  const auto best =
      static_cast<std::size_t>(std::max_element(hits.begin(), hits.end()) - hits.begin());
  std::uint32_t second = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (i != best) second = std::max(second, hits[i]);
  }
  // The best must lead by half: a list of names or a page of two languages stays undecided.
  if (hits[best] < kFewest || 2 * hits[best] < 3 * second) return "und";
  return std::string(kFunctionWords[best].lang);
}

bool writes_compounds(std::string_view lang) {
  for (const std::string_view known :
       {"de", "nl", "sv", "da", "fi", "nb", "nn", "no", "is", "hu", "et"}) {
    if (lang == known) return true;
  }
  return false;
}

bool is_word_of_one_letter(std::string_view letter, std::string_view lang) {
  const auto row = std::find_if(std::begin(kLetterWords), std::end(kLetterWords),
                                [lang](const FunctionWords& words) { return words.lang == lang; });
  if (row == std::end(kLetterWords)) return true;
  const std::vector<std::string_view> letters = split_words(row->words);
  return std::find(letters.begin(), letters.end(), fold_case(letter)) != letters.end();
}

namespace {

template <typename List>
bool holds(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

bool is_enclitic(std::string_view word, std::string_view lang) {
  static constexpr std::string_view kSpanish[] = {"la", "las", "le", "les", "lo", "los",
                                                  "me", "nos", "os", "se",  "te"};
  static constexpr std::string_view kItalian[] = {"ci", "gli", "la", "le", "li", "lo",
                                                  "mi", "ne",  "si", "ti", "vi"};
  // Without `la`, `le` and `les`, which are articles far more often.
  static constexpr std::string_view kFrench[] = {"ce", "ci",  "elle", "elles", "il",    "ils",
                                                 "je", "là",  "moi",  "même",  "mêmes", "nous",
                                                 "on", "toi", "tu",   "uns",   "unes",  "vous"};
  return (lang == "es" && holds(kSpanish, word)) || (lang == "it" && holds(kItalian, word)) ||
         (lang == "fr" && holds(kFrench, word));
}

bool stands_before_pronouns(std::string_view word, std::string_view lang) {
  static constexpr std::string_view kSpanish[] = {
      "a",   "con", "contra", "de",   "desde", "en", "entre", "hacia",  "hasta", "para",
      "por", "que", "sobre",  "todo", "todos", "y",  "como",  "cuando", "si",    "pero"};
  static constexpr std::string_view kFrench[] = {
      "à",    "après",   "avant",  "avec",  "car",  "ce",   "chez", "comme", "contre",
      "dans", "de",      "depuis", "donc",  "dont", "elle", "et",   "il",    "ils",
      "je",   "jusque",  "mais",   "ne",    "ni",   "nous", "on",   "ou",    "où",
      "par",  "pendant", "pour",   "quand", "que",  "qui",  "sans", "si",    "sous",
      "sur",  "tous",    "tout",   "tu",    "vers", "vous"};
  const std::string folded = fold_case(word);
  return (lang == "es" && holds(kSpanish, folded)) || (lang == "fr" && holds(kFrench, folded));
}

bool is_hyphenated(std::string_view first, std::string_view second, std::string_view lang) {
  static constexpr std::string_view kFirst[] = {"cinquante", "quarante", "quatre", "quelques",
                                                "soixante",  "trente",   "vingt"};
  static constexpr std::string_view kPlaces[] = {"bas",    "dedans",  "dehors", "delà", "derrière",
                                                 "dessus", "dessous", "devant", "haut"};
  static constexpr std::string_view kOneself[] = {"elle", "elles", "eux", "lui", "moi",
                                                  "nous", "soi",   "toi", "vous"};
  if (lang != "fr") return false;
  const std::string folded = fold_case(first);
  const bool of_place = folded == "au" || folded == "par" || folded == "là" || folded == "ci";
  if (second.starts_with("même") && holds(kOneself, folded)) return true;
  return holds(kFirst, folded) || (folded == "peut" && second == "être") ||
         (of_place && holds(kPlaces, second));
}

bool is_affix(std::string_view word, std::string_view lang) {
  static constexpr std::string_view kFrench[] = {
      "anti",  "après", "arrière", "auto",  "avant", "bien",  "casse", "centre", "contre",
      "demi",  "entre", "essuie",  "extra", "garde", "inter", "lave",  "ment",   "mono",
      "multi", "ouvre", "passe",   "perce", "photo", "porte", "pour",  "presse", "quasi",
      "radio", "sous",  "super",   "télé",  "tire",  "trans", "ultra", "vice",   "vidéo"};
  static constexpr std::string_view kSpanish[] = {
      "ante",  "anti",   "auto",    "bien",  "casi",  "contra", "corta", "cubre", "entre", "extra",
      "foto",  "guarda", "hispano", "inter", "lanza", "lava",   "mente", "micro", "mono",  "multi",
      "para",  "pasa",   "pinta",   "porta", "radio", "rompe",  "saca",  "salva", "semi",  "sobre",
      "super", "tapa",   "tele",    "tira",  "trans", "ultra",  "vice",  "video"};
  return (lang == "fr" && holds(kFrench, word)) || (lang == "es" && holds(kSpanish, word));
}

bool is_no_part_of_words(std::string_view word, std::string_view lang) {
  // Without those that are parts of others by age or by accident: `Hiersein`, `wieviel`, `Poesie`,
  // `jedesmal`, `sodaß`.
  static constexpr std::string_view kGerman[] = {
      "aber",  "als",    "auch",   "das",    "daß",     "dass",    "deine",   "dem",    "den",
      "der",   "des",    "die",    "dich",   "diese",   "diesem",  "diesen",  "dieser", "doch",
      "eine",  "einem",  "einen",  "einer",  "euch",    "hat",     "hatte",   "hatten", "ich",
      "ihm",   "ihn",    "ihnen",  "ihre",   "ihrem",   "ihren",   "ihrer",   "ihres",  "ist",
      "jede",  "jedem",  "jeden",  "jeder",  "kein",    "keine",   "keinem",  "keinen", "keiner",
      "meine", "meinem", "meinen", "meiner", "mich",    "nicht",   "nichts",  "noch",   "nur",
      "oder",  "sehr",   "seine",  "seinem", "seinen",  "seiner",  "seines",  "sich",   "sie",
      "sind",  "uns",    "unser",  "unsere", "unserem", "unseren", "unserer", "und",    "von",
      "war",   "waren",  "wenn",   "wir",    "wird",    "wurde",   "wurden",  "würde"};
  // Without `for`, `not`, `with` and others that words begin or end with.
  static constexpr std::string_view kEnglish[] = {
      "also", "and",  "are",   "because", "been",  "could", "did",    "from",  "had",
      "has",  "his",  "might", "must",    "shall", "she",   "should", "such",  "than",
      "that", "the",  "their", "them",    "these", "they",  "this",   "those", "upon",
      "was",  "what", "when",  "which",   "whose", "would", "your"};
  static constexpr std::string_view kFrench[] = {
      "ainsi", "alors", "aucun", "aucune", "aussi",    "avaient", "avait",    "avec",   "avez",
      "avons", "cette", "chez",  "dans",   "depuis",   "donc",    "dont",     "jamais", "je",
      "leurs", "notre", "nous",  "où",     "pendant",  "quand",   "quelques", "qui",    "sont",
      "très",  "voilà", "votre", "vous",   "toujours", "était",   "étaient",  "à"};
  static constexpr std::string_view kSpanish[] = {
      "ahora",   "allí",    "aquel", "aquella",  "aquellos", "aquí",    "así",
      "aunque",  "cuando",  "desde", "después",  "donde",    "ellos",   "estaba",
      "había",   "habían",  "hasta", "mientras", "mucho",    "muy",     "nosotros",
      "nuestra", "nuestro", "nunca", "porque",   "quien",    "según",   "siempre",
      "también", "todavía", "usted", "ustedes",  "vuestra",  "vuestro", "y"};
  const std::string folded = fold_case(word);
  return (lang == "de" && holds(kGerman, folded)) || (lang == "en" && holds(kEnglish, folded)) ||
         (lang == "fr" && holds(kFrench, folded)) || (lang == "es" && holds(kSpanish, folded));
}

bool writes_hyphens(std::string_view lang) { return lang == "fr"; }

}  // namespace textmend::internal
