#include "textmend/evidence.h"

#include <algorithm>

#include "textmend/language.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// The parts of a broken form between its blanks.
std::vector<std::string_view> pieces_of(std::string_view broken) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < broken.size();) {
    at = broken.find_first_not_of(" \t\n", at);
    if (at == std::string_view::npos) break;
    const std::size_t end = std::min(broken.find_first_of(" \t\n", at), broken.size());
    pieces.push_back(broken.substr(at, end - at));
    at = end;
  }
  return pieces;
}

constexpr int kUnknownTier = 100;  // rarer than any word of a lexicon

// Whether a piece is a word beside a joined form as common as `result_tier`. Large word lists hold
// nearly every short string: "fice" and "ort" are words, but not beside "office" and "effort".
bool stands_alone(std::string_view piece, int result_tier, const Lexicon& lexicon) {
  constexpr int kRare = 60;         // rarer than a general dictionary
  constexpr int kFarCommoner = 30;  // in SCOWL sizes
  const std::optional<int> tier = lexicon.tier(piece);
  return tier && !(*tier > kRare && result_tier + kFarCommoner <= *tier);
}

}  // namespace

std::string_view Evidence::judge(const Claim& claim, const Facts& facts) const {
  for (const Rung rung : rungs_) {
    if (holds(rung, claim, facts)) return kRungNames[static_cast<std::size_t>(rung)];
  }
  return {};
}

bool Evidence::holds(Rung rung, const Claim& claim, const Facts& facts) const {
  if (rung == Rung::kImpossible) return true;
  const Lexicon* lexicon = facts.lexicon();
  const auto known = [&](std::string_view word) {
    return lexicon != nullptr && lexicon->knows(word);
  };
  const std::vector<std::string_view> pieces = pieces_of(claim.broken);
  const bool join = pieces.size() > 1;
  if (!join && known(claim.broken)) return false;
  const std::optional<int> tier = lexicon != nullptr ? lexicon->tier(claim.result) : std::nullopt;
  // Where all pieces are words ("off ice"), nothing says that they should be one.
  const bool words = join && lexicon != nullptr &&
                     std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
                       return stands_alone(piece, tier.value_or(kUnknownTier), *lexicon);
                     });
  switch (rung) {
    case Rung::kDocument:
      // A piece that stands once is the one in front of us.
      return !words && facts.words().count(claim.result) > 0 &&
             (!join || std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
               return facts.words().count(piece) <= 1;
             }));
    case Rung::kLexicon:
      return tier && *tier <= tier_ && !words && !writes_compounds(facts.lang());
    case Rung::kPieces:
      return !join && !claim.head.empty() &&
             (known(claim.head) || facts.words().count(claim.head) > 0);
    case Rung::kImpossible:
      break;
  }
  return true;
}

}  // namespace textmend::internal
