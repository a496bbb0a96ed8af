// The smallest text that still shows what a text shows.

#ifndef TEXTMEND_FUZZING_MINIMISE_H_
#define TEXTMEND_FUZZING_MINIMISE_H_

#include <cstddef>
#include <functional>
#include <string>

namespace textmend::fuzzing {

using Shows = std::function<bool(const std::string&)>;

// Takes out lines, then words, then characters, in ever smaller pieces, as long as `shows` says
// that it is still there (delta debugging, Zeller and Hildebrandt 2002). Asks at most `tries`
// times. Of the same text and answers always the same comes out.
std::string minimise(std::string text, const Shows& shows, std::size_t tries);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_MINIMISE_H_
