// The index of the built-in lexicon: a hash table of the places of its words.
//
// make_tables writes it at build time; the library holds it as bytes beside the text of the
// lexicon, so nothing is read or made before the first word is looked up. A look-up reads about one
// cache line of the index and one of the text. The hash only says where to look: the bytes decide.

#ifndef TEXTMEND_LEXICON_TABLE_H_
#define TEXTMEND_LEXICON_TABLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace textmend::internal {

// The index of `text`, whose lines are `word<TAB>...`. Nothing for a text of 16 MB or more: places
// have 24 bits.
std::optional<std::string> make_lexicon_index(std::string_view text);

// What stands behind the TAB of the line of `word`, or a view whose data() is null.
std::string_view look_up_indexed(std::string_view text, std::string_view index,
                                 std::string_view word);

// The index of rules/lexicon/en.txt that the build put into the library. Empty in the program that
// makes it.
std::string_view lexicon_table();

}  // namespace textmend::internal

#endif  // TEXTMEND_LEXICON_TABLE_H_
