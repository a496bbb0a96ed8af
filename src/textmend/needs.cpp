#include "textmend/needs.h"

#include <unicode/uniset.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Class by class, not bit by bit: the needs of all rules are made at every start.
constexpr std::uint64_t kAllOfWord = ~std::uint64_t{0};

ByteClass widened(const std::bitset<128>& ascii) {
  const std::bitset<128> word(kAllOfWord);
  return ByteClass((ascii & word).to_ullong()) | ByteClass((ascii >> 64).to_ullong()) << 64;
}

}  // namespace

CodePointSet::CodePointSet(std::vector<CodePointRange> ranges) : ranges_(std::move(ranges)) {
  for (const CodePointRange& range : ranges_) {
    for (char32_t c = range.first; c < 128 && c <= range.last; ++c) ascii_.set(c);
  }
  first_bytes_ = widened(ascii_);
  // The characters that share a first byte are a range: each is held against the first of ours that
  // does not lie below it.
  auto range = ranges_.begin();
  const auto add = [&](unsigned lead, char32_t first, char32_t last) {
    while (range != ranges_.end() && range->last < first) ++range;
    if (range != ranges_.end() && range->first <= last) first_bytes_.set(lead);
  };
  for (unsigned lead = 0xC2; lead < 0xE0; ++lead) {
    add(lead, (lead & 0x1FU) << 6U, ((lead & 0x1FU) << 6U) + 0x3F);
  }
  for (unsigned lead = 0xE0; lead < 0xF0; ++lead) {
    // Below U+0800 the encoding is shorter.
    add(lead, std::max((lead & 0x0FU) << 12U, 0x800U), ((lead & 0x0FU) << 12U) + 0xFFF);
  }
  for (unsigned lead = 0xF0; lead < 0xF5; ++lead) {
    add(lead, std::max((lead & 0x07U) << 18U, 0x10000U), ((lead & 0x07U) << 18U) + 0x3FFFF);
  }
}

bool CodePointSet::contains(char32_t code_point) const {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                       [](char32_t c, const CodePointRange& range) { return c < range.first; });
  return after != ranges_.begin() && code_point <= std::prev(after)->last;
}

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
  // Strings are no characters, and surrogates stand in no text.
  if (U_FAILURE(status) || parsed.hasStrings()) return false;
  parsed.remove(0xD800, 0xDFFF);
  if (parsed.isEmpty()) return false;
  std::vector<CodePointRange> ranges;
  ranges.reserve(static_cast<std::size_t>(parsed.getRangeCount()));
  for (int32_t i = 0; i < parsed.getRangeCount(); ++i) {
    ranges.push_back({static_cast<char32_t>(parsed.getRangeStart(i)),
                      static_cast<char32_t>(parsed.getRangeEnd(i))});
  }
  position = any_of(std::make_shared<const CodePointSet>(std::move(ranges)));
  return true;
}

NeedPosition NeedPosition::any_of(CodePointSetPtr set) {
  NeedPosition position;
  const CodePointRange& first = set->ranges().front();
  if (set->ranges().size() == 1 && first.first == first.last) position.single_ = first.first;
  position.ascii_ = set->ascii();
  position.set_ = std::move(set);
  return position;
}

std::string NeedPosition::fixed_bytes() const {
  std::string bytes;
  if (single_ != 0) {
    append_code_point(single_, bytes);
    return bytes;
  }
  if (set_ != nullptr && set_->ranges().back().last >= 0x80) return bytes;
  if (ascii_.count() != 2) return bytes;
  for (std::size_t byte = 'A'; byte <= 'Z'; ++byte) {
    if (ascii_[byte] && ascii_[byte | 0x20U]) bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::vector<CodePointRange> NeedPosition::ranges() const {
  if (set_) return set_->ranges();
  if (single_ != 0) return {{single_, single_}};
  std::vector<CodePointRange> result;
  for (char32_t c = 0; c < 128; ++c) {
    if (ascii_[c]) result.push_back({c, c});
  }
  return result;
}

ByteClass NeedPosition::first_bytes() const {
  if (set_) return set_->first_bytes();
  if (single_ < 128) return widened(ascii_);
  std::string encoded;
  append_code_point(single_, encoded);
  return ByteClass().set(static_cast<unsigned char>(encoded[0]));
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
    const std::size_t begin = at;
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
      error = {"a need has at most 8 positions: keep the rarest part", begin};
      return false;
    }
    window.positions_.push_back(std::move(position));
  }
  if (window.positions_.empty()) {
    error = {"a need must hold at least one character", 0};
    return false;
  }
  return true;
}

NeedWindow NeedWindow::literal(std::string_view text, bool fold_ascii) {
  NeedWindow window;
  for (std::size_t at = 0; at < text.size();) {
    window.positions_.push_back(NeedPosition::character(next_code_point(text, at), fold_ascii));
  }
  return window;
}

NeedWindow NeedWindow::of(std::vector<NeedPosition> positions, bool at_start, bool at_end) {
  NeedWindow window;
  window.positions_ = std::move(positions);
  window.at_start_ = at_start;
  window.at_end_ = at_end;
  return window;
}

bool NeedWindow::occurs_at(std::string_view line, std::size_t begin, std::size_t& end) const {
  if (at_start_ && begin != 0) return false;
  std::size_t at = begin;
  for (const NeedPosition& position : positions_) {
    if (at >= line.size()) return false;
    const auto byte = static_cast<unsigned char>(line[at]);
    const char32_t c = byte < 0x80 ? (++at, byte) : next_code_point(line, at);
    if (!position.contains(c)) return false;
  }
  if (at_end_ && at != line.size()) return false;
  end = at;
  return true;
}

ByteClass NeedWindow::first_bytes() const { return positions_.front().first_bytes(); }

ByteClass NeedWindow::second_bytes(bool behind_ascii) const {
  const char32_t single = positions_.front().single();
  ByteClass bytes;
  if (behind_ascii) {
    return positions_.size() > 1 ? positions_[1].first_bytes() : bytes.set();
  }
  if (single < 128) return bytes.set();  // of a class with others, anything may follow
  std::string encoded;
  append_code_point(single, encoded);
  return bytes.set(static_cast<unsigned char>(encoded[1]));
}

void WindowBegins::add(const NeedWindow& window) {
  const std::uint64_t bit = std::uint64_t{1} << std::min<std::size_t>(count_++, 63);
  for_each_byte(window.first_bytes(), [&](std::size_t byte) { first_[byte] |= bit; });
  for (const bool ascii : {false, true}) {
    for_each_byte(window.second_bytes(ascii),
                  [&](std::size_t byte) { second_[ascii ? 1 : 0][byte] |= bit; });
  }
}

template <typename F>
bool WindowBegins::each_at(std::string_view line, std::size_t at, F&& f) const {
  const auto byte = static_cast<unsigned char>(line[at]);
  std::uint64_t bits = first_[byte];
  // A window of one position may end the line: any byte may come second there.
  if (at + 1 < line.size()) {
    bits &= second_[byte < 0x80 ? 1 : 0][static_cast<unsigned char>(line[at + 1])];
  }
  for (; bits != 0; bits &= bits - 1) {
    const auto lowest = static_cast<std::size_t>(std::countr_zero(bits));
    const std::size_t last = lowest == 63 ? count_ : lowest + 1;
    for (std::size_t i = lowest; i < last; ++i) {
      if (!f(i)) return false;
    }
  }
  return true;
}

const WindowBegins& Needs::Begins::of(const std::vector<NeedWindow>& windows) const {
  std::call_once(state_->once, [&] {
    auto begins = std::make_unique<WindowBegins>();
    for (const NeedWindow& window : windows) begins->add(window);
    state_->made = std::move(begins);
  });
  return *state_->made;
}

void Needs::add(NeedWindow window) {
  windows_.push_back(std::move(window));
  begins_ = {};
}

template <typename F>
void Needs::each(std::string_view line, F&& f) const {
  if (windows_.empty()) return;
  const WindowBegins& begins = begins_.of(windows_);
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool goes_on = begins.each_at(line, at, [&](std::size_t i) {
      std::size_t end = 0;
      return !windows_[i].occurs_at(line, at, end) || f(at, end);
    });
    if (!goes_on) return;
  }
}

std::string folded_line(std::string_view line) {
  const std::string_view text = trim_blanks(line);
  if (!std::all_of(text.begin(), text.end(), is_ascii)) return fold_case(text);
  std::string folded(text);
  for (char& c : folded) c = fold_ascii(c);
  return folded;
}

void Needs::add_line(std::string_view line) {
  std::string folded = folded_line(line);
  // A text is at most three times as long as its folded form (the Kelvin sign is).
  longest_line_ = std::max(longest_line_, 3 * folded.size());
  lines_.insert(std::move(folded));
}

bool Needs::is_one_of_lines(std::string_view line) const {
  const std::string_view text = trim_blanks(line);
  return text.size() <= longest_line_ && !lines_.empty() && lines_.contains(folded_line(text));
}

bool Needs::wants(std::string_view line) const {
  if (empty() || is_one_of_lines(line)) return true;
  bool found = false;
  each(line, [&found](std::size_t, std::size_t) {
    found = true;
    return false;
  });
  return found;
}

std::vector<Needs::Occurrence> Needs::occurrences(std::string_view line) const {
  std::vector<Occurrence> result;
  if (is_one_of_lines(line)) result.push_back({0, line.size()});
  each(line, [&result](std::size_t begin, std::size_t end) {
    result.push_back({begin, end});
    return true;
  });
  return result;
}

std::uint64_t NeedsTable::add(const Needs& needs) {
  const std::uint64_t bit = std::uint64_t{1} << std::min<std::size_t>(count_++, 63);
  if (needs.empty()) everywhere_ |= bit;
  if (!needs.lines().empty()) with_lines_.emplace_back(&needs, bit);
  for (const NeedWindow& window : needs.windows()) {
    const std::vector<NeedPosition>& positions = window.positions();
    Entry entry;
    entry.window = &window;
    entry.bit = bit;
    if (window.at_start()) {
      starts_.push_back(entry);
      continue;
    }
    unsigned lowest = 0;
    ByteClass pin;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const ByteClass bytes = positions[i].first_bytes();
      unsigned sum = 0;
      for_each_byte(bytes, [&](std::size_t byte) { sum += byte_commonness(byte); });
      if (i > 0 && sum >= lowest) continue;
      lowest = sum;
      pin = bytes;
      entry.from = static_cast<std::uint32_t>(i);
    }
    if (entry.from + 1 < positions.size()) {
      const char32_t next = positions[entry.from + 1].single();
      entry.next_follows = next != 0 && next < 0x80 && (pin >> 0x80).none();
      if (entry.next_follows) entry.next = static_cast<char>(next);
    }
    for_each_byte(pin, [&](std::size_t byte) {
      pinned_.push_back({static_cast<std::uint8_t>(byte), entry});
    });
  }
  return bit;
}

void NeedsTable::finish() {
  std::stable_sort(pinned_.begin(), pinned_.end(),
                   [](const Pinned& a, const Pinned& b) { return a.byte < b.byte; });
  std::uint32_t at = 0;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    while (at < pinned_.size() && pinned_[at].byte < byte) ++at;
    first_[byte] = at;
  }
  first_[256] = static_cast<std::uint32_t>(pinned_.size());
}

void NeedsTable::look(const Entry& entry, std::string_view line, std::size_t begin,
                      std::uint64_t& found) const {
  std::size_t end = 0;
  if ((found & entry.bit) == 0 && entry.window->occurs_at(line, begin, end)) found |= entry.bit;
}

std::uint64_t NeedsTable::wanted(std::string_view line) const {
  std::uint64_t found = everywhere_;
  for (const auto& [needs, bit] : with_lines_) {
    if ((found & bit) == 0 && needs->is_one_of_lines(line)) found |= bit;
  }
  const auto first = line.empty() ? '\0' : static_cast<unsigned char>(line[0]);
  for (const Entry& entry : starts_) {
    // Most end with the first character.
    if (first < 0x80 && !entry.window->positions().front().ascii()[first]) continue;
    look(entry, line, 0, found);
  }
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto byte = static_cast<unsigned char>(line[at]);
    for (std::uint32_t i = first_[byte]; i < first_[byte + 1U]; ++i) {
      const Entry& entry = pinned_[i].entry;
      if (entry.next_follows && (at + 1 == line.size() || line[at + 1] != entry.next)) continue;
      std::size_t begin = at;
      std::uint32_t left = entry.from;
      for (; left > 0 && begin > 0; --left) begin = previous_boundary(line, begin);
      if (left == 0) look(entry, line, begin, found);
    }
  }
  return found;
}

}  // namespace textmend::internal
