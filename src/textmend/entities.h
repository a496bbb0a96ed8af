// HTML character references.

#ifndef TEXTMEND_ENTITIES_H_
#define TEXTMEND_ENTITIES_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmend::internal {

// `text` with its references (named, decimal, hexadecimal) decoded until none is left. A reference
// needs its semicolon, but the last one may lack it where it ends the text and is known. Nothing
// when one can't be decoded: an unknown name, a number that stands for no character or for one of
// private use (an icon of the page's font, which is easier to read as a number than as a box), or
// one that would make a line end or a control character. Numbers 128 to 159 stand for windows-1252,
// as in browsers. Names are all those of the HTML standard, rules/lists/html-entities.txt.
std::optional<std::string> decode_entities(std::string_view text);

}  // namespace textmend::internal

#endif  // TEXTMEND_ENTITIES_H_
