// The result of cleaning, kept until its turn comes.

#ifndef TEXTMEND_CLI_KEPT_SECTIONS_H_
#define TEXTMEND_CLI_KEPT_SECTIONS_H_

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/textmend.h"

namespace textmend::cli {

class KeptSections : public Sink {
 public:
  // `text` is what the sections will be made of, with its place in the document; it is there until
  // they are gone. Without it each section's text is copied.
  void set_text(std::string_view text, std::uint64_t offset) {
    text_ = text;
    offset_ = offset;
  }
  void section(const Section& section) override;
  void hand_over(Sink& to) const;

 private:
  struct Kept {
    std::string text;  // empty where it is part of text_
    std::vector<Hunk> hunks;
    std::vector<Note> notes;
    std::vector<Declined> declined;
    Section section;  // of these
  };

  std::string_view text_;
  std::uint64_t offset_ = 0;
  std::list<Kept> kept_;  // they hold views of themselves, so they never move
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_KEPT_SECTIONS_H_
