#include "textmend/rule_cost.h"

#include <algorithm>
#include <utility>

#include "textmend/facts.h"
#include "textmend/scan/parts.h"
#include "textmend/subject.h"

namespace textmend::internal {

namespace {

bool is_common(const TextCost& cost, std::size_t looks, std::size_t findings, double most) {
  constexpr std::size_t kTooFew = 20, kLooksPerFinding = 10;
  return looks >= kTooFew && cost.per_megabyte(looks) > most && findings * kLooksPerFinding < looks;
}

// Calls f() and adds the time it takes.
template <typename F>
void add_time(std::chrono::nanoseconds& time, F&& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  time += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() -
                                                               begin);
}

// The lines at `indices` and those beside them that are not blank: what a rule that judges runs of
// lines looks at.
std::string neighbourhood(const Lines& lines, const std::vector<std::size_t>& indices) {
  std::vector<bool> kept(lines.size());
  for (const std::size_t index : indices) {
    kept[index] = true;
    for (std::size_t i = index; i > 0 && !kept[i - 1]; --i) {
      if (lines[i - 1].blank()) continue;
      kept[i - 1] = true;
      break;
    }
    for (std::size_t i = index + 1; i < lines.size(); ++i) {
      if (lines[i].blank()) continue;
      kept[i] = true;
      break;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (kept[i] && !lines[i].opaque) text.append(lines[i].content).append("\n");
  }
  return text;
}

}  // namespace

double TextCost::per_megabyte(std::size_t count) const {
  return bytes == 0 ? 0 : static_cast<double>(count) * 1e6 / static_cast<double>(bytes);
}

bool is_common_window(const TextCost& cost, const RuleCost& rule, const WindowCost& window) {
  constexpr double kMostLooks = 300;
  return is_common(cost, window.looks, rule.findings, kMostLooks);
}

bool is_common_rule(const TextCost& cost, const RuleCost& rule) {
  constexpr double kMostLooks = 1000;
  return rule.place.source && is_common(cost, rule.looks, rule.findings, kMostLooks);
}

CostMeter::CostMeter(const RuleSet& rules, std::string lang)
    : lexicons_(rules.state().program.lexicons), scratch_(options_.limits) {
  options_.lang = std::move(lang);
  for (const RulePtr& rule : rules.state().program.rules) {
    const RuleSet::State::Entry* entry = rules.state().find(rule->id());
    if (entry == nullptr) continue;
    Measured measured{rule, {}};
    RuleCost cost;
    cost.id = rule->id();
    std::vector<Diagnostic> diagnostics;  // the rule was built: there is nothing to report
    Problems problems(diagnostics);
    const Node params = merge_params(entry->spec(), entry->overrides, problems);
    if (const Node* needs = params.find("needs")) {
      cost.place = needs->place;
      for (const Node& item : needs->items) {
        if (list_of_needs(item.string).empty()) cost.windows.push_back({item.string, item.place});
      }
    }
    // Those of lists and a kind's own stand behind those that the rule file writes out.
    for (const NeedWindow& window : rule->common().needs.windows()) add_window(window, measured);
    measured_.push_back(std::move(measured));
    cost_.rules.push_back(std::move(cost));
  }
}

void CostMeter::add_window(const NeedWindow& window, Measured& to) {
  Window& added = to.windows.emplace_back();
  added.needs.add(window);
  if (window.at_start() || window.at_end()) return;
  for (std::size_t from = 0; from < window.positions().size(); ++from) {
    std::vector<std::size_t>& stretches = added.stretches.emplace_back();
    for (const scan::Part& part : scan::parts_of(window, from)) {
      const auto stretch = std::span(part.bytes).first(part.size);
      stretches.push_back(stretches_.add(stretch));
      if (stretches.size() == 1) added.shown.push_back(to_string(stretch));
    }
  }
}

TextCost CostMeter::cost() const {
  TextCost cost = cost_;
  for (std::size_t r = 0; r < cost.rules.size(); ++r) {
    RuleCost& rule = cost.rules[r];
    const std::vector<Window>& windows = measured_[r].windows;
    for (std::size_t w = 0; w < windows.size(); ++w) {
      WindowCost own;  // of a window that no file holds
      WindowCost& to = w < rule.windows.size() ? rule.windows[w] : own;
      to.lines = to.looks = windows[w].lines;
      for (std::size_t s = 0; s < windows[w].stretches.size(); ++s) {
        std::size_t looks = 0;
        std::vector<std::string> excerpts;
        for (const std::size_t number : windows[w].stretches[s]) {
          const StretchCounter::Seen& seen = stretches_.seen(number);
          looks += seen.count;
          for (const std::string& one : seen.excerpts) {
            if (excerpts.size() < 2) excerpts.push_back(one);
          }
        }
        if (s > 0 && looks >= to.looks) continue;
        to.looks = looks;
        to.stretch = windows[w].shown[s];
        to.excerpts = std::move(excerpts);
      }
      rule.looks += to.looks;
    }
  }
  return cost;
}

void CostMeter::add(std::string_view text) {
  const Document document(text, options_.limits.line_bytes);
  const Facts facts(document, options_.lang, lexicons_.get());
  // Made when first asked for, and then not what the rule that asks costs.
  facts.words();
  facts.lexicon();
  cost_.bytes += text.size();
  cost_.lines += document.lines().size();
  document.lines().each([this](const Line& line) {
    if (!line.opaque) stretches_.scan(line.content);
    return true;
  });
  for (std::size_t i = 0; i < measured_.size(); ++i) {
    const std::vector<std::size_t> candidates = take_candidates(document, i);
    if (candidates.empty()) continue;
    if (measured_[i].rule->common().scope == Scope::kDocument) {
      time_document(document, facts, candidates, i);
    } else {
      time_lines(document, facts, candidates, i);
    }
  }
}

std::vector<std::size_t> CostMeter::take_candidates(const Document& document, std::size_t index) {
  const Needs& needs = measured_[index].rule->common().needs;
  RuleCost& cost = cost_.rules[index];
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < document.lines().size(); ++i) {
    const Line line = document.lines()[i];
    if (line.opaque || !needs.wants(line.content)) continue;
    candidates.push_back(i);
    cost.occurrences += needs.occurrences(line.content).size();
    for (Window& window : measured_[index].windows)
      window.lines += window.needs.wants(line.content);
  }
  cost.lines += candidates.size();
  return candidates;
}

void CostMeter::time_lines(const Document& document, const Facts& facts,
                           const std::vector<std::size_t>& candidates, std::size_t index) {
  const Rule& rule = *measured_[index].rule;
  RuleCost& cost = cost_.rules[index];
  const Lines& lines = document.lines();
  const auto look_at = [&](std::size_t line) {
    if (rule.common().scope == Scope::kLine) {
      return find_in_line(rule, lines[line].content, options_.limits, facts, scratch_);
    }
    const internal::Window window(lines, line, options_.limits);
    return window.text().empty() ? Findings{} : find_in_window(rule, window, facts, scratch_);
  };
  look_at(candidates.front());  // the first match compiles the pattern
  add_time(cost.time, [&] {
    for (const std::size_t line : candidates) cost.findings += look_at(line).list.size();
  });
}

void CostMeter::time_document(const Document& document, const Facts& facts,
                              const std::vector<std::size_t>& candidates, std::size_t index) {
  const Rule& rule = *measured_[index].rule;
  RuleCost& cost = cost_.rules[index];
  scratch_.set_edges(true, true);
  Findings findings;
  rule.find_all({document, facts, scratch_}, findings);
  cost.findings += findings.list.size();
  const std::string text = neighbourhood(document.lines(), candidates);
  const Document near(text, options_.limits.line_bytes);
  Findings ignored;
  add_time(cost.time, [&] { rule.find_all({near, facts, scratch_}, ignored); });
}

}  // namespace textmend::internal
