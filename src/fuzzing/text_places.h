// Places in a text, most of them chosen at random: offsets of code points, in bytes. The text need
// not be valid UTF-8, as a fuzzer changes bytes.

#ifndef TEXTMEND_FUZZING_TEXT_PLACES_H_
#define TEXTMEND_FUZZING_TEXT_PLACES_H_

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzzing/random.h"

namespace textmend::fuzzing {

// A text has always one: its end.
std::size_t any_place(std::string_view text, Random& random);
// The place behind the code point at `at`.
std::size_t behind(std::string_view text, std::size_t at);
// A place where one of the bytes `what` stands, searched from a random place on and round; npos for
// none.
std::size_t find_any(std::string_view text, std::string_view what, Random& random);
// Bytes that are not UTF-8 are no letter.
bool is_letter_at(std::string_view text, std::size_t at);
// A place between two letters; npos for none near.
std::size_t inside_word(std::string_view text, Random& random);
// Begin and end of a line, without its LF.
std::pair<std::size_t, std::size_t> any_line(std::string_view text, Random& random);

// The lines that are not empty, without their LF.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_TEXT_PLACES_H_
