// The one list of kinds.

#include <algorithm>

#include "textmend/kinds/kind.h"

namespace textmend::internal {

extern const Kind kProtectKind;
extern const Kind kNormalizeKind;
extern const Kind kMapKind;
extern const Kind kMojibakeKind;
extern const Kind kReplaceKind;
extern const Kind kWordKind;
extern const Kind kQuotesKind;
extern const Kind kDirectionKind;
extern const Kind kDropLinesKind;
extern const Kind kDedupeLinesKind;
extern const Kind kPageFurnitureKind;
extern const Kind kBlankLinesKind;

namespace {

constexpr const Kind* kKinds[] = {
    &kProtectKind,   &kNormalizeKind,   &kMapKind,           &kMojibakeKind,
    &kReplaceKind,   &kWordKind,        &kQuotesKind,        &kDirectionKind,
    &kDropLinesKind, &kDedupeLinesKind, &kPageFurnitureKind, &kBlankLinesKind,
};

}  // namespace

std::span<const Kind* const> all_kinds() { return kKinds; }

const Kind* find_kind(std::string_view name) {
  const auto found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const Kind* kind) { return kind->name == name; });
  return found == std::end(kKinds) ? nullptr : *found;
}

}  // namespace textmend::internal
