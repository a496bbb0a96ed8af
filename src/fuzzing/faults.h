// What can be wrong with a rule that passes its own tests.

#ifndef TEXTMEND_FUZZING_FAULTS_H_
#define TEXTMEND_FUZZING_FAULTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::fuzzing {

enum class FaultKind {
  kUnsettled,  // a text on which it changes its mind for ever
  kGrows,      // a text that becomes too long
  kLimit,      // a pattern gives up: it tries too many ways
  kSlow,       // time grows with the square of a line's length, or faster
  kNeeds,      // the pattern matches where no need stands
  kTrap,       // a text that must stay does not, alone or in company
  kFight,      // another rule takes back what it does, or the other way round
  kCrosses,    // an edit goes over protected text, so that all of it is refused
  kPromise,    // textmend breaks a promise: no fault of the rule
  kCrash,      // textmend ends on a signal: no fault of the rule
  kHang,       // nothing comes back
};

std::string_view fault_name(FaultKind kind);  // stable, kebab-case: "never-settles", ...
std::string_view fault_help(FaultKind kind);  // what it means
std::string_view fault_hint(FaultKind kind);  // what to do

struct Fault {
  FaultKind kind = FaultKind::kUnsettled;
  std::string rule;
  std::string other;   // the rule that it fights with, or whose trap it is; empty if none
  std::string lang;    // of the text; empty: detected
  std::string text;    // the smallest that was found
  std::string actual;  // what comes of it, where that says something
  // What should come of it; nothing where the text should stay or nobody can know.
  std::optional<std::string> expected;
  std::string detail;  // one line, may be empty

  // Of two faults with one key the second says nothing new.
  bool same_as(const Fault& fault) const { return kind == fault.kind && other == fault.other; }
};

// The text as a [[test]] to paste into the rule file. Fails until the rule is repaired, but for
// faults of time.
std::string test_table(const Fault& fault);

// One line of text that is safe on a terminal, cut where it gets long: line ends are `\n`.
std::string one_line(std::string_view text, std::size_t most = 200);

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_FAULTS_H_
