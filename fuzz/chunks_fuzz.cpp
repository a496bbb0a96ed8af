// A document that comes in blocks of any sizes, and is cut into short sections or not at all, under
// limits that its lines meet: the answer depends on its bytes alone. The last bytes of the input
// say which sizes and limits; the rest is the text.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/promises.h"
#include "fuzzing/random.h"

namespace {

using textmend::Cleaner;
using textmend::CleanOptions;
namespace fuzzing = textmend::fuzzing;

constexpr std::size_t kMaxInput = std::size_t{8} << 10;
constexpr std::size_t kForSizes = 8;

// Small enough that a text of a few hundred bytes meets each of them.
CleanOptions options_of(fuzzing::Choices& choices) {
  CleanOptions options;
  if (!choices.one_in(4)) {
    options.limits.section_bytes = 16 + 4 * choices.below(256);
    options.limits.section_lines = 1 + choices.below(16);
  }
  if (choices.one_in(2)) options.limits.line_bytes = 8 + choices.below(256);
  return options;
}

std::vector<std::size_t> sizes_of(fuzzing::Choices& choices) {
  std::vector<std::size_t> sizes;
  while (!choices.rest().empty()) sizes.push_back(1 + choices.below(64));
  return sizes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const textmend::RuleSet rules = fuzzing::shipped_rules({"pdf", "news", "web"});
  std::string text(data, data + std::min(size, kMaxInput));
  const std::string bytes = text.substr(text.size() - std::min(text.size(), kForSizes));
  text.resize(text.size() - bytes.size());
  fuzzing::Choices choices(bytes);
  const Cleaner cleaner(rules, options_of(choices));
  const std::vector<std::size_t> sizes = sizes_of(choices);

  const fuzzing::Answer whole = fuzzing::ask(cleaner, text);
  fuzzing::require_kept(fuzzing::broken_by_answer(whole, cleaner.options().limits));
  const fuzzing::Answer pieces = fuzzing::ask(cleaner, text, sizes);
  fuzzing::require_kept(fuzzing::broken_by_answer(pieces, cleaner.options().limits));
  fuzzing::require(whole.output == pieces.output, "the size of the blocks changes no output");
  fuzzing::require(whole.changes == pieces.changes, "the size of the blocks changes no hunk");
  fuzzing::require(whole.remarks == pieces.remarks, "the size of the blocks changes no note");
  fuzzing::require(whole.invalid_lines == pieces.invalid_lines, "invalid lines are counted");
  return 0;
}
