// What English writes with a hyphen, for words of which no lexicon tells: closed classes, no lists
// of compounds.

#ifndef TEXTMEND_ENGLISH_HYPHENS_H_
#define TEXTMEND_ENGLISH_HYPHENS_H_

#include <string_view>

#include "textmend/lexicon.h"

namespace textmend::internal {

// Heads of words that are written both ways: that a lexicon knows `antiwar` does not tell that
// `anti-war` was not meant, nor that it does not know `pretrain` that `pre-train` was.
bool is_prefix(std::string_view head);

// Those of them behind which a word that no lexicon has closed keeps its hyphen: `pro-life`,
// `ex-wife`, also where two equal vowels would meet: `anti-inflation`.
bool is_prefix_with_hyphen(std::string_view head, std::string_view tail);

// A prefix that ends in the vowel that follows: `co-ordinator`, `re-elected`.
bool is_prefix_at_vowel(std::string_view head, std::string_view tail);

// Those of them of which, cut off, hardly anything but a hyphen tells in a text: typesetters divide
// far fewer words behind them (`multi-ply`) than behind `re` and `pro`.
bool is_telling_prefix(std::string_view head);

// Ends of words that are words too, but that no hyphen of a word stands in front of.
bool is_ending(std::string_view tail);

// The Arabic article of names: `al-Assad`.
bool is_article_of_names(std::string_view head);

// `twenty-one`, `three-quarters`, `two-thirds`.
bool is_number(std::string_view head, std::string_view tail);

// Whether it stands behind names: `Obama-era`, `Trump-backed`, `Fleet-street`. Surnames end in some
// of these too, so the head must be shown to be a name.
bool stands_behind_names(std::string_view tail);

// A participle, or what is formed like one: `known`, no; `natured`, `opening`, `humoured`.
bool is_like_participle(std::string_view tail);

// The participle of an adverb: `faced` of `shame-facedly`. Other tails as they are.
std::string_view without_adverb_ending(std::string_view tail);

// Compounds of which a general lexicon lacks the second half: `hard-hearted`, `shame-facedly`.
bool is_participle_compound(std::string_view head, std::string_view tail, const Lexicon& lexicon);

// Heads of compounds that begin a sentence with a capital, and no name: `Well-meaning`.
bool is_head_of_compounds(std::string_view head);

}  // namespace textmend::internal

#endif  // TEXTMEND_ENGLISH_HYPHENS_H_
