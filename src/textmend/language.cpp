#include "textmend/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <unordered_map>

#include "textmend/schema.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct FunctionWords {
  std::string_view lang;
  std::string_view words;
};

// Frequent words of little meaning, from general knowledge of the languages. A word may stand in
// several rows; it then counts for each.
constexpr FunctionWords kFunctionWords[] = {
    {"cs", "a je se na v že to s z do by byl jsem ale jako jeho není podle"},
    {"da", "og i at det er en til af på for den med de ikke der som har et fra vi blev"},
    {"de",
     "der die und das in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an "
     "werden aus er hat dass sie nach wird bei"},
    {"en",
     "the of and to in a is that for it was on with as be at by this are from or his an not which "
     "they he have had were but their we you said will has who would been about when if"},
    {"es",
     "de la que el en y a los se del las un por con una su para es al lo como más pero sus le ha "
     "este sí porque"},
    {"fi", "ja on ei se että oli hän mutta kun myös ovat joka niin mukaan"},
    {"fr",
     "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
     "sont avec son aux cette mais"},
    {"it",
     "di e il la che in un a per è una sono con non del da le si dei della al come più ma anche "
     "gli nel alla"},
    {"nl",
     "de van het een en in is dat op te zijn met voor niet die aan er om ook als dan bij maar naar "
     "hij door over"},
    {"pl", "w i na z do się nie że jest to o jak po co za od ale przez tym był jego dla"},
    {"pt",
     "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das "
     "tem ele"},
    {"ru", "и в не на я что он с как это по но они мы за из у его то от был так для о же"},
    {"sv", "och i att det som en på är av för med den till inte har de om ett han var från vi"},
    {"tr", "bir ve bu da de için ile çok olarak daha ne gibi kadar olan sonra ancak"},
};

// Their words of one letter.
constexpr FunctionWords kLetterWords[] = {
    {"cs", "a i k o s u v z"}, {"da", "i å ø"},       {"de", ""},
    {"en", "a i o"},           {"es", "a e o u y"},   {"fi", ""},
    {"fr", "a à y ô"},         {"it", "a e i o è"},   {"nl", "u"},
    {"pl", "a i o u w z"},     {"pt", "a e o à é ó"}, {"ru", "а б в ж и к о с у я"},
    {"sv", "i å ö"},           {"tr", "o"},
};

// Which languages a function word is one of: a bit for each row of kFunctionWords. Words are at
// most eight bytes long, so that their bytes are the key.
class FunctionWordTable {
 public:
  static constexpr std::size_t kLongest = sizeof(std::uint64_t);  // bytes

  FunctionWordTable() {
    for (std::size_t row = 0; row < std::size(kFunctionWords); ++row) {
      for (const std::string_view word : split_words(kFunctionWords[row].words)) {
        languages_[key_of(word)] |= 1U << row;
      }
    }
  }

  // `folded` is at most kLongest bytes long.
  std::uint32_t languages(std::string_view folded) const {
    const auto found = languages_.find(key_of(folded));
    return found == languages_.end() ? 0 : found->second;
  }

 private:
  static std::uint64_t key_of(std::string_view word) {
    std::uint64_t key = 0;
    std::memcpy(&key, word.data(), std::min(word.size(), kLongest));
    return key;
  }

  std::unordered_map<std::uint64_t, std::uint32_t> languages_;
};

// The end of the run of letters and marks that begins at `at`; `ascii` tells whether it is ASCII.
std::size_t end_of_word(std::string_view text, std::size_t at, bool& ascii) {
  ascii = true;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      const char lower = fold_ascii(text[at]);
      if (lower < 'a' || lower > 'z') return at;
      ++at;
      continue;
    }
    std::size_t behind = at;
    const char32_t c = next_code_point(text, behind);
    if (!is_letter(c) && !is_mark(c)) return at;
    ascii = false;
    at = behind;
  }
  return at;
}

std::string fold_word(std::string_view word, bool ascii) {
  if (!ascii) return fold_case(word);
  std::string folded(word);
  for (char& c : folded) c = fold_ascii(c);
  return folded;
}

}  // namespace

std::string detect_language(std::string_view text) {
  constexpr std::size_t kSample = std::size_t{64} << 10;
  constexpr std::uint32_t kFewest = 5;  // function words: below, a text proves nothing
  static const FunctionWordTable table;
  std::array<std::uint32_t, std::size(kFunctionWords)> hits{};
  std::size_t size = std::min(text.size(), kSample);
  while (size < text.size() && size > 0 && is_continuation(text[size])) --size;
  text = text.substr(0, size);
  for (std::size_t at = 0; at < text.size();) {
    bool ascii = true;
    const std::size_t end = end_of_word(text, at, ascii);
    const std::string_view word = text.substr(at, end - at);
    at = end;
    if (word.empty()) {
      next_code_point(text, at);
      continue;
    }
    // Folding makes a word a third as long at most (the Kelvin sign).
    if (word.size() > (ascii ? 1 : 3) * FunctionWordTable::kLongest) continue;
    const std::string folded = fold_word(word, ascii);
    if (folded.size() > FunctionWordTable::kLongest) continue;
    for (std::uint32_t rows = table.languages(folded); rows != 0; rows &= rows - 1) {
      ++hits[static_cast<std::size_t>(std::countr_zero(rows))];
    }
  }
  const auto best =
      static_cast<std::size_t>(std::max_element(hits.begin(), hits.end()) - hits.begin());
  std::uint32_t second = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (i != best) second = std::max(second, hits[i]);
  }
  // The best must lead by half: a list of names or a page of two languages stays undecided.
  if (hits[best] < kFewest || 2 * hits[best] < 3 * second) return "und";
  return std::string(kFunctionWords[best].lang);
}

bool writes_compounds(std::string_view lang) {
  for (const std::string_view known :
       {"de", "nl", "sv", "da", "fi", "nb", "nn", "no", "is", "hu", "et"}) {
    if (lang == known) return true;
  }
  return false;
}

bool is_word_of_one_letter(std::string_view letter, std::string_view lang) {
  const auto row = std::find_if(std::begin(kLetterWords), std::end(kLetterWords),
                                [lang](const FunctionWords& words) { return words.lang == lang; });
  if (row == std::end(kLetterWords)) return true;
  const std::vector<std::string_view> letters = split_words(row->words);
  return std::find(letters.begin(), letters.end(), fold_case(letter)) != letters.end();
}

}  // namespace textmend::internal
