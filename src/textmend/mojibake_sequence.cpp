#include "textmend/mojibake_sequence.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace textmend::internal {

namespace {

// Finds the sequence that begins at one cell.
class Finder {
 public:
  Finder(const Cells& cells, const PageBytes& page, bool at_end)
      : cells_(cells), page_(page), at_end_(at_end) {}

  bool at(std::size_t first, bool behind_sequence, Sequence& one) const {
    const std::uint8_t lead = byte(first);
    const std::size_t length = length_of(lead);
    if (length == 0) return false;
    one = {first, length, 0, Whole::kYes, page_.page, length};
    if (surrogates_at(first, one)) return true;
    if (whole_at(first, length, one)) return true;
    if (length == 2) return spaced_at(first, behind_sequence, one) || short_at(first, one);
    return general_punctuation_at(first, one);
  }

 private:
  std::uint8_t byte(std::size_t i) const { return i < cells_.size() ? page_.bytes[i] : 0; }
  char32_t c(std::size_t i) const { return i < cells_.size() ? cells_[i].c : 0; }
  bool is_end(std::size_t i) const { return at_end_ && i >= cells_.size(); }

  // Two surrogates, each in three bytes.
  bool surrogates_at(std::size_t first, Sequence& one) const {
    std::array<std::uint32_t, 6> b{};
    for (std::size_t i = 0; i < b.size(); ++i) b[i] = byte(first + i);
    const bool pair = b[0] == 0xED && b[1] >= 0xA0 && b[1] <= 0xAF && b[2] >= 0x80 &&
                      b[2] <= 0xBF && b[3] == 0xED && b[4] >= 0xB0 && b[4] <= 0xBF &&
                      b[5] >= 0x80 && b[5] <= 0xBF;
    if (!pair) return false;
    const std::uint32_t high = (b[1] & 0x0FU) << 6U | (b[2] & 0x3FU);
    const std::uint32_t low = (b[4] & 0x0FU) << 6U | (b[5] & 0x3FU);
    one.c = 0x10000 + (high << 10U | low);
    one.count = 6;
    return true;
  }

  // With all its characters, some of which may stand for lost bytes or be a space.
  bool whole_at(std::size_t first, std::size_t length, Sequence& one) const {
    std::uint32_t value = byte(first) & (0xFFU >> (length + 1));
    std::size_t known = 0;
    for (std::size_t i = 1; i < length; ++i) {
      std::uint8_t rest = byte(first + i);
      if (is_rest(rest)) {
        ++known;
      } else if (c(first + i) == U'\uFFFD') {
        one.whole = Whole::kLost;
      } else if (c(first + i) == U'?') {
        one.whole = Whole::kAsked;
      } else if (c(first + i) == U' ' && length > 2 && one.whole == Whole::kYes) {
        one.whole = Whole::kSpaced;
        rest = 0xA0;
      } else {
        return no(one);
      }
      if (i == 1 && is_rest(rest) && !may_be_second(byte(first), rest)) return no(one);
      value = value << 6U | (rest & 0x3FU);
    }
    one.c = value;
    if (one.whole == Whole::kSpaced && (known == 0 || value == U'†')) return no(one);
    if (one.whole == Whole::kLost || one.whole == Whole::kAsked) {
      one.c = 0xFFFD;
      if (one.whole == Whole::kAsked && !may_be_asked(first, length, known)) return no(one);
    }
    return true;
  }

  static bool no(Sequence& one) {
    one.whole = Whole::kYes;
    return false;
  }

  // A question mark may be one: of short sequences not at the end of a word.
  bool may_be_asked(std::size_t first, std::size_t length, std::size_t known) const {
    if (length > 2) return known > 0;
    return is_letter(sort_of(c(first + 2))) || length_of(byte(first + 2)) != 0;
  }

  // Neither overlong nor beyond Unicode nor a surrogate.
  static bool may_be_second(std::uint8_t lead, std::uint8_t second) {
    switch (lead) {
      case 0xE0:
        return second >= 0xA0;
      case 0xED:
        return second < 0xA0;
      case 0xF0:
        return second >= 0x90;
      case 0xF4:
        return second < 0x90;
      default:
        return true;
    }
  }

  bool has_no_break_space() const { return page_.page->characters[0x20] == 0xA0; }

  // A lead and a space for A0.
  bool spaced_at(std::size_t first, bool behind_sequence, Sequence& one) const {
    if (c(first + 1) != U' ' || !has_no_break_space()) return false;
    const std::uint8_t lead = byte(first);
    if (lead == 0xC3) return false;
    const bool before_sequence = length_of(byte(first + 2)) != 0;
    const bool letter = is_letter(sort_of(c(first + 2)));
    // U+00A0, Š, and in a row of others.
    if (lead != 0xC2 && !(lead == 0xC5 && letter) && !before_sequence && !behind_sequence) {
      return false;
    }
    one.whole = Whole::kSpaced;
    one.c = (lead & 0x1FU) << 6U | 0x20U;
    return true;
  }

  // The lead of `à` or `í` alone.
  bool short_at(std::size_t first, Sequence& one) const {
    if (byte(first) != 0xC3 || !has_no_break_space()) return false;
    if (c(first + 1) == U' ' || is_end(first + 1)) {
      one.whole = Whole::kGrave;
      one.c = U'à';
      one.count = swallows_space(first) ? 2 : 1;
      return true;
    }
    const auto lower = [&](std::size_t i) { return sort_of(c(i)) == Sort::kLower; };
    if (first == 0 || !lower(first - 1) || !lower(first + 1) || c(first + 1) > 0x7F) return false;
    one.whole = Whole::kHyphenless;
    one.c = U'í';
    one.count = 1;
    return true;
  }

  // Whether the space behind an `à` is but its A0: `às`, `àquele`, Vietnamese `hài`.
  bool swallows_space(std::size_t first) const {
    const auto begins = [&](std::u32string_view text) {
      for (std::size_t i = 0; i < text.size(); ++i) {
        if (c(first + 2 + i) != text[i]) return false;
      }
      return true;
    };
    if (c(first + 1) != U' ') return false;
    if (c(first + 2) == U' ') return true;  // A0 and a space, which was one before
    if (c(first + 2) == U'.' || c(first + 2) == U',') return true;
    if (begins(U"quel") || begins(U"quil")) return true;
    const Sort behind = sort_of(c(first + 3));
    const bool one_letter = !is_letter(behind) && behind != Sort::kApostrophe;
    if (!one_letter || length_of(byte(first + 3)) != 0) return false;
    if (begins(U"s")) return true;
    const bool in_word = first > 0 && is_letter(sort_of(c(first - 1)));
    return in_word && (begins(U"i") || begins(U"o") || begins(U"u") || begins(U"y")) &&
           has_vietnamese();
  }

  // Letters of U+1E80 to U+1EFF are E1 BA or BB.
  bool has_vietnamese() const {
    for (std::size_t i = 0; i + 1 < cells_.size(); ++i) {
      if (byte(i) == 0xE1 && (byte(i + 1) == 0xBA || byte(i + 1) == 0xBB)) return true;
    }
    return false;
  }

  // E2 80 without a third byte.
  bool general_punctuation_at(std::size_t first, Sequence& one) const {
    if (byte(first) != 0xE2 || byte(first + 1) != 0x80) return false;
    if (c(first + 2) == U'"') {
      const Sort before = first > 0 ? sort_of(c(first - 1)) : Sort::kBlank;
      const Sort behind = sort_of(c(first + 3));
      const bool dash = (is_letter(before) && is_letter(behind)) ||
                        (before == Sort::kDigit && behind == Sort::kDigit) ||
                        (before == Sort::kBlank && behind == Sort::kBlank);
      if (!dash) return false;
      one.whole = Whole::kStraight;
      one.c = is_letter(before) ? U'—' : U'–';
      return true;
    }
    if (page_.page->characters[0x1D] != 0 || byte(first + 2) != 0) return false;
    one.whole = Whole::kQuoteless;
    one.c = U'”';
    one.count = 2;
    return true;
  }

  const Cells& cells_;
  const PageBytes& page_;
  bool at_end_;
};

}  // namespace

Sequences find_sequences(const Cells& cells, const PageBytes& page, bool at_end) {
  Sequences sequences;
  const Finder finder(cells, page, at_end);
  Sequence one;
  for (std::size_t i = 0; i < cells.size();) {
    const bool behind = !sequences.empty() && sequences.back().first + sequences.back().count == i;
    if (page.bytes[i] >= 0xC2 && finder.at(i, behind, one)) {
      sequences.push_back(one);
      i += one.count;
    } else {
      ++i;
    }
  }
  return sequences;
}

}  // namespace textmend::internal
