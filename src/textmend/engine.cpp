#include "textmend/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "textmend/declined.h"
#include "textmend/round.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

void sort_by_offset(std::vector<SectionNote>& notes) {
  std::stable_sort(notes.begin(), notes.end(),
                   [](const SectionNote& a, const SectionNote& b) { return a.offset < b.offset; });
}

void note_long_lines(const Document& document, const Limits& limits, SectionResult& result) {
  if (document.size() <= limits.line_bytes) return;
  document.input_lines().each([&](const Line& line) {
    if (line.content.size() > limits.line_bytes) {
      result.notes.push_back({Note::Kind::kLongLine, {}, line.begin, "line_bytes"});
    }
    return true;
  });
}

// What the lines hold that a section has lost, see CleanOptions::max_removed.
class Removed {
 public:
  void add(const std::map<std::string_view, std::size_t>& by_rule) {
    for (const auto& [rule, bytes] : by_rule) {
      by_rule_[rule] += bytes;
      bytes_ += bytes;
    }
  }

  bool is_too_much(std::string_view text, const CleanOptions& options) {
    if (bytes_ <= options.limits.removed_bytes) return false;
    // The share gets no larger with more text behind: most often the first piece of it decides.
    constexpr std::size_t kPiece = std::size_t{64} << 10;
    for (std::size_t seen = 0, at = 0; at < text.size(); at += kPiece) {
      seen += count_visible(text.substr(at, kPiece));
      share_ = static_cast<double>(bytes_) / static_cast<double>(seen);
      if (share_ <= options.max_removed) return false;
    }
    return true;
  }

  SectionNote note() const {
    const auto most =
        std::max_element(by_rule_.begin(), by_rule_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return {Note::Kind::kRemoved, most->first, 0, fmt::format("{:.2f}", share_)};
  }

 private:
  std::map<std::string_view, std::size_t> by_rule_;
  std::size_t bytes_ = 0;
  double share_ = 0;
};

// Cleans `document`, which holds `text`, and adds to `result`. Throws LexiconError.
void run_rounds(const Program& program, const CleanOptions& options, std::string_view text,
                SectionPlace place, MatchScratch& scratch, Document& document,
                SectionResult& result) {
  const Limits& limits = options.limits;
  const std::size_t most_bytes = limits.growth_factor * text.size() + limits.growth_bytes;
  const Scanner* scanner = options.scanner ? program.scanner.get() : nullptr;
  std::vector<Edit> total;  // from `text` to the round's input
  const TextRange text_of_input = [text](std::size_t begin, std::size_t end) {
    return std::string(text.substr(begin, end - begin));
  };
  Facts facts(document, options.lang, program.lexicons.get());
  std::set<std::string_view> fired;
  RoundMemory memory;
  Removed removed;
  DeclinedPlaces declined;
  while (result.rounds < limits.rounds) {
    Round round(program, options, document, facts, scanner, place, most_bytes, scratch, memory);
    const bool fits = round.run();
    // Rules that fight take turns.
    if (!fits || 2 * result.rounds >= limits.rounds) {
      fired.insert(round.fired().begin(), round.fired().end());
    }
    if (!fits) break;
    removed.add(round.removed());
    declined.add(round.declined(), total);
    if (document.edits().empty()) {
      if (removed.is_too_much(text, options)) {
        result.notes.push_back(removed.note());
        return;
      }
      const std::vector<std::size_t> shifts = shifts_of(total);
      for (SectionNote& note : round.notes()) {
        note.offset = map_back(total, shifts, {note.offset, note.offset}).begin;
        result.notes.push_back(std::move(note));
      }
      result.edits = std::move(total);
      result.declined = declined.count(result.edits, result.notes);
      return;
    }
    ++result.rounds;
    facts.update();
    compose(total, document.rebase(), text_of_input);
  }
  for (const std::string_view rule : fired) {
    result.notes.push_back({Note::Kind::kUnsettled, rule, 0, {}});
  }
}

}  // namespace

Program make_program(std::vector<RulePtr> protect, std::vector<RulePtr> rules,
                     std::shared_ptr<const Lexicons> lexicons) {
  Program program;
  program.lexicons = std::move(lexicons);
  program.protect = std::move(protect);
  program.rules = std::move(rules);
  std::vector<RulePtr> all = program.rules;
  all.insert(all.end(), program.protect.begin(), program.protect.end());
  program.scanner = std::make_shared<const Scanner>(all);
  for (const RulePtr& rule : program.rules) {
    program.buckets.push_back(program.scanner->bucket(*rule));
    const std::vector<std::string>& names = rule->common().habit_of;
    if (names.empty()) continue;
    std::vector<const Rule*>& others = program.habit_of[rule.get()];
    for (const RulePtr& other : program.rules) {
      const bool named = std::find(names.begin(), names.end(), other->id()) != names.end();
      if (named) others.push_back(other.get());
    }
  }
  return program;
}

SectionResult clean_section(const Program& program, const CleanOptions& options,
                            std::string_view text, SectionPlace place, MatchScratch& scratch) {
  const Limits& limits = options.limits;
  SectionResult result;
  const Scanner* scanner = options.scanner ? program.scanner.get() : nullptr;
  Document document(text, limits.line_bytes, scanner);
  result.invalid_lines = document.invalid_lines();
  note_long_lines(document, limits, result);
  try {
    run_rounds(program, options, text, place, scratch, document, result);
  } catch (const LexiconError& error) {
    // Without the words that were asked for the answer would be another one.
    result.rounds = 0;
    result.notes.push_back({Note::Kind::kLexicon, {}, 0, error.what()});
  }
  sort_by_offset(result.notes);
  return result;
}

}  // namespace textmend::internal
