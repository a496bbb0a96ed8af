#include "cli/notes_sink.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/quoting.h"

namespace textmend::cli {
namespace {

std::string_view plural(std::size_t count) { return count == 1 ? "" : "s"; }

}  // namespace

std::string_view note_name(Note::Kind kind) {
  switch (kind) {
    case Note::Kind::kFlag:
      return "flag";
    case Note::Kind::kLimit:
      return "limit";
    case Note::Kind::kUnsettled:
      return "unsettled";
    case Note::Kind::kLongLine:
      return "long-line";
    case Note::Kind::kLexicon:
      return "lexicon";
    case Note::Kind::kRecord:
      return "record";
    case Note::Kind::kRemoved:
      return "removed";
  }
  return "note";
}

void NotesSink::begin(const Input& input) {
  name_ = input.name();
  hunks_ = 0;
  invalid_lines_ = 0;
  input_ = &input;
  const Encoding& encoding = input.encoding();
  if (encoding.source == Encoding::Source::kMark) {
    messages_.remark({name_}, fmt::format("read as {}, by its byte order mark", encoding.name));
  } else if (encoding.source == Encoding::Source::kGuess) {
    messages_.remark(
        {name_}, fmt::format("read as {}, guessed, {} % sure", encoding.name, encoding.percent));
  } else if (encoding.source == Encoding::Source::kUnsure) {
    messages_.warning({name_},
                      fmt::format("no encoding is certain (likeliest {}, {} %): read as UTF-8; "
                                  "lines that are not UTF-8 stay as they are",
                                  encoding.likeliest, encoding.percent),
                      "name the encoding with --encoding");
  }
}

void NotesSink::section(const Section& section) {
  for (const Note& note : section.notes) take(note);
  // What --annotate writes has no steps.
  hunks_ +=
      static_cast<std::size_t>(std::count_if(section.hunks.begin(), section.hunks.end(),
                                             [](const Hunk& hunk) { return !hunk.steps.empty(); }));
  invalid_lines_ += section.invalid_lines;
}

void NotesSink::end() {
  if (invalid_lines_ > 0) {
    failed_ |= fail_on_.invalid;
    messages_.remark({name_}, fmt::format("{} line{} left alone: not UTF-8", invalid_lines_,
                                          plural(invalid_lines_)));
  }
  if (const std::uint64_t repairs = input_->repairs(); repairs > 0) {
    messages_.remark({name_}, fmt::format("{} sequence{} made UTF-8", repairs, plural(repairs)));
  }
  if (hunks_ > 0) messages_.remark({name_}, fmt::format("{} change{}", hunks_, plural(hunks_)));
}

void NotesSink::take(const Note& note) {
  if (note.kind == Note::Kind::kLexicon) return;  // FanOut ends the document
  const Place place{name_, note.line, note.column};
  if (note.kind == Note::Kind::kRecord) {
    failed_ |= fail_on_.invalid;
    messages_.warning(place, fmt::format("record: {}", printable(note.text)),
                      "it came out as it went in");
    return;
  }
  failed_ |= note.kind == Note::Kind::kFlag ? fail_on_.flag : fail_on_.limit;
  if (note.kind == Note::Kind::kUnsettled) {
    // Not to be overlooked: a whole section was not cleaned.
    messages_.warning(place, fmt::format("unsettled: {}", note.rule),
                      "this part came out as it went in");
    return;
  }
  if (note.kind == Note::Kind::kRemoved) {
    messages_.warning(
        place, fmt::format("a share of {} would have gone, most of it by {}", note.text, note.rule),
        "this part came out as it went in; --max-removed 1 lets the lines go");
    return;
  }
  if (!messages_.verbose()) return;
  std::string what(note_name(note.kind));
  if (!note.rule.empty()) fmt::format_to(std::back_inserter(what), ": {}", note.rule);
  if (!note.text.empty()) fmt::format_to(std::back_inserter(what), ": {}", printable(note.text));
  messages_.remark(place, what);
}

}  // namespace textmend::cli
