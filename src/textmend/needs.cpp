#include "textmend/needs.h"

#include <unicode/uniset.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <tuple>
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

bool CodePointSet::contains_beyond_ascii(char32_t code_point) const {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                       [](char32_t c, const CodePointRange& range) { return c < range.first; });
  return after != ranges_.begin() && code_point <= std::prev(after)->last;
}

NeedPosition NeedPosition::character(char32_t code_point, bool fold_ascii) {
  constexpr char32_t kFold = FixedBytes::kFoldAscii;
  const bool letter = (code_point | kFold) >= 'a' && (code_point | kFold) <= 'z';
  NeedPosition position;
  position.one_ = fold_ascii && letter ? code_point & ~kFold : code_point;
  position.other_ = fold_ascii && letter ? code_point | kFold : code_point;
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
  const CodePointRange& first = set->ranges().front();
  if (set->ranges().size() == 1 && first.first == first.last) return character(first.first, false);
  NeedPosition position;
  position.set_ = std::move(set);
  return position;
}

std::string NeedPosition::fixed_bytes() const {
  std::string bytes;
  if (!set_) {
    if (one_ != 0) append_code_point(one_, bytes);
    return bytes;
  }
  if (is_beyond_ascii() || set_->ascii().count() != 2) return bytes;
  for (std::size_t byte = 'A'; byte <= 'Z'; ++byte) {
    if (set_->ascii()[byte] && set_->ascii()[byte | FixedBytes::kFoldAscii]) {
      bytes += static_cast<char>(byte);
    }
  }
  return bytes;
}

std::vector<CodePointRange> NeedPosition::ranges() const {
  if (set_) return set_->ranges();
  if (one_ == other_) return {{one_, one_}};
  return {{one_, one_}, {other_, other_}};
}

bool NeedPosition::is_beyond_ascii() const {
  return set_ ? set_->ranges().back().last >= 0x80 : one_ >= 0x80;
}

ByteClass NeedPosition::first_bytes() const {
  if (set_) return set_->first_bytes();
  if (one_ < 0x80) return ByteClass().set(one_).set(other_);
  std::string encoded;
  append_code_point(one_, encoded);
  return ByteClass().set(static_cast<unsigned char>(encoded[0]));
}

namespace {

// End of the UnicodeSet that begins at text[at] == '['; npos when it does not close.
constexpr auto skip_none = [](std::uint64_t) { return false; };

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
    if (window.positions_.size() == kMostPositions) {
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

std::string_view list_of_needs(std::string_view need) {
  if (need.size() < 3 || !need.starts_with('{') || !need.ends_with('}')) return {};
  const std::string_view name = need.substr(1, need.size() - 2);
  const bool is_name = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  return is_name ? name : std::string_view();
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
  if (at_start_ && begin != 0 && begin != leading_blanks(line)) return false;
  std::size_t at = begin;
  for (const NeedPosition& position : positions_) {
    if (at >= line.size()) return false;
    const auto byte = static_cast<unsigned char>(line[at]);
    const char32_t c = byte < 0x80 ? (++at, byte) : next_code_point(line, at);
    if (!position.contains(c)) return false;
  }
  if (at_end_ && at != line.size() && at != trailing_blanks_begin(line)) return false;
  end = at;
  return true;
}

FixedBytes NeedWindow::fixed_from(std::size_t from) const {
  std::array<unsigned char, sizeof(std::uint64_t)> values{}, mask{};
  std::size_t known = 0;
  for (std::size_t i = from; i < positions_.size() && known < values.size(); ++i) {
    const std::string bytes = positions_[i].fixed_bytes();
    if (bytes.empty()) {
      if (positions_[i].is_beyond_ascii()) break;  // of unknown length
      ++known;
      continue;
    }
    for (std::size_t k = 0; k < bytes.size() && known < values.size(); ++k, ++known) {
      values[known] = static_cast<unsigned char>(bytes[k]) | FixedBytes::kFoldAscii;
      mask[known] = 0xFF;
    }
  }
  return {std::bit_cast<std::uint64_t>(values), std::bit_cast<std::uint64_t>(mask)};
}

FixedBytes NeedWindow::fixed_at_end() const {
  std::array<unsigned char, sizeof(std::uint64_t)> values{}, mask{};
  std::size_t left = values.size();
  for (std::size_t i = positions_.size(); i > 0 && left > 0; --i) {
    const std::string bytes = positions_[i - 1].fixed_bytes();
    if (bytes.empty()) {
      if (positions_[i - 1].is_beyond_ascii()) break;
      --left;
      continue;
    }
    for (std::size_t k = bytes.size(); k > 0 && left > 0; --k) {
      --left;
      values[left] = static_cast<unsigned char>(bytes[k - 1]) | FixedBytes::kFoldAscii;
      mask[left] = 0xFF;
    }
  }
  return {std::bit_cast<std::uint64_t>(values), std::bit_cast<std::uint64_t>(mask)};
}

void WindowFinder::add(const NeedWindow& window, std::uint64_t tag) {
  const std::vector<NeedPosition>& positions = window.positions();
  Entry entry;
  entry.window = &window;
  entry.tag = tag;
  if (window.at_start()) {
    entry.fixed = window.fixed_from(0);
    starts_.push_back(entry);
    return;
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
  entry.fixed = window.fixed_from(entry.from);
  for_each_byte(
      pin, [&](std::size_t byte) { pinned_.push_back({static_cast<std::uint8_t>(byte), entry}); });
}

void WindowFinder::finish() {
  std::stable_sort(pinned_.begin(), pinned_.end(),
                   [](const Pinned& a, const Pinned& b) { return a.byte < b.byte; });
  std::uint32_t at = 0;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    while (at < pinned_.size() && pinned_[at].byte < byte) ++at;
    first_[byte] = at;
  }
  first_[256] = static_cast<std::uint32_t>(pinned_.size());
}

namespace {

std::uint64_t bytes_at(std::string_view line, std::size_t at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, line.data() + at, std::min(line.size() - at, sizeof bytes));
  return bytes;
}

}  // namespace

template <typename Skips, typename F>
bool WindowFinder::each_start(std::string_view line, std::size_t begin, Skips&& skips,
                              F&& f) const {
  const std::uint64_t bytes = bytes_at(line, begin);
  std::size_t end = 0;
  return std::all_of(starts_.begin(), starts_.end(), [&](const Entry& entry) {
    return !entry.fixed.fit(bytes) || skips(entry.tag) ||
           !entry.window->occurs_at(line, begin, end) || f(entry.tag, begin, end);
  });
}

template <typename Skips, typename F>
void WindowFinder::each(std::string_view line, Skips&& skips, F&& f) const {
  if (line.empty() || !each_start(line, 0, skips, f)) return;
  const std::size_t blanks = leading_blanks(line);
  if (blanks > 0 && blanks < line.size() && !each_start(line, blanks, skips, f)) return;
  std::size_t end = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto byte = static_cast<unsigned char>(line[at]);
    const std::uint32_t last = first_[byte + 1U];
    if (first_[byte] == last) continue;
    const std::uint64_t bytes = bytes_at(line, at);
    for (std::uint32_t i = first_[byte]; i < last; ++i) {
      const Entry& entry = pinned_[i].entry;
      if (!entry.fixed.fit(bytes) || skips(entry.tag)) continue;
      std::size_t begin = at;
      std::uint32_t left = entry.from;
      for (; left > 0 && begin > 0; --left) begin = previous_boundary(line, begin);
      if (left > 0 || !entry.window->occurs_at(line, begin, end)) continue;
      if (!f(entry.tag, begin, end)) return;
    }
  }
}

const WindowFinder& Needs::Finder::of(const std::vector<NeedWindow>& windows) const {
  std::call_once(state_->once, [&] {
    auto finder = std::make_unique<WindowFinder>();
    for (const NeedWindow& window : windows) finder->add(window, 0);
    finder->finish();
    state_->made = std::move(finder);
  });
  return *state_->made;
}

void Needs::add(NeedWindow window) {
  windows_.push_back(std::move(window));
  finder_.forget();
}

std::string folded_line(std::string_view line) {
  const std::string_view text = trim_blanks(line);
  if (!std::all_of(text.begin(), text.end(), is_ascii)) return fold_case(text);
  std::string folded(text);
  for (char& c : folded) c = fold_ascii(c);
  return folded;
}

LineListPtr make_line_list(std::vector<std::string_view> folded, std::vector<std::string> own) {
  LineList list{std::move(folded), std::move(own)};
  for (const std::string_view line : list.all) list.longest = std::max(list.longest, line.size());
  list.longest *= 3;  // as long as a text may be beside its folded form (the Kelvin sign is)
  return std::make_shared<const LineList>(std::move(list));
}

const LineListPtr& Needs::no_lines() {
  static const LineListPtr none = make_line_list({});
  return none;
}

void Needs::add_lines(std::span<const std::string> lines) {
  std::vector<std::string> own(lines_->all.begin(), lines_->all.end());
  for (const std::string& line : lines) own.push_back(folded_line(line));
  std::sort(own.begin(), own.end());
  own.erase(std::unique(own.begin(), own.end()), own.end());
  std::vector<std::string_view> all(own.begin(), own.end());
  lines_ = make_line_list(std::move(all), std::move(own));
}

bool Needs::is_one_of_lines(std::string_view line) const {
  const std::vector<std::string_view>& all = lines_->all;
  const std::string_view text = trim_blanks(line);
  return text.size() <= lines_->longest && !all.empty() &&
         std::binary_search(all.begin(), all.end(), std::string_view(folded_line(text)));
}

bool Needs::wants(std::string_view line) const {
  if (empty() || is_one_of_lines(line)) return true;
  if (windows_.empty()) return false;
  bool found = false;
  finder_.of(windows_).each(line, skip_none, [&found](std::uint64_t, std::size_t, std::size_t) {
    found = true;
    return false;
  });
  return found;
}

std::vector<Needs::Occurrence> Needs::occurrences(std::string_view line) const {
  std::vector<Occurrence> result;
  if (is_one_of_lines(line)) result.push_back({0, line.size()});
  if (windows_.empty()) return result;
  const auto first = static_cast<std::ptrdiff_t>(result.size());
  finder_.of(windows_).each(line, skip_none,
                            [&result](std::uint64_t, std::size_t begin, std::size_t end) {
                              result.push_back({begin, end});
                              return true;
                            });
  const auto by_begin = [](const Occurrence& a, const Occurrence& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  };
  // Pins lie up to seven characters behind the begin: most are in order already.
  if (!std::is_sorted(result.begin() + first, result.end(), by_begin)) {
    std::sort(result.begin() + first, result.end(), by_begin);
  }
  return result;
}

std::uint64_t NeedsTable::add(const Needs& needs) {
  const std::uint64_t bit = std::uint64_t{1} << std::min<std::size_t>(count_++, 63);
  if (needs.empty()) everywhere_ |= bit;
  if (!needs.lines().empty()) with_lines_.emplace_back(&needs, bit);
  for (const NeedWindow& window : needs.windows()) finder_.add(window, bit);
  return bit;
}

std::uint64_t NeedsTable::wanted(std::string_view line) const {
  std::uint64_t found = everywhere_;
  for (const auto& [needs, bit] : with_lines_) {
    if ((found & bit) == 0 && needs->is_one_of_lines(line)) found |= bit;
  }
  const auto is_found = [&found](std::uint64_t bit) { return (found & bit) != 0; };
  finder_.each(line, is_found, [&found](std::uint64_t bit, std::size_t, std::size_t) {
    found |= bit;
    return true;
  });
  return found;
}

}  // namespace textmend::internal
