#include "cli/kept_sections.h"

#include <cstddef>

namespace textmend::cli {

void KeptSections::section(const Section& section) {
  Kept& kept = kept_.emplace_back();
  kept.hunks.assign(section.hunks.begin(), section.hunks.end());
  kept.notes.assign(section.notes.begin(), section.notes.end());
  kept.declined.assign(section.declined.begin(), section.declined.end());
  kept.section.begin = section.begin;
  kept.section.line = section.line;
  kept.section.first = section.first;
  kept.section.last = section.last;
  kept.section.hunks = kept.hunks;
  kept.section.notes = kept.notes;
  kept.section.invalid_lines = section.invalid_lines;
  kept.section.declined = kept.declined;
  if (text_.empty()) {
    kept.text = section.input;
    kept.section.input = kept.text;
  } else {
    const auto begin = static_cast<std::size_t>(section.begin - offset_);
    kept.section.input = text_.substr(begin, section.input.size());
  }
  for (Hunk& hunk : kept.hunks) {
    const auto begin = static_cast<std::size_t>(hunk.begin - section.begin);
    hunk.before = kept.section.input.substr(begin, hunk.before.size());
  }
}

void KeptSections::hand_over(Sink& to) const {
  for (const Kept& kept : kept_) to.section(kept.section);
}

}  // namespace textmend::cli
