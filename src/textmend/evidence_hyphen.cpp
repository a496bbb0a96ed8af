// The rung `choose`: whose a hyphen at a line's end is, the typesetter's or the word's own.

#include <algorithm>
#include <iterator>

#include "textmend/english_hyphens.h"
#include "textmend/evidence.h"
#include "textmend/language.h"
#include "textmend/pieces.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// How a half is written.
struct Spelling {
  bool capital = false;      // begins with one
  bool small = false;        // has a small letter
  bool digit = false;        // has one
  std::size_t capitals = 0;  // at its begin
  std::size_t letters = 0;
};

Spelling spelling_of(std::string_view half) {
  Spelling spelling;
  for (std::size_t at = 0; at < half.size();) {
    const bool first = at == 0;
    const char32_t c = next_code_point(half, at);
    if (first) spelling.capital = is_uppercase(c);
    if (is_uppercase(c) && spelling.capitals == spelling.letters) ++spelling.capitals;
    spelling.small = spelling.small || is_lowercase(c);
    spelling.digit = spelling.digit || (c >= U'0' && c <= U'9');
    if (!is_mark(c)) ++spelling.letters;
  }
  return spelling;
}

// Whether a hyphen is a division though the lexicon does not know the whole, in a language that
// rarely writes true ones: they stand in front of a word, and in German behind a word in small
// letters (`deutsch-dänische`) or one that is English (`Make-up`).
bool is_division(const Halves& halves, int tail_tier, const Facts& facts) {
  if (embedded_lexicon(facts.lang()) != nullptr || writes_hyphens(facts.lang()) ||
      halves.has_other_hyphens) {
    return false;
  }
  const Spelling head = spelling_of(halves.head), tail = spelling_of(halves.tail);
  if (!head.small || tail.capital || tail.letters < 2) return false;
  const Lexicon& english = *embedded_lexicon("en");
  if (english.knows(halves.head) && english.knows(halves.tail)) return false;
  if (tail_tier >= kUnknownTier && facts.words().count(halves.tail) <= 1) {
    return facts.words().count(halves.head) <= 1 || !facts.lexicon()->knows(halves.head) ||
           writes_compounds(facts.lang());
  }
  // In a line a dash may stand there (`im Haus- sagte er`).
  if (facts.lang() != "de" || !head.capital || halves.in_line) return false;
  return true;
}

// No typesetter leaves a single letter at a line's end (`a-going`, `R-Va`); but what is known as
// one word may be divided so by a machine, and be `e-mail` or `email`.
bool is_own_behind_letter(const Halves& halves, const Facts& facts) {
  const Lexicon* lexicon = facts.lexicon();
  if (lexicon == nullptr || halves.in_line) return false;
  if (spelling_of(halves.head).capital && spelling_of(halves.tail).capital) return true;
  // What is left of a word that lost a ligature is none: `in u-ence`.
  return lexicon->knows(halves.tail) &&
         lexicon->tier(halves.joined).value_or(kUnknownTier) > Lexicon::kGeneralTier;
}

// French puts a hyphen between a verb and its subject, and divides no word between a consonant and
// a vowel: `dit-on`, `Est-elle`, though `Estelle` is a name.
bool is_french_inversion(const Halves& halves, const Facts& facts) {
  static constexpr std::string_view kPronouns[] = {"il", "ils", "elle", "elles", "on"};
  if (facts.lang() != "fr" || halves.in_line || letters_of(halves.head) < 2) return false;
  return (halves.head.back() == 't' || halves.head.back() == 'd') &&
         std::find(std::begin(kPronouns), std::end(kPronouns), halves.tail) !=
             std::end(kPronouns) &&
         (facts.lexicon() == nullptr || facts.lexicon()->knows(halves.head));
}

// No typesetter carries over two letters of a short English word: `ve-ry`, but `ear-ly` in narrow
// columns.
bool is_too_short_to_divide(const Halves& halves, const Facts& facts) {
  constexpr std::size_t kShort = 5, kCarried = 2;
  return embedded_lexicon(facts.lang()) != nullptr && letters_of(halves.joined) <= kShort &&
         letters_of(halves.tail) <= kCarried && halves.tail != "ly";
}

// Whether a word that the section has as one, `count` times, may have a hyphen of its own here all
// the same: what few texts write as one, they write both ways.
bool may_be_written_both_ways(const Halves& halves, std::uint32_t count, const Facts& facts) {
  constexpr int kCommon = 35, kKnown = 60;  // in SCOWL sizes
  constexpr std::uint32_t kFew = 2;
  constexpr std::size_t kLong = 4;
  const Spelling head = spelling_of(halves.head), tail = spelling_of(halves.tail);
  // `Grand-Jury` beside `Grandjury`: no division makes a capital.
  if (writes_compounds(facts.lang())) return head.small && tail.capital && tail.small;
  if (facts.lexicon() == nullptr) return false;
  const Lexicon& lexicon = *facts.lexicon();
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  const int tail_tier = lexicon.tier(halves.tail).value_or(kUnknownTier);
  if (head.letters == 1) return tail_tier <= kKnown;  // `e-mail` beside `email`
  const int joined = lexicon.tier(halves.joined).value_or(kUnknownTier);
  const int head_tier = lexicon.tier(halves.head).value_or(kUnknownTier);
  if (!graded) {  // `malva-rosa` beside one `malvarosa`, which no dictionary has
    return joined == kUnknownTier && count == 1 && head_tier <= kKnown && tail_tier <= kKnown &&
           head.letters >= kLong && tail.letters >= kLong;
  }
  // `non-fatal` and `law-breakers`; but not `Wash-ington`, `out-perform`.
  if (joined <= kCommon || joined == kUnknownTier || head.capital || tail_tier > kKnown ||
      tail.letters < kLong || is_ending(halves.tail)) {
    return false;
  }
  if (is_telling_prefix(halves.head) || is_prefix_at_vowel(halves.head, halves.tail)) {
    return count <= kFew;
  }
  return count == 1 && head_tier <= kKnown && head.letters > 2 && !is_prefix(halves.head) &&
         halves.head != "out";
}

// Tiers of a divided word and of its halves.
struct HalfTiers {
  int joined, head, tail;
};

// Whether an English word keeps its hyphen that as one word is known to no general lexicon.
bool keeps_hyphen(const Halves& halves, const HalfTiers& tiers, const Facts& facts) {
  constexpr int kCommon = 35, kKnown = 60, kRare = 80;  // in SCOWL sizes
  const Lexicon& lexicon = *facts.lexicon();
  const bool unheard_of = tiers.joined > kRare;
  if (is_number(halves.head, halves.tail)) return true;
  if (is_prefix(halves.head)) {
    if (tiers.tail > kKnown) return false;
    if (unheard_of && is_prefix_with_hyphen(halves.head, halves.tail)) return true;
    // The two halves in front of us count, too.
    return is_telling_prefix(halves.head) && facts.words().count(halves.head) > 2;
  }
  if (!unheard_of) return false;
  if (spelling_of(halves.head).capital) {
    if (tiers.tail > kKnown) return false;
    if (is_head_of_compounds(halves.head)) return true;
    const bool name = tiers.head <= kKnown && !lexicon.knows(fold_case(halves.head));
    return stands_behind_names(halves.tail) && (name || facts.words().count(halves.head) > 1);
  }
  if (tiers.head > kCommon || letters_of(halves.head) < 3) return false;
  // `ill-natured`, `good-humouredly`: general lexicons lack the second half.
  const std::string_view tail = without_adverb_ending(halves.tail);
  return is_like_participle(tail) && letters_of(tail) > 4 && lexicon.knows(tail);
}

// Whether two words may be meant where the joined form is common, too: `health-care`, `hard-line`.
// Not before the end of a word, nor behind a capital, where two such halves make a name or a day.
bool may_be_compound(const Halves& halves) {
  constexpr std::size_t kLong = 3;
  static constexpr std::string_view kEnds[] = {"able", "ably", "fully", "fulness", "some"};
  return letters_of(halves.head) >= kLong && letters_of(halves.tail) >= kLong &&
         !spelling_of(halves.head).capital &&
         std::find(std::begin(kEnds), std::end(kEnds), halves.tail) == std::end(kEnds);
}

}  // namespace

Choice Evidence::choose(const Halves& halves, const Facts& facts) const {
  const Choice choice = best_choice(halves, facts);
  if (choice.form == Choice::Form::kJoined && is_too_short_to_divide(halves, facts)) return {};
  const bool counts =
      rungs_.size() == 1 || std::any_of(rungs_.begin(), rungs_.end(), [&](Rung rung) {
        return kRungNames[static_cast<std::size_t>(rung)] == choice.evidence;
      });
  return counts ? choice : Choice{};
}

Choice Evidence::best_choice(const Halves& halves, const Facts& facts) const {
  using Form = Choice::Form;
  const WordIndex& words = facts.words();
  const std::uint32_t joined = words.count(halves.joined);
  const std::uint32_t hyphenated = words.count(halves.hyphenated);
  // Who writes it both ways may have meant either (`re-election`, a stammered `Ve-ry`).
  constexpr std::uint32_t kOften = 2;
  const Spelling head = spelling_of(halves.head), tail = spelling_of(halves.tail);
  const bool letter_inside = head.letters == 1 && halves.has_other_hyphens && !halves.in_line &&
                             (facts.lexicon() != nullptr || writes_hyphens(facts.lang()));
  if (letter_inside || is_french_inversion(halves, facts)) return {Form::kHyphenated, "spelling"};
  if (joined > hyphenated &&
      (hyphenated >= kOften || may_be_written_both_ways(halves, joined, facts))) {
    return {};
  }
  if (joined != hyphenated) {
    return {joined > hyphenated ? Form::kJoined : Form::kHyphenated, "document"};
  }
  // Small capitals of a heading, of which only some were read as such (`IMP-ROVment`).
  if (!head.small && tail.capitals > 1 && tail.small) return {};
  // Behind several small letters a digit is a letter misread (`eng1-neering`), not in
  // `α2-integrin`.
  const bool head_digit = head.digit && !(head.small && head.letters > 2);
  // A division makes no capital (`Rham-Hodge`), no small letters behind capitals (`US-based`), and
  // does not follow a digit (`CD4-positive`).
  const bool own = (tail.capital && (head.capital ? tail.small : is_prefix(halves.head))) ||
                   (tail.capital && tail.small &&
                    (halves.has_other_hyphens || is_article_of_names(halves.head))) ||
                   (!head.small && head.letters > 1 && tail.small) || head_digit || tail.digit;
  if (own) return {Form::kHyphenated, "spelling"};
  if (tail.capital && tail.small) return {};  // a dash, and another sentence
  if (head.letters == 1) {
    return is_own_behind_letter(halves, facts) ? Choice{Form::kHyphenated, "spelling"} : Choice{};
  }
  const Lexicon* lexicon = facts.lexicon();
  if (lexicon != nullptr) {
    const Choice choice = choose_by_lexicon(halves, *lexicon, facts);
    if (choice.form != Form::kNeither) return choice;
  } else if (!writes_hyphens(facts.lang()) && words.count(halves.head) <= 1 &&
             words.count(halves.tail) <= 1) {
    // What stands once is the half in front of us: a true hyphen stands between words.
    return {Form::kJoined, "pieces"};
  }
  // A language without a lexicon may divide any part of such a word: Finnish `v-kahvak-si`.
  return halves.has_other_hyphens && lexicon != nullptr ? Choice{Form::kHyphenated, "spelling"}
                                                        : Choice{};
}

Choice Evidence::choose_by_lexicon(const Halves& halves, const Lexicon& lexicon,
                                   const Facts& facts) const {
  using Form = Choice::Form;
  // Only the built-in lexicon tells how common its words are.
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  constexpr int kVeryCommon = 20, kCommon = 35, kKnown = 60, kLarge = 70;  // in SCOWL sizes
  const int joined = lexicon.tier(halves.joined).value_or(kUnknownTier);
  const int head = lexicon.tier(halves.head).value_or(kUnknownTier);
  const int tail = lexicon.tier(halves.tail).value_or(kUnknownTier);
  // Rarer ones stand in large word lists by accident: `pand` in `ex-pand`, `wellknown`.
  const bool both = head <= kKnown && tail <= kKnown;
  // Elsewhere what a dictionary has as one word is written so (`revient`, `proposer`).
  const bool prefix = graded && is_prefix(halves.head) && tail <= kKnown;
  const bool is_word = graded ? joined <= kKnown : joined < kUnknownTier;
  if (graded && joined > kKnown && keeps_hyphen(halves, {joined, head, tail}, facts)) {
    return {Form::kHyphenated, "pieces"};
  }
  // A dictionary that has both has no answer (`plate-forme`, `par-dessus`).
  if (lexicon.knows(halves.hyphenated)) {
    return joined < kUnknownTier ? Choice{} : Choice{Form::kHyphenated, "lexicon"};
  }
  if (both && !is_word && !prefix) {
    // A name may be made of words (`Nether-field`), and most languages rarely write hyphens.
    if (is_division(halves, tail, facts)) return {Form::kJoined, "pieces"};
    if (graded && is_ending(halves.tail)) return {Form::kJoined, "pieces"};
    if (spelling_of(halves.head).capital || !(graded || writes_hyphens(facts.lang()))) return {};
    return {Form::kHyphenated, "pieces"};
  }
  if (joined > tier_) {
    return is_division(halves, tail, facts) ? Choice{Form::kJoined, "pieces"} : Choice{};
  }
  // `anti-war`, `re-elected`; `front-runner`, `follow-up`.
  if (prefix && !(graded && joined <= kVeryCommon)) return {};
  if (graded && joined > kVeryCommon && is_prefix_at_vowel(halves.head, halves.tail)) return {};
  // `avant-garde`, which large word lists have as one word, too.
  constexpr std::size_t kLong = 4;
  if (graded && joined > kLarge && head < kUnknownTier && letters_of(halves.head) >= kLong &&
      letters_of(halves.tail) >= kLong && !is_ending(halves.tail)) {
    return {};
  }
  // Of a scale: `A-la-mi-re`.
  if (halves.has_other_hyphens && letters_of(halves.joined) <= kLong) return {};
  // Nor what may be a dash in a line: `negar- es`.
  const bool compound = head <= kVeryCommon && tail <= kCommon && may_be_compound(halves);
  const int least_common = compound ? kVeryCommon : kCommon;
  if (both && (graded ? joined > least_common : halves.in_line)) return {};
  if (graded && joined > kCommon && is_participle_compound(halves.head, halves.tail, lexicon)) {
    return {};
  }
  return {Form::kJoined, "lexicon"};
}

}  // namespace textmend::internal
