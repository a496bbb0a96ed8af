// What was changed and why, as JSON lines for programs.

#ifndef TEXTMEND_CLI_REPORT_H_
#define TEXTMEND_CLI_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/document_sink.h"
#include "cli/output.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Opens the file of --report, but never one that is also an input. Throws OutputError.
Output open_report(const std::string& path, const std::vector<std::string>& inputs);

// The first line names the program: {"textmend":VERSION,"fingerprint":HEX,"schema":1}. Then, in the
// order of the text, one object a line:
//
//   a hunk    {"file","begin","end","line","column","before","after","steps":[
//              {"rule","evidence","before","after"},...]}
//             without a step it is what --annotate has written
//   a note
//   {"file","note":"flag|limit|unsettled|long-line|record|removed","rule","offset","line","column",
//              "text"}
//   at the head of a file that is not simply taken for UTF-8 {"file","encoding","source":
//             "named|mark|guess","percent"}: what it is read as, and how sure that is
//   at the end of a file {"file","repaired_sequences":N}, with --invalid replace or repair: changes
//             that no hunk tells of; {"file","invalid_lines":N}, if there are any, or
//             {"file","error"}, if it
//   could not be read or written: then its hunks above were not applied.
//
// A string that is not UTF-8 is given in hexadecimal under KEY_hex. Offsets are bytes of the UTF-8
// text; with --encoding that is the decoded one.
class ReportSink : public DocumentSink {
 public:
  ReportSink(Output& out, const RuleSet& rules);

  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

 private:
  void add_hunk(const Hunk& hunk);
  void add_note(const Note& note);
  void append_numbers(std::initializer_list<std::pair<std::string_view, std::uint64_t>> numbers);
  void open_line();
  void close_line();

  Output& out_;
  std::string file_;  // `"file":"..."`, made once a document
  const Input* input_ = nullptr;
  std::size_t invalid_lines_ = 0;
  std::string line_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_REPORT_H_
