#include "textmend/declined.h"

#include <algorithm>
#include <set>
#include <utility>

#include "textmend/engine.h"

namespace textmend::internal {

namespace {

using Place = std::pair<std::string_view, std::size_t>;  // rule, offset

Place place_of(const DeclinedPlace& place) { return {place.rule, place.offset}; }

// Whether `rule` has a part in the edit that covers `offset`.
bool fired_at(std::span<const Edit> edits, const Place& place) {
  const auto edit =
      std::lower_bound(edits.begin(), edits.end(), place.second,
                       [](const Edit& one, std::size_t offset) { return one.end < offset; });
  return edit != edits.end() && edit->begin <= place.second &&
         std::any_of(edit->steps.begin(), edit->steps.end(),
                     [&](const Step& step) { return step.rule == place.first; });
}

}  // namespace

void DeclinedPlaces::add(std::span<const DeclinedPlace> places, std::span<const Edit> edits) {
  if (places.empty()) return;
  const std::vector<std::size_t> shifts = shifts_of(edits);
  for (DeclinedPlace place : places) {
    place.offset = map_back(edits, shifts, {place.offset, place.offset}).begin;
    places_.push_back(place);
  }
}

std::vector<Declined> DeclinedPlaces::count(std::span<const Edit> edits,
                                            std::span<const SectionNote> notes) {
  std::set<Place> flagged;
  for (const SectionNote& note : notes) {
    if (note.kind == Note::Kind::kFlag) flagged.insert({note.rule, note.offset});
  }
  std::stable_sort(places_.begin(), places_.end(),
                   [](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
  std::vector<Declined> result;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Place place = place_of(places_[i]);
    if (i + 1 < places_.size() && place_of(places_[i + 1]) == place) continue;  // a later round
    if (flagged.contains(place) || fired_at(edits, place)) continue;
    if (result.empty() || result.back().rule != place.first) result.push_back({place.first});
    Declined& counts = result.back();
    switch (places_[i].why) {
      case DeclinedPlace::Why::kGuard:
        ++counts.guard;
        break;
      case DeclinedPlace::Why::kProtection:
        ++counts.protection;
        break;
      case DeclinedPlace::Why::kEvidence:
        ++counts.evidence;
        break;
    }
  }
  places_.clear();
  return result;
}

}  // namespace textmend::internal
