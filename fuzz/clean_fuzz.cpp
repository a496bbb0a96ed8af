// Any bytes through the default profile and the rule that knows pages: all promises of a document.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzzing/promises.h"

namespace {

using textmend::Cleaner;
namespace fuzzing = textmend::fuzzing;

constexpr std::size_t kMaxInput = std::size_t{16} << 10;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const textmend::RuleSet rules =
      fuzzing::shipped_rules({"default"}, {"pdf/page-furniture"});
  static const Cleaner cleaner(rules);
  const std::string text(data, data + std::min(size, kMaxInput));
  fuzzing::require_kept(fuzzing::broken_by_document(cleaner, text));
  fuzzing::require_kept(fuzzing::broken_by_shipped(fuzzing::ask(cleaner, text)));
  return 0;
}
