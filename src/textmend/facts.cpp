#include "textmend/facts.h"

#include <algorithm>

#include "textmend/language.h"
#include "textmend/pages.h"

namespace textmend::internal {

Facts::Facts(const Document& document, std::string_view lang, const Lexicons* lexicons)
    : document_(document),
      detects_lang_(lang.empty()),
      lang_(language_of_tag(lang)),
      lexicons_(lexicons) {}

void Facts::update() {
  if (detects_lang_) lang_.clear();
  furniture_.reset();
  if (!words_) return;
  std::size_t replaced = 0;
  for (const std::string_view line : document_.replaced()) replaced += line.size();
  // To take away and to add costs twice as much as to add: then it is made anew, when it is asked
  // for.
  if (2 * replaced > document_.size()) {
    words_.reset();
    return;
  }
  for (const std::string_view line : document_.replaced()) words_->remove(line);
  document_.each_new_line([this](const Line& line) {
    if (!line.opaque) words_->add(line.content);
  });
}

const Lexicon* Facts::lexicon() const {
  return lexicons_ != nullptr ? lexicons_->find(lang()) : embedded_lexicon(lang());
}

bool Facts::knows(std::string_view word) const {
  const bool only_built_in = lexicons_ == nullptr || lexicons_->empty();
  if (only_built_in && !embedded_lexicon("en")->knows(word)) return false;
  const Lexicon* lexicon = this->lexicon();
  return lexicon != nullptr && lexicon->knows(word);
}

bool Facts::has_common_words() const {
  const Lexicon* lexicon = this->lexicon();
  return lexicon != nullptr && lexicon->graded() && embedded_lexicon(lang()) == nullptr;
}

const WordIndex& Facts::words() const {
  if (!words_) {
    words_ = std::make_unique<WordIndex>();
    // Lines that stand one behind the other in memory are added at once, with their endings.
    std::string_view text;
    document_.base_lines().each([&](const Line& line) {
      if (line.opaque) return true;
      if (line.content.data() != text.data() + text.size()) {
        words_->add(text);
        text = line.content.substr(0, 0);
      }
      text = {text.data(), text.size() + line.content.size() + line.ending_bytes().size()};
      return true;
    });
    words_->add(text);
  }
  return *words_;
}

bool Facts::is_like_furniture(std::size_t base_line) const {
  if (!furniture_) {
    furniture_ = std::make_unique<std::vector<std::size_t>>();
    PageSettings settings;
    settings.proved = false;
    for (const FurnitureLine& one : find_furniture(document_.base_lines(), settings)) {
      furniture_->push_back(one.line);
    }
  }
  return std::binary_search(furniture_->begin(), furniture_->end(), base_line);
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
