// One document as it is read: stdin or a file, in blocks, as UTF-8.

#ifndef TEXTMEND_CLI_INPUT_H_
#define TEXTMEND_CLI_INPUT_H_

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fd.h"
#include "textmend/decode.h"

namespace textmend::cli {

// What to do with bytes that are not text in the document's encoding.
enum class Invalid {
  kKeep,     // a line of UTF-8 that has some passes as it is; another encoding is an error
  kReplace,  // U+FFFD
  kRepair,   // UTF-8 only: windows-1252, or a pair of surrogates in six bytes
  kFail,     // the document is an error
};

struct InputOptions {
  std::string encoding;  // empty: UTF-8, or what a byte order mark says; "auto": guessed
  Invalid invalid = Invalid::kKeep;
  // A signal ends a pipe or a terminal where it stands (stop.h), and what was read is the document;
  // nobody knows when it would have ended.
  bool ends_when_stopped = false;
};

// Whether the head of a file is that of an image, a program, an archive. In the first 64 KiB there
// is a NUL; or more than a third of the bytes belong to no UTF-8, and more than one in 32 is a
// control character that no text has. The latter keeps text in other encodings out.
bool looks_binary(std::string_view head);

// What a document is read as, and why.
struct Encoding {
  // kUnsure: no guess was sure enough, so it is read as UTF-8.
  enum class Source { kDefault, kNamed, kMark, kGuess, kUnsure };
  std::string name = "UTF-8";
  Source source = Source::kDefault;
  int percent = 100;  // how sure; for kUnsure, of `likeliest`
  std::string mark;   // the byte order mark of UTF-16 or UTF-32, which is no part of the text
  bool utf8 = true;
  std::string likeliest = {};  // the guess, for kUnsure
};
// "default", "named", "mark", "guess", "unsure"
std::string_view source_name(Encoding::Source source);

// What a document is called in messages, reports and diffs.
inline std::string_view display_name(std::string_view path) { return path == "-" ? "stdin" : path; }

class Input {
 public:
  // `path` "-" is stdin. Reads the head of the document. Throws DocumentError, as next() does; both
  // throw Stopped when a signal asks for it (stop.h), unless it ends the document.
  Input(std::string path, const InputOptions& options);

  // The next block of UTF-8; empty at the end of the document. Lives until the next call.
  std::string_view next();

  std::string_view name() const { return display_name(path_); }
  const std::string& path() const { return path_; }
  int fd() const { return fd_; }
  const struct stat& status() const { return status_; }  // as it was when opened
  const Encoding& encoding() const { return encoding_; }
  // Looks binary, and nobody said which encoding of text it is in. To be asked before next().
  bool is_binary() const;
  // Ill-formed sequences that were replaced or repaired so far: changes that no hunk tells of.
  std::uint64_t repairs() const { return repair_ ? repair_->repairs() : 0; }
  // A signal ended it, see InputOptions::ends_when_stopped.
  bool stopped() const { return stopped_; }
  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  std::size_t block_bytes(std::size_t most) const;
  void read_head(std::size_t want);
  std::string_view next_bytes();
  std::size_t read_some(char* to, std::size_t size);
  void wait_for_bytes() const;
  void choose_encoding(const InputOptions& options);
  void guess_encoding(std::string_view head, Invalid invalid);
  std::string_view decode(std::string_view bytes);

  std::string path_;
  Fd owned_;
  int fd_ = -1;
  struct stat status_ = {};
  Encoding encoding_;
  Invalid invalid_ = Invalid::kKeep;
  std::optional<internal::Transcoder> transcoder_;  // none for UTF-8
  std::optional<internal::Utf8Repair> repair_;
  std::vector<char> block_;
  std::size_t head_begin_ = 0, head_end_ = 0;  // what the constructor read and next() did not yet
  bool at_end_ = false;
  bool ends_when_stopped_ = false, stopped_ = false;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_INPUT_H_
