#include "fuzzing/damage.h"

#include <algorithm>

#include "fuzzing/damage_kinds.h"
#include "fuzzing/text_places.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using Kind = void (*)(std::string&, Random&);
// What stands twice is twice as likely.
constexpr Kind kKinds[] = {
    damage::blank_before_mark,
    damage::double_mark,
    damage::lose_blank,
    damage::other_blank,
    damage::break_word,
    damage::break_ligature,
    damage::break_line,
    damage::join_lines,
    damage::blank_lines,
    damage::line_ends,
    damage::page_end,
    damage::misread,
    damage::other_quotes,
    damage::escape,
    damage::odd_character,
    damage::letter_space,
    damage::copy_line,
    damage::drop_line,
    damage::repeat,
    damage::repeat,
    damage::remove_some,
    damage::remove_some,
    damage::move_some,
    damage::other_character,
    damage::other_character,
    damage::other_character,
    damage::protected_text,
};

}  // namespace

void truncate(std::string& text, std::size_t max_size) {
  if (text.size() <= max_size) return;
  while (max_size > 0 && internal::is_continuation(text[max_size])) --max_size;
  text.resize(max_size);
}

void Damage::splice(std::string& text, Random& random) const {
  if (pieces_.empty()) return;
  const std::string& piece = random.pick(pieces_);
  switch (random.below(4)) {
    case 0:
      text.insert(any_line(text, random).first, piece + "\n");
      break;
    case 1:
      text.insert(any_place(text, random), piece);
      break;
    case 2: {  // a part of it
      const std::size_t begin = any_place(piece, random), end = any_place(piece, random);
      text.insert(any_place(text, random),
                  piece.substr(std::min(begin, end), std::max(begin, end) - std::min(begin, end)));
      break;
    }
    default: {
      const auto [begin, end] = any_line(text, random);
      text.replace(begin, end - begin, piece);
    }
  }
}

std::string Damage::mutate(std::string text, Random& random, std::size_t max_size) const {
  if (random.one_in(100)) damage::bad_bytes(text, random);
  for (std::size_t n = 1 + random.below(4); n > 0; --n) {
    if (random.one_in(6)) {
      splice(text, random);
    } else {
      random.pick(kKinds)(text, random);
    }
    truncate(text, max_size);
  }
  return text;
}

}  // namespace textmend::fuzzing
