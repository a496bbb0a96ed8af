// Where text, diffs, names and reports go, and what is thrown when something can't go on.

#ifndef TEXTMEND_CLI_OUTPUT_H_
#define TEXTMEND_CLI_OUTPUT_H_

#include <stdexcept>
#include <string>
#include <string_view>

#include "cli/fd.h"

namespace textmend::cli {

// This document can't be read or written. It is named in a message, and the next one is tried.
class DocumentError : public std::runtime_error {
 public:
  explicit DocumentError(const std::string& what, std::string hint = {})
      : std::runtime_error(what), hint_(std::move(hint)) {}
  const std::string& hint() const { return hint_; }

 private:
  std::string hint_;
};

// An output that all documents share can't be written: the run ends.
class OutputError : public std::runtime_error {
 public:
  OutputError(std::string name, const std::string& what)
      : std::runtime_error(what), name_(std::move(name)) {}
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

// The reader of our output has gone. No error, but there is nothing more to do.
class ClosedPipe : public std::exception {};

// Buffered output that all documents share. Throws OutputError or ClosedPipe.
class Output {
 public:
  // Text that nobody reads need not be made. But a file in place is cleaned or it is not, whoever
  // stopped reading the report.
  enum class ClosedPipes { kAreFine, kAreErrors };

  Output(Fd fd, std::string name, ClosedPipes closed_pipes)
      : fd_(std::move(fd)),
        name_(std::move(name)),
        closed_pipes_(closed_pipes),
        writer_(fd_.get()) {}

  void write(std::string_view bytes) { check(writer_.write(bytes)); }
  void flush() { check(writer_.flush()); }
  // Flushes and closes. Without it what is still in the buffer is lost: an error must not be.
  void close();

  const std::string& name() const { return name_; }
  int fd() const { return fd_.get(); }

 private:
  void check(int error) const;

  Fd fd_;
  std::string name_;
  ClosedPipes closed_pipes_;
  Writer writer_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_OUTPUT_H_
