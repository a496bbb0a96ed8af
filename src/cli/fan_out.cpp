#include "cli/fan_out.h"

#include <fmt/format.h>

#include "cli/output.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

[[noreturn]] void fail_on_first_invalid(const Section& section) {
  std::uint64_t number = section.line;
  for (std::size_t at = 0; at < section.input.size(); ++number) {
    const std::string_view line = section.input.substr(at, section.input.find('\n', at) - at);
    if (!internal::is_valid_utf8(line)) break;
    at += line.size() + 1;
  }
  throw DocumentError(fmt::format("line {}: not UTF-8", number),
                      "name its encoding with --encoding, or try --encoding auto");
}

}  // namespace

template <typename F>
void FanOut::each(To to, F&& f) const {
  if (to != To::kCounters) {
    for (DocumentSink* sink : outputs_) f(*sink);
  }
  if (to != To::kOutputs) {
    for (DocumentSink* sink : counters_) f(*sink);
  }
}

void FanOut::begin(const Input& input, To to) {
  to_ = to;
  lines_ = 0;
  each(to, [&](DocumentSink& sink) { sink.begin(input); });
}

void FanOut::section(const Section& section) {
  if (to_ != To::kCounters && fail_on_invalid_ && section.invalid_lines > 0) {
    fail_on_first_invalid(section);
  }
  each(to_, [&](DocumentSink& sink) { sink.section(section); });
  if (to_ != To::kOutputs) progress_.add_text(section.input.size(), section.hunks.size());
  lines_ = section.line + internal::count_line_ends(section.input) - 1;
  // No answer without the words that were asked for: a file stays as it is.
  for (const Note& note : section.notes) {
    if (note.kind == Note::Kind::kLexicon) throw DocumentError(note.text);
  }
}

void FanOut::end(To to) {
  each(to, [](DocumentSink& sink) { sink.end(); });
  if (to != To::kOutputs) progress_.add_file();
}

void FanOut::abandon(std::string_view name, std::string_view why, To to) {
  each(to, [&](DocumentSink& sink) { sink.abandon(name, why); });
}

}  // namespace textmend::cli
