// What is read again is text: valid UTF-8, in order, disjoint, whole characters, never a line end.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/promises.h"
#include "textmend/mojibake.h"
#include "textmend/unicode.h"

namespace {

using textmend::fuzzing::require;
using textmend::internal::MojibakeRepair;

void check(std::string_view text, const std::vector<MojibakeRepair>& repairs) {
  std::size_t end = 0;
  for (const MojibakeRepair& repair : repairs) {
    require(repair.begin >= end && repair.begin < repair.end && repair.end <= text.size(),
            "repairs are ascending, disjoint and inside of the line");
    end = repair.end;
    require((end == text.size() || !textmend::internal::is_continuation(text[end])) &&
                !textmend::internal::is_continuation(text[repair.begin]),
            "repairs are of whole characters");
    require(textmend::internal::is_valid_utf8(repair.with) && !repair.with.empty(),
            "what is read again is valid UTF-8");
    require(repair.with.find('\n') == std::string::npos, "what is read again is no line end");
    require(!repair.page.empty(), "a repair names its encoding");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const textmend::internal::Mojibake mojibake = [] {
    std::vector<const textmend::internal::CodePage*> pages;
    for (const auto& page : textmend::internal::code_pages()) pages.push_back(&page);
    return textmend::internal::Mojibake(pages);
  }();
  std::string_view text(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 4096));
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (textmend::internal::is_valid_utf8(line)) {
      check(line, mojibake.find(line, true));
      check(line, textmend::internal::find_misread_controls(line, true));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}
