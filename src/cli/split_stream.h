// Many documents in one stream: --split-on.
//
// The stream is cut at separators, each piece is a document of its own, and the separators come out
// as they came. A separator is a form feed, a NUL, or a whole line, its end included, in which a
// pattern matches; a line that is longer than a pattern may see (Limits::pattern_bytes), or not
// UTF-8, is none. To the outer sink the stream is one document, in which offsets and lines
// count on; only Section::first is set for each of its parts.

#ifndef TEXTMEND_CLI_SPLIT_STREAM_H_
#define TEXTMEND_CLI_SPLIT_STREAM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "textmend/pattern.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Immutable.
class Separator {
 public:
  // "ff", "nul" or a pattern. Nothing, and `fault` filled in, when it is no pattern.
  static std::optional<Separator> read(std::string_view text, std::string& fault);

  bool is_byte() const { return pattern_ == nullptr; }
  char byte() const { return byte_; }
  const internal::Pattern& pattern() const { return *pattern_; }  // of a line, without its end

 private:
  char byte_ = '\0';
  internal::PatternPtr pattern_;
};

// Used like a Stream.
class SplitStream : private Sink {
 public:
  // All must outlive it. Nothing between two separators is no document.
  SplitStream(const Cleaner& cleaner, const Separator& separator, Sink& sink);

  void feed(std::string_view bytes);
  void finish();  // what is fed next is another stream

 private:
  void feed_bytes(std::string_view bytes);
  void feed_lines(std::string_view bytes);
  void take_line(std::string_view line);
  bool is_separator(std::string_view line);
  void add_text(std::string_view text);
  void end_document();
  void pass_separator(std::string_view bytes);
  void section(const Section& section) override;
  void advance(std::string_view text);

  const Cleaner& cleaner_;
  const Separator& separator_;
  Sink& sink_;
  internal::MatchScratch scratch_;
  std::optional<Stream> document_;
  std::string line_;               // the begin of a line that may be a separator
  bool in_document_line_ = false;  // inside a line that is none
  bool finishing_ = false;
  bool finished_ = false;  // the last section has been passed on

  // Where the document begins in the stream, and where what has been passed on ends. Columns
  // count from 0.
  struct Place {
    std::uint64_t offset = 0, line = 1, column = 0;
  };
  Place begin_, end_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_SPLIT_STREAM_H_
