// Texts as TOML writes them.

#ifndef TEXTMEND_TOML_TEXT_H_
#define TEXTMEND_TOML_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmend::internal {

// Controls, blanks that are no space, what has no width, marks that join the letter before them,
// what no font has: nobody sees what they are.
bool is_unseen(char32_t c);

// `text`, valid UTF-8, as a basic string on one line: what can't be seen, or looks like something
// else, is escaped.
std::string toml_string(std::string_view text);

// Where the string value that begins at `begin` of a TOML file ends: behind its closing quotes. The
// file has been read without faults.
std::size_t toml_string_end(std::string_view file, std::size_t begin);

}  // namespace textmend::internal

#endif  // TEXTMEND_TOML_TEXT_H_
