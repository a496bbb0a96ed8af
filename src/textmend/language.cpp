#include "textmend/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
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

// A bit for each row that a word stands in.
using RowsOfWord = std::unordered_map<std::string_view, std::uint32_t>;

RowsOfWord rows_of_words() {
  RowsOfWord rows;
  for (std::size_t i = 0; i < std::size(kFunctionWords); ++i) {
    for (const std::string_view word : split_words(kFunctionWords[i].words)) {
      rows[word] |= std::uint32_t{1} << i;
    }
  }
  return rows;
}

bool is_word_character(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    ++at;
    return (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
  }
  const char32_t c = next_code_point(text, at);
  return is_letter(c) || is_mark(c);
}

// `word` with its case folded, in `folded`.
void fold_word(std::string_view word, std::string& folded) {
  folded = word;
  for (char& c : folded) {
    if (!is_ascii(c)) {
      folded = fold_case(word);
      return;
    }
    c = fold_ascii(c);
  }
}

}  // namespace

std::string detect_language(std::string_view text) {
  constexpr std::size_t kSample = std::size_t{64} << 10;
  constexpr std::uint32_t kFewest = 5;  // function words: below, a text proves nothing
  std::array<std::uint32_t, std::size(kFunctionWords)> hits{};
  const RowsOfWord rows = rows_of_words();
  std::size_t end = std::min(text.size(), kSample);
  while (end < text.size() && end > 0 && is_continuation(text[end])) --end;
  std::string folded;
  for (std::size_t at = 0; at < end;) {
    const std::size_t begin = at;
    std::size_t word_end = at;
    while (word_end < end && is_word_character(text, at)) word_end = at;
    if (word_end == begin) continue;
    fold_word(text.substr(begin, word_end - begin), folded);
    const auto found = rows.find(folded);
    if (found == rows.end()) continue;
    for (std::uint32_t bits = found->second; bits != 0; bits &= bits - 1) {
      ++hits[static_cast<std::size_t>(std::countr_zero(bits))];
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

}  // namespace textmend::internal
