// Writes a dictionary for libFuzzer: what the shipped rules look for, or the words of rule files,
// and behind it what files of the same form hold.
//
//   make_dictionary rules|keys OUT [DICTIONARY...]

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/pieces.h"
#include "fuzzing/promises.h"

namespace {

namespace fuzzing = textmend::fuzzing;

std::vector<std::string> tokens_of_rules() {
  std::vector<std::string> tokens;
  // Also of rules that are off: the targets run other profiles too.
  const textmend::RuleSet rules = fuzzing::shipped_rules({});
  for (const auto& entry : rules.state().entries) {
    std::vector<std::string> own = fuzzing::tokens_of(entry.spec());
    std::move(own.begin(), own.end(), std::back_inserter(tokens));
  }
  return tokens;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2 || (words[0] != "rules" && words[0] != "keys")) {
    std::fputs("usage: make_dictionary rules|keys OUT [DICTIONARY...]\n", stderr);
    return 2;
  }
  std::ofstream out(words[1], std::ios::binary);
  out << fuzzing::dictionary(words[0] == "rules" ? tokens_of_rules() : fuzzing::rule_file_tokens());
  for (std::size_t i = 2; i < words.size(); ++i) {
    std::ifstream in(words[i], std::ios::binary);
    if (!in) {
      std::fprintf(stderr, "%s: can't be read\n", words[i].c_str());
      return 1;
    }
    out << in.rdbuf();
  }
  out.close();
  return out ? 0 : 1;
}
