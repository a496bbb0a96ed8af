// The cleaned text, to stdout or back into its file; and the names of files that would change.

#ifndef TEXTMEND_CLI_TEXT_SINK_H_
#define TEXTMEND_CLI_TEXT_SINK_H_

#include <optional>
#include <string>

#include "cli/atomic_file.h"
#include "cli/document_sink.h"
#include "cli/output.h"

namespace textmend::cli {

class TextSink : public DocumentSink {
 public:
  explicit TextSink(Output& out) : out_(out) {}
  void begin(const Input&) override {}
  void section(const Section& section) override;
  void end() override { out_.flush(); }

 private:
  Output& out_;
};

// Writes the document in place. Until the first hunk nothing is made, opened or copied.
class WriteSink : public DocumentSink {
 public:
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

 private:
  const Input* input_ = nullptr;
  std::optional<AtomicFile> file_;
};

class CheckSink : public DocumentSink {
 public:
  // `names` may be null: then it only finds out.
  explicit CheckSink(Output* names) : names_(names) {}
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;

  bool found() const { return found_; }

 private:
  Output* names_;
  std::string name_;
  bool changes_ = false;
  bool found_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_TEXT_SINK_H_
