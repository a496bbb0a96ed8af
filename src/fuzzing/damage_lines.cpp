#include <fmt/format.h>

#include <string_view>

#include "fuzzing/damage_kinds.h"
#include "fuzzing/text_places.h"

namespace textmend::fuzzing::damage {

void break_line(std::string& text, Random& random) {
  const std::size_t at = find_any(text, " ", random);
  if (at != std::string::npos) text.replace(at, 1, random.one_in(4) ? " \n" : "\n");
}

void join_lines(std::string& text, Random& random) {
  const std::size_t at = find_any(text, "\n", random);
  if (at != std::string::npos) text.replace(at, 1, random.one_in(2) ? " " : "");
}

void blank_lines(std::string& text, Random& random) {
  const std::size_t at = find_any(text, "\n", random);
  if (at != std::string::npos) text.insert(at, std::string(1 + random.below(5), '\n'));
}

void line_ends(std::string& text, Random& random) {
  std::string changed;
  const bool all = random.one_in(2);
  for (const char c : text) {
    if (c == '\n' && (all || random.one_in(2))) changed += '\r';
    changed += c;
  }
  text = std::move(changed);
}

void page_end(std::string& text, Random& random) {
  const std::size_t at = find_any(text, "\n", random);
  if (at == std::string::npos) return;
  const std::size_t page = 1 + random.below(40);
  text.insert(at + 1, random.one_in(2) ? fmt::format("{}\n\fThe Lamp and the River\n", page)
                                       : fmt::format("\nPage {} of 40\n\f", page));
}

void copy_line(std::string& text, Random& random) {
  const auto [begin, end] = any_line(text, random);
  const std::string line = text.substr(begin, end - begin);
  const std::size_t to = any_line(text, random).first;
  text.insert(to, line + (random.one_in(2) ? "\n\n" : "\n"));
}

void drop_line(std::string& text, Random& random) {
  const auto [begin, end] = any_line(text, random);
  text.erase(begin, end + 1 - begin);
}

// Numbers and words of any length, and repeats that a pattern may walk through again and again.
void repeat(std::string& text, Random& random) {
  const std::size_t begin = any_place(text, random);
  std::size_t end = begin;
  for (std::size_t n = 1 + random.below(random.one_in(4) ? 40 : 6); n > 0; --n) {
    end = behind(text, end);
  }
  const std::string piece = text.substr(begin, end - begin);
  std::string more;
  for (std::size_t n = 1 + random.below(random.one_in(8) ? 60 : 4); n > 0; --n) more += piece;
  text.insert(end, more);
}

void remove_some(std::string& text, Random& random) {
  const std::size_t begin = any_place(text, random);
  std::size_t end = begin;
  for (std::size_t n = 1 + random.below(random.one_in(4) ? 30 : 3); n > 0; --n) {
    end = behind(text, end);
  }
  text.erase(begin, end - begin);
}

void move_some(std::string& text, Random& random) {
  const std::size_t begin = any_place(text, random);
  std::size_t end = begin;
  for (std::size_t n = 1 + random.below(12); n > 0; --n) end = behind(text, end);
  const std::string piece = text.substr(begin, end - begin);
  if (random.one_in(2)) text.erase(begin, end - begin);
  text.insert(any_place(text, random), piece);
}

void protected_text(std::string& text, Random& random) {
  static constexpr std::string_view kProtected[] = {"https://lamp.example/a,b.html",
                                                    "anna.reed@lamp.example",
                                                    "/usr/share/lamp , x",
                                                    "`git add .`",
                                                    "```\ncode , here\n```\n",
                                                    "| a , b | c |\n",
                                                    "www.lamp.example/x?y=1&amp;z=2",
                                                    "$x , y$"};
  std::size_t at = find_any(text, " \n", random);
  if (at == std::string::npos) at = text.size();
  text.insert(at, fmt::format(" {}", random.pick(kProtected)));
}

}  // namespace textmend::fuzzing::damage
