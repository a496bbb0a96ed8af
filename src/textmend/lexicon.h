// Word lists with commonness.

#ifndef TEXTMEND_LEXICON_H_
#define TEXTMEND_LEXICON_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmend::internal {

// Words of one language. Immutable.
class Lexicon {
 public:
  // `table` has lines `word<TAB>tier`, sorted bytewise by word, and must outlive the Lexicon. The
  // tier is a number: the smaller, the commoner.
  explicit Lexicon(std::string_view table) : table_(table) {}

  // The commonest tier under which `word` stands: as written, with its capitals folded ("Flooding",
  // "FLOODING"; but not "vienna" for "Vienna"), or without a possessive ending.
  std::optional<int> tier(std::string_view word) const;
  bool knows(std::string_view word) const { return tier(word).has_value(); }

  std::string_view table() const { return table_; }

 private:
  std::optional<int> look_up(std::string_view word) const;
  std::string_view table_;
};

// The lexicon compiled into the library for `lang`; null when there is none. English serves
// a text of unknown language too.
const Lexicon* embedded_lexicon(std::string_view lang);

}  // namespace textmend::internal

#endif  // TEXTMEND_LEXICON_H_
