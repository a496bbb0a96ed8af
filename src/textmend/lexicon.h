// Word lists with commonness, and dictionaries without.
//
// A dictionary says what is a word, not which words are everyday ones. For some languages the
// library holds a list of the commonest (rules/lexicon/common-LANG.txt). It knows no rare words, so
// alone it would take half of a good text for damage: it counts only beside a dictionary that was
// named.

#ifndef TEXTMEND_LEXICON_H_
#define TEXTMEND_LEXICON_H_

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/hunspell.h"

namespace textmend::internal {

// A lexicon that was named can't be read, which came out when it was first asked. The engine
// catches it: nothing is decided without the words that were asked for.
class LexiconError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Words of one language. Immutable.
class Lexicon {
 public:
  // `table` has lines `word<TAB>tier`, sorted bytewise by word, and must outlive the Lexicon. The
  // tier is a number: the smaller, the commoner.
  // Words that are not in it are looked up in `more`, if there is one. `index` is that of the table
  // (lexicon_table.h); when it is empty, words are searched for.
  explicit Lexicon(std::string_view table, const Lexicon* more = nullptr,
                   std::string_view index = {})
      : table_(table), index_(index), more_(more) {}

  // Takes the words of `dictionaries` as those of language `lang`; they are asked behind the
  // tables. `graded`: see below.
  void add(std::vector<HunspellPtr> dictionaries, std::string lang, bool graded);

  // Whether it tells everyday words (tiers up to 35) from others.
  bool graded() const { return graded_; }

  // The commonest tier under which `word` stands: as written, with its capitals folded ("Flooding",
  // "FLOODING"; but not "vienna" for "Vienna"), with plain apostrophes for typographic ones, or
  // without a possessive ending. What capitals and
  // endings mean in a dictionary is for the dictionary to say; its words have the tiers below.
  // Throws LexiconError.
  std::optional<int> tier(std::string_view word) const;
  bool knows(std::string_view word) const { return tier(word).has_value(); }

  std::string_view table() const { return table_; }

  // Hunspell has no commonness. Its dictionaries are general ones (those for English are SCOWL's
  // size 60), which is also what words of a plain list are taken for.
  static constexpr int kGeneralTier = 60;
  // The rarest words of the lists of common ones.
  static constexpr int kEverydayTier = 35;
  // Compounds of listed words: no evidence for a join (the default `tier` is 70), but nothing that
  // a repair should take for damage either.
  static constexpr int kCompoundTier = 80;
  // Dictionaries list every letter as its own name. One that is no word of the language is none
  // beside a word that it may have been cut from: "f ließen".
  static constexpr int kLetterTier = 95;

 private:
  std::optional<int> table_tier(std::string_view word) const;
  std::optional<int> dictionary_tier(std::string_view word) const;
  std::optional<int> look_up(std::string_view word) const;
  std::string_view search(std::string_view word) const;  // the tier as it is written, or null
  std::string_view table_, index_;
  const Lexicon* more_;
  std::vector<HunspellPtr> dictionaries_;
  std::string lang_;
  bool graded_ = true;
};

// The lexicons of a RuleSet by language: those that a configuration or call names, on top of the
// built-in one. The commonest tier counts that one of them gives a word.
class Lexicons {
 public:
  // Adds the words of `text`: one a line, with a TAB and a tier behind it or none, in any order;
  // `#` begins a comment. Lines without a tier count as general words. Returns the number of the
  // first line whose tier is no number from 1 to 100, or 0; such lines are left out.
  std::size_t add(const std::string& lang, std::string_view text);
  void add(const std::string& lang, HunspellPtr dictionary);

  bool empty() const { return own_.empty(); }

  // Null when there is none for `lang`. English serves a text of unknown language too.
  const Lexicon* find(std::string_view lang) const;

  // Everything that was added, for the fingerprint. Reads the files of dictionaries.
  std::string describe() const;

 private:
  struct Own {
    std::string table;
    std::vector<HunspellPtr> dictionaries;
    std::unique_ptr<const Lexicon> lexicon;
  };
  static void renew(const std::string& lang, Own& own);
  std::map<std::string, Own, std::less<>> own_;
};

// The lexicon compiled into the library for `lang`; null when there is none. English serves
// a text of unknown language too.
const Lexicon* embedded_lexicon(std::string_view lang);

// The list of the commonest words that is compiled in for `lang`, tiers 10 to 35; null when there
// is none. It is no lexicon: see above. English needs none.
const Lexicon* common_words(std::string_view lang);

}  // namespace textmend::internal

#endif  // TEXTMEND_LEXICON_H_
