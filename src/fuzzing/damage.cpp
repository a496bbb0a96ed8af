#include "fuzzing/damage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::is_continuation;

// Places are offsets of code points. A text has always one: its end.
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

// A place where one of `what` stands, searched from a random place on and round; npos for none.
std::size_t find_any(std::string_view text, std::string_view what, Random& random) {
  const std::size_t from = any_place(text, random);
  const std::size_t found = text.find_first_of(what, from);
  return found != std::string_view::npos ? found : text.find_first_of(what);
}

bool is_letter_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || is_continuation(text[at])) return false;
  return internal::is_letter(internal::next_code_point(text, at));
}

// A place between two letters; npos for none near.
std::size_t inside_word(std::string_view text, Random& random) {
  for (int tries = 0; tries < 8; ++tries) {
    const std::size_t at = any_place(text, random);
    if (at == 0 || !is_letter_at(text, at)) continue;
    if (is_letter_at(text, internal::previous_boundary(text, at))) return at;
  }
  return std::string_view::npos;
}

void insert_in_word(std::string& text, Random& random, std::string_view what) {
  const std::size_t at = inside_word(text, random);
  if (at != std::string::npos) text.insert(at, what);
}

constexpr std::string_view kMarks = ".,;:!?)";

void blank_before_mark(std::string& text, Random& random) {
  static constexpr std::string_view kBlanks[] = {" ", " ", "\u00A0", "  ", "\t", "\u2009"};
  const std::size_t at = find_any(text, kMarks, random);
  if (at != std::string::npos) text.insert(at, random.pick(kBlanks));
}

void double_mark(std::string& text, Random& random) {
  const std::size_t at = find_any(text, kMarks, random);
  if (at == std::string::npos) return;
  const std::string mark = (random.one_in(2) ? " " : "") + std::string(1, text[at]);
  text.insert(at + 1, mark);
}

void lose_blank(std::string& text, Random& random) {
  const std::size_t at = find_any(text, " ", random);
  if (at != std::string::npos) text.erase(at, 1);
}

void other_blank(std::string& text, Random& random) {
  static constexpr std::string_view kBlanks[] = {"\u00A0", "  ",     "\u00A0 ", "\t",
                                                 "\u2003", "\u202F", "\u3000",  "   "};
  const std::size_t at = find_any(text, " ", random);
  if (at != std::string::npos) text.replace(at, 1, random.pick(kBlanks));
}

void break_word(std::string& text, Random& random) {
  static constexpr std::string_view kGaps[] = {" ",     " ",      "\u00AD",  "-\n", "\u00AD\n",
                                               "-\r\n", "\u200B", "\u00AD ", "- ",  "\uFEFF"};
  insert_in_word(text, random, random.pick(kGaps));
}

void break_ligature(std::string& text, Random& random) {
  struct Ligature {
    std::string_view letters, glyph, code;
  };
  static constexpr Ligature kLigatures[] = {{"ffi", "\uFB03", "\x0E"}, {"ffl", "\uFB04", "\x0F"},
                                            {"ff", "\uFB00", "\x0B"},  {"fi", "\uFB01", "\x1C"},
                                            {"fl", "\uFB02", "\x1D"},  {"th", "\uE062", "\x1F"}};
  const Ligature& one = random.pick(kLigatures);
  const std::size_t at = text.find(one.letters);
  if (at == std::string::npos) return;
  const std::string glyph(one.glyph), letters(one.letters);
  const std::array<std::string, 7> stand_ins = {glyph,
                                                glyph + " ",
                                                "",
                                                letters + " ",
                                                letters.substr(0, 1) + " " + letters.substr(1),
                                                "\uFFFD",
                                                std::string(one.code)};
  text.replace(at, letters.size(), random.pick(stand_ins));
}

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

// The UTF-8 of what is not ASCII, read as Latin-1 or windows-1252.
void misread(std::string& text, Random& random) {
  static constexpr char32_t kWindows[] = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  const bool windows = !random.one_in(4), all = random.one_in(2);
  std::string changed;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = behind(text, at);
    for (; at < end; ++at) {
      const char32_t byte = static_cast<unsigned char>(text[at]);
      if (byte >= 0x80 && byte < 0xA0 && windows) {
        internal::append_code_point(kWindows[byte - 0x80], changed);
      } else {
        internal::append_code_point(byte, changed);
      }
    }
    if (!all && changed.size() > at && random.one_in(3)) {
      changed += std::string_view(text).substr(at);
      break;
    }
  }
  text = std::move(changed);
}

void replace_first(std::string& text, std::string_view from, std::string_view to, Random& random) {
  const std::size_t start = any_place(text, random);
  std::size_t at = text.find(from, start);
  if (at == std::string::npos) at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

void other_quotes(std::string& text, Random& random) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr Pair kPairs[] = {{"“", "”"},  {"”", "“"},  {"\"", "“"},  {"“", "“ "},
                                    {"”", " ”"}, {"’", "'"},  {"'", "’"},   {"’", "‘"},
                                    {"”", "””"}, {"“", "\""}, {"\"", "''"}, {"”", "\""},
                                    {"“", "«"},  {"”", "»"},  {".”", "”."}, {"”", ""}};
  const Pair& pair = random.pick(kPairs);
  replace_first(text, pair.first, pair.second, random);
}

void escape(std::string& text, Random& random) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr Pair kPairs[] = {
      {"’", "&rsquo;"}, {"’", "&#8217;"}, {"&", "&amp;"},  {"&", "&amp;amp;"}, {"\"", "&quot;"},
      {"<", "&lt;"},    {"“", "&ldquo;"}, {" ", "&nbsp;"}, {"’", "\\u2019"},   {"é", "&eacute;"},
      {"“", "\\u201c"}, {"-", "&ndash;"}, {"'", "&#x27;"}, {"é", "e\u0301"},   {"ü", "u\u0308"},
      {"é", "Ã©"},      {"’", "â€™"},     {"’", "\u0092"}};
  const Pair& pair = random.pick(kPairs);
  replace_first(text, pair.first, pair.second, random);
}

void odd_character(std::string& text, Random& random) {
  static constexpr std::string_view kOdd[] = {
      "\u200B", "\uFEFF", "\u00AD",    "\u2028", "\uFFFD",     "\uFFFC", "\u200E", "\u202E",
      "\u0085", "\u0008", "\u001B[1m", "\uFFFE", "\U000E0041", "\uE000", "\u200D", "\u0301"};
  text.insert(any_place(text, random), random.pick(kOdd));
}

void letter_space(std::string& text, Random& random) {
  const std::size_t at = inside_word(text, random);
  if (at == std::string::npos) return;
  std::size_t begin = at, end = at;
  while (begin > 0 && is_letter_at(text, internal::previous_boundary(text, begin))) {
    begin = internal::previous_boundary(text, begin);
  }
  while (is_letter_at(text, end)) end = behind(text, end);
  std::string spaced;
  for (std::size_t i = begin; i < end; i = behind(text, i)) {
    if (i > begin) spaced += ' ';
    spaced += std::string_view(text).substr(i, behind(text, i) - i);
  }
  text.replace(begin, end - begin, spaced);
}

std::pair<std::size_t, std::size_t> any_line(std::string_view text, Random& random) {
  const std::size_t at = random.below(text.size() + 1);
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return {begin, std::min(text.find('\n', begin), text.size())};
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

// A character for another of its kind: digits, letters, cases.
void other_character(std::string& text, Random& random) {
  const std::size_t at = any_place(text, random);
  if (at == text.size()) return;
  char& c = text[at];
  if (c >= '0' && c <= '9') {
    c = static_cast<char>('0' + random.below(10));
  } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
    const int letter =
        random.one_in(3) ? c ^ 0x20 : (c & 0x20) + 'A' + static_cast<int>(random.below(26));
    c = static_cast<char>(letter);
  } else {
    static constexpr std::string_view kOthers[] = {" ", ",", ".", "-", "–", "—", "/",  "(", ")",
                                                   ":", "é", "ß", "1", "'", "…", "中", "\n"};
    text.replace(at, behind(text, at) - at, random.pick(kOthers));
  }
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

void bad_bytes(std::string& text, Random& random) {
  static constexpr std::string_view kBad[] = {"\xFF", "\xC3", "\xED\xA0\x80", "\x92", "\xE2\x80"};
  text.insert(random.below(text.size() + 1), random.pick(kBad));
}

using Kind = void (*)(std::string&, Random&);
constexpr Kind kKinds[] = {
    blank_before_mark, double_mark,    lose_blank,   other_blank,     break_word,
    break_ligature,    break_line,     join_lines,   blank_lines,     line_ends,
    page_end,          misread,        other_quotes, escape,          odd_character,
    letter_space,      copy_line,      drop_line,    repeat,          repeat,
    remove_some,       remove_some,    move_some,    other_character, other_character,
    other_character,   protected_text,
};

void add_lines(std::string_view text, std::vector<std::string>& to) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) to.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
}

// Windows as they are written, without what is no text in them.
void add_needs(const internal::Node& params, std::vector<std::string>& to) {
  for (std::string need : internal::get_strings(params, "needs")) {
    if (need.starts_with("(?i)")) need.erase(0, 4);
    std::erase_if(need, [](char c) { return c == '^' || c == '$' || c == '\\'; });
    if (!need.empty() && need.find('[') == std::string::npos) to.push_back(std::move(need));
  }
  for (std::string& literal : internal::get_strings(params, "literals")) {
    to.push_back(std::move(literal));
  }
}

}  // namespace

void truncate(std::string& text, std::size_t max_size) {
  if (text.size() <= max_size) return;
  while (max_size > 0 && is_continuation(text[max_size])) --max_size;
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
  if (random.one_in(100)) bad_bytes(text, random);
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

std::vector<std::string> pieces_of(const internal::RuleSpec& spec) {
  std::vector<std::string> pieces;
  for (const internal::RuleTest& test : spec.tests) {
    add_lines(test.in, pieces);
    if (test.out) add_lines(*test.out, pieces);
  }
  add_needs(spec.params(), pieces);
  return pieces;
}

std::vector<std::string> pieces_of(const RuleSet& rules) {
  std::vector<std::string> pieces;
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    std::vector<std::string> own = pieces_of(entry.spec());
    std::move(own.begin(), own.end(), std::back_inserter(pieces));
  }
  // A piece that many tests hold would crowd out the others.
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  return pieces;
}

}  // namespace textmend::fuzzing
