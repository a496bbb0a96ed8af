// What a run did, in numbers: the table of --stats and the file of --stats-json.

#ifndef TEXTMEND_CLI_STATS_H_
#define TEXTMEND_CLI_STATS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "cli/document_sink.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Numbers that add up: those of two runs, or of two threads, added are those of both. Each starts
// at 0, and nothing in here is a share or a maximum.
struct Statistics {
  struct Rule {
    std::uint64_t fired = 0;    // edits
    std::uint64_t flagged = 0;  // notes of kFlag
    std::uint64_t limits = 0;   // limits met, and sections that the rule kept from settling
    std::uint64_t guard = 0, protection = 0, evidence = 0;  // what Declined says
    std::uint64_t removed = 0, added = 0;  // code points of what the edits replaced
    std::uint64_t documents = 0;           // in which it fired or flagged

    // Places where it found something.
    std::uint64_t candidates() const { return fired + flagged + guard + protection + evidence; }
  };

  std::uint64_t files = 0;
  std::uint64_t changed = 0, failed = 0;  // of the files
  std::uint64_t documents = 0;            // files, records, or parts of a stream that is split
  std::uint64_t bytes = 0;                // of the documents, as UTF-8
  std::uint64_t hunks = 0;
  std::uint64_t invalid_lines = 0;
  std::uint64_t kept_records = 0;                       // notes of kRecord
  std::map<std::string_view, Rule, std::less<>> rules;  // ids live as long as the RuleSet

  Statistics& operator+=(const Statistics& other);

  // For people; rules with most edits first.
  std::string table() const;
  // One line: {"textmend","fingerprint","schema":1, then the numbers above, and
  // "rules":{ID:{"candidates","fired","flagged","limits","declined":{"guard","protection",
  // "evidence"},"removed_chars","added_chars","documents"}}}. Everything but the first three is a
  // number to be added.
  std::string json(const RuleSet& rules) const;
};

// Counts what the documents of one thread go through.
class StatsSink : public DocumentSink {
 public:
  // `records`: each line that is not blank is a document.
  explicit StatsSink(bool records) : records_(records) {}
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

  const Statistics& statistics() const { return statistics_; }

 private:
  void take(const Hunk& hunk);
  void take(const Note& note);
  void count_document(std::string_view rule, std::uint64_t line);

  bool records_;
  Statistics statistics_;
  bool file_changes_ = false;
  // The document for which a rule was last counted: the line of a record; else 1, and all are
  // forgotten when the next document begins.
  std::map<std::string_view, std::uint64_t> counted_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_STATS_H_
