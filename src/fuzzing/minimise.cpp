#include "fuzzing/minimise.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

enum class Unit { kLine, kWord, kCharacter };

// `text` cut into units that put together again give the text.
std::vector<std::string_view> units_of(std::string_view text, Unit unit) {
  std::vector<std::string_view> units;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    while (at < text.size() && internal::is_continuation(text[at])) ++at;
    const bool ends = unit == Unit::kCharacter || (unit == Unit::kLine && c == '\n') ||
                      (unit == Unit::kWord && (c == ' ' || c == '\n'));
    if (!ends && at < text.size()) continue;
    units.push_back(text.substr(begin, at - begin));
    begin = at;
  }
  return units;
}

std::string joined(const std::vector<std::string_view>& units) {
  std::string text;
  for (const std::string_view unit : units) text += unit;
  return text;
}

class Minimiser {
 public:
  Minimiser(const Shows& shows, std::size_t tries) : shows_(shows), tries_(tries) {}

  std::string run(std::string text) {
    for (std::size_t before = 0; text.size() != before && tries_ > 0;) {
      before = text.size();
      for (const Unit unit : {Unit::kLine, Unit::kWord, Unit::kCharacter}) {
        text = without_units(text, unit);
      }
    }
    return text;
  }

 private:
  std::string without_units(const std::string& text, Unit unit) {
    std::vector<std::string_view> units = units_of(text, unit);
    for (std::size_t size = std::max<std::size_t>(1, units.size() / 2); size > 0; size /= 2) {
      for (std::size_t at = 0; at < units.size();) {
        std::vector<std::string_view> fewer = units;
        const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        const std::size_t count = std::min(size, units.size() - at);
        fewer.erase(first, first + static_cast<std::ptrdiff_t>(count));
        if (still_shows(joined(fewer))) {
          units = std::move(fewer);
        } else {
          at += size;
        }
      }
    }
    return joined(units);
  }

  bool still_shows(const std::string& text) {
    if (tries_ == 0) return false;
    --tries_;
    return shows_(text);
  }

  const Shows& shows_;
  std::size_t tries_;
};

}  // namespace

std::string minimise(std::string text, const Shows& shows, std::size_t tries) {
  return Minimiser(shows, tries).run(std::move(text));
}

}  // namespace textmend::fuzzing
