#include "textmend/mojibake.h"

#include <algorithm>
#include <utility>

#include "textmend/mojibake_sequence.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr int kMostLayers = 5;
constexpr int kMostPasses = 3;

}  // namespace

Cells cells_of(std::string_view text) {
  Cells cells;
  cells.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = static_cast<std::uint32_t>(at);
    const char32_t c = next_code_point(text, at);
    cells.push_back({c, begin, static_cast<std::uint32_t>(at), nullptr});
  }
  return cells;
}

Mojibake::Mojibake(std::vector<const CodePage*> pages) : pages_(std::move(pages)) {
  if (pages_.size() > kMostPages) pages_.resize(kMostPages);
  const auto add = [this](char32_t c, std::size_t page, unsigned byte) {
    const auto place =
        std::lower_bound(entries_.begin(), entries_.end(), c,
                         [](const Entry& entry, char32_t value) { return entry.c < value; });
    const bool known = place != entries_.end() && place->c == c;
    Entry& entry = known ? *place : *entries_.insert(place, {c, {}});
    if (entry.bytes[page] == 0) entry.bytes[page] = static_cast<std::uint8_t>(byte);
  };
  for (std::size_t page = 0; page < pages_.size(); ++page) {
    const CodePage& one = *pages_[page];
    for (unsigned i = 0; i < 128; ++i) {
      if (one.characters[i] != 0) add(one.characters[i], page, 0x80 + i);
    }
    // Bytes without a character are passed on as those of Latin-1, of C1 also the others.
    for (unsigned i = 0; i < 128 && one.c1; ++i) {
      if (i < 32 || one.characters[i] == 0) add(0x80 + i, page, 0x80 + i);
    }
  }
}

const Mojibake::Bytes* Mojibake::bytes_of(char32_t c) const {
  if (c < 0x80) return nullptr;
  const auto place =
      std::lower_bound(entries_.begin(), entries_.end(), c,
                       [](const Entry& entry, char32_t value) { return entry.c < value; });
  return place != entries_.end() && place->c == c ? &place->bytes : nullptr;
}

// One layer of a line.
class Mojibake::Line {
 public:
  Line(const Mojibake& owner, const Cells& cells, bool at_end) : owner_(owner), cells_(cells) {
    // Most cells are ASCII, which no page has a byte for.
    std::vector<std::pair<std::size_t, const Bytes*>> known;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (const Bytes* bytes = owner.bytes_of(cells[i].c)) known.emplace_back(i, bytes);
    }
    std::vector<Found> found;
    for (std::size_t i = 0; i < owner.pages_.size(); ++i) {
      const bool leads = std::any_of(known.begin(), known.end(), [i](const auto& one) {
        return length_of((*one.second)[i]) != 0;
      });
      if (!leads) continue;
      PageBytes page{owner.pages_[i], std::vector<std::uint8_t>(cells.size())};
      for (const auto& [cell, bytes] : known) page.bytes[cell] = (*bytes)[i];
      Sequences sequences = find_sequences(cells, page, at_end);
      if (sequences.empty()) continue;
      const std::size_t broken = judge(cells, page, sequences);
      found.push_back({std::move(sequences), broken});
    }
    choose(found);
  }

  // The cells with all layers from this one on undone; those that were decoded name their page.
  Cells decode(int layers) const {
    if (chosen_.empty()) return cells_;
    const Cells all = apply([](const Sequence&) { return true; });
    const Cells deeper =
        layers > 1 ? Line(owner_, plain(all), true).decode(layers - 1) : plain(all);
    Cells result;
    std::size_t next = 0;  // of chosen_
    for (const Cell& cell : deeper) {
      while (next < chosen_.size() && end_of(chosen_[next]) <= cell.begin) ++next;
      const bool of_sequence = next < chosen_.size() && begin_of(chosen_[next]) <= cell.begin &&
                               cell.begin < end_of(chosen_[next]);
      if (cell.page != nullptr || !of_sequence) {
        result.push_back(cell);
      } else if (chosen_[next].taken) {
        result.push_back(cell_of(chosen_[next], true));
      } else {
        const Sequence& one = chosen_[next];
        result.insert(result.end(), cells_.begin() + static_cast<std::ptrdiff_t>(one.first),
                      cells_.begin() + static_cast<std::ptrdiff_t>(one.first + one.count));
      }
    }
    return result;
  }

 private:
  // What one page finds, and how many sequences it finds broken.
  struct Found {
    Sequences sequences;
    std::size_t broken;
    int points = 0;

    // Too much has happened to the text to trust the rest.
    bool garbled() const { return broken > 3 && broken > sequences.size(); }
  };

  // How much of the line a page explains: by points, and by characters, also those for which only
  // the next layer speaks.
  int points_of(const Sequences& sequences) const {
    int sum = 0;
    for (const Sequence& one : sequences) {
      sum += 5 * static_cast<int>(one.count) + (one.taken ? one.points : 0);
      for (std::size_t i = one.first; i < one.first + one.count; ++i) {
        const char32_t c = cells_[i].c;  // a page that has another character there is less likely
        if (c < 0x80 || c >= 0xA0) continue;
        const char32_t own = one.page->characters[c - 0x80];
        if (own == c || own == 0) ++sum;
      }
    }
    return sum;
  }

  // Of sequences that overlap those of the page win that explains most of the line.
  void choose(std::vector<Found>& found) {
    for (Found& one : found) one.points = points_of(one.sequences);
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.points > b.points; });
    for (const Found& one : found) {
      if (one.garbled() && one.broken > found.front().sequences.size()) return;
    }
    std::vector<bool> covered(cells_.size(), false);
    const auto add = [&](const Sequence& one) {
      const auto begin = covered.begin() + static_cast<std::ptrdiff_t>(one.first);
      const auto end = begin + static_cast<std::ptrdiff_t>(one.count);
      if (std::find(begin, end, true) != end) return;
      std::fill(begin, end, true);
      chosen_.push_back(one);
    };
    // Those in a row belong together: also what only the next layer can speak for.
    const auto in_row = [](const Sequences& all, std::size_t i) {
      const auto end = [&all](std::size_t at) { return all[at].first + all[at].count; };
      return (i > 0 && end(i - 1) == all[i].first) ||
             (i + 1 < all.size() && end(i) == all[i + 1].first);
    };
    for (const bool first : {true, false}) {
      for (const Found& page : found) {
        for (std::size_t i = 0; i < page.sequences.size() && !page.garbled(); ++i) {
          const Sequence& one = page.sequences[i];
          const bool at_first = one.taken || (one.may_nest && in_row(page.sequences, i));
          if (first ? at_first : !at_first && one.may_nest) add(one);
        }
      }
    }
    std::sort(chosen_.begin(), chosen_.end(),
              [](const Sequence& a, const Sequence& b) { return a.first < b.first; });
  }

  std::uint32_t begin_of(const Sequence& one) const { return cells_[one.first].begin; }
  std::uint32_t end_of(const Sequence& one) const { return cells_[one.first + one.count - 1].end; }
  Cell cell_of(const Sequence& one, bool final) const {
    return {final ? one.written() : one.c, begin_of(one), end_of(one), one.page};
  }

  template <typename F>
  Cells apply(F&& wanted) const {
    Cells result;
    std::size_t at = 0;
    for (const Sequence& one : chosen_) {
      if (!wanted(one)) continue;
      result.insert(result.end(), cells_.begin() + static_cast<std::ptrdiff_t>(at),
                    cells_.begin() + static_cast<std::ptrdiff_t>(one.first));
      result.push_back(cell_of(one, false));
      at = one.first + one.count;
    }
    result.insert(result.end(), cells_.begin() + static_cast<std::ptrdiff_t>(at), cells_.end());
    return result;
  }

  static Cells plain(Cells cells) {
    for (Cell& cell : cells) cell.page = nullptr;
    return cells;
  }

  const Mojibake& owner_;
  const Cells& cells_;
  Sequences chosen_;  // in order and disjoint
};

std::vector<MojibakeRepair> Mojibake::find(std::string_view text, bool at_end) const {
  const Cells original = cells_of(text);
  Cells cells = original;
  // What one pass has decoded may be what another sequence was in want of.
  for (int pass = 0; pass < kMostPasses; ++pass) {
    Cells next = Line(*this, cells, at_end).decode(kMostLayers);
    const bool same = std::equal(next.begin(), next.end(), cells.begin(), cells.end(),
                                 [](const Cell& a, const Cell& b) { return a.c == b.c; });
    for (Cell& cell : next) {
      if (cell.page != nullptr) continue;
      const auto before = std::lower_bound(
          cells.begin(), cells.end(), cell.begin,
          [](const Cell& other, std::uint32_t begin) { return other.begin < begin; });
      if (before != cells.end() && before->begin == cell.begin) cell.page = before->page;
    }
    cells = std::move(next);
    if (same) break;
  }
  std::vector<MojibakeRepair> repairs;
  for (const Cell& cell : cells) {
    if (cell.page == nullptr) continue;
    if (repairs.empty() || repairs.back().end != cell.begin) {
      repairs.push_back({cell.begin, cell.end, {}, cell.page->name});
    }
    append_code_point(cell.c, repairs.back().with);
    repairs.back().end = cell.end;
  }
  return repairs;
}

}  // namespace textmend::internal
