// What a line begins with, as one number: lines are told apart by that before anything dearer.

#ifndef TEXTMEND_SCAN_FIRST_BYTES_H_
#define TEXTMEND_SCAN_FIRST_BYTES_H_

#include <cstdint>
#include <cstring>
#include <string_view>

namespace textmend::internal::scan {

// The first eight bytes of `text` as they stand in memory; 0 for those that it does not have.
inline std::uint64_t first_bytes(std::string_view text) {
  std::uint64_t bytes = 0;
  if (text.size() >= sizeof bytes) {  // nearly always, and then it is one instruction
    std::memcpy(&bytes, text.data(), sizeof bytes);
  } else {
    std::memcpy(&bytes, text.data(), text.size());
  }
  return bytes;
}

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_FIRST_BYTES_H_
