// The promises of textmend.h as code, in one place: what the fuzz targets assert, and what
// `textmend rules fuzz` asserts of the rules of a user.
//
//   whatever the rules   settles or comes out as it went in; valid UTF-8 stays valid; cleaning
//   twice
//                        is cleaning once; hunks lead from the input to the output and back; growth
//                        is bounded; the scanner changes nothing
//   whatever the reader  the same for every size of the blocks in which a document comes
//
// A function that checks returns the promise that was broken, in words, or null when all were kept:
// the caller decides whether that is the end (require) or a finding.

#ifndef TEXTMEND_FUZZING_PROMISES_H_
#define TEXTMEND_FUZZING_PROMISES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/engine.h"
#include "textmend/textmend.h"

namespace textmend::fuzzing {

using Broken = const char*;  // null: kept

// Says which promise was broken, and aborts.
void require(bool holds, const char* promise);
void require_kept(Broken broken);

// The shipped rules; aborts when they have faults.
RuleSet shipped_rules(std::vector<std::string> profiles, std::vector<std::string> select = {});

// Sections and lines so short that every input is cut.
CleanOptions short_sections();
CleanOptions without_scanner(CleanOptions options);

// All that a cleaning says, kept behind its end, and each section checked on its way.
struct Answer : Sink {
  struct Change {
    std::uint64_t begin = 0, end = 0, line = 0, column = 0;
    std::string before, after;
    std::vector<std::string> steps;  // rule, evidence, before and after of each, in one string
    bool operator==(const Change&) const = default;
  };
  struct Remark {
    Note::Kind kind = Note::Kind::kFlag;
    std::uint64_t offset = 0;
    std::string rule, text;
    bool operator==(const Remark&) const = default;
  };

  explicit Answer(std::string_view document_text) : document(document_text) {}
  void section(const Section& section) override;

  std::string_view document;  // the input, which must outlive the Answer
  std::string output;
  std::vector<Change> changes;
  std::vector<Remark> remarks;
  std::size_t input_bytes = 0, invalid_lines = 0, sections = 0;
  bool last = false;
  Broken broken = nullptr;  // the first

  bool met_limit() const;

 private:
  void check(const Hunk& hunk);
  void keep(bool holds, Broken promise) {
    if (!holds && broken == nullptr) broken = promise;
  }
};

// `text` cleaned in blocks of these sizes, in turn. Sizes of 0 count as 1; without sizes the text
// comes at once.
Answer ask(const Cleaner& cleaner, std::string_view text, std::span<const std::size_t> blocks = {});

// Whether the answer is one that `text` may have: hunks lead to the output and back again, valid
// UTF-8 stays valid, invalid lines are counted, growth is bounded.
Broken broken_by_answer(const Answer& answer, const Limits& limits);

// Every promise that a document has, through the public interface. Slow: cleans it many times.
Broken broken_by_document(const Cleaner& cleaner, std::string_view text);

// The same of one section and rules that are in no RuleSet: those of generated rule files, of a
// file that is being written.
Broken broken_by_section(const internal::Program& program, const CleanOptions& options,
                         std::string_view text);

// Whether edits are what the Document makes of them: ascending, disjoint, trimmed, of valid UTF-8.
Broken broken_by_edits(std::span<const internal::Edit> edits, std::string_view text);

// Whether rules that claim to be shipped keep what only those promise: they meet no limit.
Broken broken_by_shipped(const Answer& answer);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_PROMISES_H_
