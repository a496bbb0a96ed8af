#include "textmend/pages.h"

#include <algorithm>
#include <map>

#include "textmend/page_edges.h"
#include "textmend/page_line.h"
#include "textmend/page_rows.h"

namespace textmend::internal {

namespace {

using Member = PageGroup::Member;
using Type = PageGroup::Type;

// The numbers that count with the same offset: alone, or apart in heads and feet that repeat.
struct Series {
  std::vector<std::size_t> pages;                // ascending
  std::vector<std::size_t> repeating, counting;  // in rows of min_pages and of min_counted
  bool sure = false;                             // not all of them stand alone at the top
};

class Finder {
 public:
  // One line more than may be furniture: where that repeats too, none is.
  Finder(const Lines& lines, const PageSettings& settings)
      : lines_(lines), settings_(settings), all_(lines, settings.edge + 1) {}

  std::vector<FurnitureLine> run() {
    // Each pass takes lines out of play, and what they had in common with others.
    // Each text seen so far was done with after three.
    constexpr int kPasses = 16;
    for (int pass = 0; pass < kPasses; ++pass) {
      find_repeating();
      const bool smaller = shrink_to_zones();
      if (!settings_.proved) return result();
      find_bodies();
      prove();
      if (!drop_unproved() && !smaller) return result();
    }
    return {};
  }

 private:
  std::vector<std::size_t> pages_in_play(const PageGroup& group) const {
    std::vector<std::size_t> pages;
    for (const Member& member : group.members) {
      if (all_.edges[member.edge].in_play) pages.push_back(member.page);
    }
    sort_pages(pages);
    return pages;
  }

  void find_repeating() {
    series_.clear();
    for (PageGroup& group : all_.groups) {
      std::vector<std::size_t> pages = pages_in_play(group);
      if (group.type != Type::kNumber) {
        pages = in_rows(pages, settings_.min_pages, settings_.min_share);
        for (Member& member : group.members) member.repeats = contains_page(pages, member.page);
      }
      if (group.type == Type::kWords || !group.apart || pages.empty()) continue;
      Series& series = series_[group.offset];
      series.pages.insert(series.pages.end(), pages.begin(), pages.end());
    }
    constexpr double kShare = 0.5;
    for (auto& [offset, series] : series_) {
      sort_pages(series.pages);
      series.repeating = in_rows(series.pages, settings_.min_pages, kShare);
      series.counting = in_rows(series.pages, settings_.min_counted, kShare);
    }
    for (PageGroup& group : all_.groups) {
      const auto found = series_.find(group.offset);
      if (group.type == Type::kWords || found == series_.end()) continue;
      const Series& series = found->second;
      for (Member& member : group.members) {
        if (group.type == Type::kNumber) {
          member.repeats = contains_page(series.repeating, member.page);
        } else if (group.apart) {
          // A head that may stand on no other page, but has the number that its page lacks.
          member.repeats = member.repeats || fills_gap(series.counting, member.page);
        }
      }
    }
  }

  bool repeats(const PageEdge& edge) const {
    return edge.in_play && std::any_of(edge.places.begin(), edge.places.end(), [&](auto place) {
             return all_.groups[place.first].members[place.second].repeats;
           });
  }

  // Leaves in play the lines between which and the edge of their page all repeat. Returns whether
  // that were fewer than before.
  bool shrink_to_zones() {
    bool smaller = false;
    for (Page& page : all_.pages) {
      for (const std::vector<std::size_t>& side : page.sides) {
        std::size_t depth = 0;
        while (depth < side.size() && repeats(all_.edges[side[depth]])) ++depth;
        if (depth > settings_.edge) depth = 0;
        for (std::size_t i = depth; i < side.size(); ++i) {
          smaller = smaller || all_.edges[side[i]].in_play;
          all_.edges[side[i]].in_play = false;
        }
      }
    }
    return smaller;
  }

  void find_bodies() {
    std::size_t before = kNoLine;
    for (Page& page : all_.pages) {
      page.first = page.last = kNoLine;
      const auto take = [&](std::size_t index) {
        if (all_.edges[index].in_play) return;
        page.last = all_.edges[index].line;
        if (page.first == kNoLine) page.first = page.last;
      };
      std::for_each(page.sides[0].begin(), page.sides[0].end(), take);
      std::for_each(page.sides[1].rbegin(), page.sides[1].rend(), take);
      if (page.first == kNoLine) continue;
      page.goes_on =
          before != kNoLine && goes_on(page_text(lines_[before]), page_text(lines_[page.first]));
      before = page.last;
    }
  }

  bool interrupts(const PageEdge& edge) const {
    const std::size_t behind = edge.page + (edge.at_bottom ? 1 : 0);
    return behind < all_.pages.size() && all_.pages[behind].goes_on;
  }

  // Calls f with the members in play of each row of pages.
  template <typename F>
  void each_row(PageGroup& group, F&& f) {
    std::vector<Member*> row;
    for (Member& member : group.members) {
      if (!all_.edges[member.edge].in_play || !member.repeats) continue;
      if (!row.empty() && member.page - row.back()->page > kFurthestPage) {
        f(std::as_const(row));
        row.clear();
      }
      row.push_back(&member);
    }
    if (!row.empty()) f(std::as_const(row));
  }

  // Where a number counts once is enough, where the words alone repeat it may be chance; and so it
  // may in long rows.
  bool interrupts(const PageGroup& group, const std::vector<Member*>& row) const {
    constexpr std::ptrdiff_t kOneIn = 20;
    const std::ptrdiff_t least = group.type == Type::kWords ? 2 : 1;
    const auto times = std::count_if(row.begin(), row.end(), [this](const Member* member) {
      return interrupts(all_.edges[member->edge]);
    });
    return times >= least && times * kOneIn >= static_cast<std::ptrdiff_t>(row.size());
  }

  void prove() {
    for (PageGroup& group : all_.groups) note_sure_numbers(group);
    for (PageGroup& group : all_.groups) {
      each_row(group, [&](const std::vector<Member*>& row) {
        const Proof proof = interrupts(group, row) ? Proof::kInterrupts
                            : counts(group, row)   ? Proof::kCounts
                                                   : Proof::kNone;
        for (Member* member : row) member->proof = proof;
      });
    }
    for (PageGroup& group : all_.groups) {
      if (group.type == Type::kNumber) continue;
      each_row(group, [&](const std::vector<Member*>& row) {
        if (!encloses(row)) return;
        for (Member* member : row) {
          if (member->proof == Proof::kNone) member->proof = Proof::kEncloses;
        }
      });
    }
  }

  // Numbers that are no titles: at the bottom, with the total of pages, apart in a head.
  void note_sure_numbers(const PageGroup& group) {
    if (group.type == Type::kWords || !group.apart) return;
    for (const Member& member : group.members) {
      const PageEdge& edge = all_.edges[member.edge];
      if (!edge.in_play || !member.repeats) continue;
      const bool has_total = std::any_of(
          edge.read.numbers.begin(), edge.read.numbers.end(),
          [](const PageNumber& one) { return one.shape == PageNumber::Shape::kOfTotal; });
      Series& series = series_[group.offset];
      series.sure = series.sure || edge.at_bottom || has_total || group.type == Type::kCounting;
    }
  }

  bool counts(const PageGroup& group, const std::vector<Member*>& row) const {
    if (group.type == Type::kWords || !group.apart) return false;
    const Series& series = series_.at(group.offset);
    const bool long_enough = std::any_of(row.begin(), row.end(), [&](const Member* member) {
      return contains_page(series.counting, member->page) ||
             fills_gap(series.counting, member->page);
    });
    return long_enough && (series.sure || !may_be_titles(group, row));
  }

  // Numbers alone at the top of pages may be those of poems, exercises, comments or years that have
  // a page each: so they may where most pages are short, where nearly all end with the end of a
  // sentence, where all numbers are years, and where another number counts at the bottom.
  bool may_be_titles(const PageGroup& group, const std::vector<Member*>& row) const {
    constexpr long kFirstYear = 1500, kLastYear = 2100;
    constexpr std::size_t kShort = 500;  // bytes
    constexpr std::size_t kOneIn = 5;
    std::size_t open = 0, shorts = 0, rivals = 0;
    bool years = true;
    for (const Member* member : row) {
      const Page& page = all_.pages[member->page];
      const long value = group.offset + static_cast<long>(member->page);
      years = years && value >= kFirstYear && value <= kLastYear;
      open += page.last != kNoLine && is_open(page_text(lines_[page.last]));
      shorts += lines_[page.end - 1].end() - lines_[page.begin].begin < kShort;
      rivals += has_other_number(page, group.offset);
    }
    return years || open * kOneIn < row.size() || shorts * 2 > row.size() ||
           rivals * 2 > row.size();
  }

  bool has_other_number(const Page& page, long offset) const {
    return std::any_of(page.sides[1].begin(), page.sides[1].end(), [&](std::size_t index) {
      const PageEdge& edge = all_.edges[index];
      return edge.in_play && std::any_of(edge.places.begin(), edge.places.end(), [&](auto place) {
               const PageGroup& group = all_.groups[place.first];
               return group.type == Type::kNumber && group.offset != offset &&
                      group.members[place.second].repeats;
             });
    });
  }

  Proof proof_of(const PageEdge& edge, bool of_number) const {
    for (const auto& [g, m] : edge.places) {
      const Member& member = all_.groups[g].members[m];
      if (of_number && all_.groups[g].type == Type::kWords) continue;
      if (member.repeats && member.proof != Proof::kNone) return member.proof;
    }
    return Proof::kNone;
  }

  // Whether a page's number that is proved stands further inside.
  bool encloses(const PageEdge& edge) const {
    const std::vector<std::size_t>& side = all_.pages[edge.page].sides[edge.at_bottom ? 1 : 0];
    bool inside = false;
    for (const std::size_t index : side) {
      const PageEdge& other = all_.edges[index];
      if (!other.in_play) return false;
      if (inside && proof_of(other, true) != Proof::kNone) return true;
      inside = inside || other.line == edge.line;
    }
    return false;
  }

  bool encloses(const std::vector<Member*>& row) const {
    constexpr std::ptrdiff_t kOneIn = 5;
    const auto times = std::count_if(row.begin(), row.end(), [this](const Member* member) {
      return encloses(all_.edges[member->edge]);
    });
    return times * kOneIn >= static_cast<std::ptrdiff_t>(row.size());
  }

  bool drop_unproved() {
    bool dropped = false;
    for (PageEdge& edge : all_.edges) {
      if (!edge.in_play || proof_of(edge, false) != Proof::kNone) continue;
      edge.in_play = false;
      dropped = true;
    }
    return dropped;
  }

  std::vector<FurnitureLine> result() {
    std::vector<FurnitureLine> found;
    for (const PageEdge& edge : all_.edges) {
      if (!edge.in_play) continue;
      FurnitureLine line{edge.line, proof_of(edge, false), edge.read.text.empty(), false};
      found.push_back(line);
    }
    std::sort(found.begin(), found.end(),
              [](const FurnitureLine& a, const FurnitureLine& b) { return a.line < b.line; });
    if (settings_.proved) mark_titles(found);
    return found;
  }

  void mark_titles(std::vector<FurnitureLine>& found) {
    for (PageGroup& group : all_.groups) {
      if (group.type != Type::kWords) continue;
      each_row(group, [&](const std::vector<Member*>& row) {
        const PageEdge& edge = all_.edges[row.front()->edge];
        if (!may_be_title(edge)) return;
        const auto line = std::lower_bound(
            found.begin(), found.end(), edge.line,
            [](const FurnitureLine& one, std::size_t index) { return one.line < index; });
        if (line != found.end() && line->line == edge.line) line->may_be_title = true;
      });
    }
  }

  bool may_be_title(const PageEdge& edge) const {
    const bool is_counted = std::any_of(edge.places.begin(), edge.places.end(), [this](auto place) {
      return all_.groups[place.first].type == Type::kCounting &&
             all_.groups[place.first].members[place.second].repeats;
    });
    return !edge.at_bottom && !is_counted && !interrupts(edge) && !encloses(edge) &&
           !stands_before(edge);
  }

  // Whether the same words are a line in front of it, on its page or one of those before.
  bool stands_before(const PageEdge& edge) const {
    const std::size_t page = edge.page - std::min(edge.page, kFurthestPage);
    for (std::size_t i = all_.pages[page].begin; i < edge.line; ++i) {
      const Line line = lines_[i];
      if (!line.opaque && read_page_line(page_text(line)).text == edge.read.text) return true;
    }
    return false;
  }

  const Lines& lines_;
  const PageSettings& settings_;
  PageEdges all_;
  std::map<long, Series> series_;  // by offset
};

}  // namespace

std::vector<FurnitureLine> find_furniture(const Lines& lines, const PageSettings& settings) {
  return Finder(lines, settings).run();
}

}  // namespace textmend::internal
