#include "fuzzing/faults.h"

#include <fmt/format.h>

#include "textmend/toml_text.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::toml_string;

struct Words {
  std::string_view name, help, hint;
};

// In the order of FaultKind.
constexpr Words kWords[] = {
    {"never-settles",
     "the rule changes its own output again and again, so the text comes out as it went in",
     "make the pattern refuse what the rule itself writes"},
    {"grows", "the rule makes a text more than twice as long, so it comes out as it went in",
     "write less, or match less often"},
    {"meets-limit", "the pattern tries too many ways and gives up; the line is left alone",
     "no repeat inside of a repeat: use possessive `++` or narrower classes"},
    {"slow", "the time for a line grows faster than the line",
     "begin the pattern with what is rare, and bound its repeats: `{1,40}`"},
    {"needs-miss", "the pattern matches where none of the needs stands: such matches are not found",
     "add a need, or make the pattern as narrow as the needs"},
    {"eats-trap", "the rule changes a text that must stay",
     "narrow the pattern, or add what it must not touch to `unless`"},
    {"fights", "another rule undoes what this one does, or this one what the other does",
     "use `replaces` or `ignore` if yours is to stand in for the other; else change `with`"},
    {"crosses-protected", "an edit reaches over a protected text, so the whole edit is refused",
     "keep the match on one side: exclude what a URL, an address or code is made of"},
    {"broken-promise", "textmend breaks a promise with this rule",
     "please report it with the rule and the text"},
    {"crash", "textmend crashed on this text", "please report it with the rule and the text"},
    {"hang", "nothing came back in time",
     "look for a pattern that tries too many ways; if there is none, please report it"},
};

const Words& words_of(FaultKind kind) { return kWords[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view fault_name(FaultKind kind) { return words_of(kind).name; }
std::string_view fault_help(FaultKind kind) { return words_of(kind).help; }
std::string_view fault_hint(FaultKind kind) { return words_of(kind).hint; }

std::string one_line(std::string_view text, std::size_t most) {
  if (!internal::is_valid_utf8(text)) return fmt::format("{} bytes, not UTF-8", text.size());
  std::string line = toml_string(text);
  line = line.substr(1, line.size() - 2);
  if (line.size() <= most) return line;
  std::size_t end = most;
  while (end > 0 && internal::is_continuation(line[end])) --end;
  return line.substr(0, end) + fmt::format("… ({} bytes)", text.size());
}

std::string test_table(const Fault& fault) {
  constexpr std::size_t kLongest = 1000;
  if (fault.text.size() > kLongest || !internal::is_valid_utf8(fault.text)) return {};
  std::string table = fmt::format("[[test]]\nname = \"fuzzing: {}{}{}\"\n", fault_name(fault.kind),
                                  fault.other.empty() ? "" : " ", fault.other);
  table += fmt::format("in   = {}\n", toml_string(fault.text));
  if (fault.expected) table += fmt::format("out  = {}\n", toml_string(*fault.expected));
  if (!fault.lang.empty()) table += fmt::format("lang = {}\n", toml_string(fault.lang));
  return table;
}

}  // namespace textmend::fuzzing
