// What is told of a record by RecordOptions::annotate.

#ifndef TEXTMEND_RECORD_ACCOUNT_H_
#define TEXTMEND_RECORD_ACCOUNT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "textmend/engine.h"

namespace textmend::internal {

class RecordAccount {
 public:
  // One of the record's strings, cleaned as text of language `lang` (empty: to be detected). May be
  // called for each section of it, with the section's text.
  void add(std::string_view text, std::string_view lang, const SectionResult& result);
  // A string, or the record, was left as it is.
  void set_kept() { kept_ = true; }

  // The JSON object, on one line. `ruleset` is a fingerprint; empty: none, written as null. With
  // `ascii` no character beyond ASCII stands in it.
  std::string json(std::string_view ruleset, bool ascii) const;

 private:
  std::uint64_t changes_ = 0, removed_chars_ = 0, flags_ = 0;
  std::map<std::string_view, std::uint64_t> rules_;  // steps; ids live as long as the RuleSet
  std::size_t longest_ = 0;                          // bytes of the longest text
  std::string lang_ = "und";                         // its language
  bool kept_ = false;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_RECORD_ACCOUNT_H_
