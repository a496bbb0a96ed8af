// How often a line stands in a section: what decides whether a copy is one, or a refrain.

#ifndef TEXTMEND_KINDS_LINE_COUNTS_H_
#define TEXTMEND_KINDS_LINE_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "textmend/lines.h"

namespace textmend::internal {

class LineCounts {
 public:
  // `lines` must outlive this, and is gone through when the first question is asked.
  LineCounts(const Lines& lines, std::size_t most) : lines_(lines), most_(most) {}

  // Whether `text`, a line without the blanks at its ends, stands more often than `most` byte for
  // byte; or more often, and more than twice, when lines count whose letters and digits are the
  // same: of a question that is asked twenty times two may lack a comma. Never where `most` is 0.
  bool too_often(std::string_view text);

 private:
  void index();

  const Lines& lines_;
  std::size_t most_;
  // A line in a chain of those whose hashes begin alike. Lines are numbered from 1; 0 ends a chain.
  struct Chained {
    std::uint32_t hash = 0, next = 0;
  };
  std::vector<std::uint32_t> first_;  // by the upper bits of the hash
  int shift_ = 0;
  std::vector<Chained> chained_;  // by line
};

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_LINE_COUNTS_H_
