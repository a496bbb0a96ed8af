// The table of --stats.

#ifndef TEXTMEND_CLI_STATS_H_
#define TEXTMEND_CLI_STATS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "cli/document_sink.h"
#include "textmend/textmend.h"

namespace textmend::cli {

class StatsSink : public DocumentSink {
 public:
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

  // Rules with most edits first.
  std::string table() const;

 private:
  struct Counts {
    std::uint64_t edits = 0;
    std::uint64_t removed = 0;  // bytes
    std::uint64_t added = 0;    // bytes
    std::uint64_t flags = 0;
    std::uint64_t limits = 0;  // limits met, and sections that the rule kept from settling
  };

  std::uint64_t files_ = 0, changed_ = 0, failed_ = 0;
  std::uint64_t hunks_ = 0, invalid_lines_ = 0;
  std::map<std::string_view, Counts> rules_;  // ids live as long as the RuleSet
  bool document_changes_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_STATS_H_
