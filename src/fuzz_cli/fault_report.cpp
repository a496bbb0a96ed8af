#include "fuzz_cli/fault_report.h"

#include <fmt/format.h>

#include <cstdlib>

#include "cli/quoting.h"
#include "textmend/textmend.h"

namespace textmend::fuzz_cli {

namespace {

using fuzzing::Fault;
using fuzzing::FaultKind;

// Where in the file it is to be repaired.
internal::Place place_of(const internal::RuleSpec& spec, FaultKind kind) {
  const internal::Node& params = spec.params();
  if (kind == FaultKind::kNeeds) {
    if (const internal::Node* needs = params.find("needs")) return needs->place;
  }
  for (const char* key : {"pattern", "patterns", "cases", "anchor", "map", "literals"}) {
    if (const internal::Node* node = params.find(key)) return node->place;
  }
  const internal::Node* kind_node = spec.root.find("kind");
  return kind_node != nullptr ? kind_node->place : spec.root.place;
}

Diagnostic diagnostic_of(const internal::RuleSpec& spec, const Fault& fault) {
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  std::string message = fmt::format("{}: {}", fault.rule, fuzzing::fault_help(fault.kind));
  if (!fault.other.empty()) {
    const std::string_view what = fault.kind == FaultKind::kTrap ? "a trap of " : "";
    message += fmt::format(": {}{}", what, fault.other);
  }
  problems.error(std::string(fuzzing::fault_name(fault.kind)), place_of(spec, fault.kind),
                 std::move(message), std::string(fuzzing::fault_hint(fault.kind)));
  return std::move(diagnostics.front());
}

std::string member(std::string_view key, std::string_view value) {
  std::string text;
  cli::append_json(text, key, value);
  return text;
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ","));
}

// Both hosts read `%0A` as the end of a line.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '%') {
      result += "%25";
    } else if (c == '\n') {
      result += "%0A";
    } else if (c == '\r') {
      result += "%0D";
    } else {
      result += c;
    }
  }
  return result;
}

// In a property also what ends it.
std::string escaped_property(std::string_view text) {
  std::string result;
  for (const char c : escaped(text)) {
    if (c == ':') {
      result += "%3A";
    } else if (c == ',') {
      result += "%2C";
    } else if (c == ';') {
      result += "%3B";
    } else if (c == ']') {
      result += "%5D";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string fault_text(const internal::RuleSpec& spec, const Fault& fault) {
  std::string text = to_string(diagnostic_of(spec, fault));
  if (!fault.detail.empty()) text += fmt::format("  {}\n", fault.detail);
  text += fmt::format("  text     {}\n", fuzzing::one_line(fault.text));
  if (!fault.actual.empty() && fault.actual != fault.text) {
    text += fmt::format("  becomes  {}\n", fuzzing::one_line(fault.actual));
  }
  const std::string table = fuzzing::test_table(fault);
  return text + (table.empty() ? "\n" : "\n" + table + "\n");
}

std::string outcome_json(const std::vector<RuleOutcome>& outcomes, std::uint64_t seed) {
  std::vector<std::string> rules, faults;
  for (const RuleOutcome& outcome : outcomes) {
    const internal::RuleSpec& spec = *outcome.spec;
    rules.push_back(fmt::format("{{{},{},\"runs\":{}}}", member("rule", spec.id),
                                member("file", spec.file), outcome.runs));
    for (const Fault& fault : outcome.faults) {
      const Diagnostic diagnostic = diagnostic_of(spec, fault);
      std::vector<std::string> members = {
          member("fault", fuzzing::fault_name(fault.kind)),
          member("rule", fault.rule),
          member("file", spec.file),
          fmt::format("\"line\":{},\"column\":{}", diagnostic.line, diagnostic.column),
          member("message", diagnostic.message),
          member("detail", fault.detail),
          member("other", fault.other),
          member("text", fault.text),
          member("becomes", fault.actual),
          member("test", fuzzing::test_table(fault)),
      };
      if (fault.expected) members.push_back(member("expected", *fault.expected));
      faults.push_back("{" + joined(members) + "}");
    }
  }
  return fmt::format("{{{},\"seed\":{},\"rules\":[{}],\"faults\":[{}]}}\n",
                     member("textmend", version()), seed, joined(rules), joined(faults));
}

Host detect_host() {
  const auto is_true = [](const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr &&
           (std::string_view(value) == "true" || std::string_view(value) == "True");
  };
  if (is_true("GITHUB_ACTIONS")) return Host::kGithub;
  return is_true("TF_BUILD") ? Host::kAzure : Host::kNone;
}

std::string annotation(Host host, const internal::RuleSpec& spec, const Fault& fault) {
  if (host == Host::kNone) return {};
  const Diagnostic diagnostic = diagnostic_of(spec, fault);
  const std::string message =
      escaped(fmt::format("{}\ntext: {}\n{}", diagnostic.message, fuzzing::one_line(fault.text),
                          fuzzing::test_table(fault)));
  if (host == Host::kGithub) {
    return fmt::format("::error file={},line={},col={},title={}::{}\n",
                       escaped_property(diagnostic.file), diagnostic.line, diagnostic.column,
                       escaped_property(diagnostic.code), message);
  }
  return fmt::format(
      "##vso[task.logissue type=error;sourcepath={};linenumber={};columnnumber={};code={}]{}\n",
      escaped_property(diagnostic.file), diagnostic.line, diagnostic.column,
      escaped_property(diagnostic.code), message);
}

}  // namespace textmend::fuzz_cli
