// One document as it is read: stdin or a file, in blocks, as UTF-8.

#ifndef TEXTMEND_CLI_INPUT_H_
#define TEXTMEND_CLI_INPUT_H_

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fd.h"

struct UConverter;

namespace textmend::cli {

struct ConverterCloser {
  void operator()(UConverter* converter) const;
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

// Nothing if ICU knows no such encoding.
Converter open_converter(const std::string& name);

// UTF-8 is read as it is, byte for byte. Empty means UTF-8.
bool is_utf8_encoding(const std::string& name);

// Turns one document into UTF-8, strictly: what is illegal or cut off is an error, nothing is
// replaced.
class Decoder {
 public:
  explicit Decoder(const std::string& encoding);

  // The result lives until the next call. Throws DocumentError with the offset.
  std::string_view decode(std::string_view bytes, bool last);

 private:
  [[noreturn]] void fail() const;

  std::string encoding_;
  Converter from_, to_;
  std::vector<char16_t> pivot_;
  char16_t* pivot_source_;
  char16_t* pivot_target_;
  std::uint64_t consumed_ = 0;  // bytes of the document
  std::string out_;
};

// What a document is called in messages, reports and diffs.
inline std::string_view display_name(std::string_view path) { return path == "-" ? "stdin" : path; }

class Input {
 public:
  // `path` "-" is stdin. Throws DocumentError, as next() does.
  Input(std::string path, const std::string& encoding);

  // The next block of UTF-8; empty at the end of the document. Lives until the next call.
  std::string_view next();

  std::string_view name() const { return display_name(path_); }
  const std::string& path() const { return path_; }
  int fd() const { return fd_; }
  const struct stat& status() const { return status_; }  // as it was when opened

 private:
  std::string_view next_bytes();
  std::size_t read_some(char* to, std::size_t size);
  void refuse_other_encodings(std::string_view head) const;

  std::string path_;
  Fd owned_;
  int fd_ = -1;
  struct stat status_ = {};
  std::unique_ptr<Decoder> decoder_;  // none for UTF-8
  std::vector<char> block_;
  bool at_head_ = true;
  bool at_end_ = false;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_INPUT_H_
