// The pieces of a word that blanks have broken, and what tells of them that they were one.
//
// Ligatures are where PDF files break words: the gap stands in front of one, in it or behind it,
// and what is left of the word on its other side is a fragment that no lexicon has (`Ho ffnung`).

#ifndef TEXTMEND_PIECES_H_
#define TEXTMEND_PIECES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/facts.h"

namespace textmend::internal {

using Pieces = std::vector<std::string_view>;

// The parts of a broken form between its blanks, tabs and line ends: views of it, never empty.
Pieces pieces_of(std::string_view broken);
std::string joined(const Pieces& pieces);

// With the glyphs U+FB00 to U+FB04 and their names (`/uniFB01`) written out, for no lexicon has
// them.
std::string spell_out(std::string_view text);

// The letters of a ligature: where they stand alone they were cut out of a word.
bool is_ligature(std::string_view piece);

// Whether every gap stands at a ligature: in front of it, in it or behind it.
bool is_cut_at_ligatures(const Pieces& pieces);

// No word begins so, but for names (`ffolkes`) and abbreviations (`ffmpeg`): `ffenen`, `fficial`.
bool begins_in_a_word(std::string_view piece);

// Whether a ligature stands alone behind a word, and begins another: `Holz fl amme` may be
// "Holzflamme" or "Holz flamme". Both of `tier` or commoner, the first as a noun, too.
bool may_begin_second_word(const Pieces& pieces, const Lexicon& lexicon, int tier);

// Whether a ligature that stands alone makes a word with what is behind it: `Quill fl ung`.
bool begins_a_word(const Pieces& pieces, const Lexicon& lexicon);

// Pieces that were cut at a ligature, the lone ligatures among them left out. How often they stand
// in the section says nothing against a join, for so often may the word have been cut; unless one
// may be a name. The pieces' text and the facts must outlive it.
class CutPieces {
 public:
  CutPieces(const Pieces& pieces, const Facts& facts);

  // A fragment is no word of the lexicon, not even with a capital as German nouns have it; without
  // a lexicon, it stands once in the section.
  bool any_is_fragment() const;
  bool all_are_fragments() const;
  // Whether each stands as often in the section as the others, which is with them.
  bool stand_together() const;

 private:
  bool is_fragment(std::string_view piece) const;
  bool may_be_name(std::string_view piece) const;

  const Facts& facts_;
  Pieces pieces_;
};

// Whether a piece is a word of its own, also one that its language writes with a capital.
bool is_word_or_noun(std::string_view piece, const Lexicon& lexicon);

std::size_t letters_of(std::string_view text);
bool starts_upper(std::string_view text);
// With a capital in front: `flächen` becomes `Flächen`.
std::string title_case(std::string_view word);

inline constexpr int kUnknownTier = 100;  // rarer than any word of a lexicon

}  // namespace textmend::internal

#endif  // TEXTMEND_PIECES_H_
