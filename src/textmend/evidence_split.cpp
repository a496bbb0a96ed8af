// The rungs `split` and `pair`: whether two words were written as one.

#include <algorithm>
#include <iterator>
#include <optional>

#include "textmend/evidence.h"
#include "textmend/language.h"
#include "textmend/pieces.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// How likely a word is to stand at a place of a section of 2000 words: so often it stands in this
// one, and a little for how common it is. Nothing where it should not be taken for a word.
constexpr double kWordsOfSection = 2000;

std::optional<double> likeliness(std::string_view word, const Facts& facts) {
  constexpr std::size_t kShort = 2;
  const bool graded = facts.lexicon()->graded();
  const bool english = embedded_lexicon(facts.lang()) != nullptr;
  const std::uint32_t count = facts.words().count(word);
  const int tier = facts.lexicon()->tier(word).value_or(kUnknownTier);
  const std::size_t letters = letters_of(word);
  if (letters == 1 && (!is_word_of_one_letter(word, facts.lang()) || tier > 80)) return {};
  // Any two letters are a word of some list.
  if (letters == kShort && count < 2 && (!english || tier > 20)) return {};
  const bool compound_noun = writes_compounds(facts.lang()) && starts_upper(word) &&
                             letters > kShort && tier <= Lexicon::kCompoundTier;
  if (tier > Lexicon::kGeneralTier && count == 0 && !compound_noun) return {};
  const double more = !graded      ? 0.0008
                      : tier <= 10 ? 0.4
                      : tier <= 20 ? 0.02
                      : tier <= 35 ? 0.004
                      : tier <= 60 ? 0.001
                                   : 0.0004;
  const double all = std::max(kWordsOfSection, static_cast<double>(facts.words().total()));
  return kWordsOfSection * count / all + more;
}

struct Split {
  double first = 0, second = 0;  // likeliness of the two words
  double both() const { return first * second; }
};

std::optional<Split> split_at(std::string_view word, std::size_t at, const Facts& facts) {
  const std::optional<double> first = likeliness(word.substr(0, at), facts);
  if (!first) return {};
  const std::optional<double> second = likeliness(word.substr(at), facts);
  if (!second) return {};
  return Split{*first, *second};
}

// Whether a capital inside begins a noun behind an everyday word: `dieLampe`, in languages that
// write their nouns so. No noun begins in a word.
bool is_seam_before_noun(std::string_view first, std::string_view second, const Facts& facts) {
  constexpr int kVeryCommon = 20;
  constexpr std::size_t kLong = 4;
  const Lexicon& lexicon = *facts.lexicon();
  const int known = letters_of(first) >= kLong ? Lexicon::kGeneralTier : kVeryCommon;
  return facts.lang() == "de" && facts.has_common_words() && !starts_upper(first) &&
         starts_upper(second) && letters_of(second) > 2 &&
         lexicon.tier(first).value_or(kUnknownTier) <= known &&
         (lexicon.knows(second) || facts.words().count(second) > 0);
}

// A word of some length and of commonness `tier`. Not what may be a prefix (`contraataque`) or an
// ending of adverbs.
bool is_long_word(std::string_view word, int tier, const Facts& facts) {
  constexpr std::size_t kLong = 4;
  return letters_of(word) >= kLong && !starts_upper(word) && !is_affix(word, facts.lang()) &&
         facts.lexicon()->tier(word).value_or(kUnknownTier) <= tier;
}

bool knows_common_words(const Facts& facts) {
  return facts.has_common_words() || embedded_lexicon(facts.lang()) != nullptr;
}

// Whether both are long words of commonness `tier`, in a language that writes no compounds:
// `espaciosacara`.
bool are_long_words(std::string_view first, std::string_view second, int tier, const Facts& facts) {
  return knows_common_words(facts) && !writes_compounds(facts.lang()) &&
         is_long_word(first, tier, facts) && is_long_word(second, tier, facts);
}

// Whether one is a long word and the other no part of words: `quicknessthan`, `Nousallions`.
bool is_seam_of_function_word(std::string_view first, std::string_view second, const Facts& facts) {
  constexpr int kGeneral = Lexicon::kGeneralTier;
  if (!knows_common_words(facts) || writes_compounds(facts.lang()) || starts_upper(second)) {
    return false;
  }
  return (is_no_part_of_words(first, facts.lang()) && is_long_word(second, kGeneral, facts)) ||
         (is_long_word(first, kGeneral, facts) && is_no_part_of_words(second, facts.lang()));
}

// Whether one of two words is a name and the other an everyday word, or both are names of the
// section: `whichBrede`, in English also `Bredesaid`, `OlgaBrede`. Elsewhere names begin with
// articles (`Lemaire`). Names of places end in everyday words (`Georgetown`).
bool is_seam_of_name(std::string_view first, std::string_view second, const Facts& facts) {
  constexpr int kVeryCommon = 20, kFunction = 10;
  constexpr std::size_t kLong = 4;
  static constexpr std::string_view kOfPlaces[] = {
      "bank",  "borough", "bridge", "brook", "castle", "church", "dale",  "field", "ford",
      "gate",  "hall",    "hill",   "house", "land",   "mouth",  "point", "port",  "side",
      "stone", "town",    "view",   "water", "well",   "wick",   "wood",  "worth", "yard"};
  const bool english = embedded_lexicon(facts.lang()) != nullptr;
  if (!knows_common_words(facts) || writes_compounds(facts.lang())) return false;
  const Lexicon& lexicon = *facts.lexicon();
  const auto tier = [&](std::string_view word) {
    return lexicon.tier(fold_case(word)).value_or(kUnknownTier);
  };
  const auto is_name = [&](std::string_view word) {
    return tier(word) > Lexicon::kGeneralTier && letters_of(word) >= kLong &&
           (lexicon.knows(word) || facts.words().count(word) > 0);
  };
  const auto stands_twice = [&](std::string_view word) { return facts.words().count(word) > 1; };
  if (!starts_upper(first)) {
    const bool stands = is_no_part_of_words(first, facts.lang()) ? facts.words().count(second) > 0
                                                                 : stands_twice(second);
    return starts_upper(second) && letters_of(first) > 1 && letters_of(second) >= kLong &&
           tier(first) <= (english ? kVeryCommon : kFunction) && (is_name(second) || stands);
  }
  if (!english) return false;
  if (starts_upper(second)) return is_name(first) && is_name(second) && stands_twice(second);
  if (is_name(first) && is_no_part_of_words(second, facts.lang())) return true;
  const bool of_place =
      std::find(std::begin(kOfPlaces), std::end(kOfPlaces), second) != std::end(kOfPlaces);
  return letters_of(second) >= kLong && tier(second) <= kVeryCommon && !of_place &&
         is_name(first) && stands_twice(first);
}

// Whether the first is a word that begins sentences and no names (`Greenpeace`, `Lemaire`), and the
// second an everyday word or frequent: `Ibelieve`, `Jene`.
bool is_seam_of_start(std::string_view first, std::string_view second, const Facts& facts) {
  static constexpr std::string_view kEnglish[] = {"But",  "He",    "I",  "It", "My",
                                                  "Then", "There", "We", "You"};
  static constexpr std::string_view kFrench[] = {"Elle", "Elles", "Et",  "Il", "Ils",
                                                 "Je",   "On",    "Que", "Si", "Tu"};
  constexpr int kVeryCommon = 20;
  constexpr double kFrequent = 2;
  const auto is_in = [first](const auto& list) {
    return std::find(std::begin(list), std::end(list), first) != std::end(list);
  };
  const bool french = facts.lang() == "fr" && facts.has_common_words();
  if (!(facts.lang() == "en" && is_in(kEnglish)) && !(french && is_in(kFrench))) return false;
  return is_long_word(second, kVeryCommon, facts) ||
         (french && likeliness(second, facts).value_or(0) >= kFrequent);
}

// Whether one of two parts is in the dictionary alone, where that is too little: rarer than `tier`,
// or beside one letter (`atambores`).
bool has_rare_part(std::string_view first, std::string_view second, int tier, const Facts& facts) {
  constexpr int kVeryCommon = 20;
  constexpr std::size_t kLong = 4;
  const auto is_rare = [&](std::string_view word, std::string_view other) {
    const bool beside_letter =
        letters_of(other) == 1 &&
        (letters_of(word) < kLong || !is_no_part_of_words(other, facts.lang()));
    const int least = beside_letter ? std::min(tier, kVeryCommon) : tier;
    return facts.lexicon()->tier(word).value_or(kUnknownTier) > least &&
           facts.words().count(word) == 0;
  };
  return is_rare(first, second) || is_rare(second, first);
}

// Whether the second is an ending: of a German participle (`immergrünenden`), or of a Spanish word
// that was written with an s for its x (`espresión`).
bool is_ending_by_accident(std::string_view first, std::string_view second, const Facts& facts) {
  constexpr std::size_t kShort = 5;
  static constexpr std::string_view kArticles[] = {"dem", "den", "der", "des"};
  if (facts.lang() == "es") return first == "es" && std::string_view("cpqt").find(second[0]) < 4;
  return facts.lang() == "de" && first.ends_with('n') && letters_of(first) > kShort &&
         std::find(std::begin(kArticles), std::end(kArticles), second) != std::end(kArticles);
}

// Whether a German noun stands in front of what no word ends with: `Lampeund`. Articles are endings
// by the way (`Heerden`).
bool is_seam_behind_noun(std::string_view first, std::string_view second, const Facts& facts) {
  constexpr std::size_t kLong = 4;
  static constexpr std::string_view kEndings[] = {"dem", "den", "der", "des", "die"};
  return facts.has_common_words() && starts_upper(first) && letters_of(first) >= kLong &&
         is_no_part_of_words(second, facts.lang()) &&
         std::find(std::begin(kEndings), std::end(kEndings), second) == std::end(kEndings) &&
         (facts.lexicon()->tier(first).value_or(kUnknownTier) <= Lexicon::kEverydayTier ||
          facts.words().count(first) > 0);
}

// Whether capitals allow that two words were written as one: names of products and in programs have
// capitals inside (`iPhone`, `onClick`), and a name may be made of words (`Summerson`).
bool capitals_allow_split(std::string_view first, std::string_view second, const Split& split,
                          const Facts& facts) {
  constexpr double kFrequent = 4;
  if (is_seam_of_name(first, second, facts)) return true;
  if (is_seam_of_function_word(first, second, facts)) return true;
  if (is_seam_of_start(first, second, facts)) return true;
  const Lexicon& lexicon = *facts.lexicon();
  std::size_t at = 0;
  const bool first_capital = is_uppercase(next_code_point(first, at));
  if (first_capital) {
    const int tier = lexicon.tier(fold_case(first)).value_or(kUnknownTier);
    // `Itwas`, `Thelamp`, but not `Beto` or `Areva`.
    // In other languages names begin with articles (`Dupuis`).
    const bool english = embedded_lexicon(facts.lang()) != nullptr;
    const bool begins_sentence = lexicon.graded() && tier <= 10 &&
                                 split.first >= (english ? 1 : kFrequent) && split.second >= 2 &&
                                 letters_of(first) + letters_of(second) > 4 &&
                                 (english || letters_of(first) > 2);
    // German nouns are none, and have endings (`Propstes`).
    const bool noun = writes_compounds(facts.lang()) &&
                      (lexicon.knows(first) || !is_no_part_of_words(second, facts.lang()));
    const bool name = tier == kUnknownTier && !noun && facts.words().count(first) > 0;
    if (!begins_sentence && !(name && split.second >= 1) &&
        !is_seam_behind_noun(first, second, facts)) {
      return false;
    }
  }
  at = 0;
  if (!is_uppercase(next_code_point(second, at))) return true;
  if (!first_capital && is_seam_before_noun(first, second, facts)) return true;
  return !first_capital &&
         lexicon.tier(fold_case(second)).value_or(kUnknownTier) > Lexicon::kGeneralTier;
}

}  // namespace

bool Evidence::is_split(Rung rung, const Claim& claim, const Facts& facts) const {
  constexpr double kUsual = 1, kFrequent = 8;
  constexpr int kVeryCommon = 20;
  if (facts.lexicon() == nullptr) return false;
  const double common = facts.lexicon()->graded() ? 2 : 4;
  const std::size_t at = claim.result.find(' ');
  if (at == std::string_view::npos || claim.result.size() != claim.broken.size() + 1) return false;
  const std::string_view first = claim.broken.substr(0, at), second = claim.broken.substr(at);
  const std::optional<Split> split = split_at(claim.broken, at, facts);
  if (!split) return false;
  if (facts.has_common_words() &&
      (has_rare_part(first, second, tier_, facts) || is_ending_by_accident(first, second, facts))) {
    return false;
  }
  const bool pair = rung == Rung::kPair && are_long_words(first, second, tier_, facts);
  if (rung == Rung::kPair && !pair) return false;
  const bool everyday =
      pair || is_seam_before_noun(first, second, facts) || is_seam_of_name(first, second, facts) ||
      is_seam_of_function_word(first, second, facts) || is_seam_of_start(first, second, facts) ||
      (facts.has_common_words() && are_long_words(first, second, kVeryCommon, facts));
  const double likely = facts.has_common_words() ? 0.004 : 0.02;
  const double likelier = facts.has_common_words() ? 50 : 10;
  if (split->both() < likely && !everyday) return false;
  const double more = std::max(split->first, split->second);
  const double less = std::min(split->first, split->second);
  if (more < common && less < kUsual && !everyday) return false;
  // Of the languages that write compounds no lexicon has all (`Hiersein`, `aufdienen`).
  if (writes_compounds(facts.lang()) && !starts_upper(second) && less < kFrequent &&
      !is_no_part_of_words(first, facts.lang()) && !is_no_part_of_words(second, facts.lang())) {
    return false;
  }
  // `him` of Romance verbs (`defenderle`, `ditil`), and an English dialect (`goin`).
  if (is_hyphenated(first, second, facts.lang())) return false;
  if (is_enclitic(second, facts.lang()) && !stands_before_pronouns(first, facts.lang()))
    return false;
  if (second == "in" && facts.lexicon()->knows(std::string(claim.broken) + "g")) return false;
  // What stands again is a word that the lexicon does not know.
  const double sure = facts.has_common_words() ? kFrequent : common;
  if (facts.words().count(claim.broken) > 1 && less < sure) return false;
  if (!capitals_allow_split(first, second, *split, facts)) return false;
  for (std::size_t other = 1; other < claim.broken.size(); ++other) {
    if (other == at || is_continuation(claim.broken[other])) continue;
    const std::optional<Split> rival = split_at(claim.broken, other, facts);
    if (rival && likelier * rival->both() > split->both()) return false;
  }
  return true;
}

}  // namespace textmend::internal
