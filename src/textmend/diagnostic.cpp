#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend {
inline namespace v1 {

namespace {

// A line, or of a long one the part around the place.
struct Excerpt {
  std::string line;
  std::size_t column = 1, width = 1;  // in code points
};

Excerpt excerpt_of(const Diagnostic& diagnostic) {
  constexpr std::size_t kLongest = 160, kInFront = 80;  // code points
  const std::string& line = diagnostic.source_line;
  std::vector<std::size_t> begins;  // of code points
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (!internal::is_continuation(line[at])) begins.push_back(at);
  }
  const std::size_t column = std::max<std::size_t>(diagnostic.column, 1);
  if (begins.size() <= kLongest) return {line, column, diagnostic.width};
  const std::size_t first = std::min(column - std::min(column, kInFront), begins.size() - kLongest);
  const std::size_t end = first + kLongest;
  Excerpt part;
  part.line = (first > 0 ? "…" : "") +
              line.substr(begins[first],
                          (end < begins.size() ? begins[end] : line.size()) - begins[first]) +
              (end < begins.size() ? "…" : "");
  part.column = column - first + (first > 0 ? 1 : 0);
  part.width = std::min(diagnostic.width, end - std::min(end, column - 1));
  return part;
}

// The excerpt with its carets. Tabs are kept in the caret line, so that both indent alike.
std::string with_carets(std::size_t line, const Excerpt& excerpt) {
  const std::string number = fmt::format("{:>4}", line);
  std::string carets;
  std::size_t column = 1;
  for (const char c : excerpt.line) {
    if (internal::is_continuation(c)) continue;
    if (column++ >= excerpt.column) break;
    carets += c == '\t' ? '\t' : ' ';
  }
  carets.resize(excerpt.column - 1, ' ');
  carets.append(std::max<std::size_t>(1, excerpt.width), '^');
  return fmt::format("{} | {}\n{} | {}\n", number, excerpt.line, std::string(number.size(), ' '),
                     carets);
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.file.empty()) text += diagnostic.file + ":";
  if (diagnostic.line > 0) text += fmt::format("{}:{}:", diagnostic.line, diagnostic.column);
  if (!text.empty()) text += ' ';
  text += fmt::format("{}[{}]: {}\n",
                      diagnostic.severity == Diagnostic::Severity::kError ? "error" : "warning",
                      diagnostic.code, diagnostic.message);
  if (diagnostic.line > 0 && !diagnostic.source_line.empty()) {
    text += with_carets(diagnostic.line, excerpt_of(diagnostic));
  }
  if (!diagnostic.hint.empty()) text += fmt::format("  hint: {}\n", diagnostic.hint);
  return text;
}

}  // namespace v1
}  // namespace textmend
