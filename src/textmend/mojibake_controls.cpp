// C1 control characters that are bytes of an 8-bit encoding: find_misread_controls() of mojibake.h.
//
// Latin-1 and windows-1252 differ only there, so a C1 character in prose nearly always is the
// character of windows-1252. Each must fit its place (mojibake_score.h). Where one does not, or
// windows-1252 has none, the line was no windows-1252: then macroman is tried, where the same bytes
// are mostly accented letters, and only when every one of at least two fits as a letter of a word.

#include <algorithm>
#include <string_view>

#include "textmend/mojibake.h"
#include "textmend/mojibake_score.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

bool is_c1(char32_t c) { return c >= 0x80 && c < 0xA0; }

class Controls {
 public:
  Controls(const Cells& cells, bool at_end, const CodePage& page)
      : cells_(cells), at_end_(at_end), page_(page) {}

  char32_t read(std::ptrdiff_t i) const {
    if (i < 0 || i >= static_cast<std::ptrdiff_t>(cells_.size())) return 0;
    const char32_t c = cells_[static_cast<std::size_t>(i)].c;
    return is_c1(c) ? char32_t{page_.characters[c - 0x80]} : c;
  }

  Sort sort(std::ptrdiff_t i) const { return sort_of(read(i)); }

  bool fits(std::ptrdiff_t i) const {
    const char32_t c = read(i);
    if (c == 0) return false;
    if (fit([&](int step) { return read(i + step); }) < 0) return false;
    const bool in_word = is_letter(sort(i - 1)) && is_letter(sort(i + 1));
    // Perhaps the rest of a sequence that was left.
    if (in_word && i > 0 && cells_[static_cast<std::size_t>(i - 1)].c >= 0xC0) return false;
    switch (sort_of(c)) {
      case Sort::kApostrophe:
        return !in_word || is_elision(i);
      case Sort::kOpening:
        return !in_word || c == U'‘';
      case Sort::kClosing:
        if (c == U'…') return !may_be_line_break(i);
        // U+009B begins the escape sequences of terminals.
        return !(c == U'›' && sort(i + 1) == Sort::kDigit);
      case Sort::kSymbol:  // daggers and accents
        return !in_word;
      default:
        return true;
    }
  }

  // Not behind a letter beyond ASCII: that may be the lead of a sequence which was left.
  bool is_letter_of_word(std::ptrdiff_t i) const {
    if (i > 0 && cells_[static_cast<std::size_t>(i - 1)].c >= 0xA0) return false;
    return is_letter(sort(i)) && (is_letter(sort(i - 1)) || is_letter(sort(i + 1))) &&
           fit([&](int step) { return read(i + step); }) > 0;
  }

 private:
  // U+0085 is also the line end of mainframes: at the end of a line, behind a stop.
  bool may_be_line_break(std::ptrdiff_t i) const {
    const bool last = at_end_ && i + 1 == static_cast<std::ptrdiff_t>(cells_.size());
    const char32_t before = read(i - 1);
    return last && std::u32string_view(U".!?:;,").find(before) != std::u32string_view::npos;
  }

  std::u32string word(std::ptrdiff_t i, std::ptrdiff_t step) const {
    std::u32string letters;
    for (i += step; is_letter(sort(i)) && letters.size() < 12; i += step) {
      const char32_t c = read(i);
      letters.push_back(c >= U'A' && c <= U'Z' ? c + 32 : c);
    }
    if (step < 0) std::reverse(letters.begin(), letters.end());
    return letters;
  }

  // Whether an apostrophe goes here: letters are left out behind it in English (it’s, they’ll), in
  // front of it in Romance languages and names (l’eau, dell’arte, O’Neill).
  bool is_elision(std::ptrdiff_t i) const {
    static constexpr std::u32string_view kBehind[] = {U"s",  U"t",  U"d",  U"m",   U"ll", U"re",
                                                      U"ve", U"em", U"am", U"all", U"er", U"en"};
    static constexpr std::u32string_view kInFront[] = {
        U"qu",   U"jusqu", U"lorsqu", U"puisqu", U"quoiqu", U"quelqu", U"presqu", U"aujourd",
        U"dell", U"dall",  U"nell",   U"sull",   U"all",    U"coll",   U"quest",  U"quell",
        U"bell", U"sant",  U"un",     U"mezz",   U"tutt",   U"cos",    U"com",    U"po",
        U"mac",  U"gl",    U"degl",   U"dev",    U"senz",   U"cent",   U"ent"};
    const std::u32string before = word(i, -1), behind = word(i, 1);
    return before.size() == 1 ||
           std::find(std::begin(kBehind), std::end(kBehind), behind) != std::end(kBehind) ||
           std::find(std::begin(kInFront), std::end(kInFront), before) != std::end(kInFront);
  }

  const Cells& cells_;
  bool at_end_;
  const CodePage& page_;
};

}  // namespace

std::vector<MojibakeRepair> find_misread_controls(std::string_view text, bool at_end) {
  const Cells cells = cells_of(text);
  std::vector<std::ptrdiff_t> places;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (is_c1(cells[i].c)) places.push_back(static_cast<std::ptrdiff_t>(i));
  }
  const Controls windows(cells, at_end, *find_code_page("windows-1252"));
  const Controls mac(cells, at_end, *find_code_page("macroman"));
  const bool is_mac =
      places.size() > 1 &&
      std::any_of(places.begin(), places.end(), [&](auto i) { return !windows.fits(i); }) &&
      std::all_of(places.begin(), places.end(), [&](auto i) { return mac.is_letter_of_word(i); });
  const Controls& page = is_mac ? mac : windows;
  std::vector<MojibakeRepair> repairs;
  for (const std::ptrdiff_t i : places) {
    if (!page.fits(i)) continue;
    const Cell& cell = cells[static_cast<std::size_t>(i)];
    std::string with;
    append_code_point(page.read(i), with);
    repairs.push_back(
        {cell.begin, cell.end, std::move(with), is_mac ? "macroman" : "windows-1252"});
  }
  return repairs;
}

}  // namespace textmend::internal
