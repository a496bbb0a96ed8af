// The cleaned text, back into its file.

#ifndef TEXTMEND_CLI_WRITE_SINK_H_
#define TEXTMEND_CLI_WRITE_SINK_H_

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/atomic_file.h"
#include "cli/document_sink.h"
#include "cli/kept_sections.h"
#include "cli/options.h"
#include "cli/temporary.h"
#include "cli/text_sink.h"

namespace textmend::cli {

// A document on its way back into its file, in its own encoding or the one that was asked for.
//
// Until the first change nothing is made or opened; then what went before is copied to a temporary
// file. Only for another encoding all is written anew. Where the text goes back in its own
// encoding, what was read is encoded too and compared with the file: if one byte differs, the
// encoding has two ways to write something, and a file that needs a change is left alone.
//
// All calls throw DocumentError. `input` must outlive it.
class Writing {
 public:
  // `encoding`: empty for the file's own.
  Writing(const Input& input, const std::string& encoding, const InPlace& how);

  // All sections, then prepare(), then replace(), then settle(); see AtomicFile.
  void section(const Section& section);
  void prepare();
  void replace();
  void settle(FolderSyncs& syncs);

  // All up to prepare(), in a thread of its own: it waits for no lock. If it throws, somebody may
  // try again in turn, where there may be room for it. (New files of all threads are there at once:
  // as many as are open at a time, and of as much text as is kept.)
  void prepare(const KeptSections& sections);
  bool is_prepared() const { return is_prepared_; }

 private:
  void compare(std::string_view text, bool last);
  void compare_or_note(std::string_view text, bool last);
  void open_file(std::uint64_t begin);

  const Input* input_;
  const InPlace& how_;
  std::optional<AtomicFile> file_;
  std::optional<Encoder> encoder_;   // none for UTF-8
  std::optional<Encoder> original_;  // encodes what was read; none for another encoding
  std::uint64_t compared_ = 0;       // bytes of the file
  std::exception_ptr refusal_;       // why it can't be written back
  bool changed_ = false;
  bool anew_ = false;  // in another encoding
  bool is_prepared_ = false;
};

// Replaces each file at its end(). What a killed run left in a file's folder is removed first.
class WriteSink : public DocumentSink {
 public:
  WriteSink(std::string encoding, InPlace how)
      : encoding_(std::move(encoding)), how_(std::move(how)) {}

  // For any thread, where the file is a regular one.
  std::unique_ptr<Writing> writing(const Input& input) const {
    return std::make_unique<Writing>(input, encoding_, how_);
  }
  // Of the document to come.
  void next(std::unique_ptr<Writing> prepared) { writing_ = std::move(prepared); }
  // The document that has ended, to be settled.
  std::unique_ptr<Writing> take() { return std::move(writing_); }

  void begin(const Input& input) override;
  void section(const Section& section) override;
  void end() override;
  void abandon(std::string_view name, std::string_view why) override;

 private:
  const std::string encoding_;
  const InPlace how_;
  LeftoverSweeper sweeper_;
  std::unique_ptr<Writing> writing_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_WRITE_SINK_H_
