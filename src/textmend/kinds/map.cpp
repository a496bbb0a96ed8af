// Kind `map`: characters or short strings replaced from a table.

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct Entry {
  std::string from, to;
};

class MapRule : public Rule {
 public:
  MapRule(RuleCommon common, std::vector<Entry> entries, PatternPtr before, PatternPtr behind)
      : Rule(std::move(common)),
        entries_(std::move(entries)),
        before_(std::move(before)),
        behind_(std::move(behind)) {
    for (const Entry& entry : entries_)
      first_bytes_[static_cast<unsigned char>(entry.from[0])] = true;
  }

  bool bounded() const override { return false; }

  void find(const Subject& subject, Findings& findings) const override {
    const std::string_view text = subject.text;
    for (std::size_t at = 0; at < text.size();) {
      const Entry* entry = entry_at(text, at);
      if (entry == nullptr || !context_allows(subject, at, at + entry->from.size())) {
        ++at;  // no entry begins inside a code point, so bytes will do
        continue;
      }
      Finding finding;
      finding.edit.begin = finding.match_begin = at;
      finding.edit.end = finding.match_end = at + entry->from.size();
      finding.edit.with = entry->to;
      findings.list.push_back(std::move(finding));
      at += entry->from.size();
    }
  }

 private:
  // The entries are sorted by length, longest first.
  const Entry* entry_at(std::string_view text, std::size_t at) const {
    if (!first_bytes_[static_cast<unsigned char>(text[at])]) return nullptr;
    for (const Entry& entry : entries_) {
      if (text.substr(at, entry.from.size()) == entry.from) return &entry;
    }
    return nullptr;
  }

  // The neighbourhood is short, so that long lines stay linear.
  bool context_allows(const Subject& subject, std::size_t begin, std::size_t end) const {
    constexpr std::size_t kNeighbourhood = 64;
    const std::string_view text = subject.text;
    if (before_) {
      std::size_t from = begin > kNeighbourhood ? begin - kNeighbourhood : 0;
      while (from < begin && is_continuation(text[from])) ++from;
      subject.scratch.set_edges(from == 0, false);
      if (!ends_with_match(text.substr(from, begin - from), subject.scratch)) return false;
    }
    if (behind_) {
      std::size_t to = std::min(text.size(), end + kNeighbourhood);
      while (to > end && to < text.size() && is_continuation(text[to])) --to;
      subject.scratch.set_edges(false, to == text.size());
      Match match;
      if (behind_->find(text.substr(end, to - end), 0, subject.scratch, match) !=
              Pattern::Result::kMatch ||
          match.begin() != 0) {
        return false;
      }
    }
    return true;
  }

  bool ends_with_match(std::string_view text, MatchScratch& scratch) const {
    Match match;
    Pattern::Result result = before_->find(text, 0, scratch, match);
    while (result == Pattern::Result::kMatch) {
      if (match.end() == text.size()) return true;
      result = before_->find_next(text, scratch, match);
    }
    return false;
  }

  std::vector<Entry> entries_;
  PatternPtr before_, behind_;
  std::array<bool, 256> first_bytes_{};
};

// One window for all: each costs at every start of the program, whether the rule is on or not.
NeedWindow window_of(const std::set<char32_t>& firsts) {
  std::vector<CodePointRange> ranges;
  for (const char32_t c : firsts) {
    if (!ranges.empty() && ranges.back().last + 1 == c) {
      ranges.back().last = c;
    } else {
      ranges.push_back({c, c});
    }
  }
  if (firsts.size() == 1) {
    std::string character;
    append_code_point(*firsts.begin(), character);
    return NeedWindow::literal(character);
  }
  auto set = std::make_shared<const CodePointSet>(std::move(ranges));
  return NeedWindow::of({NeedPosition::any_of(std::move(set))}, false, false);
}

RulePtr make(RuleBuilder& builder) {
  RuleCommon common = builder.common();
  std::vector<Entry> entries;
  std::set<char32_t> firsts;
  for (const auto& [from, to] : builder.tables().map) {
    if (from.empty()) {
      builder.problems().error("bad-value", builder.params().find("map")->place,
                               "a key of `map` is empty");
      return nullptr;
    }
    std::size_t first_end = 0;
    firsts.insert(next_code_point(from, first_end));
    entries.push_back({from, to});
  }
  if (!firsts.empty()) common.needs.add(window_of(firsts));
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.from.size() > b.from.size(); });
  return std::make_shared<MapRule>(std::move(common), std::move(entries), builder.pattern("before"),
                                   builder.pattern("behind"));
}

constexpr Key kKeys[] = {
    {"map", KeyType::kStringTable,
     "What is replaced by what; of two keys at one place the longer wins.", true},
    {"before", KeyType::kPattern, "What must end in front of the place."},
    {"behind", KeyType::kPattern, "What must begin behind it."},
};

}  // namespace

extern const Kind kMapKind;
const Kind kMapKind{"map",
                    "Characters or short strings replaced from a table.",
                    Phase::kCharacters,
                    Scope::kLine,
                    "line",
                    kKeys,
                    &make};

}  // namespace textmend::internal
