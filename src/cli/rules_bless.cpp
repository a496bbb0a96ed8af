#include "cli/rules_bless.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "textmend/toml_text.h"

namespace textmend::cli {

namespace {

using internal::Node;
using internal::Outcome;
using internal::Place;
using internal::RuleTestResult;

// The byte at which a place of a file begins.
std::size_t offset_of(std::string_view file, const Place& place) {
  std::size_t at = 0;
  for (std::size_t line = 1; line < place.line; ++line) at = file.find('\n', at) + 1;
  for (std::size_t column = 1; column < place.column; ++column) {
    ++at;
    while (at < file.size() && (static_cast<unsigned char>(file[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

// The `out` of the test in that place; null when it has none.
const Node* out_of(const internal::RuleSpec& spec, const Place& place) {
  const Node* tests = spec.root.find("test");
  if (tests == nullptr) return nullptr;
  const auto test = std::find_if(tests->items.begin(), tests->items.end(), [&](const Node& node) {
    return node.place.line == place.line && node.place.column == place.column;
  });
  return test == tests->items.end() ? nullptr : test->find("out");
}

struct Replacement {
  std::size_t begin = 0, end = 0;
  std::string with;
};

}  // namespace

std::size_t bless_tests(const RuleSet& rules, std::span<const RuleTestResult> results,
                        std::vector<std::string>& failed) {
  std::map<const internal::Source*, std::vector<Replacement>> by_file;
  for (const RuleTestResult& result : results) {
    const bool may = result.outcome == Outcome::kMissing || result.outcome == Outcome::kWrong;
    if (!may || !result.profile.empty() || !result.place.source) continue;
    const auto* entry = rules.state().find(result.rule);
    if (entry == nullptr || entry->head().folder.empty()) continue;
    const Node* out = out_of(entry->spec(), result.place);
    if (out == nullptr) continue;
    const std::string& text = result.place.source->text;
    const std::size_t begin = offset_of(text, out->place);
    by_file[result.place.source.get()].push_back(
        {begin, internal::toml_string_end(text, begin), internal::toml_string(result.actual)});
  }
  std::size_t written = 0;
  for (auto& [source, replacements] : by_file) {
    std::sort(replacements.begin(), replacements.end(),
              [](const Replacement& a, const Replacement& b) { return a.begin > b.begin; });
    std::string text = source->text;
    for (const Replacement& one : replacements) {
      text.replace(one.begin, one.end - one.begin, one.with);
    }
    std::ofstream file(source->file, std::ios::binary);
    file << text;
    file.close();
    if (file) {
      written += replacements.size();
    } else {
      failed.push_back(source->file);
    }
  }
  return written;
}

}  // namespace textmend::cli
