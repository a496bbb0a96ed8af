// Where the words of one's own come from: lists and Hunspell dictionaries.

#ifndef TEXTMEND_LEXICON_SOURCES_H_
#define TEXTMEND_LEXICON_SOURCES_H_

#include <memory>
#include <string>
#include <vector>

#include "textmend/config.h"
#include "textmend/lexicon.h"

namespace textmend::internal {

// Adds `LANG=SOURCE` as a call names them. Reports those that are not written so.
void add_lexicon_options(const std::vector<std::string>& options, std::vector<LexiconSource>& to,
                         Problems& problems);

// Reads the lists. Dictionaries are looked for, and read when they are first asked. Reports what is
// missing where it was named.
std::shared_ptr<const Lexicons> read_lexicons(const std::vector<LexiconSource>& sources,
                                              Problems& problems);

}  // namespace textmend::internal

#endif  // TEXTMEND_LEXICON_SOURCES_H_
