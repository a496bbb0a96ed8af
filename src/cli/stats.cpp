#include "cli/stats.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace textmend::cli {

void StatsSink::begin(const Input& /*input*/) { document_changes_ = false; }

void StatsSink::section(const Section& section) {
  document_changes_ |= !section.hunks.empty();
  hunks_ += section.hunks.size();
  invalid_lines_ += section.invalid_lines;
  for (const Hunk& hunk : section.hunks) {
    for (const Step& step : hunk.steps) {
      Counts& counts = rules_[step.rule];
      ++counts.edits;
      counts.removed += step.before.size();
      counts.added += step.after.size();
    }
  }
  for (const Note& note : section.notes) {
    if (note.rule.empty()) continue;
    Counts& counts = rules_[note.rule];
    ++(note.kind == Note::Kind::kFlag ? counts.flags : counts.limits);
  }
}

void StatsSink::end() {
  ++files_;
  if (document_changes_) ++changed_;
}

void StatsSink::abandon(std::string_view /*name*/, std::string_view /*why*/) {
  ++files_;
  ++failed_;
}

std::string StatsSink::table() const {
  std::vector<std::pair<std::string_view, Counts>> rows(rules_.begin(), rules_.end());
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.edits != b.second.edits ? a.second.edits > b.second.edits : a.first < b.first;
  });
  std::size_t width = 4;
  for (const auto& [id, counts] : rows) width = std::max(width, id.size());

  std::string out = fmt::format(
      "files          {:>10}\n"
      "  changed      {:>10}\n"
      "  failed       {:>10}\n"
      "changes        {:>10}\n"
      "invalid lines  {:>10}\n",
      files_, changed_, failed_, hunks_, invalid_lines_);
  if (rows.empty()) return out;
  fmt::format_to(std::back_inserter(out), "\n{:<{}}  {:>9}  {:>11}  {:>11}  {:>7}  {:>7}\n", "rule",
                 width, "edits", "- bytes", "+ bytes", "flags", "limits");
  for (const auto& [id, counts] : rows) {
    fmt::format_to(std::back_inserter(out), "{:<{}}  {:>9}  {:>11}  {:>11}  {:>7}  {:>7}\n", id,
                   width, counts.edits, counts.removed, counts.added, counts.flags, counts.limits);
  }
  return out;
}

}  // namespace textmend::cli
