// The cleaned text, to stdout; and the names of files that would change.

#ifndef TEXTMEND_CLI_TEXT_SINK_H_
#define TEXTMEND_CLI_TEXT_SINK_H_

#include <optional>
#include <string>
#include <string_view>

#include "cli/document_sink.h"
#include "cli/output.h"
#include "textmend/decode.h"

namespace textmend::cli {

// Turns pieces of UTF-8 into another encoding. Throws DocumentError where a character is not in it.
class Encoder {
 public:
  explicit Encoder(const std::string& encoding);
  // The result lives until the next call.
  std::string_view encode(std::string_view text, bool last);

 private:
  std::string encoding_;
  internal::Transcoder transcoder_;
};

class TextSink : public DocumentSink {
 public:
  // `encoding`: empty for UTF-8.
  TextSink(Output& out, std::string encoding) : out_(out), encoding_(std::move(encoding)) {}
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;

 private:
  Output& out_;
  std::string encoding_;
  std::optional<Encoder> encoder_;
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
  const Input* input_ = nullptr;
  bool changes_ = false;
  bool found_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_TEXT_SINK_H_
