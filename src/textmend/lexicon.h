// Word lists with commonness.

#ifndef TEXTMEND_LEXICON_H_
#define TEXTMEND_LEXICON_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace textmend::internal {

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

  // The commonest tier under which `word` stands: as written, with its capitals folded ("Flooding",
  // "FLOODING"; but not "vienna" for "Vienna"), or without a possessive ending.
  std::optional<int> tier(std::string_view word) const;
  bool knows(std::string_view word) const { return tier(word).has_value(); }

  std::string_view table() const { return table_; }

 private:
  std::optional<int> look_up(std::string_view word) const;
  std::string_view search(std::string_view word) const;  // the tier as it is written, or null
  std::string_view table_, index_;
  const Lexicon* more_;
};

// The lexicons of a RuleSet by language: those that a configuration names, on top of the built-in
// one.
class Lexicons {
 public:
  // Adds the words of `text`: one a line, with a TAB and a tier behind it or none, in any order;
  // `#` begins a comment. Lines without a tier count as general words.
  void add(const std::string& lang, std::string_view text);

  // Null when there is none for `lang`. English serves a text of unknown language too.
  const Lexicon* find(std::string_view lang) const;

  // Everything that was added, for the fingerprint.
  std::string describe() const;

 private:
  struct Own {
    std::string table;
    std::unique_ptr<const Lexicon> lexicon;
  };
  std::map<std::string, Own, std::less<>> own_;
};

// The lexicon compiled into the library for `lang`; null when there is none. English serves
// a text of unknown language too.
const Lexicon* embedded_lexicon(std::string_view lang);

}  // namespace textmend::internal

#endif  // TEXTMEND_LEXICON_H_
