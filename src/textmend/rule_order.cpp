#include "textmend/rule_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace textmend::internal {

namespace {

using Entry = RuleSet::State::Entry;

bool earlier(const Entry& a, const Entry& b) {
  if (a.head().phase != b.head().phase) return a.head().phase < b.head().phase;
  return a.head().id < b.head().id;
}

// Where `after` names `id`.
Place after_place(const Entry& entry, std::string_view id) {
  const RuleSpec& spec = entry.spec();
  const Node* after = spec.root.find("after");
  if (after == nullptr) return spec.root.place;
  const auto item = std::find_if(after->items.begin(), after->items.end(),
                                 [&](const Node& node) { return node.string == id; });
  return item == after->items.end() ? after->place : item->place;
}

// Depth first through `after`, which visits each rule behind those that it names.
class Sorter {
 public:
  Sorter(std::vector<Entry>& entries, Problems& problems) : entries_(entries), problems_(problems) {
    std::sort(entries_.begin(), entries_.end(), earlier);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      index_[entries_[i].head().id] = i;
      for (const std::string& old : entries_[i].head().replaces) index_.emplace(old, i);
    }
    marks_.resize(entries_.size(), Mark::kNew);
  }

  bool run() {
    for (std::size_t i = 0; i < entries_.size(); ++i) visit(i);
    std::vector<Entry> sorted;
    sorted.reserve(order_.size());
    for (const std::size_t i : order_) sorted.push_back(std::move(entries_[i]));
    entries_ = std::move(sorted);
    return ok_;
  }

 private:
  enum class Mark { kNew, kOpen, kDone };

  void visit(std::size_t i) {
    if (marks_[i] == Mark::kDone) return;
    const RuleHead& head = entries_[i].head();
    if (marks_[i] == Mark::kOpen) {
      ok_ = false;
      problems_.error("cycle", after_place(entries_[i], {}),
                      fmt::format("`after` goes round in a circle: {}", head.id));
      return;
    }
    marks_[i] = Mark::kOpen;
    for (const std::string& id : head.after) {
      const auto found = index_.find(id);
      if (found == index_.end()) {
        ok_ = false;
        problems_.error("unknown-rule", after_place(entries_[i], id),
                        fmt::format("no rule {}", id));
      } else if (entries_[found->second].head().phase != head.phase) {
        ok_ = false;
        problems_.error(
            "bad-value", after_place(entries_[i], id),
            fmt::format(
                "{} is in another phase: {}", id,
                kPhaseNames[static_cast<std::size_t>(entries_[found->second].head().phase)]),
            "`after` orders rules of one phase");
      } else {
        visit(found->second);
      }
    }
    if (entries_[i].rest.empty()) check_habits(entries_[i]);
    marks_[i] = Mark::kDone;
    order_.push_back(i);
  }

  // A rule that waits for the habit of one that is not there would never run. Those of the table
  // were checked when it was made.
  void check_habits(const Entry& entry) {
    const Node* names = entry.spec().table("guard").find("habit_of");
    if (names == nullptr) return;
    for (const Node& name : names->items) {
      if (index_.contains(name.string)) continue;
      ok_ = false;
      problems_.error("unknown-rule", name.place, fmt::format("no rule {}", name.string));
    }
  }

  std::vector<Entry>& entries_;
  Problems& problems_;
  std::map<std::string, std::size_t> index_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> order_;
  bool ok_ = true;
};

}  // namespace

bool sort_entries(std::vector<Entry>& entries, Problems& problems) {
  return Sorter(entries, problems).run();
}

}  // namespace textmend::internal
