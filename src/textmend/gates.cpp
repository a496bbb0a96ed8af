#include "textmend/gates.h"

#include <algorithm>
#include <string>
#include <utility>

#include "textmend/evidence.h"
#include "textmend/subject.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::string_view kHabit = Evidence::kRungNames[static_cast<int>(Evidence::Rung::kHabit)];

// Bytes of the part of `text` to look at: all of it, or at most `most`, up to behind a space.
std::size_t part_size(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t end = most;
  while (end > most / 2 && text[end - 1] != ' ') --end;
  if (text[end - 1] == ' ') return end;
  for (end = most; end > 1 && is_continuation(text[end]); --end) {
  }
  return end;
}

}  // namespace

bool is_paragraph(std::string_view line, std::size_t shortest) {
  constexpr std::string_view kEnds[] = {".", "!", "?", "…",  "。", "！", "？", "؟", "۔",
                                        "”", "’", "»", "\"", ")",  "」", "』", "“", ":"};
  return line.size() >= shortest && line.find_first_of("<>{}\\=|") == std::string_view::npos &&
         std::any_of(std::begin(kEnds), std::end(kEnds),
                     [line](std::string_view end) { return line.ends_with(end); });
}

Gates::Gate Gates::gate(const Rule& rule) {
  if (const auto known = gates_.find(&rule); known != gates_.end()) return known->second;
  return gates_[&rule] = judge(rule);
}

bool Gates::is_in_language(const Rule& rule) const {
  const std::vector<std::string>& langs = rule.common().langs;
  if (langs.empty()) return true;
  bool wanted = langs[0].starts_with('!');
  for (const std::string& lang : langs) {
    if (lang == facts_.lang()) wanted = true;
    if (lang.starts_with('!') && std::string_view(lang).substr(1) == facts_.lang()) return false;
  }
  return wanted;
}

Gates::Gate Gates::judge(const Rule& rule) {
  if (!is_in_language(rule)) return Gate::kClosed;
  const Guard& guard = rule.guard();
  if (guard.document && !lines_match(rule, *guard.document, guard.document_kinds)) {
    return Gate::kClosed;
  }
  if (guard.no_document && lines_match(rule, *guard.no_document, 1)) return Gate::kClosed;
  if (!has_paragraphs(guard.paragraphs)) return Gate::kClosed;
  if (guard.share_of && !share_allows(rule)) return Gate::kClosed;
  if (guard.at_least <= 1 && guard.at_least_kinds <= 1) return Gate::kOpen;
  const Survey& seen = survey(rule, Extent::kEnough);
  const bool large_share =
      guard.at_least_share > 0.0 && seen.proved > 0 &&
      static_cast<double>(seen.proved) >=
          guard.at_least_share * static_cast<double>(document_.base_lines().size() - 1);
  const bool enough = seen.proved >= guard.at_least && seen.kinds.size() >= guard.at_least_kinds;
  return enough || large_share ? Gate::kOpen : Gate::kUnsure;
}

bool Gates::shows_habit(const Rule& rule) {
  if (rule.common().habit_of.empty()) return true;
  if (const auto known = habits_.find(&rule); known != habits_.end()) return known->second;
  std::set<std::string_view> kinds;
  const auto others = program_.habit_of.find(&rule);
  if (others == program_.habit_of.end()) return habits_[&rule] = false;  // it runs alone
  for (const Rule* other : others->second) {
    // Where it has no candidate, it need not even be made.
    const std::uint64_t bucket = scanner_ != nullptr ? scanner_->bucket(*other) : Line::kAllBuckets;
    const Lines& lines = document_.base_lines();
    if (lines.next(0, bucket) == lines.size() || gate(*other) == Gate::kClosed) continue;
    const Survey& seen = survey(*other, Extent::kWhole);
    kinds.insert(seen.kinds.begin(), seen.kinds.end());
  }
  // The language last: to tell it costs more than to see that nothing is there.
  return habits_[&rule] = kinds.size() >= rule.common().habit && is_in_language(rule);
}

std::optional<std::size_t> Gates::habit(const Rule& rule, std::string_view sign) {
  constexpr std::size_t kTenths = 9;  // of the matches must agree
  const auto& signs = survey(rule, Extent::kWhole).signs;
  const auto votes = signs.find(sign);
  if (votes == signs.end()) return std::nullopt;
  std::size_t all = 0, most = 0, best = 0;
  for (const auto& [candidate, texts] : votes->second) {
    all += texts.size();
    if (texts.size() <= most) continue;
    most = texts.size();
    best = candidate;
  }
  if (all < rule.common().habit || 10 * most < kTenths * all) return std::nullopt;
  return best;
}

bool Gates::settle(const Rule& rule, Finding& finding) {
  if (finding.choices.empty() || finding.flag_only) return true;  // it does not ask
  const std::optional<std::size_t> known = habit(rule, finding.sign);
  if (!known || finding.choices[*known].empty()) return false;
  finding.edit.with = std::move(finding.choices[*known]);
  return true;
}

bool Gates::share_allows(const Rule& rule) {
  const Guard& guard = rule.guard();
  const std::size_t own = survey(rule, Extent::kWhole).matches;
  // Each further match of the others speaks for the rule, unless it asks for a share of its own: as
  // soon as they are enough, more of them change nothing, and where damage is rare that is soon.
  const auto enough = [&](std::size_t others) {
    const auto total = static_cast<double>(own + others);
    return own + others >= guard.from && static_cast<double>(own) <= guard.max_share * total &&
           static_cast<double>(own) >= guard.min_share * total &&
           static_cast<double>(others) >= guard.majority * total;
  };
  std::size_t others = 0;
  scratch_.set_edges(true, true);
  document_.base_lines().each([&](const Line& line) {
    if (line.opaque) return true;
    // A long line is counted in parts that end at a space.
    for (std::string_view rest = line.content; !rest.empty();) {
      const std::string_view part = rest.substr(0, part_size(rest, limits_.pattern_bytes));
      rest.remove_prefix(part.size());
      Match match;
      Pattern::Result result = guard.share_of->find(part, 0, scratch_, match);
      for (; result == Pattern::Result::kMatch;
           result = guard.share_of->find_next(part, scratch_, match)) {
        ++others;
      }
    }
    return guard.min_share > 0.0 || !enough(others);
  });
  if (own + others < guard.from) return guard.majority == 0.0 && guard.min_share == 0.0;
  return enough(others);
}

void Gates::Survey::add(const Finding& finding, std::string_view match) {
  ++matches;
  if (finding.flag_only || finding.evidence == kHabit) return;
  ++proved;
  if (!finding.sign.empty()) signs[finding.sign][finding.candidate].emplace(match);
  kinds.emplace(match);
}

void Gates::set_survey(const Rule& rule, const std::vector<Finding>& findings,
                       const TextRange& text) {
  if (!rule.guard().surveys()) return;
  Survey seen;
  for (const Finding& finding : findings) {
    seen.add(finding, text(finding.match_begin, finding.match_end));
  }
  seen.whole = true;
  surveys_[&rule] = std::move(seen);
}

// A share needs all matches of the section; a number only so many, and where damage is common they
// are soon found.
const Gates::Survey& Gates::survey(const Rule& rule, Extent extent) {
  Survey& seen = surveys_[&rule];
  if (seen.whole || (extent == Extent::kEnough && seen.is_enough(rule.guard()))) return seen;
  seen = {};
  const bool of_line = rule.common().scope == Scope::kLine;
  FoundInLines* found = of_line ? &found_[&rule] : nullptr;
  const std::uint64_t bucket = scanner_ != nullptr ? scanner_->bucket(rule) : Line::kAllBuckets;
  const bool exact = scanner_ != nullptr && scanner_->is_exact(bucket);
  const Lines& lines = document_.base_lines();
  Window::IsFurniture is_furniture;
  if (rule.common().looks_through_pages()) {
    is_furniture = [this](std::size_t line) { return facts_.is_like_furniture(line); };
  }
  for (std::size_t i = lines.next(0, bucket); i < lines.size(); i = lines.next(i + 1, bucket)) {
    if (extent == Extent::kEnough && seen.is_enough(rule.guard())) return seen;
    const Line line = lines[i];
    if (!exact && !rule.common().needs.wants(line.content)) continue;
    const auto add = [&](const Findings& findings, std::string_view text) {
      for (const Finding& finding : findings.list) {
        seen.add(finding,
                 text.substr(finding.match_begin, finding.match_end - finding.match_begin));
      }
    };
    if (of_line) {
      Findings findings = find_in_wanted_line(rule, line.content, limits_, facts_, scratch_);
      add(findings, line.content);
      found->insert_or_assign(line.content.data(), std::move(findings));
    } else {
      const Window window(lines, i, limits_, is_furniture);
      add(find_in_window(rule, window, facts_, scratch_), window.text());
    }
  }
  seen.whole = true;
  return seen;
}

std::optional<Findings> Gates::take_surveyed(const Rule& rule, std::string_view line) {
  const auto of_rule = found_.find(&rule);
  if (of_rule == found_.end()) return std::nullopt;
  const auto found = of_rule->second.find(line.data());
  if (found == of_rule->second.end()) return std::nullopt;
  return std::move(found->second);
}

bool Gates::lines_match(const Rule& rule, const Pattern& pattern, std::size_t kinds) {
  static const Needs everywhere;
  const std::shared_ptr<const Needs>& own = rule.common().document_needs;
  const Needs& needs = own ? *own : everywhere;
  Scanner::GuardNeeds known;
  if (scanner_ != nullptr) known = scanner_->guard_needs(rule);
  const auto [entry, is_new] = matches_.try_emplace({pattern.source(), known.needs, kinds}, false);
  // Without the scanner nobody has seen which needs are the same.
  if (!is_new && scanner_ != nullptr) return entry->second;
  scratch_.set_edges(true, true);
  const bool with_lines = &pattern == rule.guard().document.get();
  // Such lines stand again and again in a text of several pages, and the patterns are long.
  std::unordered_map<std::string_view, bool> judged;
  const Matches matches = [&](std::string_view text) {
    const auto [line, is_first] = judged.try_emplace(text, false);
    if (is_first && text.size() <= limits_.pattern_bytes && needs.wants(text)) {
      line->second = (with_lines && needs.is_one_of_lines(text)) ||
                     (pattern.may_match(text) && pattern.matches(text, scratch_));
    }
    return line->second;
  };
  // Of two ways to write the same words (`Log In`, `login`) one counts.
  const auto kind_of = [&](std::string_view text) {
    std::string kind = fold_case(text);
    std::erase_if(kind, [](char c) { return c == ' ' || c == '-'; });
    Match match;
    if ((with_lines && needs.is_one_of_lines(text)) ||
        pattern.find(text, 0, scratch_, match) != Pattern::Result::kMatch) {
      return kind;
    }
    for (std::size_t group = 1; group <= pattern.group_count(); ++group) {
      if (!match.group(group).empty()) return '*' + std::to_string(group);
    }
    return kind;
  };
  const Lines& lines = document_.base_lines();
  std::set<std::string> found;
  for (std::size_t i = lines.next(0, known.bucket); i < lines.size() && found.size() < kinds;
       i = lines.next(i + 1, known.bucket)) {
    const std::string_view text = lines[i].content;
    if (matches(text) && (kinds == 1 || !is_heading(lines, i, matches))) {
      found.insert(kinds == 1 ? std::string() : kind_of(trim_blanks(text)));
    }
  }
  return entry->second = found.size() >= kinds;
}

// Whether the line stands over a sentence: then it may be a heading. Furniture that ends in a full
// stop is no sentence.
bool Gates::is_heading(const Lines& lines, std::size_t line, const Matches& matches) {
  do {
    if (++line == lines.size()) return false;
  } while (lines[line].blank());
  const std::string_view next = trim_blanks(lines[line].content);
  const bool is_sentence = next.ends_with(".") || next.ends_with("。");
  // No pattern may see a line that is not UTF-8.
  return is_sentence && (lines[line].opaque || !matches(next));
}

bool Gates::has_paragraphs(std::size_t count) {
  if (count == 0) return true;
  const auto [entry, is_new] = paragraphs_.try_emplace(count, false);
  if (!is_new) return entry->second;
  // Three short ones, each between blank lines, count as one.
  constexpr std::size_t kShort = 100, kForOne = 3;
  std::size_t seen = 0, short_ones = 0;
  bool is_behind_blank = true, is_short = false;
  document_.base_lines().each([&](const Line& line) {
    const std::string_view text = line.opaque ? std::string_view() : trim_blanks(line.content);
    const bool blank = text.empty() && !line.opaque;
    short_ones += blank && is_short;
    seen += is_paragraph(text);
    is_short = is_behind_blank && !is_paragraph(text) && is_paragraph(text, kShort);
    is_behind_blank = blank;
    return seen + short_ones / kForOne < count;
  });
  return entry->second = seen + short_ones / kForOne >= count;
}

}  // namespace textmend::internal
