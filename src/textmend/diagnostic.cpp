#include <fmt/format.h>

#include <algorithm>

#include "textmend/textmend.h"

namespace textmend {
inline namespace v1 {

namespace {

// The line with its carets. Tabs are kept in the caret line, so that both indent alike.
std::string excerpt(const Diagnostic& diagnostic) {
  const std::string number = fmt::format("{:>4}", diagnostic.line);
  std::string carets;
  std::size_t column = 1;
  for (const char c : diagnostic.source_line) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
    if (column++ >= diagnostic.column) break;
    carets += c == '\t' ? '\t' : ' ';
  }
  while (column < diagnostic.column) {
    carets += ' ';
    ++column;
  }
  carets.append(std::max<std::size_t>(1, diagnostic.width), '^');
  return fmt::format("{} | {}\n{} | {}\n", number, diagnostic.source_line,
                     std::string(number.size(), ' '), carets);
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
  if (diagnostic.line > 0 && !diagnostic.source_line.empty()) text += excerpt(diagnostic);
  if (!diagnostic.hint.empty()) text += fmt::format("  hint: {}\n", diagnostic.hint);
  return text;
}

}  // namespace v1
}  // namespace textmend
