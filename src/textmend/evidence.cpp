#include "textmend/evidence.h"

#include <algorithm>
#include <utility>

#include "textmend/english_hyphens.h"
#include "textmend/language.h"
#include "textmend/pieces.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// The runs of letters and marks, with apostrophes between them.
std::vector<std::string_view> words_of(std::string_view text) {
  const auto is_apostrophe = [](char32_t c) { return c == U'\'' || c == U'’'; };
  std::vector<std::string_view> words;
  std::size_t begin = 0, end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (is_letter(c) || is_mark(c) || (end > begin && is_apostrophe(c))) {
      if (!is_apostrophe(c)) end = at;
      continue;
    }
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end = at;
  }
  if (end > begin) words.push_back(text.substr(begin, end - begin));
  return words;
}

// The pieces without the hyphen of a division, which no lexicon has: `toss-` in `toss- up`.
Pieces without_hyphens(Pieces pieces) {
  for (std::string_view& piece : pieces) {
    for (const std::string_view hyphen : {"-", "‐"}) {
      if (piece.size() > hyphen.size() && piece.ends_with(hyphen)) {
        piece.remove_suffix(hyphen.size());
      }
    }
  }
  return pieces;
}

// Whether two halves that a hyphen parts may be written with it: `half- hearted`, and `plate-
// forme` of a dictionary that has both.
bool may_keep_hyphen(const Pieces& pieces, const Facts& facts) {
  constexpr int kCommon = 35;  // in SCOWL sizes
  if (pieces.size() != 2 || facts.lexicon() == nullptr || !pieces.front().ends_with('-')) {
    return false;
  }
  const Lexicon& lexicon = *facts.lexicon();
  const std::string hyphenated = joined(pieces);
  if (lexicon.knows(hyphenated)) return true;
  const std::string_view head = pieces.front().substr(0, pieces.front().size() - 1);
  const std::string whole = std::string(head).append(pieces.back());
  return embedded_lexicon(facts.lang()) != nullptr &&
         lexicon.tier(whole).value_or(kUnknownTier) > kCommon &&
         is_participle_compound(head, pieces.back(), lexicon);
}

// Whether a piece is a word beside a joined form as common as `result_tier`. Large word lists hold
// nearly every short string: "fice" and "ort" are words, but not beside "office" and "effort".
bool stands_alone(std::string_view piece, int result_tier, const Lexicon& lexicon) {
  constexpr int kRare = 60;         // rarer than a general dictionary
  constexpr int kFarCommoner = 30;  // in SCOWL sizes
  std::size_t behind_first = 0;
  if (is_uppercase(next_code_point(piece, behind_first)) && behind_first == piece.size()) {
    return true;  // `vitamin C is`: any capital may stand alone
  }
  const std::optional<int> tier = lexicon.tier(piece);
  return tier && !(*tier > kRare && result_tier + kFarCommoner <= *tier);
}

bool all_stand_alone(const std::vector<std::string_view>& pieces, int result_tier,
                     const Lexicon& lexicon) {
  return std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    return stands_alone(piece, result_tier, lexicon);
  });
}

// Whether the pieces can't be the words of a compound: one is no word, neither of the lexicon nor
// of the section, and those that are have up to three letters. Large dictionaries hold most short
// strings. A piece that stands once in the section is the one in front of us.
bool is_no_compound(const std::vector<std::string_view>& pieces, const Facts& facts) {
  constexpr std::size_t kShort = 3;
  const Lexicon* lexicon = facts.lexicon();
  bool any = false;
  for (const std::string_view piece : pieces) {
    if (is_ligature(piece)) continue;
    const int tier =
        lexicon == nullptr ? kUnknownTier : lexicon->tier(piece).value_or(kUnknownTier);
    const bool word = tier < Lexicon::kLetterTier || facts.words().count(piece) > 1;
    if (word && letters_of(piece) > kShort) return false;
    any = any || !word;
  }
  return any;
}

constexpr int kListed = Lexicon::kLetterTier - 1;  // in a lexicon, and no lone letter

// The tier of a piece, as a noun too where nouns have a capital and are parts of words.
int tier_of_piece(std::string_view piece, const Facts& facts) {
  const Lexicon& lexicon = *facts.lexicon();
  const int tier = lexicon.tier(piece).value_or(kUnknownTier);
  if (!writes_compounds(facts.lang()) || starts_upper(piece)) return tier;
  return std::min(tier, lexicon.tier(title_case(piece)).value_or(kUnknownTier));
}

// Of three pieces, whether two make a word and the third is one besides: `öff entliche` behind
// `nicht`, which a dictionary has with it as one word, too.
bool is_word_beside_join(const std::vector<std::string_view>& pieces, const Lexicon& lexicon) {
  if (pieces.size() != 3) return false;
  const auto is_word = [&](std::string_view word) {
    return lexicon.tier(word).value_or(kUnknownTier) < Lexicon::kLetterTier;
  };
  const auto join = [&](std::size_t first) {
    return std::string(pieces[first]).append(pieces[first + 1]);
  };
  return (is_word(pieces[0]) && is_word(join(1))) || (is_word(pieces[2]) && is_word(join(0)));
}

// Whether a piece stands no more often in the section than the whole, as one does that was broken
// in several places.
bool stands_only_broken(std::string_view piece, const Pieces& pieces, const Facts& facts) {
  const std::uint32_t count = facts.words().count(piece);
  return count <= 1 || count <= facts.words().count(joined(pieces));
}

// In a language whose lexicon has common words: whether a piece that is no word at all stands
// beside a letter that is one, and both make a common word (`a vait`, `rostr o`). A name may stand
// there.
bool is_cut_beside_letter(const Pieces& pieces, int result_tier, const Facts& facts) {
  constexpr std::size_t kLong = 3, kLonger = 5;
  if (!facts.has_common_words() || pieces.size() != 2) return false;
  const std::string_view rest = pieces[letters_of(pieces[0]) == 1 ? 1 : 0];
  const std::size_t least = result_tier <= Lexicon::kEverydayTier ? kLong : kLonger;
  return letters_of(rest) >= least && !starts_upper(rest) &&
         tier_of_piece(rest, facts) >= kUnknownTier && stands_only_broken(rest, pieces, facts);
}

// Whether no piece is a word. Single letters are none among three and more pieces, or beside a
// longer fragment where the language has no such word: `C H A P T E R`, `a dd ress`, `driv e`; but
// not `a nd` or `c lock`.
bool are_fragments(const std::vector<std::string_view>& pieces, int result_tier,
                   const Facts& facts) {
  constexpr int kKnown = 70;  // large word lists hold nearly every short string
  constexpr int kVeryCommon = 20, kMostCommon = 10;
  constexpr std::size_t kLonger = 3, kAccident = 3;
  constexpr std::size_t kShort = 4;  // that a dictionary has many of: `tra c` may lack a `fi`
  const Lexicon& lexicon = *facts.lexicon();
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  const bool common = facts.has_common_words();
  if (!graded && is_word_beside_join(pieces, lexicon)) return false;
  std::size_t longest = 0, all = 0;
  bool small_word = false;
  for (const std::string_view piece : pieces) {
    const std::size_t letters = letters_of(piece);
    const int tier = lexicon.tier(piece).value_or(kUnknownTier);
    all += letters;
    longest = std::max(longest, letters);
    if (letters == 1) {
      small_word = small_word || is_word_of_one_letter(piece, facts.lang());
    } else if (result_tier > kKnown) {
      // A compound that is in no list: of what no compound is made of.
      if (tier_of_piece(piece, facts) < kUnknownTier) return false;
    } else if (tier <= kKnown) {
      const bool accident = common && result_tier <= kVeryCommon && letters <= kAccident &&
                            tier_of_piece(piece, facts) > Lexicon::kEverydayTier &&
                            stands_only_broken(piece, pieces, facts);
      if (!accident) return false;
    }
  }
  if (!graded && all <= kShort && longest < all && !(common && result_tier <= kMostCommon)) {
    return pieces.size() == all && all > 2;
  }
  if (pieces.size() > 2) return true;
  return longest >= kLonger && (!small_word || is_cut_beside_letter(pieces, result_tier, facts));
}

// Whether a piece of a join is none, or much rarer than the result. Of 750 000 pairs of words in
// English prose that make a word when they are joined, a dozen are like this (`a lone`, `sick
// bed`). Where a lexicon does not tell how common its words are, the section does: what stands in
// it so often is hardly an ending (`Ha der`).
bool has_rarer_piece(const std::vector<std::string_view>& pieces, int result_tier,
                     const Facts& facts) {
  constexpr int kRarer = 15, kNotCommon = 35;  // in SCOWL sizes
  constexpr int kVeryCommon = 20, kMostCommon = 10;
  constexpr std::uint32_t kFrequent = 4;
  const Lexicon& lexicon = *facts.lexicon();
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  const bool common = facts.has_common_words();
  if (!graded &&
      (is_word_beside_join(pieces, lexicon) || (facts.words().count(pieces.back()) >= kFrequent &&
                                                !(common && result_tier <= kVeryCommon)))) {
    return false;
  }
  const int none = graded ? std::max(kNotCommon, result_tier + kRarer) : Lexicon::kLetterTier;
  // `de moler` beside "demoler": what a dictionary has may follow any frequent word.
  const bool beside_frequent =
      std::any_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
        return lexicon.tier(piece).value_or(kUnknownTier) <= kMostCommon;
      });
  const bool dictionary_words_are_rarer =
      common && result_tier <= (beside_frequent ? kMostCommon : Lexicon::kEverydayTier);
  return std::any_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    std::size_t behind_first = 0;
    const char32_t first = next_code_point(piece, behind_first);
    if (behind_first == piece.size()) {
      return !is_uppercase(first) && !is_word_of_one_letter(piece, facts.lang());
    }
    const int tier = tier_of_piece(piece, facts);
    if (tier >= none) return true;
    return dictionary_words_are_rarer && tier > Lexicon::kEverydayTier &&
           stands_only_broken(piece, pieces, facts);
  });
}

// Whether a name was cut on both sides of a ligature, again and again: `Nether fi eld`, in a
// section that has neither half elsewhere. Two words would not both be so rare but beside each
// other.
bool is_cut_name(const Pieces& pieces, const Facts& facts) {
  constexpr std::uint32_t kOften = 3;
  constexpr int kVeryCommon = 20;  // in SCOWL sizes
  return pieces.size() == 3 && is_ligature(pieces[1]) && starts_upper(pieces.front()) &&
         embedded_lexicon(facts.lang()) != nullptr &&
         facts.lexicon()->tier(fold_case(pieces.front())).value_or(kUnknownTier) > kVeryCommon &&
         facts.words().count(pieces.front()) >= kOften && CutPieces(pieces, facts).stand_together();
}

bool has_lone_letter(const std::vector<std::string_view>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](std::string_view piece) { return letters_of(piece) == 1; });
}

}  // namespace

std::string_view Evidence::first_rung(const Claim& claim, const Facts& facts) const {
  for (const Rung rung : rungs_) {
    if (holds(rung, claim, facts)) return kRungNames[static_cast<std::size_t>(rung)];
  }
  return {};
}

std::string_view Evidence::judge(const Claim& written, const Facts& facts) const {
  const bool has_glyph = written.broken.find("\xEF\xAC") != std::string_view::npos;  // their lead
  // The name of a glyph is no word, so what holds as it stands needs no more.
  if (!has_glyph) {
    const std::string_view rung = first_rung(written, facts);
    if (!rung.empty()) return rung;
  }
  // Where the gap behind a name is the question (`pu/uniFB00 en`), what is cut off tells.
  const bool names_end = written.broken.find("/uniFB0") != std::string_view::npos &&
                         written.broken.find(" /uniFB0") == std::string_view::npos &&
                         written.broken.find(' ') != std::string_view::npos;
  if (!has_glyph && !names_end) return {};
  const std::string broken = spell_out(written.broken);
  return first_rung({broken, written.result, written.head}, facts);
}

bool Evidence::rules_out(std::string_view broken, const Facts& facts) const {
  return !uses(Rung::kImpossible) && !uses(Rung::kHabit) && facts.lexicon() != nullptr &&
         pieces_of(broken).size() == 1 && facts.lexicon()->knows(broken);
}

bool Evidence::parts_are_known(std::string_view result, const Facts& facts) const {
  const Lexicon* lexicon = facts.lexicon();
  const std::vector<std::string_view> parts = words_of(result);
  return parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
           const int tier =
               lexicon != nullptr ? lexicon->tier(part).value_or(kUnknownTier) : kUnknownTier;
           // What stands once is the part in front of us.
           return tier <= tier_ || (facts.words().count(part) > 1 && !begins_in_a_word(part));
         });
}

bool Evidence::habit_allows(const Claim& claim, const Facts& facts) const {
  constexpr int kMostCommon = 10;
  const Lexicon* lexicon = facts.lexicon();
  const std::vector<std::string_view> pieces = pieces_of(claim.broken);
  const bool join = pieces.size() > 1;
  if (!join && lexicon != nullptr && lexicon->knows(claim.broken)) return false;
  if (habit_tier_ >= kUnknownTier) return true;
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  const bool cut = join && lexicon != nullptr && is_cut_at_ligatures(pieces);
  if (cut && !graded && may_begin_second_word(pieces, *lexicon, kListed)) return false;
  const int tier =
      lexicon != nullptr ? lexicon->tier(claim.result).value_or(kUnknownTier) : kUnknownTier;
  const int least = graded ? habit_tier_ : std::max(habit_tier_, Lexicon::kGeneralTier);
  if (tier > least && facts.words().count(claim.result) == 0) {
    // A word of no lexicon, but cut where none begins (`Scharwa ffe`), or made of what is no word
    // either and stands nowhere else.
    if (!cut) return false;
    const CutPieces all(pieces, facts);
    return std::all_of(pieces.begin() + 1, pieces.end(), begins_in_a_word) ||
           (!is_ligature(pieces.front()) && !is_ligature(pieces.back()) &&
            all.all_are_fragments() && all.stand_together() && !begins_a_word(pieces, *lexicon)) ||
           is_cut_name(pieces, facts);
  }
  if (facts.has_common_words() && join && has_lone_letter(pieces)) {
    return std::none_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
      if (letters_of(piece) == 1) return is_word_of_one_letter(piece, facts.lang());
      // Nor beside a word that stands everywhere: `Ingrim m und`, `se p asse`.
      const int alone = lexicon->tier(piece).value_or(kUnknownTier);
      return alone <= kMostCommon && tier > alone;
    });
  }
  // Only a lexicon that tells how common its words are can say that "off ice" is rather "office"
  // than "con fines" is "confines".
  if (!join || graded) return true;
  return std::any_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
    const bool once = (cut && !starts_upper(piece)) || facts.words().count(piece) <= 1;
    return is_ligature(piece) ||
           (once && (lexicon == nullptr || !stands_alone(piece, tier, *lexicon)));
  });
}

// Whether a join at a gap in or beside a ligature has a word for its result, and pieces that are
// none. Where words are written as one, there is a compound for too many pairs of words.
bool Evidence::lexicon_joins(const std::vector<std::string_view>& pieces, int tier,
                             const Facts& facts) const {
  const bool listed = tier <= tier_;
  // Only a lexicon that tells how common its words are can say that two are as good as one.
  constexpr int kCommon = 35;  // in SCOWL sizes
  if (embedded_lexicon(facts.lang()) != nullptr &&
      may_begin_second_word(pieces, *facts.lexicon(), kCommon)) {
    return false;
  }
  if (!writes_compounds(facts.lang())) return listed;
  if (listed && is_no_compound(pieces, facts)) return true;
  if (!is_cut_at_ligatures(pieces)) return false;
  const CutPieces cut(pieces, facts);
  return listed ? cut.any_is_fragment() : cut.all_are_fragments();
}

bool Evidence::holds(Rung rung, const Claim& claim, const Facts& facts) const {
  if (rung == Rung::kImpossible) return true;
  if (rung == Rung::kChoose || rung == Rung::kSpelling) return false;  // not of one candidate
  if (rung == Rung::kHabit) return false;                              // not of one match
  if (rung == Rung::kLexicon && !facts.knows(claim.result)) return false;
  const Lexicon* lexicon = facts.lexicon();
  const auto known = [&](std::string_view word) {
    return lexicon != nullptr && lexicon->knows(word);
  };
  const bool graded = embedded_lexicon(facts.lang()) != nullptr;
  Pieces pieces = pieces_of(claim.broken);
  if (may_keep_hyphen(pieces, facts)) return false;
  // A dictionary without commonness has nearly every half that a hyphen leaves (`com- prenaient`).
  if (graded || rung == Rung::kRarer) pieces = without_hyphens(std::move(pieces));
  const bool join = pieces.size() > 1;
  if (!join && known(claim.broken)) return false;
  const int tier =
      lexicon != nullptr ? lexicon->tier(claim.result).value_or(kUnknownTier) : kUnknownTier;
  // Asked of many pairs of words in a line: without looking at the pieces of what is no word.
  if (rung == Rung::kFragments) return join && tier <= tier_ && are_fragments(pieces, tier, facts);
  if (rung == Rung::kRarer) return join && tier <= tier_ && has_rarer_piece(pieces, tier, facts);
  // Where all pieces are words ("off ice"), nothing says that they should be one.
  // But a ligature alone shows a cut, if it can't be a word: fi and fl are in lists of English.
  const bool cut = std::any_of(pieces.begin(), pieces.end(), [graded](std::string_view piece) {
    return is_ligature(piece) && (!graded || piece.starts_with("ff"));
  });
  const bool words = join && lexicon != nullptr && !cut && all_stand_alone(pieces, tier, *lexicon);
  switch (rung) {
    case Rung::kDocument:
      if (words || facts.words().count(claim.result) == 0) return false;
      // A piece that stands once is the one in front of us.
      return !join || std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
        return facts.words().count(piece) <= 1 || is_ligature(piece);
      }) || (is_cut_at_ligatures(pieces) && CutPieces(pieces, facts).any_is_fragment());
    case Rung::kLexicon:
      if (words) return false;
      return join ? lexicon_joins(pieces, tier, facts) : tier <= tier_;
    case Rung::kPieces:
      return !join && !claim.head.empty() &&
             (known(claim.head) || facts.words().count(claim.head) > 0);
    case Rung::kParts:
      // Nor where a compound may be meant.
      if (join && lexicon != nullptr && lexicon->tier(joined(pieces)).value_or(0) > tier_) {
        return false;
      }
      return parts_are_known(claim.result, facts);
    case Rung::kSplit:
    case Rung::kPair:
      return !join && is_split(rung, claim, facts);
    case Rung::kImpossible:
    case Rung::kChoose:
    case Rung::kSpelling:
    case Rung::kHabit:
    case Rung::kFragments:
    case Rung::kRarer:
      break;
  }
  return true;
}

}  // namespace textmend::internal
