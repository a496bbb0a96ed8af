// The way of a document: blocks of bytes in, sections out to the sink.

#include <algorithm>
#include <utility>

#include "textmend/engine.h"
#include "textmend/large_pages.h"
#include "textmend/open_fence.h"
#include "textmend/places.h"
#include "textmend/rule_set.h"
#include "textmend/sections.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"

namespace textmend {
inline namespace v1 {

struct Stream::State {
  State(const RuleSet& rule_set, CleanOptions clean_options, Sink& to)
      : rules(rule_set),
        options(std::move(clean_options)),
        sink(to),
        scratch(options.limits),
        fence(rules.state().program.protect) {}

  RuleSet rules;
  CleanOptions options;
  Sink& sink;
  internal::MatchScratch scratch;
  internal::OpenFence fence;  // of a text that is cleaned line by line
  std::string buffer;         // what has been fed and not yet given to the sink
  std::uint64_t offset = 0;   // of the buffer's begin in the document
  std::uint64_t line = 1;
  bool first = true;          // no section has been cleaned yet
  bool in_raw_line = false;   // inside a line longer than a section
  std::size_t line_ends = 0;  // in the buffer

  void add(std::string_view bytes);
  void emit(std::string_view text, bool last);
  void emit_raw(std::string_view text, bool last);
  void give(Section& section, std::string_view text, bool last);
  void take(std::size_t size);
  void pass_sections();
  void pass_lines();
  void pass_whole(std::string_view text);
  internal::SectionResult clean(std::string_view text, bool last);
};

// Of a section without its byte order mark.
internal::SectionResult Stream::State::clean(std::string_view text, bool last) {
  internal::SectionResult result;
  if (!options.line_by_line || !fence.holds(text, scratch)) {
    return internal::clean_section(rules.state().program, options, text, {first, last}, scratch);
  }
  result.invalid_lines = internal::is_valid_utf8(text) ? 0 : 1;
  return result;
}

void Stream::State::emit(std::string_view text, bool last) {
  const std::size_t mark = offset == 0 ? internal::byte_order_mark_size(text) : 0;
  internal::SectionResult result = clean(text.substr(mark), last);
  for (internal::Edit& edit : result.edits) {
    edit.begin += mark;
    edit.end += mark;
  }
  for (internal::SectionNote& note : result.notes) note.offset += mark;
  const std::vector<Hunk> hunks = internal::to_hunks(std::move(result.edits), text, {offset, line});
  const std::vector<Note> notes = internal::to_notes(std::move(result.notes), text, {offset, line});
  Section section;
  section.hunks = hunks;
  section.notes = notes;
  section.invalid_lines = result.invalid_lines;
  section.declined = result.declined;
  give(section, text, last);
}

// A piece of a line that is longer than a section.
void Stream::State::emit_raw(std::string_view text, bool last) {
  std::vector<Note> notes;
  if (!in_raw_line) {
    notes.push_back({Note::Kind::kLongLine, {}, offset, line, 1, "line_bytes"});
  }
  Section section;
  section.notes = notes;
  give(section, text, last);
}

void Stream::State::give(Section& section, std::string_view text, bool last) {
  section.begin = offset;
  section.line = line;
  section.first = first;
  section.last = last;
  section.input = text;
  sink.section(section);
  first = false;
}

void Stream::State::take(std::size_t size) {
  line += internal::count_line_ends(std::string_view(buffer).substr(0, size));
  offset += size;
  buffer.erase(0, size);
}

// Gives the sink every section whose end is known.
void Stream::State::pass_sections() {
  for (;;) {
    if (in_raw_line) {
      const std::size_t lf = buffer.find('\n');
      const std::size_t size = lf == std::string::npos ? buffer.size() : lf + 1;
      if (size > 0) emit_raw(std::string_view(buffer).substr(0, size), false);
      in_raw_line = lf == std::string::npos;
      take(size);
      if (in_raw_line) return;
    }
    const std::optional<internal::Cut> cut = internal::find_cut(buffer, options.limits);
    if (!cut) return;
    const std::string_view text = std::string_view(buffer).substr(0, cut->size);
    if (cut->raw) {
      emit_raw(text, false);
      in_raw_line = !text.ends_with('\n');
    } else {
      emit(text, false);
    }
    take(cut->size);
  }
}

// Gives the sink every whole line, and what there is of one that is longer than a section.
void Stream::State::pass_lines() {
  std::size_t at = 0;
  while (at < buffer.size()) {
    const std::size_t lf = buffer.find('\n', at);
    const bool whole = lf != std::string::npos;
    const std::string_view text = std::string_view(buffer).substr(at, whole ? lf + 1 - at : lf);
    const bool raw = in_raw_line || text.size() > options.limits.section_bytes;
    if (!whole && !raw) break;
    if (raw) {
      emit_raw(text, false);
    } else {
      emit(text, false);
    }
    in_raw_line = raw && !whole;
    at += text.size();
    offset += text.size();
    line += whole ? 1 : 0;
  }
  buffer.erase(0, at);
}

// A document that is all there needs no buffer.
void Stream::State::pass_whole(std::string_view text) {
  while (const std::optional<internal::Cut> cut = internal::find_cut(text, options.limits)) {
    const std::string_view piece = text.substr(0, cut->size);
    if (cut->raw) {
      emit_raw(piece, false);
    } else {
      emit(piece, false);
    }
    line += internal::count_line_ends(piece);
    offset += piece.size();
    text.remove_prefix(piece.size());
  }
  emit(text, true);
}

// Looking for a cut reads the whole buffer: only when it may have become longer than a section.
void Stream::State::add(std::string_view bytes) {
  if (options.line_by_line) {
    buffer += bytes;
    const bool has_end = bytes.find('\n') != std::string_view::npos;
    if (has_end || in_raw_line || buffer.size() > options.limits.section_bytes) pass_lines();
    return;
  }
  // Memory that is not touched costs nothing, and growing step by step would copy all of it.
  constexpr std::size_t kLarge = std::size_t{1} << 20;
  if (buffer.size() + bytes.size() > std::max(buffer.capacity(), kLarge)) {
    buffer.reserve(options.limits.section_bytes + kLarge);
    internal::prefer_large_pages(buffer.data(), buffer.capacity());
  }
  buffer += bytes;
  line_ends += internal::count_line_ends(bytes);
  const Limits& limits = options.limits;
  if (in_raw_line || buffer.size() > limits.section_bytes || line_ends >= limits.section_lines) {
    pass_sections();
    line_ends = internal::count_line_ends(buffer);
  }
}

Stream::Stream(std::unique_ptr<State> state) : state_(std::move(state)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

void Stream::feed(std::string_view bytes) {
  // In pieces, so that the buffer holds one section and little more, and that line ends are counted
  // in what has just been copied and is still in the cache.
  constexpr std::size_t kPiece = std::size_t{1} << 16;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kPiece, bytes.size()))) {
    state_->add(bytes.substr(0, kPiece));
  }
}

void Stream::finish() {
  State& state = *state_;
  if (state.in_raw_line) {
    state.emit_raw(state.buffer, true);
  } else {
    state.emit(state.buffer, true);
  }
  // For the next document, but not the memory of a large one.
  constexpr std::size_t kLarge = std::size_t{1} << 20;
  state.buffer.clear();
  if (state.buffer.capacity() > kLarge) state.buffer.shrink_to_fit();
  state.offset = 0;
  state.line = 1;
  state.first = true;
  state.in_raw_line = false;
  state.line_ends = 0;
  state.fence = internal::OpenFence(state.rules.state().program.protect);
}

Cleaner::Cleaner(RuleSet rules, CleanOptions options)
    : rules_(std::move(rules)), options_(std::move(options)) {}

Stream Cleaner::stream(Sink& sink) const {
  return Stream(std::make_unique<Stream::State>(rules_, options_, sink));
}

std::string Cleaner::clean(std::string_view text) const {
  struct Collect : Sink {
    std::string result;
    void section(const Section& section) override {
      section.for_each_piece([this](std::string_view piece) { result += piece; });
    }
  } collect;
  CleanOptions without_flags = options_;
  without_flags.flags = false;
  auto state = std::make_unique<Stream::State>(rules_, without_flags, collect);
  if (!options_.line_by_line) {
    collect.result.reserve(text.size());
    internal::prefer_large_pages(collect.result.data(), collect.result.capacity());
    state->pass_whole(text);
    return std::move(collect.result);
  }
  Stream one(std::move(state));
  one.feed(text);
  one.finish();
  return std::move(collect.result);
}

}  // namespace v1
}  // namespace textmend
