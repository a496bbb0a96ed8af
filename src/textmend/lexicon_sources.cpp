#include "textmend/lexicon_sources.h"

#include <fmt/format.h>

#include <filesystem>

#include "textmend/language.h"

namespace textmend::internal {

namespace {

constexpr std::string_view kHunspell = "hunspell:";

void add_dictionary(const LexiconSource& source, Lexicons& lexicons, Problems& problems) {
  const std::string name = source.source.substr(kHunspell.size());
  HunspellPlace found = find_hunspell(name, source.folder);
  if (found.stem.empty()) {
    problems.error("no-lexicon", source.place,
                   fmt::format("the lexicon `{}`: {}", source.source, found.fault), found.hint);
    return;
  }
  lexicons.add(language_of_tag(source.lang),
               std::make_shared<const HunspellDictionary>(std::move(found.stem)));
}

void add_list(const LexiconSource& source, Lexicons& lexicons, Problems& problems) {
  const std::string path = (std::filesystem::path(source.folder) / source.source).string();
  SourcePtr list;
  std::vector<Diagnostic> why;
  Problems unreadable(why);
  if (read_file(path, list, unreadable)) {
    const std::size_t wrong = lexicons.add(language_of_tag(source.lang), list->text);
    if (wrong == 0) return;
    problems.error("bad-value", {list, wrong, 1, 1},
                   "what stands behind the TAB is no tier, a number from 1 to 100",
                   "the smaller, the commoner; without a TAB and a tier a word has 60");
    return;
  }
  problems.error("no-lexicon", source.place,
                 fmt::format("the lexicon `{}` {}", path, why.front().message),
                 "name a file with one word a line, or a dictionary: `hunspell:de_DE`");
}

}  // namespace

void add_lexicon_options(const std::vector<std::string>& options, std::vector<LexiconSource>& to,
                         Problems& problems) {
  for (const std::string& option : options) {
    const std::size_t sign = option.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == option.size()) {
      problems.error("bad-value", {}, fmt::format("the lexicon `{}` is no LANG=SOURCE", option),
                     "for example de=hunspell:de_DE or en=words.txt");
      continue;
    }
    to.push_back({option.substr(0, sign), option.substr(sign + 1), {}, {}});
  }
}

std::shared_ptr<const Lexicons> read_lexicons(const std::vector<LexiconSource>& sources,
                                              Problems& problems) {
  auto lexicons = std::make_shared<Lexicons>();
  for (const LexiconSource& source : sources) {
    if (!is_language_tag(source.lang)) {
      problems.error("bad-value", source.place,
                     fmt::format("`{}` is no code of a language", source.lang),
                     "for example en, de, pt");
    } else if (source.lang == "und") {
      problems.error("no-lexicon", source.place, "a text of unknown language has no lexicon",
                     "it is read with that of `en`; --lang tells the language of a text");
    } else if (source.source.starts_with(kHunspell)) {
      add_dictionary(source, *lexicons, problems);
    } else {
      add_list(source, *lexicons, problems);
    }
  }
  return lexicons;
}

}  // namespace textmend::internal
