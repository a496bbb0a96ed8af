#include "cli/message.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iterator>
#include <mutex>
#include <string>
#include <utility>

#include "cli/fd.h"
#include "cli/quoting.h"

namespace textmend::cli {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kPlain = "\x1b[0m";

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

constexpr std::string_view kClearLine = "\r\x1b[K";

std::mutex terminal_mutex;
bool has_status_line = false;

// One write a line, so that several processes don't mix theirs. When stderr is broken there is
// nobody left to tell.
void write_line(std::string line) {
  const std::scoped_lock lock(terminal_mutex);
  if (std::exchange(has_status_line, false)) line.insert(0, kClearLine);
  write_all(STDERR_FILENO, line);
}

std::string place_text(const Place& place) {
  std::string out = "textmend: ";
  if (place.file.empty()) return out;
  out += quoted_name(place.file);
  if (place.line > 0) {
    fmt::format_to(std::back_inserter(out), ":{}:{}", place.line, place.column);
  }
  return out + ": ";
}

}  // namespace

bool wants_color(Color color, int fd) {
  if (color != Color::kAuto) return color == Color::kAlways;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return !is_set("NO_COLOR") && !dumb && ::isatty(fd) == 1;
}

Messages::Messages(const Talk& talk)
    : color_(wants_color(talk.color, STDERR_FILENO)), quiet_(talk.quiet), verbose_(talk.verbose) {}

void Messages::error(const Place& place, std::string_view what, std::string_view hint) const {
  say(kRed, place, what, hint);
}

void Messages::warning(const Place& place, std::string_view what, std::string_view hint) const {
  if (!quiet_) say(kYellow, place, what, hint);
}

void Messages::remark(const Place& place, std::string_view what) const {
  if (verbose_) say({}, place, what, {});
}

void Messages::diagnostic(const Diagnostic& diagnostic) const {
  if (quiet_ && diagnostic.severity == Diagnostic::Severity::kWarning) return;
  Diagnostic shown = diagnostic;
  if (!shown.file.empty()) shown.file = quoted_name(shown.file);
  write_line("textmend: " + to_string(shown));
}

void Messages::say(std::string_view style, const Place& place, std::string_view what,
                   std::string_view hint) const {
  std::string line = place_text(place);
  if (color_) {
    line = fmt::format("{}{}{}{}{}{}", kBold, line, kPlain, style, what, kPlain);
  } else {
    line += what;
  }
  if (!hint.empty()) fmt::format_to(std::back_inserter(line), ": {}", hint);
  line += '\n';
  write_line(std::move(line));
}

void show_status_line(std::string_view text) {
  std::string line(kClearLine);
  line += text;
  const std::scoped_lock lock(terminal_mutex);
  has_status_line = true;
  write_all(STDERR_FILENO, line);
}

void clear_status_line() {
  const std::scoped_lock lock(terminal_mutex);
  if (std::exchange(has_status_line, false)) write_all(STDERR_FILENO, kClearLine);
}

}  // namespace textmend::cli
