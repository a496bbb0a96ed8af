#include "textmend/sections.h"

#include <algorithm>
#include <cstring>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// The end of the line that begins at `at`, its LF included; nothing when it has no LF.
std::optional<std::size_t> end_of_line(std::string_view text, std::size_t at) {
  const std::size_t lf = text.find('\n', at);
  if (lf == std::string_view::npos) return std::nullopt;
  return lf + 1;
}

bool is_blank_line(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return is_blank(line);
}

}  // namespace

std::optional<Cut> find_cut(std::string_view text, const Limits& limits) {
  // A line takes a byte or more. Most documents end here.
  if (text.size() <= std::min(limits.section_bytes, limits.section_lines)) return std::nullopt;
  std::size_t lines = 0, last_end = 0, blank_end = 0;
  // Nothing is to be found in the first half, unless it is as many lines as a section may have.
  const std::size_t half = std::min(text.size(), limits.section_bytes / 2);
  const std::size_t in_half = count_line_ends(text.substr(0, half));
  std::size_t from = 0;
  if (in_half > 0 && in_half < limits.section_lines / 2) {
    lines = in_half;
    from = last_end = text.rfind('\n', half - 1) + 1;
  }
  for (std::size_t at = from;;) {
    const std::optional<std::size_t> end = end_of_line(text.substr(0, limits.section_bytes), at);
    if (!end || lines == limits.section_lines) break;
    ++lines;
    last_end = *end;
    const bool second_half = at >= limits.section_bytes / 2 || lines > limits.section_lines / 2;
    if (second_half && blank_end == 0 && is_blank_line(text.substr(at, *end - at))) {
      blank_end = *end;
    }
    at = *end;
  }
  // Exactly full and nothing behind it: still one section.
  const bool longer = text.size() > limits.section_bytes ||
                      (lines == limits.section_lines && last_end < text.size());
  if (!longer) return std::nullopt;
  if (blank_end > 0) return Cut{blank_end, false};
  if (last_end > 0) return Cut{last_end, false};
  const std::optional<std::size_t> end = end_of_line(text, limits.section_bytes);
  return Cut{end.value_or(text.size()), true};
}

}  // namespace textmend::internal
