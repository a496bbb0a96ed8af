// How plausible characters are beside each other: the two sides of a score of mojibake.h.
//
// Everything here is points, small integers of which the sums are compared. They were set by hand,
// for what can be said of all languages at once, and are held by tests/mojibake.tsv.

#ifndef TEXTMEND_MOJIBAKE_SCORE_H_
#define TEXTMEND_MOJIBAKE_SCORE_H_

#include <functional>

#include "textmend/mojibake_sort.h"

namespace textmend::internal {

// 0: b stands behind a in good text. 1: it may. 2: hardly. 3: it does not.
int oddness(char32_t a, char32_t b);

// What the two neighbours of c add: a mark that opens or closes, between letters.
int oddness_in_word(char32_t before, char32_t c, char32_t behind);

// Decoded characters around a place. at(0) is the one in question, at(-1) stands in front of it;
// 0 is beyond the line. Good for a few dozen characters each way.
using Around = std::function<char32_t(int)>;

inline constexpr int kMisfit = -100;  // and less: never

// How well at(0) fits: 2 well, 0 not badly, below that badly.
int fit(const Around& at);

}  // namespace textmend::internal

#endif  // TEXTMEND_MOJIBAKE_SCORE_H_
