#include "cli/rules_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/quoting.h"

namespace textmend::cli {

namespace {

using internal::RuleCost;
using internal::TextCost;
using internal::WindowCost;

double share(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

double nanoseconds(const RuleCost& rule) { return static_cast<double>(rule.time.count()); }

std::string place_text(const internal::Place& place) {
  if (!place.source) return {};
  return fmt::format("{}:{}:{}: ", place.source->file, place.line, place.column);
}

void add_advice(const TextCost& cost, const RuleCost& rule, std::string& to) {
  bool told = false;
  for (const WindowCost& window : rule.windows) {
    if (!internal::is_common_window(cost, rule, window)) continue;
    told = true;
    const std::string stretch =
        window.stretch.empty() ? "" : fmt::format(", by its `{}`", window.stretch);
    to += fmt::format(
        "{}{}: the need \"{}\" is looked for at {:.0f} places per MB{}: pin it to rarer "
        "neighbours, or to a line's edge\n",
        place_text(window.place), rule.id, printable(window.text), cost.per_megabyte(window.looks),
        stretch);
    for (const std::string& excerpt : window.excerpts) {
      to += fmt::format("  | {}\n", printable(excerpt));
    }
  }
  if (told || !internal::is_common_rule(cost, rule)) return;
  to += fmt::format(
      "{}{}: its needs together are looked for at {:.0f} places per MB: make the commonest of "
      "them rarer, or do with fewer\n",
      place_text(rule.place), rule.id, cost.per_megabyte(rule.looks));
}

}  // namespace

std::string cost_table(const TextCost& cost, const CostColumns& columns) {
  const bool times = columns.times;
  std::vector<const RuleCost*> rows;
  double total = 0;
  std::size_t width = 0;
  for (const RuleCost& rule : cost.rules) {
    rows.push_back(&rule);
    total += nanoseconds(rule);
    width = std::max(width, rule.id.size());
  }
  std::stable_sort(rows.begin(), rows.end(), [times](const RuleCost* a, const RuleCost* b) {
    return times ? a->time > b->time : a->looks > b->looks;
  });
  std::string table =
      fmt::format("{:.3f} MB, {} lines\n\n{:<{}}  {:>8}  {:>8}  {:>8}  {:>8}  {:>8}",
                  static_cast<double>(cost.bytes) / 1e6, cost.lines, "rule", width, "looks/MB",
                  "needs/MB", "lines/MB", "of lines", "findings");
  table += times ? fmt::format("  {:>8}  {:>6}\n", "ns/line", "time") : "\n";
  for (const RuleCost* rule : rows) {
    const auto lines = static_cast<double>(rule->lines);
    table += fmt::format("{:<{}}  {:>8.1f}  {:>8.1f}  {:>8.1f}  {:>7.2f}%  {:>8}", rule->id, width,
                         cost.per_megabyte(rule->looks), cost.per_megabyte(rule->occurrences),
                         cost.per_megabyte(rule->lines),
                         share(lines, static_cast<double>(cost.lines)), rule->findings);
    table += times ? fmt::format("  {:>8.0f}  {:>5.1f}%\n",
                                 rule->lines == 0 ? 0 : nanoseconds(*rule) / lines,
                                 share(nanoseconds(*rule), total))
                   : "\n";
    if (!columns.windows) continue;
    for (const WindowCost& window : rule->windows) {
      table += fmt::format("  {:<{}}  {:>8.1f}  {:>8}  {:>8.1f}\n",
                           fmt::format("\"{}\"", printable(window.text)), width - 2,
                           cost.per_megabyte(window.looks), "", cost.per_megabyte(window.lines));
    }
  }
  return table;
}

std::string cost_advice(const TextCost& cost) {
  std::string advice;
  for (const RuleCost& rule : cost.rules) add_advice(cost, rule, advice);
  return advice;
}

}  // namespace textmend::cli
