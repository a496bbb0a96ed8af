// A unified diff, made while the document streams by.

#ifndef TEXTMEND_CLI_DIFF_H_
#define TEXTMEND_CLI_DIFF_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "cli/document_sink.h"
#include "cli/output.h"
#include "cli/text_sink.h"

namespace textmend::cli {

// The diff of one document, made from the pieces that stay and the pieces that are replaced, in
// order. It knows nothing of sections: a change may begin in one and end in the next.
//
// Lines are bytes up to and with LF, as `patch` and `git apply` understand them: CR, NUL and
// invalid UTF-8 are content. Memory: the hunk at hand, that is, changes with fewer than seven lines
// between them.
class UnifiedDiff {
 public:
  UnifiedDiff(std::string_view name, Output& out);

  void keep(std::string_view bytes);
  void replace(std::string_view before, std::string_view after);
  void finish();

  bool any() const { return any_; }

 private:
  static constexpr std::size_t kContext = 3;

  // A region is a run of replacements, widened to whole lines of both files.
  bool region_ends_at_line_start() const;
  void close_region();

  // Whole lines, in order.
  void unchanged(std::string_view lines);
  void changed(std::string_view before, std::string_view after);
  void pass_by(std::string_view lines);

  void open_hunk();
  void add_line(char mark, std::string_view line);
  void close_hunk();

  std::string name_;
  Output& out_;
  bool any_ = false;

  bool in_region_ = false;
  std::string before_, after_;  // the region so far, from a line's start
  std::string partial_;         // outside a region: a line whose end hasn't come yet

  std::uint64_t old_lines_ = 0, new_lines_ = 0;  // that have come by, the hunk's own included
  std::deque<std::string> recent_;  // in a hunk: lines behind its last change; else the last three

  bool in_hunk_ = false;
  std::string body_;
  std::uint64_t old_start_ = 0, new_start_ = 0;  // lines before the hunk
  std::uint64_t old_count_ = 0, new_count_ = 0;
};

class DiffSink : public DocumentSink {
 public:
  explicit DiffSink(Output& out) : out_(out) {}
  // In the document's own bytes. Throws DocumentError where its encoding has no lines of bytes.
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

  bool found() const { return found_; }

 private:
  Output& out_;
  std::string_view own(std::string_view text, std::optional<Encoder>& encoder) const;

  std::optional<UnifiedDiff> diff_;
  std::optional<Encoder> kept_, before_, after_;  // none for UTF-8
  bool found_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_DIFF_H_
