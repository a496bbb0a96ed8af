#include "textmend/pieces.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

bool is_vowel(char32_t c) {
  return std::u32string_view(U"aeiouyäöüàâéèêíóú").find(c) != std::u32string_view::npos;
}

}  // namespace

std::string title_case(std::string_view word) {
  std::size_t at = 0;
  const auto first = static_cast<UChar32>(next_code_point(word, at));
  std::string result;
  append_code_point(static_cast<char32_t>(u_totitle(first)), result);
  return result.append(word.substr(at));
}

Pieces pieces_of(std::string_view broken) {
  Pieces pieces;
  for (std::size_t at = 0; at < broken.size();) {
    at = broken.find_first_not_of(" \t\n", at);
    if (at == std::string_view::npos) break;
    const std::size_t end = std::min(broken.find_first_of(" \t\n", at), broken.size());
    pieces.push_back(broken.substr(at, end - at));
    at = end;
  }
  return pieces;
}

std::string joined(const Pieces& pieces) {
  std::string whole;
  for (const std::string_view piece : pieces) whole += piece;
  return whole;
}

std::string spell_out(std::string_view text) {
  static constexpr std::string_view kLetters[] = {"ff", "fi", "fl", "ffi", "ffl"};
  static constexpr std::string_view kName = "/uniFB0";
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const std::string_view rest = text.substr(begin);
    if (c >= 0xFB00 && c <= 0xFB04) {
      result += kLetters[c - 0xFB00];
    } else if (rest.size() > kName.size() && rest.starts_with(kName) && rest[kName.size()] >= '0' &&
               rest[kName.size()] <= '4') {
      result += kLetters[rest[kName.size()] - '0'];
      at = begin + kName.size() + 1;
    } else {
      result += text.substr(begin, at - begin);
    }
  }
  return result;
}

bool is_ligature(std::string_view piece) {
  return piece == "f" || piece == "F" || piece == "Fi" || piece == "Fl" || piece == "ff" ||
         piece == "fi" || piece == "fl" || piece == "ffi" || piece == "ffl";
}

std::size_t letters_of(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters) next_code_point(text, at);
  return letters;
}

bool starts_upper(std::string_view text) {
  std::size_t at = 0;
  return is_uppercase(next_code_point(text, at));
}

bool is_word_or_noun(std::string_view piece, const Lexicon& lexicon) {
  const auto is_word = [&](std::string_view word) {
    return lexicon.tier(word).value_or(kUnknownTier) < Lexicon::kLetterTier;
  };
  return is_word(piece) || (!starts_upper(piece) && is_word(title_case(piece)));
}

bool is_cut_at_ligatures(const Pieces& pieces) {
  const auto is_cut = [](std::string_view left, std::string_view right) {
    const auto is_rest = [](char c) { return c == 'f' || c == 'i' || c == 'l'; };
    const bool behind = left.size() > 1 && is_rest(left.back()) &&
                        (left[left.size() - 2] == 'f' || left[left.size() - 2] == 'F');
    const bool in = (left.back() == 'f' || left.back() == 'F') && is_rest(right.front());
    const bool before = right.size() > 1 && right[0] == 'f' && is_rest(right[1]);
    return behind || in || before;
  };
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (!is_cut(pieces[i - 1], pieces[i])) return false;
  }
  return pieces.size() > 1;
}

bool begins_in_a_word(std::string_view piece) {
  if (!piece.starts_with("ff")) return false;
  std::size_t at = 2;
  return letters_of(piece) > 3 && is_vowel(next_code_point(piece, at));
}

bool may_begin_second_word(const Pieces& pieces, const Lexicon& lexicon, int tier) {
  const auto is_word = [&](std::string_view word) {
    return lexicon.tier(word).value_or(kUnknownTier) <= tier;
  };
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const std::string_view first = pieces[i - 1];
    // Prefixes that are words on paper only: `con fi ne`, `pro fi le`, `re fi ne`.
    if (!is_ligature(pieces[i]) || first == "con" || first == "pro" || first == "re") continue;
    if (!is_word(first) && !is_word(title_case(first))) continue;
    if (is_word(std::string(pieces[i]).append(pieces[i + 1]))) return true;
  }
  return false;
}

bool begins_a_word(const Pieces& pieces, const Lexicon& lexicon) {
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (is_ligature(pieces[i]) && lexicon.knows(std::string(pieces[i]).append(pieces[i + 1]))) {
      return true;
    }
  }
  return false;
}

CutPieces::CutPieces(const Pieces& pieces, const Facts& facts) : facts_(facts) {
  for (const std::string_view piece : pieces) {
    if (!is_ligature(piece)) pieces_.push_back(piece);
  }
}

bool CutPieces::any_is_fragment() const {
  if (std::any_of(pieces_.begin(), pieces_.end(),
                  [this](std::string_view piece) { return may_be_name(piece); })) {
    return false;
  }
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [this](std::string_view piece) { return is_fragment(piece); });
}

bool CutPieces::all_are_fragments() const {
  return !pieces_.empty() &&
         std::all_of(pieces_.begin(), pieces_.end(),
                     [this](std::string_view piece) { return is_fragment(piece); });
}

bool CutPieces::stand_together() const {
  return std::all_of(pieces_.begin(), pieces_.end(), [this](std::string_view piece) {
    return facts_.words().count(piece) == facts_.words().count(pieces_.front());
  });
}

bool CutPieces::is_fragment(std::string_view piece) const {
  if (begins_in_a_word(piece)) return true;
  if (may_be_name(piece)) return false;
  const Lexicon* lexicon = facts_.lexicon();
  return lexicon != nullptr ? !is_word_or_noun(piece, *lexicon) : facts_.words().count(piece) <= 1;
}

// It stands where the other pieces don't, and is no other word.
bool CutPieces::may_be_name(std::string_view piece) const {
  const std::uint32_t count = facts_.words().count(piece);
  const Lexicon* lexicon = facts_.lexicon();
  if (lexicon != nullptr && is_word_or_noun(piece, *lexicon)) return false;
  return count > 1 && starts_upper(piece) &&
         std::all_of(pieces_.begin(), pieces_.end(), [&](std::string_view other) {
           return other == piece || facts_.words().count(other) < count;
         });
}

}  // namespace textmend::internal
