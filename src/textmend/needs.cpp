#include "textmend/needs.h"

#include <unicode/uniset.h>

#include <algorithm>

#include "textmend/unicode.h"

namespace textmend::internal {

class CodePointSet {
 public:
  explicit CodePointSet(icu::UnicodeSet set) : set_(std::move(set)) { set_.freeze(); }
  bool contains(char32_t code_point) const {
    return set_.contains(static_cast<UChar32>(code_point)) != 0;
  }
  // The only member, or 0.
  char32_t single() const { return set_.size() == 1 ? static_cast<char32_t>(set_.charAt(0)) : 0; }

 private:
  icu::UnicodeSet set_;
};

NeedPosition NeedPosition::character(char32_t code_point, bool fold) {
  NeedPosition position;
  position.single_ = code_point;
  if (code_point >= 128) return position;
  position.ascii_.set(code_point);
  const bool letter = (code_point | 0x20U) >= 'a' && (code_point | 0x20U) <= 'z';
  if (fold && letter) {
    position.ascii_.set(code_point | 0x20U);
    position.ascii_.set(code_point & ~0x20U);
    position.single_ = 0;
  }
  return position;
}

bool NeedPosition::parse_set(std::string_view set, NeedPosition& position) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet parsed(
      icu::UnicodeString::fromUTF8(icu::StringPiece(set.data(), static_cast<int32_t>(set.size()))),
      status);
  if (U_FAILURE(status) || parsed.isEmpty()) return false;
  position.set_ = std::make_shared<const CodePointSet>(std::move(parsed));
  for (char32_t c = 0; c < 128; ++c) position.ascii_[c] = position.set_->contains(c);
  position.single_ = position.set_->single();
  return true;
}

bool NeedPosition::contains_beyond_ascii(char32_t code_point) const {
  return set_ ? set_->contains(code_point) : code_point == single_;
}

namespace {

// End of the UnicodeSet that begins at text[at] == '['; npos when it does not close.
std::size_t end_of_set(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '[') {
      ++depth;
    } else if (text[at] == ']' && --depth == 0) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool NeedWindow::parse(std::string_view text, NeedWindow& window, NeedError& error) {
  constexpr std::size_t kMaxPositions = 8;
  std::size_t at = 0;
  bool fold = false;
  if (text.substr(0, 4) == "(?i)") {
    fold = true;
    at = 4;
  }
  if (at < text.size() && text[at] == '^') {
    window.at_start_ = true;
    ++at;
  }
  while (at < text.size()) {
    if (text[at] == '$' && at + 1 == text.size()) {
      window.at_end_ = true;
      break;
    }
    NeedPosition position;
    if (text[at] == '[') {
      const std::size_t end = end_of_set(text, at);
      if (end == std::string_view::npos ||
          !NeedPosition::parse_set(text.substr(at, end - at), position)) {
        error = {"not a UnicodeSet; a literal bracket is written `\\[`", at};
        return false;
      }
      at = end;
    } else {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      position = NeedPosition::character(next_code_point(text, at), fold);
    }
    if (window.positions_.size() == kMaxPositions) {
      error = {"a need has at most 8 positions: keep the rarest part", at};
      return false;
    }
    window.positions_.push_back(std::move(position));
  }
  if (window.positions_.empty()) {
    error = {"a need must hold at least one character", 0};
    return false;
  }
  window.finish();
  return true;
}

NeedWindow NeedWindow::literal(std::string_view text, bool at_start, bool at_end) {
  NeedWindow window;
  window.at_start_ = at_start;
  window.at_end_ = at_end;
  for (std::size_t at = 0; at < text.size();) {
    window.positions_.push_back(NeedPosition::character(next_code_point(text, at), false));
  }
  window.finish();
  return window;
}

void NeedWindow::finish() {
  std::string run;
  for (std::size_t i = 0, first = 0; i <= positions_.size(); ++i) {
    if (i < positions_.size() && positions_[i].single() != 0) {
      if (run.empty()) first = i;
      append_code_point(positions_[i].single(), run);
      continue;
    }
    if (run.size() > literal_.size()) {
      literal_ = run;
      literal_position_ = first;
    }
    run.clear();
  }
}

bool NeedWindow::match_from(std::string_view line, std::size_t begin, std::size_t& end) const {
  if (at_start_ && begin != 0) return false;
  std::size_t at = begin;
  for (const NeedPosition& position : positions_) {
    if (at >= line.size() || !position.contains(next_code_point(line, at))) return false;
  }
  if (at_end_ && at != line.size()) return false;
  end = at;
  return true;
}

std::size_t NeedWindow::find(std::string_view line, std::size_t from, std::size_t& end) const {
  constexpr std::size_t npos = std::string_view::npos;
  if (at_start_) return from == 0 && match_from(line, 0, end) ? 0 : npos;
  if (literal_.empty()) {
    for (std::size_t at = from; at < line.size(); next_code_point(line, at)) {
      if (match_from(line, at, end)) return at;
    }
    return npos;
  }
  for (std::size_t found = line.find(literal_, from); found != npos;
       found = line.find(literal_, found + 1)) {
    std::size_t begin = found;
    std::size_t steps = literal_position_;
    while (steps > 0 && begin > from) {
      begin = previous_boundary(line, begin);
      --steps;
    }
    if (steps == 0 && match_from(line, begin, end)) return begin;
  }
  return npos;
}

bool Needs::wants(std::string_view line) const {
  std::size_t end = 0;
  return windows_.empty() ||
         std::any_of(windows_.begin(), windows_.end(), [&](const NeedWindow& window) {
           return window.find(line, 0, end) != std::string_view::npos;
         });
}

std::vector<Needs::Occurrence> Needs::occurrences(std::string_view line) const {
  std::vector<Occurrence> result;
  for (const NeedWindow& window : windows_) {
    std::size_t end = 0;
    std::size_t at = window.find(line, 0, end);
    while (at != std::string_view::npos) {
      result.push_back({at, end});
      next_code_point(line, at);
      at = window.find(line, at, end);
    }
  }
  std::sort(result.begin(), result.end(),
            [](const Occurrence& a, const Occurrence& b) { return a.begin < b.begin; });
  return result;
}

}  // namespace textmend::internal
