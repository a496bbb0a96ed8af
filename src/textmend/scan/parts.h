// The bytes by which the scanner knows a need.

#ifndef TEXTMEND_SCAN_PARTS_H_
#define TEXTMEND_SCAN_PARTS_H_

#include <array>
#include <cstddef>
#include <vector>

#include "textmend/needs.h"
#include "textmend/scan/kernel.h"

namespace textmend::internal::scan {

// Up to kPlaces neighbouring bytes, a set for each.
struct Part {
  std::array<ByteClass, kPlaces> bytes;
  std::size_t size = 0;

  bool operator==(const Part&) const = default;
};

// Parts of which one stands wherever `window` occurs, beginning at its position `from`. A class
// with members beyond ASCII becomes a part for each row of UTF-8 bytes; where these are too many,
// one part that ends with their first bytes.
std::vector<Part> parts_of(const NeedWindow& window, std::size_t from);

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_PARTS_H_
