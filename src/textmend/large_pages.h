// What the library asks of the machine's memory.

#ifndef TEXTMEND_LARGE_PAGES_H_
#define TEXTMEND_LARGE_PAGES_H_

#include <cstddef>

namespace textmend::internal {

// Asks for large pages where [begin, begin + size) is not touched yet: with small ones the first
// touch of a section costs as much time as a third of its scan. Where the system has none, or does
// not want to, nothing happens.
void prefer_large_pages(void* begin, std::size_t size);

}  // namespace textmend::internal

#endif  // TEXTMEND_LARGE_PAGES_H_
