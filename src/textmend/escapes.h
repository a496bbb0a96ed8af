// Characters written as escapes of JSON, JavaScript, Java and Python: `\u2019`.

#ifndef TEXTMEND_ESCAPES_H_
#define TEXTMEND_ESCAPES_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmend::internal {

// `text` with each `\uXXXX` (four hexadecimal digits: a UTF-16 unit) turned into its character; a
// high surrogate and the low one behind it make one. Nothing when one stands for no character that
// text may hold: half of a pair, a control character, a non-character.
std::optional<std::string> decode_escapes(std::string_view text);

}  // namespace textmend::internal

#endif  // TEXTMEND_ESCAPES_H_
