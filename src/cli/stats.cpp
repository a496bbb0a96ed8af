#include "cli/stats.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/quoting.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

constexpr std::uint64_t kSchema = 1;

// Lines that are records.
std::uint64_t count_records(std::string_view lines) {
  std::uint64_t count = 0;
  while (!lines.empty()) {
    const std::size_t lf = std::min(lines.find('\n'), lines.size() - 1);
    // A blank line is short, and one that begins with text is none.
    const std::size_t text = lines.find_first_not_of(" \t\r\n");
    if (text <= lf) ++count;
    lines.remove_prefix(lf + 1);
  }
  return count;
}

template <typename T>
void append_numbers(std::string& json, const T& numbers) {
  for (const auto& [key, number] : numbers) {
    append_json(json, key, number);
    json += ',';
  }
}

using Numbers = std::initializer_list<std::pair<std::string_view, std::uint64_t>>;

}  // namespace

Statistics& Statistics::operator+=(const Statistics& other) {
  files += other.files;
  changed += other.changed;
  failed += other.failed;
  documents += other.documents;
  bytes += other.bytes;
  hunks += other.hunks;
  invalid_lines += other.invalid_lines;
  kept_records += other.kept_records;
  for (const auto& [id, from] : other.rules) {
    Rule& to = rules[id];
    to.fired += from.fired;
    to.flagged += from.flagged;
    to.limits += from.limits;
    to.guard += from.guard;
    to.protection += from.protection;
    to.evidence += from.evidence;
    to.removed += from.removed;
    to.added += from.added;
    to.documents += from.documents;
  }
  return *this;
}

std::string Statistics::table() const {
  std::vector<std::pair<std::string_view, Rule>> rows;
  std::size_t width = 4;
  for (const auto& [id, rule] : rules) {
    // What was only declined is no news.
    if (rule.fired + rule.flagged + rule.limits == 0) continue;
    rows.emplace_back(id, rule);
    width = std::max(width, id.size());
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.fired != b.second.fired ? a.second.fired > b.second.fired : a.first < b.first;
  });

  std::string out = fmt::format(
      "files          {:>10}\n"
      "  changed      {:>10}\n"
      "  failed       {:>10}\n"
      "changes        {:>10}\n"
      "invalid lines  {:>10}\n",
      files, changed, failed, hunks, invalid_lines);
  if (rows.empty()) return out;
  fmt::format_to(std::back_inserter(out), "\n{:<{}}  {:>9}  {:>11}  {:>11}  {:>7}  {:>7}\n", "rule",
                 width, "edits", "- chars", "+ chars", "flags", "limits");
  for (const auto& [id, rule] : rows) {
    fmt::format_to(std::back_inserter(out), "{:<{}}  {:>9}  {:>11}  {:>11}  {:>7}  {:>7}\n", id,
                   width, rule.fired, rule.removed, rule.added, rule.flagged, rule.limits);
  }
  return out;
}

std::string Statistics::json(const RuleSet& rule_set) const {
  std::string json = "{";
  append_json(json, "textmend", version());
  json += ',';
  append_json(json, "fingerprint", rule_set.fingerprint());
  json += ',';
  append_numbers(json, Numbers{{"schema", kSchema},
                               {"files", files},
                               {"changed", changed},
                               {"failed", failed},
                               {"documents", documents},
                               {"bytes", bytes},
                               {"hunks", hunks},
                               {"invalid_lines", invalid_lines},
                               {"kept_records", kept_records}});
  json += "\"rules\":{";
  for (const auto& [id, rule] : rules) {
    if (json.back() == '}') json += ',';
    append_json_string(json, id);
    json += ":{";
    append_numbers(json, Numbers{{"candidates", rule.candidates()},
                                 {"fired", rule.fired},
                                 {"flagged", rule.flagged},
                                 {"limits", rule.limits}});
    json += "\"declined\":{";
    append_numbers(json, Numbers{{"guard", rule.guard},
                                 {"protection", rule.protection},
                                 {"evidence", rule.evidence}});
    json.back() = '}';
    json += ',';
    append_numbers(json, Numbers{{"removed_chars", rule.removed},
                                 {"added_chars", rule.added},
                                 {"documents", rule.documents}});
    json.back() = '}';
  }
  return json += "}}\n";
}

void StatsSink::begin(const Input& /*input*/) { file_changes_ = false; }

void StatsSink::section(const Section& section) {
  statistics_.bytes += section.input.size();
  statistics_.invalid_lines += section.invalid_lines;
  // A record lies in one section, another document begins with one.
  if (records_ || section.first) counted_.clear();
  statistics_.documents += records_ ? count_records(section.input) : section.first ? 1 : 0;
  // In the order of the text, in which a record's hunks and notes stand together.
  auto note = section.notes.begin();
  for (const Hunk& hunk : section.hunks) {
    for (; note != section.notes.end() && note->offset < hunk.begin; ++note) take(*note);
    take(hunk);
  }
  for (; note != section.notes.end(); ++note) take(*note);
  for (const Declined& one : section.declined) {
    Statistics::Rule& rule = statistics_.rules[one.rule];
    rule.guard += one.guard;
    rule.protection += one.protection;
    rule.evidence += one.evidence;
  }
}

void StatsSink::end() {
  ++statistics_.files;
  if (file_changes_) ++statistics_.changed;
}

void StatsSink::abandon(std::string_view /*name*/, std::string_view /*why*/) {
  ++statistics_.files;
  ++statistics_.failed;
}

void StatsSink::take(const Hunk& hunk) {
  if (hunk.steps.empty()) return;  // an annotation
  file_changes_ = true;
  ++statistics_.hunks;
  for (const Step& step : hunk.steps) {
    Statistics::Rule& rule = statistics_.rules[step.rule];
    ++rule.fired;
    rule.removed += internal::count_code_points(step.before);
    rule.added += internal::count_code_points(step.after);
    count_document(step.rule, hunk.line);
  }
}

void StatsSink::take(const Note& note) {
  if (note.kind == Note::Kind::kRecord) ++statistics_.kept_records;
  if (note.rule.empty()) return;
  Statistics::Rule& rule = statistics_.rules[note.rule];
  if (note.kind != Note::Kind::kFlag) {
    ++rule.limits;
    return;
  }
  ++rule.flagged;
  count_document(note.rule, note.line);
}

void StatsSink::count_document(std::string_view rule, std::uint64_t line) {
  const std::uint64_t document = records_ ? line : 1;
  std::uint64_t& last = counted_[rule];
  if (last == document) return;
  last = document;
  ++statistics_.rules[rule].documents;
}

}  // namespace textmend::cli
