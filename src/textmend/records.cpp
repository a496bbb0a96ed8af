// JSON lines: each string that a field names goes through the engine as a document of its own, and
// comes back as hunks in the line.

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <utility>

#include "textmend/engine.h"
#include "textmend/json_text.h"
#include "textmend/places.h"
#include "textmend/record_account.h"
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

// Calls f(offset, text, result) for the sections of a document that is there as a whole; offsets in
// the result are those of the section's text, which stands at `offset`.
template <typename F>
void clean_document(const internal::Program& program, const CleanOptions& options,
                    std::string_view text, internal::MatchScratch& scratch, F&& f) {
  for (std::size_t offset = internal::byte_order_mark_size(text);;) {
    const std::string_view rest = text.substr(offset);
    const std::optional<internal::Cut> cut = internal::find_cut(rest, options.limits);
    const std::size_t size = cut ? cut->size : rest.size();
    // No line is longer than a section: the record, in which it stands, is not.
    f(offset, rest.substr(0, size),
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

// Of two pointers one names something in what the other names, or the same.
bool meet(const JsonPointer& a, const JsonPointer& b) {
  const std::size_t common = std::min(a.tokens.size(), b.tokens.size());
  return std::equal(a.tokens.begin(), a.tokens.begin() + static_cast<std::ptrdiff_t>(common),
                    b.tokens.begin());
}

}  // namespace

struct RecordStream::State {
  State(const Cleaner& own_cleaner, Sink& to)
      : own(own_cleaner), options(own.options()), sink(to), scratch(options.limits) {}

  const Cleaner own;  // of records that name no other
  const CleanOptions& options;
  std::vector<JsonPointer> fields;  // those that are cleaned, then those that say something of them
  std::size_t cleaned_fields = 0;
  std::optional<std::size_t> lang_field, id_field, profile_field;
  std::function<const Cleaner*(std::string_view)> cleaner_for;
  std::optional<JsonPointer> annotation;
  std::string annotation_key;  // as it is written in a record
  std::map<const Cleaner*, std::string> fingerprints;
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
  std::map<std::string_view, Declined> declined;

  // A line that is JSON, and what it says of itself.
  struct Record {
    std::string_view text;
    std::size_t begin = 0;                 // in the section
    std::vector<internal::Range> strings;  // to be cleaned; in the record, between the quotes
    std::string id, profile, lang;
    const Cleaner* cleaner = nullptr;  // null: it names a profile that is not known
    bool ascii = false;                // characters beyond ASCII are written as escapes
    internal::RecordAccount account;
  };

  void take_lines(bool last);
  void record(std::string_view text, std::size_t begin);
  Record read_record(std::string_view text, std::size_t begin) const;
  void clean_string(Record& record, const internal::Range& string);
  void annotate(const Record& record, const std::vector<internal::JsonPlace>& places);
  void note(std::size_t at, std::string_view id, std::string_view why);
  void emit(std::string_view text, bool last);
};

void RecordStream::State::clean_string(Record& record, const internal::Range& range) {
  const std::size_t begin = record.begin + range.begin;
  const std::optional<JsonString> string =
      JsonString::decode(record.text.substr(range.begin, range.end - range.begin));
  if (!string) {
    record.account.set_kept();
    return note(begin, record.id, "half of a surrogate pair");
  }
  CleanOptions with = record.cleaner->options();
  if (!record.lang.empty()) with.lang = record.lang;
  const auto place = [&](std::size_t at) { return begin + string->place(at); };
  const auto keep = [&](std::size_t at, std::string_view text, internal::SectionResult result) {
    if (annotation) record.account.add(text, with.lang, result);
    for (const Declined& one : result.declined) {
      Declined& counts = declined.try_emplace(one.rule, Declined{one.rule}).first->second;
      counts.guard += one.guard;
      counts.protection += one.protection;
      counts.evidence += one.evidence;
    }
    for (Edit& edit : result.edits) {
      Edit written;
      written.begin = place(at + edit.begin);
      written.end = place(at + edit.end);
      internal::append_json_text(written.with, edit.with, record.ascii);
      written.steps = std::move(edit.steps);
      edits.push_back(std::move(written));
    }
    for (SectionNote& one : result.notes) {
      one.offset = place(at + one.offset);
      notes.push_back(std::move(one));
    }
  };
  clean_document(record.cleaner->rules().state().program, with, string->text(), scratch, keep);
}

// Writes the account of `record` into it.
void RecordStream::State::annotate(const Record& record,
                                   const std::vector<internal::JsonPlace>& places) {
  std::string ruleset;
  if (record.cleaner != nullptr) {
    std::string& known = fingerprints[record.cleaner];
    if (known.empty()) known = record.cleaner->rules().fingerprint();
    ruleset = known;
  }
  const std::string account = record.account.json(ruleset, record.ascii);
  for (const internal::JsonPlace& place : places) {
    Edit edit;
    edit.begin = record.begin + place.begin;
    edit.end = record.begin + place.end;
    if (place.is_new) {
      if (!place.is_first) edit.with = ',';
      (edit.with += annotation_key) += ':';
    }
    edit.with += account;
    if (edit.with == record.text.substr(place.begin, place.end - place.begin)) continue;
    edits.push_back(std::move(edit));
  }
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

  Record record = read_record(text, begin);
  std::vector<internal::JsonPlace> places;
  if (annotation) {
    places = internal::find_json_member(text, *annotation);
    if (places.empty()) return note(begin, record.id, "no object to write the annotation to");
  }
  const std::size_t first_edit = edits.size();
  if (record.cleaner == nullptr) {
    record.account.set_kept();
    note(begin, record.id, fmt::format("no profile `{}`", record.profile));
  } else {
    for (const internal::Range& string : record.strings) clean_string(record, string);
  }
  if (!annotation) return;
  annotate(record, places);
  // What the annotation adds may stand in front of the strings.
  std::sort(edits.begin() + static_cast<std::ptrdiff_t>(first_edit), edits.end(),
            [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
}

// `text` is JSON.
RecordStream::State::Record RecordStream::State::read_record(std::string_view text,
                                                             std::size_t begin) const {
  Record record;
  record.text = text;
  record.begin = begin;
  const auto read = [&](std::size_t field, std::size_t from, std::size_t to) {
    if (field < cleaned_fields) {
      // A string that two fields name is one document.
      const bool known = !record.strings.empty() && from < record.strings.back().end + 1;
      if (!known) record.strings.push_back({from, to});
      return;
    }
    const std::optional<JsonString> said = JsonString::decode(text.substr(from, to - from));
    // What can't be read names nothing that is known.
    if (!said && field == profile_field) record.profile = "\uFFFD";
    if (!said) return;
    // One field may say all three.
    if (field == lang_field) record.lang = said->text();
    if (field == id_field) record.id = said->text();
    if (field == profile_field) record.profile = said->text();
  };
  internal::find_json_strings(text, fields, read);
  record.ascii = internal::escapes_non_ascii(text);
  record.cleaner = record.profile.empty() ? &own : cleaner_for(record.profile);
  return record;
}

void RecordStream::State::emit(std::string_view text, bool last) {
  const internal::TextPlace place{offset, line};
  const std::vector<Hunk> hunks = internal::to_hunks(std::exchange(edits, {}), text, place);
  const std::vector<Note> kept = internal::to_notes(std::exchange(notes, {}), text, place);
  Section section;
  section.begin = offset;
  section.line = line;
  section.first = offset == 0;
  section.last = last;
  section.input = text;
  section.hunks = hunks;
  section.notes = kept;
  std::vector<Declined> counts;
  counts.reserve(declined.size());
  for (const auto& [rule, one] : declined) counts.push_back(one);
  declined.clear();
  section.declined = counts;
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
  auto state = std::make_unique<RecordStream::State>(*this, sink);
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
  if (!add(records.lang_field, state->lang_field) || !add(records.id_field, state->id_field) ||
      !add(records.profile_field, state->profile_field)) {
    return std::nullopt;
  }
  if (state->profile_field && !records.cleaner_for) return std::nullopt;
  state->cleaner_for = records.cleaner_for;
  if (!records.annotate.empty()) {
    state->annotation = JsonPointer::parse(records.annotate);
    if (!state->annotation) return std::nullopt;
    const auto cleaned = std::span(state->fields).first(state->cleaned_fields);
    if (std::any_of(cleaned.begin(), cleaned.end(),
                    [&](const JsonPointer& field) { return meet(field, *state->annotation); })) {
      return std::nullopt;
    }
    state->annotation_key = '"';
    internal::append_json_text(state->annotation_key, state->annotation->tokens.back(), false);
    state->annotation_key += '"';
  }
  return RecordStream(std::move(state));
}

}  // namespace v1
}  // namespace textmend
