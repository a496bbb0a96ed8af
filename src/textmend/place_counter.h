// Lines and columns of offsets.

#ifndef TEXTMEND_PLACE_COUNTER_H_
#define TEXTMEND_PLACE_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "textmend/unicode.h"

namespace textmend::internal {

// Tells line and column of ascending offsets in one pass.
class PlaceCounter {
 public:
  // `first_line` is the number of the text's first line.
  PlaceCounter(std::string_view text, std::uint64_t first_line) : text_(text), line_(first_line) {}

  void go_to(std::size_t offset) {
    for (;;) {
      const std::size_t lf = text_.find('\n', at_);
      if (lf == std::string_view::npos || lf >= offset) break;
      at_ = lf + 1;
      column_ = 1;
      ++line_;
    }
    column_ += count_code_points(text_.substr(at_, offset - at_));
    at_ = offset;
  }
  std::uint64_t line() const { return line_; }
  std::uint64_t column() const { return column_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_, column_ = 1;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_PLACE_COUNTER_H_
