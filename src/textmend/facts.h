// What rules may know of a whole section: its word forms, its language, its place in the document.
//
// Facts are taken from the round's input and never change during a round. Each is made when the
// first rule asks for it.

#ifndef TEXTMEND_FACTS_H_
#define TEXTMEND_FACTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "textmend/document.h"
#include "textmend/lexicon.h"

namespace textmend::internal {

// How often each word form stands in a section. Forms are runs of letters and marks, with
// apostrophes and hyphens inside, case folded; the parts of a hyphenated form count too.
class WordIndex {
 public:
  void add(std::string_view text);
  std::uint32_t count(std::string_view word) const;

 private:
  void add_form(std::string_view form);
  std::unordered_map<std::string, std::uint32_t> counts_;
};

class Facts {
 public:
  // `lang` is what the caller knows of the language; empty: it is detected. The facts are those of
  // `text`, split into `lines`; both must outlive them.
  Facts(const Document& document, std::string lang, bool first_section, bool last_section);

  const WordIndex& words() const;
  const std::string& lang() const;  // "und" when unknown
  const Lexicon* lexicon() const { return embedded_lexicon(lang()); }
  bool first_section() const { return first_section_; }
  bool last_section() const { return last_section_; }

 private:
  const Document& document_;
  mutable std::string lang_;
  mutable std::unique_ptr<WordIndex> words_;
  bool first_section_, last_section_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_FACTS_H_
