// HTML character references.

#ifndef TEXTMEND_ENTITIES_H_
#define TEXTMEND_ENTITIES_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmend::internal {

// `text` with its references (named ones with their semicolon, decimal, hexadecimal) decoded until
// none is left. Nothing when one can't be decoded: an unknown name, a number that stands for no
// character, or one that would make a control character. Numbers 128 to 159 stand for
// windows-1252, as in browsers. Names are those of HTML 4 and `apos`,
// rules/lists/html-entities.txt.
std::optional<std::string> decode_entities(std::string_view text);

}  // namespace textmend::internal

#endif  // TEXTMEND_ENTITIES_H_
