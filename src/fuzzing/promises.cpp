#include "fuzzing/promises.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "textmend/unicode.h"

namespace textmend::fuzzing {

namespace {

using internal::Edit;
using internal::is_continuation;
using internal::is_valid_utf8;

std::string_view first_code_point(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && is_continuation(text[end])) ++end;
  return text.substr(0, end);
}

std::string_view last_code_point(std::string_view text) {
  return text.substr(internal::previous_boundary(text, text.size()));
}

bool is_trimmed(std::string_view before, std::string_view after) {
  if (before.empty() || after.empty()) return before != after;
  return first_code_point(before) != first_code_point(after) &&
         last_code_point(before) != last_code_point(after);
}

// Without lines that are too long: those are looked at by nobody.
std::size_t count_invalid_lines(std::string_view text, std::size_t line_bytes) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (end < text.size() && line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() <= line_bytes && !is_valid_utf8(line)) ++count;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return count;
}

bool within_growth(std::size_t output, std::size_t input, std::size_t sections,
                   const Limits& limits) {
  return output <=
         limits.growth_factor * input + std::max<std::size_t>(1, sections) * limits.growth_bytes;
}

// The output with every change taken back.
std::string taken_back(const Answer& answer) {
  std::string text;
  std::size_t in = 0, out = 0;
  for (const Answer::Change& change : answer.changes) {
    const std::size_t kept = static_cast<std::size_t>(change.begin) - in;
    text += std::string_view(answer.output).substr(out, kept);
    text += change.before;
    out += kept + change.after.size();
    in = static_cast<std::size_t>(change.end);
  }
  return text += std::string_view(answer.output).substr(std::min(out, answer.output.size()));
}

// The input with every change made.
std::string replayed(const Answer& answer) {
  std::string text;
  std::size_t at = 0;
  for (const Answer::Change& change : answer.changes) {
    text += answer.document.substr(at, static_cast<std::size_t>(change.begin) - at);
    text += change.after;
    at = static_cast<std::size_t>(change.end);
  }
  return text += answer.document.substr(at);
}

bool same(std::span<const Edit> a, std::span<const Edit> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Edit& x, const Edit& y) {
    return x.begin == y.begin && x.end == y.end && x.with == y.with;
  });
}

bool same(std::span<const internal::SectionNote> a, std::span<const internal::SectionNote> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.kind == y.kind && x.rule == y.rule && x.offset == y.offset && x.text == y.text;
  });
}

}  // namespace

Broken broken_by_edits(std::span<const Edit> edits, std::string_view text) {
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.begin < at || edit.end < edit.begin || edit.end > text.size()) {
      return "edits are ascending, disjoint and inside of the text";
    }
    at = edit.end;
    const std::string_view before = text.substr(edit.begin, edit.end - edit.begin);
    if (!is_valid_utf8(before)) return "no edit touches a line that is not valid UTF-8";
    if (!is_valid_utf8(edit.with)) return "what is written is valid UTF-8";
    if (!is_trimmed(before, edit.with)) return "an edit is trimmed to what differs";
    if (edit.steps.empty()) return "an edit names its rules";
  }
  return nullptr;
}

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

void require_kept(Broken broken) { require(broken == nullptr, broken); }

RuleSet shipped_rules(std::vector<std::string> profiles, std::vector<std::string> select) {
  std::vector<Diagnostic> problems;
  RuleOptions options;
  options.profiles = std::move(profiles);
  options.select = std::move(select);
  std::optional<RuleSet> rules = RuleSet::load(options, problems);
  for (const Diagnostic& problem : problems) std::fputs(to_string(problem).c_str(), stderr);
  require(rules.has_value(), "the shipped rules load");
  return *std::move(rules);
}

CleanOptions short_sections() {
  CleanOptions options;
  options.limits.section_bytes = 256;
  options.limits.section_lines = 8;
  options.limits.line_bytes = 64;
  return options;
}

CleanOptions without_scanner(CleanOptions options) {
  options.scanner = false;
  return options;
}

void Answer::section(const Section& section) {
  keep(!last, "no section follows the last one");
  keep(section.begin == input_bytes, "sections follow each other without a gap");
  keep(input_bytes + section.input.size() <= document.size() &&
           section.input == document.substr(input_bytes, section.input.size()),
       "a section's input is the document's bytes");
  if (broken != nullptr) return;
  std::uint64_t at = section.begin, line = section.line;
  for (const Hunk& hunk : section.hunks) {
    keep(at <= hunk.begin && hunk.begin <= hunk.end, "hunks are ascending and disjoint");
    keep(hunk.end <= section.begin + section.input.size(), "hunks lie inside the section");
    if (broken != nullptr) return;
    line += internal::count_line_ends(document.substr(at, hunk.begin - at));
    keep(hunk.line == line, "a hunk's line is that of its first byte");
    line += internal::count_line_ends(hunk.before);
    at = hunk.end;
    check(hunk);
    Change change{hunk.begin, hunk.end, hunk.line, hunk.column, std::string(hunk.before),
                  hunk.after, {}};
    for (const Step& step : hunk.steps) {
      change.steps.push_back(
          fmt::format("{}\n{}\n{}\n{}", step.rule, step.evidence, step.before, step.after));
    }
    changes.push_back(std::move(change));
  }
  for (const Note& note : section.notes) {
    remarks.push_back({note.kind, note.offset, std::string(note.rule), note.text});
  }
  section.for_each_piece([this](std::string_view piece) { output += piece; });
  input_bytes += section.input.size();
  invalid_lines += section.invalid_lines;
  ++sections;
  last = section.last;
}

void Answer::check(const Hunk& hunk) {
  keep(hunk.before == document.substr(hunk.begin, hunk.end - hunk.begin),
       "`before` is the input's bytes");
  keep(is_valid_utf8(hunk.before), "no hunk touches a line that is not valid UTF-8");
  keep(is_valid_utf8(hunk.after), "what is written is valid UTF-8");
  keep(!hunk.steps.empty(), "a hunk names its rules");
  keep(is_trimmed(hunk.before, hunk.after), "a hunk is trimmed to what differs");
}

bool Answer::met_limit() const {
  return std::any_of(remarks.begin(), remarks.end(),
                     [](const Remark& remark) { return remark.kind == Note::Kind::kLimit; });
}

Answer ask(const Cleaner& cleaner, std::string_view text, std::span<const std::size_t> blocks) {
  Answer answer(text);
  Stream stream = cleaner.stream(answer);
  std::size_t turn = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size =
        blocks.empty() ? text.size() : std::max<std::size_t>(1, blocks[turn++ % blocks.size()]);
    stream.feed(text.substr(at, size));
    at += size;
  }
  stream.finish();
  return answer;
}

Broken broken_by_answer(const Answer& answer, const Limits& limits) {
  if (answer.broken != nullptr) return answer.broken;
  if (!answer.last) return "a document ends with its last section";
  if (answer.input_bytes != answer.document.size()) return "sections cover the document";
  if (replayed(answer) != answer.output) return "the hunks lead from the input to the output";
  if (taken_back(answer) != answer.document) return "the hunks lead back to the input";
  if (is_valid_utf8(answer.document) && !is_valid_utf8(answer.output)) {
    return "valid UTF-8 in, valid UTF-8 out";
  }
  if (!within_growth(answer.output.size(), answer.document.size(), answer.sections, limits)) {
    return "growth is bounded";
  }
  return nullptr;
}

Broken broken_by_shipped(const Answer& answer) {
  return answer.met_limit() ? "a shipped rule meets no limit" : nullptr;
}

Broken broken_by_document(const Cleaner& cleaner, std::string_view text) {
  const Answer whole = ask(cleaner, text);
  if (const Broken broken = broken_by_answer(whole, cleaner.options().limits)) return broken;
  // Lines of a section that was cut off are counted in it.
  if (whole.sections == 1 &&
      whole.invalid_lines != count_invalid_lines(text, cleaner.options().limits.line_bytes)) {
    return "invalid lines are counted";
  }
  if (cleaner.clean(text) != whole.output) return "a string is cleaned as a stream is";
  if (whole.sections == 1 && cleaner.clean(whole.output) != whole.output) {
    return "cleaning twice is cleaning once";
  }
  for (const std::size_t block : {std::size_t{7}, std::size_t{1}}) {
    const Answer pieces = ask(cleaner, text, std::span(&block, 1));
    if (pieces.output != whole.output || pieces.changes != whole.changes ||
        pieces.remarks != whole.remarks) {
      return "the size of the blocks does not matter";
    }
  }
  return nullptr;
}

Broken broken_by_section(const internal::Program& program, const CleanOptions& options,
                         std::string_view text) {
  internal::MatchScratch scratch(options.limits);
  const auto clean = [&](std::string_view input, const CleanOptions& how) {
    return internal::clean_section(program, how, input, {}, scratch);
  };
  const internal::SectionResult result = clean(text, options);
  if (const Broken broken = broken_by_edits(result.edits, text)) return broken;
  const std::string output = internal::apply_edits(text, result.edits);
  if (is_valid_utf8(text) && !is_valid_utf8(output)) return "valid UTF-8 in, valid UTF-8 out";
  if (result.invalid_lines != count_invalid_lines(text, options.limits.line_bytes))
    return "invalid lines are counted";
  if (!within_growth(output.size(), text.size(), 1, options.limits)) return "growth is bounded";
  if (result.rounds > options.limits.rounds) return "rounds are counted";
  const bool unsettled =
      std::any_of(result.notes.begin(), result.notes.end(),
                  [](const auto& note) { return note.kind == Note::Kind::kUnsettled; });
  if (unsettled && !result.edits.empty()) return "what does not settle comes out as it went in";
  if (!clean(output, options).edits.empty()) return "cleaning twice is cleaning once";
  if (options.scanner && program.scanner != nullptr) {
    const internal::SectionResult plain = clean(text, without_scanner(options));
    if (!same(plain.edits, result.edits)) return "the scanner changes no edit";
    if (!same(plain.notes, result.notes)) return "the scanner changes no note";
  }
  return nullptr;
}

}  // namespace textmend::fuzzing
