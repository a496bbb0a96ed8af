// Hunspell dictionaries as lexicons.
//
// A spell checker answers "may this stand in a letter?", and is generous: it breaks a word at its
// hyphens ("Vor-und"), and in German puts any two nouns together ("Spielfieber", "Wegflexion"). As
// evidence that pieces belong together that is worth little: of German nouns in front of a word in
// fi or fl, a quarter make a "word" that nobody wrote. So words are never broken up, and those that
// only stand as a compound of others are told from those that the dictionary lists.

#ifndef TEXTMEND_HUNSPELL_H_
#define TEXTMEND_HUNSPELL_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "textmend/nuspell.h"

namespace textmend::internal {

// A dictionary that is read when it is first asked. Any number of threads may ask.
class HunspellDictionary {
 public:
  enum class Answer {
    kNo,
    kCompound,  // made of listed words, but not listed: "Hausflut"
    kListed,    // in the list, or a form of a word that is: "fließen", "FLÜSSE", "l’eau"
  };

  // `stem` is the path without .aff and .dic. Opens nothing.
  explicit HunspellDictionary(std::string stem) : stem_(std::move(stem)) {}

  // Capitals count as the dictionary says. Throws LexiconError (lexicon.h) when the dictionary
  // can't be read, every time.
  Answer ask(std::string_view word) const;

  // Its name, the sizes of its files and digests of them, and nuspell's version: reads both files.
  // The folder is not part of it.
  std::string describe() const;

 private:
  struct Reader {
    std::once_flag once;
    std::unique_ptr<const SpellChecker> checker;  // null: see `fault`, or there is nothing to read
    std::string fault;
  };
  enum class Compounds { kNone, kAllowed };

  const SpellChecker* read(Reader& reader, Compounds compounds) const;
  std::unique_ptr<const SpellChecker> make_checker(Compounds compounds) const;

  std::string stem_;
  // Two readings of the same files: nuspell can't be told for one word to leave compounds alone.
  // The second is only made for dictionaries with compounds, at the first word that is not listed.
  mutable Reader listed_, compounds_;
};

using HunspellPtr = std::shared_ptr<const HunspellDictionary>;

// Where a dictionary is, or why there is none.
struct HunspellPlace {
  std::string stem;  // empty: there is none
  std::string fault, hint;
};

// `name` is what stands behind `hunspell:`: the name of a dictionary ("de_DE"), which is searched
// where nuspell does, or with a slash in it a path, with or without .aff, relative to `folder`.
// Looks whether both files can be opened, but reads neither.
HunspellPlace find_hunspell(const std::string& name, const std::string& folder);

}  // namespace textmend::internal

#endif  // TEXTMEND_HUNSPELL_H_
