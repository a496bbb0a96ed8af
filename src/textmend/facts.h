// What rules may know of a whole section: its word forms, its language, its place in the document.
//
// Facts are taken from the round's input and never change during a round. Each is made when the
// first rule asks for it, and between rounds brought up to date by what has changed.

#ifndef TEXTMEND_FACTS_H_
#define TEXTMEND_FACTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/lexicon.h"
#include "textmend/word_index.h"

namespace textmend::internal {

class Facts {
 public:
  // `lang`, a BCP 47 tag, is what the caller knows of the language; empty: it is detected.
  // `lexicons` may be null: then there are only the built-in ones. It and the document must outlive
  // the Facts.
  Facts(const Document& document, std::string_view lang, const Lexicons* lexicons = nullptr);

  // To be called behind a round, before Document::rebase().
  void update();

  const WordIndex& words() const;
  const std::string& lang() const;  // "und" when unknown
  const Lexicon* lexicon() const;   // of the text's language; null when there is none
  // Whether the text's lexicon has the word. Where only the built-in ones can, one that none of
  // them has is told without the language, which costs more than all else for a short text.
  bool knows(std::string_view word) const;
  // Whether that lexicon is a dictionary beside a list of common words: it tells everyday words
  // from others, but of these not the rare from the general.
  bool has_common_words() const;
  // Whether a line of the round's input is like furniture of a page (pages.h): it repeats there,
  // whether or not it is proved to be no text.
  bool is_like_furniture(std::size_t base_line) const;

 private:
  const Document& document_;
  bool detects_lang_;
  mutable std::string lang_;
  mutable std::unique_ptr<WordIndex> words_;
  mutable std::unique_ptr<std::vector<std::size_t>> furniture_;  // lines, ascending
  const Lexicons* lexicons_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_FACTS_H_
