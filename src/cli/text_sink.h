// The cleaned text, to stdout or back into its file; and the names of files that would change.

#ifndef TEXTMEND_CLI_TEXT_SINK_H_
#define TEXTMEND_CLI_TEXT_SINK_H_

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "cli/atomic_file.h"
#include "cli/document_sink.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/temporary.h"
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

// Writes the document in place, in its own encoding or the one that was asked for. What a killed
// run left in a file's folder is removed before the file is read.
//
// Until the first change nothing is made or opened; then what went before is copied to a temporary
// file. Only for another encoding all is written anew. Where the text goes back in its own
// encoding, what was read is encoded too and compared with the file: if one byte differs, the
// encoding has two ways to write something, and a file that needs a change is left alone.
class WriteSink : public DocumentSink {
 public:
  WriteSink(std::string encoding, InPlace how)
      : encoding_(std::move(encoding)), how_(std::move(how)) {}
  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

 private:
  void compare(std::string_view text, bool last);
  void compare_or_note(std::string_view text, bool last);
  void open_file(std::uint64_t begin);

  std::string encoding_;  // empty: the file's own
  InPlace how_;
  LeftoverSweeper sweeper_;
  const Input* input_ = nullptr;
  std::optional<AtomicFile> file_;
  std::optional<Encoder> encoder_;  // none for UTF-8
  std::optional<Encoder>
      original_;                // encodes what was read; none where another encoding is written
  std::uint64_t compared_ = 0;  // bytes of the file
  std::exception_ptr refusal_;  // why it can't be written back
  bool changed_ = false;
  bool anew_ = false;  // in another encoding
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
