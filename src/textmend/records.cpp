// JSON lines: each string that a field names goes through the engine as a document of its own, and
// comes back as hunks in the line.

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "textmend/engine.h"
#include "textmend/json_text.h"
#include "textmend/places.h"
#include "textmend/rule_set.h"
#include "textmend/sections.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend {
inline namespace v1 {

namespace {

using internal::Edit;
using internal::JsonPointer;
using internal::JsonString;
using internal::SectionNote;

// Calls f(offset, result) for the sections of a document that is there as a whole; offsets in the
// result are those of the text behind `offset`.
template <typename F>
void clean_document(const internal::Program& program, const CleanOptions& options,
                    std::string_view text, internal::MatchScratch& scratch, F&& f) {
  for (std::size_t offset = internal::byte_order_mark_size(text);;) {
    const std::string_view rest = text.substr(offset);
    const std::optional<internal::Cut> cut = internal::find_cut(rest, options.limits);
    const std::size_t size = cut ? cut->size : rest.size();
    // No line is longer than a section: the record, in which it stands, is not.
    f(offset,
      internal::clean_section(program, options, rest.substr(0, size),
                              {offset <= internal::byte_order_mark_size(text), !cut}, scratch));
    offset += size;
    if (!cut) return;
  }
}

std::string reason(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "not UTF-8";
    case simdjson::STRING_ERROR:
      return "not JSON: a bad escape";
    case simdjson::DEPTH_ERROR:
      return "too deep: objects and arrays in each other";
    case simdjson::NUMBER_ERROR:
      return "not JSON: a bad number, or one that is too large";
    default:
      return "not JSON";
  }
}

}  // namespace

struct RecordStream::State {
  State(const RuleSet& rule_set, CleanOptions clean_options, Sink& to)
      : rules(rule_set), options(std::move(clean_options)), sink(to), scratch(options.limits) {}

  RuleSet rules;
  CleanOptions options;
  std::vector<JsonPointer> fields;  // those that are cleaned, then those for language and id
  std::size_t cleaned_fields = 0;
  std::optional<std::size_t> lang_field, id_field;
  Sink& sink;
  internal::MatchScratch scratch;
  simdjson::dom::parser parser;
  std::string buffer;        // whole lines, and the begin of the next
  std::uint64_t offset = 0;  // of the buffer in the document
  std::uint64_t line = 1;
  bool in_long_line = false;

  // Of the section that is being made; offsets in it.
  std::vector<Edit> edits;
  std::vector<SectionNote> notes;

  void take_lines(bool last);
  void record(std::string_view text, std::size_t begin);
  void clean_string(std::string_view record, std::size_t in_record, std::size_t begin,
                    std::size_t end, const CleanOptions& with, bool ascii, std::string_view id);
  void note(std::size_t at, std::string_view id, std::string_view why);
  void emit(std::string_view text, bool last);
};

// The string of `record` that stands in [begin, end), between its quotes; `in_section` is the
// record's begin.
void RecordStream::State::clean_string(std::string_view record, std::size_t in_section,
                                       std::size_t begin, std::size_t end, const CleanOptions& with,
                                       bool ascii, std::string_view id) {
  const std::optional<JsonString> string = JsonString::decode(record.substr(begin, end - begin));
  if (!string) return note(in_section + begin, id, "half of a surrogate pair");
  const auto place = [&](std::size_t at) { return in_section + begin + string->place(at); };
  const auto keep = [&](std::size_t at, internal::SectionResult result) {
    for (Edit& edit : result.edits) {
      Edit written;
      written.begin = place(at + edit.begin);
      written.end = place(at + edit.end);
      internal::append_json_text(written.with, edit.with, ascii);
      written.steps = std::move(edit.steps);
      edits.push_back(std::move(written));
    }
    for (SectionNote& one : result.notes) {
      one.offset = place(at + one.offset);
      notes.push_back(std::move(one));
    }
  };
  clean_document(rules.state().program, with, string->text(), scratch, keep);
}

void RecordStream::State::note(std::size_t at, std::string_view id, std::string_view why) {
  notes.push_back({Note::Kind::kRecord,
                   {},
                   at,
                   id.empty() ? std::string(why) : fmt::format("{}: {}", id, why)});
}

// One line of the section, without its end; `begin` is its place there.
void RecordStream::State::record(std::string_view text, std::size_t begin) {
  if (internal::trim_blanks(text).empty() || text == "\r") return;
  // Behind a line stand others, or what the buffer has reserved.
  simdjson::error_code error = parser.parse(text.data(), text.size(), false).error();
  if (error == simdjson::STRING_ERROR) {
    // Half of a surrogate pair makes no text, but the record is one, and has other strings.
    error = parser.parse(internal::without_half_surrogates(text)).error();
  }
  if (error != simdjson::SUCCESS) return note(begin, {}, reason(error));

  struct Found {
    std::size_t field, begin, end;
  };
  std::vector<Found> found;
  CleanOptions with = options;
  std::string id;
  internal::find_json_strings(
      text, fields, [&](std::size_t field, std::size_t from, std::size_t to) {
        if (field < cleaned_fields) {
          found.push_back({field, from, to});
          return;
        }
        const std::optional<JsonString> said = JsonString::decode(text.substr(from, to - from));
        if (!said) return;
        (field == lang_field ? with.lang : id) = said->text();
      });
  const bool ascii = internal::escapes_non_ascii(text);
  // A string that two fields name is one document.
  std::size_t done = 0;
  for (const Found& one : found) {
    if (one.begin < done) continue;
    clean_string(text, begin, one.begin, one.end, with, ascii, id);
    done = one.end + 1;
  }
}

void RecordStream::State::emit(std::string_view text, bool last) {
  const internal::TextPlace place{offset, line};
  const std::vector<Hunk> hunks = internal::to_hunks(std::exchange(edits, {}), text, place);
  const std::vector<Note> kept = internal::to_notes(std::exchange(notes, {}), text, place);
  Section section;
  section.begin = offset;
  section.line = line;
  section.last = last;
  section.input = text;
  section.hunks = hunks;
  section.notes = kept;
  sink.section(section);
  offset += text.size();
  line += internal::count_line_ends(text);
}

// Gives the sink all whole lines of the buffer; what is left is the begin of one.
void RecordStream::State::take_lines(bool last) {
  std::size_t begin = 0;
  const std::string_view text = buffer;
  if (in_long_line) {
    const std::size_t lf = text.find('\n');
    in_long_line = lf == std::string_view::npos;
    begin = in_long_line ? text.size() : lf + 1;
  }
  while (begin < text.size()) {
    const std::size_t lf = text.find('\n', begin);
    const bool whole = lf != std::string_view::npos || last;
    const std::size_t end = std::min(lf, text.size());
    if (end - begin > options.limits.section_bytes) {
      notes.push_back({Note::Kind::kLongLine, {}, begin, "section_bytes"});
      in_long_line = lf == std::string_view::npos;
    } else if (whole) {
      const std::size_t mark = offset + begin == 0 ? internal::byte_order_mark_size(text) : 0;
      record(text.substr(begin + mark, end - begin - mark), begin + mark);
    } else {
      break;
    }
    begin = std::min(end + 1, text.size());
  }
  if (begin > 0 || last) emit(text.substr(0, begin), last);
  buffer.erase(0, begin);
}

RecordStream::RecordStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
RecordStream::RecordStream(RecordStream&&) noexcept = default;
RecordStream& RecordStream::operator=(RecordStream&&) noexcept = default;
RecordStream::~RecordStream() = default;

void RecordStream::go_to(std::uint64_t offset, std::uint64_t line) {
  state_->offset = offset;
  state_->line = line;
}

void RecordStream::feed(std::string_view bytes) {
  State& state = *state_;
  state.buffer += bytes;
  // simdjson reads a little behind what it parses.
  state.buffer.reserve(state.buffer.size() + simdjson::SIMDJSON_PADDING);
  // A line that goes on is looked at again only when its end is there, or it is too long.
  const bool has_end = bytes.find('\n') != std::string_view::npos;
  if (has_end || state.in_long_line || state.buffer.size() > state.options.limits.section_bytes) {
    state.take_lines(false);
  }
}

void RecordStream::finish() {
  state_->take_lines(true);
  state_->in_long_line = false;
  go_to(0, 1);
}

bool is_json_pointer(std::string_view text) { return JsonPointer::parse(text).has_value(); }

std::optional<RecordStream> Cleaner::records(const RecordOptions& records, Sink& sink) const {
  auto state = std::make_unique<RecordStream::State>(rules_, options_, sink);
  for (const std::string& field : records.fields) {
    const std::optional<JsonPointer> pointer = JsonPointer::parse(field);
    if (!pointer) return std::nullopt;
    state->fields.push_back(*pointer);
  }
  state->cleaned_fields = state->fields.size();
  const auto add = [&](const std::string& field, std::optional<std::size_t>& number) {
    if (field.empty()) return true;
    const std::optional<JsonPointer> pointer = JsonPointer::parse(field);
    if (!pointer) return false;
    number = state->fields.size();
    state->fields.push_back(*pointer);
    return true;
  };
  if (!add(records.lang_field, state->lang_field) || !add(records.id_field, state->id_field)) {
    return std::nullopt;
  }
  return RecordStream(std::move(state));
}

}  // namespace v1
}  // namespace textmend
