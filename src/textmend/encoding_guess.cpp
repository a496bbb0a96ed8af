#include "textmend/encoding_guess.h"

#include <unicode/uchar.h>
#include <unicode/ucsdet.h>
#include <unicode/ulocdata.h>
#include <unicode/uset.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "textmend/decode.h"
#include "textmend/mojibake_score.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr int kCertain = 100;
constexpr std::size_t kSampleBytes = std::size_t{4} << 10;

// Of two that make the same text, the earlier is named; so the common ones come first.
constexpr std::array<const char*, 21> kEncodings = {
    "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-874",  "ISO-8859-2",   "ISO-8859-5",   "KOI8-R",
    "KOI8-U",       "IBM866",       "macintosh",    "IBM850",       "Shift_JIS",    "EUC-JP",
    "GB18030",      "Big5",         "EUC-KR"};

// Of these several bytes make a character, so that few other bytes are text by chance.
constexpr std::array<std::string_view, 5> kSeveralBytes = {"Shift_JIS", "EUC-JP", "GB18030", "Big5",
                                                           "EUC-KR"};

// Of old DOS and Macintosh files: rarer than the text that looks like it by chance.
constexpr std::array<std::string_view, 3> kRare = {"IBM850", "IBM866", "macintosh"};

// The languages that are written in one of them.
constexpr std::array<const char*, 48> kLanguages = {
    "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is",      "et",
    "lv", "lt", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "sq", "tr",      "az",
    "vi", "el", "ru", "uk", "bg", "sr", "mk", "be", "he", "ar", "fa",      "ur",
    "th", "eo", "cy", "ga", "mt", "ca", "eu", "gl", "ja", "zh", "zh_Hant", "ko"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct SetCloser {
  void operator()(USet* set) const { uset_close(set); }
};
using CharacterSet = std::unique_ptr<USet, SetCloser>;

std::vector<CharacterSet> read_alphabets() {
  std::vector<CharacterSet> sets;
  for (const char* language : kLanguages) {
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData* const data = ulocdata_open(language, &status);
    CharacterSet set(uset_openEmpty());
    if (U_SUCCESS(status)) {
      ulocdata_getExemplarSet(data, set.get(), USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_STANDARD,
                              &status);
    }
    ulocdata_close(data);
    if (U_FAILURE(status)) continue;
    uset_freeze(set.get());
    sets.push_back(std::move(set));
  }
  return sets;
}

// Read once: that takes longer than to judge a text. Frozen, so that threads may share them.
const std::vector<CharacterSet>& alphabets() {
  static const std::vector<CharacterSet> sets = read_alphabets();
  return sets;
}

// How many of the characters beyond ASCII are well formed, in percent; 100 where there is none.
// Text of another encoding is well formed by chance only here and there.
int percent_of_utf8(std::string_view text) {
  std::size_t good = 0, bad = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Sequence sequence = utf8_sequence_at(text, at);
    at += sequence.size;
    if (sequence.size > 1 && sequence.valid) ++good;
    if (!sequence.valid) ++bad;
  }
  return good + bad == 0 ? kCertain : static_cast<int>(good * 100 / (good + bad));
}

// Text of mostly ASCII or Latin letters in UTF-16 has a zero in every second byte.
std::optional<EncodingGuess> guess_utf16(std::string_view head) {
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  }
  const std::size_t pairs = head.size() / 2;
  constexpr int kZerosSay = 97;
  if (odd * 4 > pairs && even * 100 < pairs) return EncodingGuess{"UTF-16LE", kZerosSay};
  if (even * 4 > pairs && odd * 100 < pairs) return EncodingGuess{"UTF-16BE", kZerosSay};
  return std::nullopt;
}

// Without the character that the end of `head` cuts.
std::string_view without_cut_character(std::string_view head) {
  std::size_t end = head.size();
  for (int i = 0; i < 3 && end > 0 && is_continuation(head[end - 1]); ++i) --end;
  if (end > 0 && static_cast<unsigned char>(head[end - 1]) >= 0xC0) return head.substr(0, end - 1);
  return head;
}

// The lines that are not ASCII, kSampleBytes of them; the last may be cut.
std::string sample_of(std::string_view head) {
  std::string sample;
  while (!head.empty() && sample.size() < kSampleBytes) {
    const std::size_t end = std::min(head.find('\n'), head.size() - 1) + 1;
    const std::string_view line = head.substr(0, end);
    if (count_beyond_ascii(line) > 0) sample += line.substr(0, kSampleBytes - sample.size());
    head.remove_prefix(end);
  }
  return sample;
}

struct Candidate {
  std::string name;
  double confidence = 0;  // ICU's, 0 to 100
  std::string text;       // the sample, read
  double plausible = 0;   // -100 to 100

  double points(double share_of_icu) const { return plausible + share_of_icu * confidence; }
};

void add_candidate(std::vector<Candidate>& candidates, std::string name, double confidence) {
  // As the web does: the control characters of the ISO encodings are never meant.
  if (name == "ISO-8859-1") name = "windows-1252";
  if (name == "ISO-8859-9") name = "windows-1254";
  const auto same = std::find_if(candidates.begin(), candidates.end(),
                                 [&](const Candidate& other) { return other.name == name; });
  if (same != candidates.end()) {
    same->confidence = std::max(same->confidence, confidence);
  } else if (knows_encoding(name)) {
    candidates.push_back({std::move(name), confidence, {}, 0});
  }
}

void add_what_icu_thinks(std::string_view head, std::vector<Candidate>& candidates) {
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector* const detector = ucsdet_open(&status);
  ucsdet_setText(detector, head.data(), static_cast<std::int32_t>(head.size()), &status);
  std::int32_t count = 0;
  const UCharsetMatch** const matches = ucsdet_detectAll(detector, &count, &status);
  // The UTFs were ruled out before; ICU thinks of them even for one stray byte.
  for (std::int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
    const std::string name = ucsdet_getName(matches[i], &status);
    const std::int32_t confidence = ucsdet_getConfidence(matches[i], &status);
    if (U_SUCCESS(status) && !name.starts_with("UTF-")) add_candidate(candidates, name, confidence);
  }
  ucsdet_close(detector);
}

// Nothing where a byte has no character.
std::optional<std::string> read_in(const std::string& encoding, std::string_view bytes,
                                   bool complete) {
  auto transcoder = Transcoder::open(encoding, "UTF-8");
  if (!transcoder) return std::nullopt;
  const auto text = transcoder->convert(bytes, complete);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

std::u32string code_points(std::string_view text) {
  std::u32string result;
  for (std::size_t at = 0; at < text.size();) result += next_code_point(text, at);
  return result;
}

bool is_accented_latin(char32_t c) { return c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7; }

// 100 where every character beyond ASCII fits, down to -100.
double plausibility(const std::u32string& text, const std::vector<CharacterSet>& alphabets) {
  constexpr int kWorst = -6, kBest = 2;
  constexpr int kStrange = 4;  // a letter that the language has not
  constexpr int kThird = 2;    // accented letter in a row
  int points = 0, characters = 0, letters = 0;
  std::vector<int> known(alphabets.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 0x80 && sort_of(text[i]) != Sort::kControl) continue;
    ++characters;
    if (text[i] < 0x80) {
      points += kWorst;
      continue;
    }
    const Around at = [&](int step) -> char32_t {
      const std::size_t place = i + static_cast<std::size_t>(step);  // wraps in front of the text
      return place < text.size() && text[place] != U'\n' ? text[place] : 0;
    };
    points +=
        std::max(fit(at), kWorst) - oddness(at(-1), at(0)) - oddness_in_word(at(-1), at(0), at(1));
    if (at(1) < 0x80) points -= oddness(at(0), at(1));
    if (is_accented_latin(at(-2)) && is_accented_latin(at(-1)) && is_accented_latin(at(0))) {
      points -= kThird;
    }
    if (!is_letter(text[i])) continue;
    ++letters;
    for (std::size_t k = 0; k < alphabets.size(); ++k) {
      known[k] += uset_contains(alphabets[k].get(), static_cast<UChar32>(text[i])) != 0 ? 1 : 0;
    }
  }
  if (characters == 0) return 0;
  const int best = known.empty() ? 0 : *std::max_element(known.begin(), known.end());
  points -= kStrange * (letters - best);
  return std::clamp(100.0 * points / (kBest * characters), -100.0, 100.0);
}

// Most bytes of other encodings are consonants of Thai, which is not written without vowels and
// tones.
bool lacks_thai_vowels(const std::u32string& text) {
  std::size_t letters = 0, vowels = 0;
  for (const char32_t c : text) {
    letters += c >= 0x0E00 && c < 0x0E80 ? 1 : 0;
    vowels += (c >= 0x0E30 && c <= 0x0E3A) || (c >= 0x0E40 && c <= 0x0E4E) ? 1 : 0;
  }
  return vowels * 5 < letters;
}

// In percent, for a distance in points: measured.
int percent_of(double distance) {
  return std::clamp(static_cast<int>(55 + distance * 7 / 4), 0, kCertain - 1);
}

// The share of ICU's confidence in the points. What follows what can't be told from a few letters.
double share_of_icu(std::string_view sample) {
  constexpr double kShare = 0.6, kEnoughBytes = 16;
  return kShare * std::min(1.0, static_cast<double>(count_beyond_ascii(sample)) / kEnoughBytes);
}

// The candidates in which all of the sample is text.
std::vector<Candidate> judge(std::vector<Candidate> candidates, std::string_view sample) {
  constexpr double kPlausible = 60, kChanceIsSmall = 50;
  const std::vector<CharacterSet>& sets = alphabets();
  for (Candidate& candidate : candidates) {
    auto text = read_in(candidate.name, sample, /*complete=*/false);
    if (!text) continue;
    candidate.text = *std::move(text);
    const std::u32string characters = code_points(candidate.text);
    candidate.plausible = lacks_thai_vowels(characters) ? 0 : plausibility(characters, sets);
    constexpr double kRareness = 15;
    if (is_one_of(candidate.name, kRare)) candidate.plausible -= kRareness;
    if (is_one_of(candidate.name, kSeveralBytes) && candidate.plausible >= kPlausible) {
      candidate.confidence = std::max(candidate.confidence, kChanceIsSmall);
    }
  }
  std::erase_if(candidates, [](const Candidate& candidate) { return candidate.text.empty(); });
  return candidates;
}

EncodingGuess guess_by_points(std::string_view head, bool complete) {
  std::vector<Candidate> candidates;
  for (const char* name : kEncodings) add_candidate(candidates, name, 0);
  add_what_icu_thinks(head, candidates);
  const std::string sample = sample_of(head);
  const double share = share_of_icu(sample);
  candidates = judge(std::move(candidates), sample);
  std::stable_sort(candidates.begin(), candidates.end(),
                   [share](const Candidate& a, const Candidate& b) {
                     return a.points(share) > b.points(share);
                   });
  // The sample is not all.
  while (!candidates.empty() && !read_in(candidates.front().name, head, complete)) {
    candidates.erase(candidates.begin());
  }
  if (candidates.empty()) return {"windows-1252", 0};
  const Candidate& best = candidates.front();
  const auto other =
      std::find_if(candidates.begin(), candidates.end(),
                   [&](const Candidate& candidate) { return candidate.text != best.text; });
  constexpr double kHardlyText = 50;
  if (best.plausible < kHardlyText) return {best.name, 0};
  return {best.name,
          percent_of(best.points(share) - (other == candidates.end() ? 0 : other->points(share)))};
}

// The escapes of ISO-2022 are ASCII, so UTF-8 as well.
EncodingGuess guess_by_escapes(std::string_view head) {
  std::vector<Candidate> candidates;
  add_what_icu_thinks(head, candidates);
  for (const Candidate& candidate : candidates) {
    if (candidate.name.starts_with("ISO-2022")) return {candidate.name, kCertain - 1};
  }
  return {"UTF-8", kCertain};
}

}  // namespace

EncodingGuess guess_encoding(std::string_view head, bool complete) {
  if (const auto mark = byte_order_mark(head)) return {mark->encoding, kCertain};
  if (head.find('\0') != std::string_view::npos) {
    if (const auto guess = guess_utf16(head)) return *guess;
  }
  const int utf8 = percent_of_utf8(complete ? head : without_cut_character(head));
  if (utf8 == kCertain) {
    return head.find('\x1B') == std::string_view::npos ? EncodingGuess{"UTF-8", kCertain}
                                                       : guess_by_escapes(head);
  }
  constexpr int kMostly = 80;  // the rest are lines of another encoding that got in between
  constexpr int kMixed = 40;   // no other encoding has so much by chance
  if (utf8 >= kMixed) return {"UTF-8", utf8 >= kMostly ? kCertain - 1 : utf8};
  return guess_by_points(head, complete);
}

}  // namespace textmend::internal
