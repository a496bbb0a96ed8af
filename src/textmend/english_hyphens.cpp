#include "textmend/english_hyphens.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "textmend/pieces.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

template <std::size_t kSize>
bool is_one_of(const std::string_view (&words)[kSize], std::string_view word) {
  return std::find(std::begin(words), std::end(words), fold_case(word)) != std::end(words);
}

}  // namespace

bool is_prefix(std::string_view head) {
  static constexpr std::string_view kPrefixes[] = {
      "anti", "auto",  "bi",    "by",    "co",    "counter", "cross", "ex",   "extra",
      "fore", "hyper", "infra", "inter", "intra", "macro",   "mega",  "meta", "micro",
      "mid",  "mini",  "mis",   "mono",  "multi", "neo",     "non",   "off",  "over",
      "pan",  "post",  "pre",   "pro",   "proto", "pseudo",  "quasi", "re",   "semi",
      "sub",  "super", "trans", "tri",   "ultra", "un",      "under", "up"};
  return is_one_of(kPrefixes, head);
}

bool is_prefix_with_hyphen(std::string_view head, std::string_view tail) {
  static constexpr std::string_view kAlways[] = {"by", "cross", "ex", "off", "pro", "quasi"};
  return is_prefix_at_vowel(head, tail) || is_one_of(kAlways, head);
}

bool is_prefix_at_vowel(std::string_view head, std::string_view tail) {
  const std::string_view vowels = "aeiou";
  return head.size() > 1 && !tail.empty() && head.back() == tail.front() &&
         vowels.find(tail.front()) != std::string_view::npos && is_prefix(head);
}

bool is_telling_prefix(std::string_view head) {
  static constexpr std::string_view kPrefixes[] = {"anti",   "multi", "neo",  "non",  "post",
                                                   "pseudo", "quasi", "semi", "ultra"};
  return is_one_of(kPrefixes, head);
}

bool is_ending(std::string_view tail) {
  static constexpr std::string_view kEndings[] = {"dom", "ful", "hood", "less", "ness", "ship"};
  return is_one_of(kEndings, tail);
}

bool is_article_of_names(std::string_view head) {
  static constexpr std::string_view kArticles[] = {"al", "el", "ul"};
  return is_one_of(kArticles, head);
}

bool is_number(std::string_view head, std::string_view tail) {
  static constexpr std::string_view kTens[] = {"twenty", "thirty",  "forty",  "fifty",
                                               "sixty",  "seventy", "eighty", "ninety"};
  static constexpr std::string_view kOnes[] = {
      "one",   "two",    "three", "four",   "five",  "six",   "seven",   "eight",  "nine",
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"};
  static constexpr std::string_view kParts[] = {"half",     "halves", "third",  "thirds", "quarter",
                                                "quarters", "fifth",  "fifths", "tenths"};
  return (is_one_of(kTens, head) && is_one_of(kOnes, tail)) ||
         (is_one_of(kOnes, head) && is_one_of(kParts, tail));
}

bool stands_behind_names(std::string_view tail) {
  static constexpr std::string_view kTails[] = {
      "born",     "elect", "era",  "free", "held",   "language", "led",   "like", "made",
      "majority", "only",  "road", "run",  "square", "street",   "style", "wide"};
  return is_one_of(kTails, tail) || (is_like_participle(tail) && letters_of(tail) > 4);
}

bool is_like_participle(std::string_view tail) {
  constexpr std::size_t kLeast = 4;
  return letters_of(tail) >= kLeast && (tail.ends_with("ed") || tail.ends_with("ing"));
}

std::string_view without_adverb_ending(std::string_view tail) {
  return tail.ends_with("edly") ? tail.substr(0, tail.size() - 2) : tail;
}

bool is_participle_compound(std::string_view head, std::string_view tail, const Lexicon& lexicon) {
  constexpr int kCommon = 35;  // in SCOWL sizes
  const std::string_view participle = without_adverb_ending(tail);
  return letters_of(head) > 2 && lexicon.tier(head).value_or(kUnknownTier) <= kCommon &&
         is_like_participle(participle) && lexicon.knows(participle);
}

bool is_head_of_compounds(std::string_view head) {
  static constexpr std::string_view kHeads[] = {"ill", "self", "well"};
  return is_one_of(kHeads, head);
}

}  // namespace textmend::internal
