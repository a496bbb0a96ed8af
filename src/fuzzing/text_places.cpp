#include "fuzzing/text_places.h"

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::fuzzing {

using internal::is_continuation;

std::size_t any_place(std::string_view text, Random& random) {
  std::size_t at = random.below(text.size() + 1);
  while (at < text.size() && is_continuation(text[at])) ++at;
  return at;
}

std::size_t behind(std::string_view text, std::size_t at) {
  if (at < text.size()) ++at;
  while (at < text.size() && is_continuation(text[at])) ++at;
  return at;
}

std::size_t find_any(std::string_view text, std::string_view what, Random& random) {
  const std::size_t from = any_place(text, random);
  const std::size_t found = text.find_first_of(what, from);
  return found != std::string_view::npos ? found : text.find_first_of(what);
}

bool is_letter_at(std::string_view text, std::size_t at) {
  const std::string_view character = text.substr(at, behind(text, at) - at);
  if (character.empty() || !internal::is_valid_utf8(character)) return false;
  std::size_t begin = 0;
  return internal::is_letter(internal::next_code_point(character, begin));
}

std::size_t inside_word(std::string_view text, Random& random) {
  for (int tries = 0; tries < 8; ++tries) {
    const std::size_t at = any_place(text, random);
    if (at == 0 || !is_letter_at(text, at)) continue;
    if (is_letter_at(text, internal::previous_boundary(text, at))) return at;
  }
  return std::string_view::npos;
}

std::pair<std::size_t, std::size_t> any_line(std::string_view text, Random& random) {
  const std::size_t at = random.below(text.size() + 1);
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return {begin, std::min(text.find('\n', begin), text.size())};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace textmend::fuzzing
