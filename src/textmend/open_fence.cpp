#include "textmend/open_fence.h"

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

OpenFence::OpenFence(std::span<const RulePtr> protect) {
  for (const RulePtr& one : protect) {
    const auto* rule = static_cast<const ProtectRule*>(one.get());
    if (rule->shape() == ProtectRule::Shape::kFence) fences_.push_back(rule);
  }
}

bool OpenFence::holds(std::string_view text, MatchScratch& scratch) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  Line line;
  line.content = text;
  line.opaque = !is_valid_utf8(text);
  scratch.set_edges(true, true);
  if (open_ != nullptr) {
    if (--lines_left_ == 0 || open_->closes(line, scratch)) open_ = nullptr;
    return true;
  }
  if (line.opaque) return false;
  const auto fence = std::find_if(fences_.begin(), fences_.end(), [&](const ProtectRule* rule) {
    return rule->opens(line, scratch);
  });
  if (fence == fences_.end()) return false;
  lines_left_ = (*fence)->within();
  if (lines_left_ > 0) open_ = *fence;
  return true;
}

}  // namespace textmend::internal
