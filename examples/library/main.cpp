// Cleans a text with the library and says which rule changed what.

#include <iostream>
#include <optional>
#include <string_view>
#include <vector>

#include "textmend/textmend.h"

namespace {

// Gets the document section by section; this text is one section.
class Printer : public textmend::Sink {
 public:
  void section(const textmend::Section& section) override {
    for (const textmend::Hunk& hunk : section.hunks) {
      std::cout << hunk.line << ':' << hunk.column << ": '" << hunk.before << "' -> '" << hunk.after
                << "'";
      for (const textmend::Step& step : hunk.steps) std::cout << ' ' << step.rule;
      std::cout << '\n';
    }
    section.for_each_piece([](std::string_view piece) { std::cout << piece; });
  }
};

}  // namespace

int main() {
  constexpr std::string_view text =
      "The mayor left the meeting. . Before noon it rained.\n"
      "It&#8217;s the first storm of the year , they said .\n"
      "Nothing is wrong in this line.\n";

  // Rules are read and checked once; any number of threads may use them.
  std::vector<textmend::Diagnostic> problems;
  textmend::RuleOptions options;
  options.profiles = {"default"};
  const std::optional<textmend::RuleSet> rules = textmend::RuleSet::load(options, problems);
  for (const textmend::Diagnostic& problem : problems) std::cerr << to_string(problem);
  if (!rules) return 2;

  const textmend::Cleaner cleaner(*rules);
  Printer printer;
  textmend::Stream stream = cleaner.stream(printer);
  stream.feed(text);
  stream.finish();

  // Without the hunks it is one call.
  std::cout << cleaner.clean("The ferry is late again. . The pier stays open.\n");
}
