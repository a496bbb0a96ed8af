// The rung `choose`: whose a hyphen at a line's end is, the typesetter's or the word's own.

#include <algorithm>

#include "textmend/evidence.h"
#include "textmend/language.h"
#include "textmend/pieces.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// How a half is written.
struct Spelling {
  bool capital = false;  // begins with one
  bool small = false;    // has a small letter
  bool digit = false;    // has one
  std::size_t letters = 0;
};

Spelling spelling_of(std::string_view half) {
  Spelling spelling;
  for (std::size_t at = 0; at < half.size();) {
    const bool first = at == 0;
    const char32_t c = next_code_point(half, at);
    if (first) spelling.capital = is_uppercase(c);
    spelling.small = spelling.small || is_lowercase(c);
    spelling.digit = spelling.digit || (c >= U'0' && c <= U'9');
    if (!is_mark(c)) ++spelling.letters;
  }
  return spelling;
}

// Heads of words that are written both ways: that a lexicon knows `antiwar` does not tell that
// `anti-war` was not meant, nor that it does not know `pretrain` that `pre-train` was.
bool is_prefix(std::string_view head) {
  static constexpr std::string_view kPrefixes[] = {
      "anti",  "auto",  "bi",    "by",    "co",     "counter", "cross", "ex",   "extra",
      "fore",  "hyper", "infra", "inter", "intra",  "macro",   "mega",  "meta", "micro",
      "mid",   "mini",  "mono",  "multi", "neo",    "non",     "off",   "over", "pan",
      "post",  "pre",   "pro",   "proto", "pseudo", "quasi",   "re",    "semi", "sub",
      "super", "trans", "tri",   "ultra", "un",     "under",   "up"};
  return std::find(std::begin(kPrefixes), std::end(kPrefixes), fold_case(head)) !=
         std::end(kPrefixes);
}

// Ends of words that are words too, but that no hyphen of a word stands in front of.
bool is_ending(std::string_view tail) {
  static constexpr std::string_view kEndings[] = {"dom", "ful", "hood", "less", "ness", "ship"};
  return std::find(std::begin(kEndings), std::end(kEndings), fold_case(tail)) != std::end(kEndings);
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

}  // namespace

Choice Evidence::choose(const Halves& halves, const Facts& facts) const {
  const Choice choice = best_choice(halves, facts);
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
  if (joined != hyphenated) {
    return {joined > hyphenated ? Form::kJoined : Form::kHyphenated, "document"};
  }
  const Spelling head = spelling_of(halves.head), tail = spelling_of(halves.tail);
  // A division makes no capital (`Rham-Hodge`), no small letters behind capitals (`US-based`), and
  // does not follow a digit (`CD4-positive`).
  const bool own = (tail.capital && tail.small && (head.capital || is_prefix(halves.head))) ||
                   (!head.small && head.letters > 1 && tail.small) || head.digit || tail.digit;
  if (own) return {Form::kHyphenated, "spelling"};
  if (tail.capital && tail.small) return {};  // a dash, and another sentence
  if (head.letters == 1) return {};           // `e-mail` or `email`, `X-ray`
  const Lexicon* lexicon = facts.lexicon();
  if (lexicon != nullptr) {
    const Choice choice = choose_by_lexicon(halves, *lexicon, facts);
    if (choice.form != Form::kNeither) return choice;
  } else if (!writes_hyphens(facts.lang()) && words.count(halves.head) <= 1 &&
             words.count(halves.tail) <= 1) {
    // What stands once is the half in front of us: a true hyphen stands between words.
    return {Form::kJoined, "pieces"};
  }
  return halves.has_other_hyphens ? Choice{Form::kHyphenated, "spelling"} : Choice{};
}

Choice Evidence::choose_by_lexicon(const Halves& halves, const Lexicon& lexicon,
                                   const Facts& facts) const {
  using Form = Choice::Form;
  // Only the built-in lexicon tells how common its words are.
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  constexpr int kVeryCommon = 20, kCommon = 35, kKnown = 60;  // in SCOWL sizes
  const int joined = lexicon.tier(halves.joined).value_or(kUnknownTier);
  const int head = lexicon.tier(halves.head).value_or(kUnknownTier);
  const int tail = lexicon.tier(halves.tail).value_or(kUnknownTier);
  // Rarer ones stand in large word lists by accident: `pand` in `ex-pand`, `wellknown`.
  const bool both = head <= kKnown && tail <= kKnown;
  // Elsewhere what a dictionary has as one word is written so (`revient`, `proposer`).
  const bool prefix = graded && is_prefix(halves.head) && tail <= kKnown;
  const bool is_word = graded ? joined <= kKnown : joined < kUnknownTier;
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
  // Nor what may be a dash in a line: `negar- es`.
  if (both && (graded ? joined > kCommon : halves.in_line)) return {};
  return {Form::kJoined, "lexicon"};
}

}  // namespace textmend::internal
