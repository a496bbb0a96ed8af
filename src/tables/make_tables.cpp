// make_tables FOLDER: the program of the build that makes the tables of the library.
//
// It is the library with an empty table, so it reads and makes all built-in rules as the library
// does for rules of users, and fails with their messages on a fault. Writes FOLDER/rules.table,
// FOLDER/lexicon.table and FOLDER/plan.table.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/embedded.h"
#include "textmend/lexicon_table.h"
#include "textmend/rule_set.h"
#include "textmend/rule_table.h"
#include "textmend/scan/builtin_plan.h"
#include "textmend/scanner.h"

namespace textmend {
namespace {

// Prints all, and tells whether none is an error.
bool report(const std::vector<Diagnostic>& problems) {
  bool good = true;
  for (const Diagnostic& problem : problems) {
    std::fputs(to_string(problem).c_str(), stderr);
    good = good && problem.severity != Diagnostic::Severity::kError;
  }
  return good;
}

// The rules that are on, and the overrides, of one profile.
bool check_profile(const std::string& name) {
  RuleOptions options;
  options.profiles = {name};
  std::vector<Diagnostic> problems;
  RuleSet::load(options, problems);
  return report(problems);
}

using Table = std::vector<internal::BuiltinRule>;

// Whether `needs` occur in the sample text.
internal::RuleOutline::Use use_of(const internal::Needs& needs) {
  std::string_view rest = internal::scan::sample_text();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    if (needs.wants(line)) return internal::RuleOutline::Use::kCommon;
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return internal::RuleOutline::Use::kRare;
}

// Nothing when some rule or profile has a fault.
std::optional<Table> read_rules() {
  std::vector<Diagnostic> diagnostics;
  const std::optional<RuleSet> rules = RuleSet::load({}, diagnostics);
  if (!report(diagnostics) || !rules) return std::nullopt;
  diagnostics.clear();
  internal::Problems problems(diagnostics);
  Table table;
  for (const RuleSet::State::Entry& entry : rules->state().entries) {
    const internal::RulePtr rule = internal::build_rule(entry.spec(), {}, problems);
    if (!rule) continue;
    table.push_back({entry.head(), rule->common(), internal::RuleTraits::of(*rule)});
    table.back().outline.use = use_of(rule->common().needs);
  }
  bool good = report(diagnostics);
  for (const auto& profile : rules->state().profiles) good = check_profile(profile.name) && good;
  if (!good) return std::nullopt;
  return table;
}

// Of the needs of all rules, whether they are on or not; those of the default profile have the best
// places.
std::string make_plan_table(const Table& rules) {
  std::vector<const internal::NeedWindow*> safe, others;
  for (const internal::BuiltinRule& rule : rules) {
    auto& windows = rule.head.safety == Safety::kSafe ? safe : others;
    if (!rule.outline.habit_of.empty()) continue;  // the scanner does not look for these
    for (const internal::Needs* needs : {&rule.outline.needs, rule.outline.document_needs.get()}) {
      if (needs == nullptr) continue;
      for (const internal::NeedWindow& window : needs->windows()) {
        if (internal::Scanner::goes_to_bucket(window)) windows.push_back(&window);
      }
    }
  }
  return write_plan(internal::scan::make_plan(safe, {}, 0, internal::scan::sample_text(),
                                              TEXTMEND_PLAN_TRIES, others));
}

std::optional<std::string> make_lexicon_table() {
  auto index = internal::make_lexicon_index(internal::embedded_file("lexicon/en.txt"));
  if (!index) std::fputs("lexicon/en.txt is too large for its index\n", stderr);
  return index;
}

bool write(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (file) return true;
  std::fprintf(stderr, "%s can't be written\n", path.c_str());
  return false;
}

}  // namespace

// The library's own come with the tables.
namespace internal {
std::string_view rule_table() { return {}; }
std::string_view lexicon_table() { return {}; }
std::string_view scan::plan_table() { return {}; }
}  // namespace internal

}  // namespace textmend

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_tables FOLDER\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  const auto rules = textmend::read_rules();
  const std::optional<std::string> lexicon = textmend::make_lexicon_table();
  const bool good =
      rules && lexicon &&
      textmend::write(folder + "/rules.table", textmend::internal::write_rule_table(*rules)) &&
      textmend::write(folder + "/plan.table", textmend::make_plan_table(*rules)) &&
      textmend::write(folder + "/lexicon.table", *lexicon);
  return good ? 0 : 1;
}
