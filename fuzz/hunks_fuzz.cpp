// Edits on their way to hunks. The bytes are a text and two lists of edits, the second made for
// what the first leaves: composed they lead from the text to the same end, and every range of the
// end comes from a range of the text. Then the shipped rules of three profiles: their hunks lead to
// the output and back.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/promises.h"
#include "fuzzing/random.h"
#include "textmend/document.h"
#include "textmend/unicode.h"

namespace {

using textmend::internal::Edit;
namespace fuzzing = textmend::fuzzing;
namespace internal = textmend::internal;

constexpr std::size_t kMaxInput = std::size_t{4} << 10;
constexpr std::size_t kForEdits = 24;

// Forward to a code point's begin, by `steps` code points.
std::size_t move(std::string_view text, std::size_t at, std::size_t steps) {
  for (; steps > 0 && at < text.size(); --steps) {
    ++at;
    while (at < text.size() && internal::is_continuation(text[at])) ++at;
  }
  return at;
}

// Ascending and disjoint, trimmed, and none that changes nothing; they may touch.
std::vector<Edit> edits_of(std::string_view text, fuzzing::Choices choices) {
  static constexpr std::string_view kWith[] = {"", "a", "ab", " ", "\n", "é", "e\u0301", "aa\naa"};
  std::vector<Edit> edits;
  std::size_t at = 0;
  while (!choices.rest().empty()) {
    Edit edit;
    edit.begin = move(text, at, choices.below(16));
    edit.end = move(text, edit.begin, choices.below(6));
    edit.with = choices.pick(kWith);
    at = edit.end;
    const std::string before(text.substr(edit.begin, edit.end - edit.begin));
    internal::trim(edit, before);
    if (edit.begin == edit.end && edit.with.empty()) continue;
    edit.steps = {{"fuzz/edit", {}, before, edit.with}};
    edits.push_back(std::move(edit));
  }
  return edits;
}

void check_composition(const std::string& text, std::string_view first, std::string_view second) {
  const internal::TextRange text_of = [&text](std::size_t from, std::size_t to) {
    return text.substr(from, to - from);
  };
  // What touches becomes one edit, which the first list of a composition must already be.
  std::vector<Edit> edits, all = edits_of(text, fuzzing::Choices(first));
  const std::string middle = internal::apply_edits(text, all);
  internal::compose(edits, std::move(all), text_of);
  fuzzing::require(internal::apply_edits(text, edits) == middle, "edits that touch become one");
  std::vector<Edit> more = edits_of(middle, fuzzing::Choices(second));
  const std::string end = internal::apply_edits(middle, more);
  internal::compose(edits, std::move(more), text_of);
  fuzzing::require_kept(fuzzing::broken_by_edits(edits, text));
  fuzzing::require(internal::apply_edits(text, edits) == end, "composed edits lead to the end");
  const std::vector<std::size_t> shifts = internal::shifts_of(edits);
  std::size_t last = 0;
  for (std::size_t at = 0; at <= end.size(); at = move(end, at, 1) + (at == end.size() ? 1U : 0U)) {
    const internal::Range range = internal::map_back(edits, {at, at});
    fuzzing::require(range.begin <= range.end && range.end <= text.size(), "a range has an origin");
    fuzzing::require(range.begin >= last, "what comes later comes from later");
    const internal::Range quick = internal::map_back(edits, shifts, {at, at});
    fuzzing::require(quick.begin == range.begin && quick.end == range.end, "shifts say the same");
    last = range.begin;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const textmend::RuleSet rules = fuzzing::shipped_rules({"pdf", "news", "web"});
  static const textmend::Cleaner cleaner(rules);
  std::string text(data, data + std::min(size, kMaxInput));
  const std::string bytes = text.substr(text.size() - std::min(text.size(), kForEdits));
  text.resize(text.size() - bytes.size());
  const std::string_view choices = bytes;
  if (internal::is_valid_utf8(text)) {
    check_composition(text, choices.substr(0, bytes.size() / 2), choices.substr(bytes.size() / 2));
  }
  fuzzing::require_kept(
      fuzzing::broken_by_answer(fuzzing::ask(cleaner, text), cleaner.options().limits));
  return 0;
}
