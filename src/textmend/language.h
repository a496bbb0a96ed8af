// Which language a text is in, told by its function words.

#ifndef TEXTMEND_LANGUAGE_H_
#define TEXTMEND_LANGUAGE_H_

#include <string>
#include <string_view>

namespace textmend::internal {

// The language that a BCP 47 tag or the name of a POSIX locale speaks of, as detect_language()
// names it: "en" of "en-GB", "EN", "eng" and "en_GB.UTF-8". What is neither comes out as it went
// in.
std::string language_of_tag(std::string_view tag);

// Whether language_of_tag() makes a code of two or three letters of it.
bool is_language_tag(std::string_view tag);

// The BCP 47 code of the language of `text`, or "und" when the words do not decide. Looks at the
// first 64 KiB. Languages: those of the table in language.cpp.
std::string detect_language(std::string_view text);

// Languages that write compounds as one word: there, two words of the lexicon that stand together
// prove nothing.
bool writes_compounds(std::string_view lang);

// Languages in which many true hyphens stand between parts that are no words elsewhere (`dit-il`).
bool writes_hyphens(std::string_view lang);

// Whether a letter may stand as a word of its own: French "à", not "f". True where we don't know
// the words of the language.
bool is_word_of_one_letter(std::string_view letter, std::string_view lang);

// Pronouns that are written as one with a verb in front of them, or with a hyphen: Spanish
// "defenderle", which no dictionary has for each verb, French "dit-il". False where we don't know
// the language.
bool is_enclitic(std::string_view word, std::string_view lang);

// Words behind which such a pronoun stands alone or is an article: Spanish "conla", French
// "avecla". False where we don't know.
bool stands_before_pronouns(std::string_view word, std::string_view lang);

// Two words that are written with a hyphen between them: French "vingt-cinq", "peut-être". False
// where we don't know.
bool is_hyphenated(std::string_view first, std::string_view second, std::string_view lang);

// Words that are parts of others, too, in French and Spanish: "contre", "mente". False where we
// don't know.
bool is_affix(std::string_view word, std::string_view lang);

// Words that no other word is made of, nor begins or ends with by the way: "nicht" and "und", not
// "auf" or "ein"; "which" and "and", not "for" or "with". False where we don't know.
bool is_no_part_of_words(std::string_view word, std::string_view lang);

}  // namespace textmend::internal

#endif  // TEXTMEND_LANGUAGE_H_
