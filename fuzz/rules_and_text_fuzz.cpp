// Rules that nobody would write, with texts of the characters that they are about: whatever a rule
// is, the promises hold. The input is a list of choices from which both are made; a rule file with
// faults is named in none of the promises and passes.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/promises.h"
#include "fuzzing/rule_maker.h"
#include "textmend/rule_file.h"
#include "textmend/rule_set.h"

namespace {

using textmend::internal::Program;
using textmend::internal::RulePtr;
namespace fuzzing = textmend::fuzzing;
namespace internal = textmend::internal;

constexpr std::size_t kMaxInput = 1024;
constexpr std::size_t kForRule = 48;  // choices for each rule
constexpr std::size_t kRules = 3;

RulePtr build(const std::string& file, std::size_t number) {
  auto source = std::make_shared<internal::Source>();
  source->file = "fuzz/rule.toml";
  source->text = file;
  std::vector<textmend::Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  const auto spec =
      read_rule_file(source, "fuzz", std::string(1, static_cast<char>('a' + number)), "", problems);
  return spec ? build_rule(*spec, internal::Node{}, problems) : nullptr;
}

bool runs_before(const RulePtr& a, const RulePtr& b) {
  if (a->common().phase != b->common().phase) return a->common().phase < b->common().phase;
  return a->id() < b->id();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + std::min(size, kMaxInput));
  std::string_view rest = bytes;
  std::vector<RulePtr> protect, rules;
  // Two of three inputs are about one rule alone.
  const std::size_t count = rest.empty() || rest.front() % 3 != 0 ? 1 : kRules;
  std::string files;
  for (std::size_t i = 0; i < count; ++i) {
    fuzzing::Choices choices(rest.substr(0, kForRule));
    rest.remove_prefix(std::min(rest.size(), kForRule));
    const std::string file = fuzzing::make_rule(choices);
    files += file + "\n";
    RulePtr rule = build(file, i);
    if (!rule) continue;
    (rule->common().phase == internal::Phase::kProtect ? protect : rules).push_back(rule);
  }
  std::sort(rules.begin(), rules.end(), runs_before);
  fuzzing::Choices choices(rest);
  const std::string text = fuzzing::make_text(choices);
  if (std::getenv("TEXTMEND_FUZZ_SHOW") != nullptr) {
    std::fprintf(stderr, "%s---- text\n%s\n", files.c_str(), text.c_str());
  }
  if (rules.empty()) return 0;
  const Program program = internal::make_program(protect, rules, nullptr);
  textmend::CleanOptions options;
  fuzzing::require_kept(fuzzing::broken_by_section(program, options, text));
  // With lines and growth so short that they are met.
  options.limits.pattern_bytes = 24;
  options.limits.reach = 8;
  options.limits.line_bytes = 96;
  options.limits.growth_bytes = 16;
  options.limits.match_limit = 500;
  fuzzing::require_kept(fuzzing::broken_by_section(program, options, text));
  return 0;
}
