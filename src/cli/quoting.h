// Ways to write bytes that are not safe to print as they are.

#ifndef TEXTMEND_CLI_QUOTING_H_
#define TEXTMEND_CLI_QUOTING_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace textmend::cli {

// A file name as git writes it with core.quotePath off: as it is, or in quotes with C escapes if
// it holds a control character, a quote, a backslash or bytes that are not UTF-8.
std::string quoted_name(std::string_view name);

// One line that is safe on a terminal: control characters and bytes that are not UTF-8 become C
// escapes.
std::string printable(std::string_view bytes);

// Appends `"text"`. `text` is UTF-8.
void append_json_string(std::string& out, std::string_view text);

// Appends `"key":"value"` to a JSON object. Bytes that are not UTF-8 have no place in a JSON
// string: then it is `"key_hex":"..."`, so that nothing is lost.
void append_json(std::string& out, std::string_view key, std::string_view value);
void append_json(std::string& out, std::string_view key, std::uint64_t value);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_QUOTING_H_
