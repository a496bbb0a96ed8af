// All that is said to the person at the terminal: one line each, on stderr.
//
//   textmend: FILE:LINE:COL: what: hint
//   textmend: FILE: what
//   textmend: what

#ifndef TEXTMEND_CLI_MESSAGE_H_
#define TEXTMEND_CLI_MESSAGE_H_

#include <cstdint>
#include <string_view>

#include "cli/options.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// What a message is about. An empty file: the whole run; line 0: the whole file.
struct Place {
  std::string_view file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

// Whether what is written to `fd` is coloured: as it was typed, else where `fd` is a terminal and
// neither NO_COLOR nor a dumb terminal says otherwise.
bool wants_color(Color color, int fd);

class Messages {
 public:
  explicit Messages(const Talk& talk);

  void error(const Place& place, std::string_view what, std::string_view hint = {}) const;
  // Not with --quiet.
  void warning(const Place& place, std::string_view what, std::string_view hint = {}) const;
  // Only with --verbose.
  void remark(const Place& place, std::string_view what) const;
  // A fault in a rule file, in the library's own words. Warnings not with --quiet.
  void diagnostic(const Diagnostic& diagnostic) const;

  bool quiet() const { return quiet_; }
  bool verbose() const { return verbose_; }
  bool color() const { return color_; }  // of stderr

 private:
  void say(std::string_view style, const Place& place, std::string_view what,
           std::string_view hint) const;

  bool color_;
  bool quiet_;
  bool verbose_;
};

// One line on a terminal that is written over by the next one, and makes room for messages. Thread
// safe, as all messages are.
void show_status_line(std::string_view text);
void clear_status_line();

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_MESSAGE_H_
