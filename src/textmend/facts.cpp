#include "textmend/facts.h"

#include "textmend/language.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'’'; }
bool is_hyphen(char32_t c) { return c == U'-' || c == U'‐'; }

}  // namespace

void WordIndex::add_form(std::string_view form) {
  if (!form.empty()) ++counts_[fold_case(form)];
}

void WordIndex::add(std::string_view text) {
  // `form` runs over hyphens, `part` does not. A joiner counts only between letters.
  std::size_t form_begin = 0, part_begin = 0, end = 0;
  bool in_word = false, hyphenated = false;
  const auto finish = [&] {
    if (!in_word) return;
    add_form(text.substr(part_begin, end - part_begin));
    if (hyphenated) add_form(text.substr(form_begin, end - form_begin));
    in_word = hyphenated = false;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (is_letter(c) || is_mark(c)) {
      if (!in_word) form_begin = part_begin = begin;
      in_word = true;
      end = at;
      continue;
    }
    std::size_t next = at;
    const bool joins = in_word && end == begin && at < text.size() &&
                       (is_apostrophe(c) || is_hyphen(c)) && is_letter(next_code_point(text, next));
    if (!joins) {
      finish();
    } else if (is_hyphen(c)) {
      add_form(text.substr(part_begin, end - part_begin));
      hyphenated = true;
      part_begin = at;
    }
  }
  finish();
}

std::uint32_t WordIndex::count(std::string_view word) const {
  const auto found = counts_.find(fold_case(word));
  return found == counts_.end() ? 0 : found->second;
}

Facts::Facts(const Document& document, std::string lang, const Lexicons* lexicons)
    : document_(document), lang_(std::move(lang)), lexicons_(lexicons) {}

const Lexicon* Facts::lexicon() const {
  return lexicons_ != nullptr ? lexicons_->find(lang()) : embedded_lexicon(lang());
}

const WordIndex& Facts::words() const {
  if (!words_) {
    words_ = std::make_unique<WordIndex>();
    document_.base_lines().each([this](const Line& line) {
      if (!line.opaque) words_->add(line.content);
      return true;
    });
  }
  return *words_;
}

const std::string& Facts::lang() const {
  if (lang_.empty()) {
    constexpr std::size_t kSample = std::size_t{64} << 10;
    std::string sample;
    document_.base_lines().each([&](const Line& line) {
      if (line.opaque || line.content.size() > kSample) return true;
      sample += line.content;
      sample += '\n';
      return sample.size() < kSample;
    });
    lang_ = detect_language(sample);
  }
  return lang_;
}

}  // namespace textmend::internal
