// Fenced code in a text that is cleaned line by line (CleanOptions::line_by_line).
//
// Whether a fence is closed is not known while its lines come by, so an open one protects what
// follows, for as many lines as its rule lets a block have.

#ifndef TEXTMEND_OPEN_FENCE_H_
#define TEXTMEND_OPEN_FENCE_H_

#include <span>
#include <string_view>
#include <vector>

#include "textmend/protection.h"

namespace textmend::internal {

class OpenFence {
 public:
  // `protect` are the rules that protect; those of shape fence must outlive this.
  explicit OpenFence(std::span<const RulePtr> protect);

  // Whether `line`, the next one, is of a fenced block, its first and last line included. With its
  // line end or without.
  bool holds(std::string_view line, MatchScratch& scratch);

 private:
  std::vector<const ProtectRule*> fences_;
  const ProtectRule* open_ = nullptr;
  std::size_t lines_left_ = 0;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_OPEN_FENCE_H_
