// Places where a rule found something and did nothing: CleanOptions::count_declined.

#ifndef TEXTMEND_DECLINED_H_
#define TEXTMEND_DECLINED_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/textmend.h"

namespace textmend::internal {

struct SectionNote;

struct DeclinedPlace {
  enum class Why { kGuard, kProtection, kEvidence };
  std::string_view rule;
  std::size_t offset = 0;
  Why why = Why::kGuard;
};

// Those of a section, over its rounds.
class DeclinedPlaces {
 public:
  // `places` are in a round's input, to which `edits` lead from the section's.
  void add(std::span<const DeclinedPlace> places, std::span<const Edit> edits);

  // The counts by rule, in the order of their ids, when `edits` and `notes` are what the section
  // has come to.
  std::vector<Declined> count(std::span<const Edit> edits, std::span<const SectionNote> notes);

 private:
  std::vector<DeclinedPlace> places_;  // in the section's input; later rounds behind earlier ones
};

}  // namespace textmend::internal

#endif  // TEXTMEND_DECLINED_H_
