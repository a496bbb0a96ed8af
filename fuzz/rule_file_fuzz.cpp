// Any bytes as a rule file: either a rule, whose own tests then run, or faults with a place in the
// file. Aborts where a fault has no such place or says nothing.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "fuzzing/promises.h"
#include "textmend/rule_file.h"
#include "textmend/rule_test.h"
#include "textmend/unicode.h"

namespace {

using textmend::Diagnostic;
using textmend::fuzzing::require;
using textmend::internal::Node;
using textmend::internal::Problems;
using textmend::internal::Source;

constexpr std::size_t kMaxInput = std::size_t{16} << 10;
constexpr std::size_t kMaxTestText = 2048;

void require_of(const Diagnostic& diagnostic, bool holds, const char* promise) {
  if (!holds) std::fputs(to_string(diagnostic).c_str(), stderr);
  require(holds, promise);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

void check(const Diagnostic& diagnostic, const std::vector<std::string>& lines) {
  require_of(diagnostic, diagnostic.file == "fuzz/rule.toml", "a fault names its file");
  require_of(diagnostic, !diagnostic.code.empty() && !diagnostic.message.empty(),
             "a fault says what is wrong");
  require_of(diagnostic, diagnostic.message.find('\n') == std::string::npos,
             "a message is one line");
  require_of(diagnostic, diagnostic.line <= lines.size(), "a fault's line is in the file");
  if (diagnostic.line == 0) return;
  const std::size_t length = textmend::internal::count_code_points(lines[diagnostic.line - 1]);
  // toml++ puts the end of a file behind the last line's LF, but not into a line of its own.
  const std::size_t last = length + (diagnostic.code == "syntax" ? 2 : 1);
  require_of(diagnostic, diagnostic.column >= 1 && diagnostic.column <= last,
             "a fault's column is in its line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const textmend::RuleSet rules = textmend::fuzzing::shipped_rules({});
  auto source = std::make_shared<Source>();
  source->file = "fuzz/rule.toml";
  source->text.assign(data, data + std::min(size, kMaxInput));
  // Files that are not UTF-8 are refused before they are parsed.
  if (!textmend::internal::is_valid_utf8(source->text)) return 0;

  std::vector<Diagnostic> diagnostics;
  Problems problems(diagnostics);
  const auto spec = read_rule_file(source, "fuzz", "rule", "", problems);
  require(spec.has_value() == !problems.any_error(), "a rule or a fault");
  if (spec) {
    const auto rule = build_rule(*spec, Node{}, problems);
    require((rule != nullptr) == !problems.any_error(), "a rule or a fault");
    lint_rule(*spec, problems);
    const bool small = std::all_of(spec->tests.begin(), spec->tests.end(),
                                   [](const auto& test) { return test.in.size() <= kMaxTestText; });
    if (rule != nullptr && small) {
      for (const auto& result : test_rule(rules, *spec)) {
        require(result.rule == "fuzz/rule", "a result names its rule");
      }
    }
  }
  const std::vector<std::string> lines = lines_of(source->text);
  for (const Diagnostic& diagnostic : diagnostics) check(diagnostic, lines);
  return 0;
}
