#include <array>
#include <string_view>
#include <utility>

#include "fuzzing/damage_kinds.h"
#include "fuzzing/text_places.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing::damage {

namespace {

constexpr std::string_view kMarks = ".,;:!?)";

void insert_in_word(std::string& text, Random& random, std::string_view what) {
  const std::size_t at = inside_word(text, random);
  if (at != std::string::npos) text.insert(at, what);
}

void replace_first(std::string& text, std::string_view from, std::string_view to, Random& random) {
  const std::size_t start = any_place(text, random);
  std::size_t at = text.find(from, start);
  if (at == std::string::npos) at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

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

void bad_bytes(std::string& text, Random& random) {
  static constexpr std::string_view kBad[] = {"\xFF", "\xC3", "\xED\xA0\x80", "\x92", "\xE2\x80"};
  text.insert(random.below(text.size() + 1), random.pick(kBad));
}

}  // namespace textmend::fuzzing::damage
