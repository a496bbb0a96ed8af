#include "textmend/lexicon.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "textmend/embedded.h"
#include "textmend/language.h"
#include "textmend/lexicon_table.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// How `word` is capitalised decides which other spellings stand for it.
bool starts_upper(std::string_view word) {
  std::size_t at = 0;
  return !word.empty() && is_uppercase(next_code_point(word, at));
}

bool all_upper(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    if (is_letter(c) && !is_uppercase(c)) return false;
  }
  return true;
}

std::string capitalised(std::string_view folded, std::string_view word) {
  std::size_t first = 0;
  next_code_point(word, first);
  std::size_t folded_first = 0;
  next_code_point(folded, folded_first);
  return std::string(word.substr(0, first)) + std::string(folded.substr(folded_first));
}

bool is_lone_letter(std::string_view word) {
  std::size_t at = 0;
  next_code_point(word, at);
  return at == word.size();
}

std::string_view without_possessive(std::string_view word) {
  for (const std::string_view ending : {"'s", "’s", "'", "’"}) {
    if (word.size() > ending.size() && word.ends_with(ending)) {
      return word.substr(0, word.size() - ending.size());
    }
  }
  return word;
}

// With the apostrophes that lists have: `couldn't` for `couldn’t`.
std::string with_plain_apostrophes(std::string_view word) {
  static constexpr std::string_view kTypographic = "’";
  std::string plain(word);
  for (std::size_t at = 0; (at = plain.find(kTypographic, at)) != std::string::npos; ++at) {
    plain.replace(at, kTypographic.size(), "'");
  }
  return plain;
}

std::optional<int> read_tier(std::string_view text) {
  constexpr int kRarest = 100;
  int tier = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), tier);
  if (error != std::errc() || stop != text.data() + text.size() || tier < 1 || tier > kRarest)
    return std::nullopt;
  return tier;
}

std::optional<int> commoner(std::optional<int> a, std::optional<int> b) {
  if (!a || (b && *b < *a)) return b;
  return a;
}

}  // namespace

std::optional<int> Lexicon::look_up(std::string_view word) const {
  const std::string_view written =
      index_.empty() ? search(word) : look_up_indexed(table_, index_, word);
  if (written.data() == nullptr) return std::nullopt;
  int tier = 0;
  std::from_chars(written.data(), written.data() + written.size(), tier);
  return tier;
}

std::string_view Lexicon::search(std::string_view word) const {
  // The table's lines lie in [low, high); both are at line starts.
  std::size_t low = 0, high = table_.size();
  while (low < high) {
    std::size_t begin = low + (high - low) / 2;
    while (begin > low && table_[begin - 1] != '\n') --begin;
    const std::size_t end = std::min(table_.find('\n', begin), table_.size());
    const std::string_view line = table_.substr(begin, end - begin);
    const std::size_t tab = line.find('\t');
    const int order = line.substr(0, tab).compare(word);
    if (order == 0 && tab != std::string_view::npos) return line.substr(tab + 1);
    if (order < 0) {
      low = std::min(end + 1, high);
    } else {
      high = begin;
    }
  }
  return {};
}

void Lexicon::add(std::vector<HunspellPtr> dictionaries, std::string lang, bool graded) {
  dictionaries_ = std::move(dictionaries);
  lang_ = std::move(lang);
  graded_ = graded;
}

std::optional<int> Lexicon::tier(std::string_view word) const {
  const std::optional<int> tier = table_tier(word);
  // No dictionary gives a commoner one.
  if (dictionaries_.empty() || (tier && *tier <= kGeneralTier)) return tier;
  return commoner(tier, dictionary_tier(word));
}

std::optional<int> Lexicon::table_tier(std::string_view word) const {
  std::optional<int> best = look_up(word);
  if (starts_upper(word)) {
    const std::string folded = fold_case(word);
    best = commoner(best, look_up(folded));
    if (all_upper(word)) best = commoner(best, look_up(capitalised(folded, word)));
  }
  if (more_ != nullptr) best = commoner(best, more_->tier(word));
  if (word.find("’") != std::string_view::npos) {
    best = commoner(best, table_tier(with_plain_apostrophes(word)));
  }
  const std::string_view base = without_possessive(word);
  return base == word ? best : commoner(best, table_tier(base));
}

std::optional<int> Lexicon::dictionary_tier(std::string_view word) const {
  std::optional<int> best;
  for (const HunspellPtr& dictionary : dictionaries_) {
    const HunspellDictionary::Answer answer = dictionary->ask(word);
    if (answer == HunspellDictionary::Answer::kListed) {
      return is_lone_letter(word) && !is_word_of_one_letter(word, lang_) ? kLetterTier
                                                                         : kGeneralTier;
    }
    if (answer == HunspellDictionary::Answer::kCompound) best = kCompoundTier;
  }
  return best;
}

std::size_t Lexicons::add(const std::string& lang, std::string_view text) {
  std::map<std::string, int, std::less<>> words;
  std::size_t wrong = 0;
  const auto read = [&](std::string_view lines) {
    std::size_t number = 0;
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      std::string_view line = lines.substr(at, end - at);
      at = end + 1;
      ++number;
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::size_t tab = line.find('\t');
      const std::string_view word = trim_blanks(line.substr(0, tab));
      if (word.empty() || word[0] == '#') continue;
      const std::optional<int> tier = tab == std::string_view::npos
                                          ? Lexicon::kGeneralTier
                                          : read_tier(trim_blanks(line.substr(tab + 1)));
      if (!tier) {
        if (wrong == 0) wrong = number;
        continue;
      }
      const auto [known, is_new] = words.try_emplace(std::string(word), *tier);
      if (!is_new) known->second = std::min(known->second, *tier);
    }
  };
  Own& own = own_[lang];
  read(own.table);
  read(text);
  own.table.clear();
  for (const auto& [word, tier] : words) {
    own.table.append(word).append("\t").append(std::to_string(tier)).append("\n");
  }
  renew(lang, own);
  return wrong;
}

void Lexicons::add(const std::string& lang, HunspellPtr dictionary) {
  Own& own = own_[lang];
  own.dictionaries.push_back(std::move(dictionary));
  renew(lang, own);
}

void Lexicons::renew(const std::string& lang, Own& own) {
  const Lexicon* more = embedded_lexicon(lang);
  if (more == nullptr && !own.dictionaries.empty()) more = common_words(lang);
  auto lexicon = std::make_unique<Lexicon>(own.table, more);
  lexicon->add(own.dictionaries, lang, more != nullptr);
  own.lexicon = std::move(lexicon);
}

const Lexicon* Lexicons::find(std::string_view lang) const {
  const auto own = own_.find(lang == "und" ? "en" : lang);
  return own != own_.end() ? own->second.lexicon.get() : embedded_lexicon(lang);
}

std::string Lexicons::describe() const {
  std::string text;
  for (const auto& [lang, own] : own_) {
    text.append(lang).append("\n").append(own.table);
    for (const HunspellPtr& dictionary : own.dictionaries) {
      text.append("hunspell ").append(dictionary->describe()).append("\n");
    }
  }
  return text;
}

const Lexicon* embedded_lexicon(std::string_view lang) {
  static const Lexicon english(embedded_file("lexicon/en.txt"), nullptr, lexicon_table());
  return lang == "en" || lang == "und" ? &english : nullptr;
}

const Lexicon* common_words(std::string_view lang) {
  static const Lexicon german(embedded_file("lexicon/common-de.txt"));
  static const Lexicon spanish(embedded_file("lexicon/common-es.txt"));
  static const Lexicon french(embedded_file("lexicon/common-fr.txt"));
  return lang == "de" ? &german : lang == "es" ? &spanish : lang == "fr" ? &french : nullptr;
}

}  // namespace textmend::internal
