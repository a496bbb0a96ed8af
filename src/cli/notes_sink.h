// What a person is told about a document, and whether --fail-on heeds it.

#ifndef TEXTMEND_CLI_NOTES_SINK_H_
#define TEXTMEND_CLI_NOTES_SINK_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/document_sink.h"
#include "cli/message.h"
#include "cli/options.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// "flag", "limit", "unsettled", "long-line", "lexicon" or "removed".
std::string_view note_name(Note::Kind kind);

class NotesSink : public DocumentSink {
 public:
  NotesSink(const Messages& messages, const FailOn& fail_on)
      : messages_(messages), fail_on_(fail_on) {}

  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;

  bool failed() const { return failed_; }

 private:
  void take(const Note& note);

  const Messages& messages_;
  FailOn fail_on_;
  std::string name_;
  const Input* input_ = nullptr;
  std::size_t hunks_ = 0;
  std::size_t invalid_lines_ = 0;
  bool failed_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_NOTES_SINK_H_
