#include "cli/split_stream.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "textmend/unicode.h"

namespace textmend::cli {

std::optional<Separator> Separator::read(std::string_view text, std::string& fault) {
  Separator separator;
  if (text == "ff" || text == "nul") {
    separator.byte_ = text == "ff" ? '\f' : '\0';
    return separator;
  }
  internal::PatternError error;
  separator.pattern_ = internal::Pattern::compile(text, {}, error);
  if (separator.pattern_ != nullptr) return separator;
  fault = fmt::format("byte {}: {}", error.offset + 1, error.message);
  return std::nullopt;
}

SplitStream::SplitStream(const Cleaner& cleaner, const Separator& separator, Sink& sink)
    : cleaner_(cleaner), separator_(separator), sink_(sink), scratch_(cleaner.options().limits) {}

void SplitStream::feed(std::string_view bytes) {
  separator_.is_byte() ? feed_bytes(bytes) : feed_lines(bytes);
}

void SplitStream::finish() {
  if (!line_.empty()) take_line(std::exchange(line_, {}));
  finishing_ = true;
  end_document();
  if (!finished_) {
    Section last;
    last.begin = end_.offset;
    last.line = end_.line;
    last.last = true;
    sink_.section(last);
  }
  in_document_line_ = finishing_ = finished_ = false;
  end_ = {};
}

void SplitStream::feed_bytes(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t found = bytes.find(separator_.byte(), at);
    add_text(bytes.substr(at, found - at));
    if (found == std::string_view::npos) return;
    pass_separator(bytes.substr(found, 1));
    at = found + 1;
  }
}

// What is known to be no separator goes on in runs of lines.
void SplitStream::feed_lines(std::string_view bytes) {
  const std::size_t longest = cleaner_.options().limits.pattern_bytes + 1;  // a CR is none of it
  std::size_t begin = 0;                                                    // of such a run
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t lf = bytes.find('\n', at);
    const bool whole = lf != std::string_view::npos;
    const std::size_t end = whole ? lf + 1 : bytes.size();
    if (!line_.empty()) {
      line_ += bytes.substr(at, end - at);
      begin = end;
      if (whole) {
        take_line(std::exchange(line_, {}));
      } else if (line_.size() > longest) {
        in_document_line_ = true;
        add_text(std::exchange(line_, {}));
      }
    } else if (in_document_line_) {
      in_document_line_ = !whole;
    } else if (!whole && end - at <= longest) {
      add_text(bytes.substr(begin, at - begin));
      line_ = bytes.substr(at);
      return;
    } else if (!whole) {
      in_document_line_ = true;
    } else if (is_separator(bytes.substr(at, end - at))) {
      add_text(bytes.substr(begin, at - begin));
      pass_separator(bytes.substr(at, end - at));
      begin = end;
    }
    at = end;
  }
  add_text(bytes.substr(begin));
}

void SplitStream::take_line(std::string_view line) {
  is_separator(line) ? pass_separator(line) : add_text(line);
}

bool SplitStream::is_separator(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  scratch_.set_edges(true, true);
  return line.size() <= cleaner_.options().limits.pattern_bytes && internal::is_valid_utf8(line) &&
         separator_.pattern().matches(line, scratch_);
}

void SplitStream::add_text(std::string_view text) {
  if (text.empty()) return;
  if (!document_) {
    begin_ = end_;
    document_.emplace(cleaner_.stream(*this));
  }
  document_->feed(text);
}

void SplitStream::end_document() {
  if (!document_) return;
  document_->finish();
  document_.reset();
}

void SplitStream::pass_separator(std::string_view bytes) {
  end_document();
  Section section;
  section.begin = end_.offset;
  section.line = end_.line;
  section.input = bytes;
  sink_.section(section);
  advance(bytes);
}

// A section of the document, which begins at begin_.
void SplitStream::section(const Section& section) {
  const auto move = [this](auto& one, std::uint64_t& offset) {
    if (one.line == 1) one.column += begin_.column;
    one.line += begin_.line - 1;
    offset += begin_.offset;
  };
  std::vector<Hunk> hunks(section.hunks.begin(), section.hunks.end());
  for (Hunk& hunk : hunks) {
    move(hunk, hunk.begin);
    hunk.end += begin_.offset;
  }
  std::vector<Note> notes(section.notes.begin(), section.notes.end());
  for (Note& note : notes) move(note, note.offset);
  Section moved = section;
  moved.begin += begin_.offset;
  moved.line += begin_.line - 1;
  moved.last = section.last && finishing_;
  moved.hunks = hunks;
  moved.notes = notes;
  finished_ = moved.last;
  sink_.section(moved);
  advance(section.input);
}

void SplitStream::advance(std::string_view text) {
  end_.offset += text.size();
  const std::size_t line_ends = internal::count_line_ends(text);
  end_.line += line_ends;
  if (line_ends > 0) {
    end_.column = 0;
    text.remove_prefix(text.rfind('\n') + 1);
  }
  end_.column += internal::count_code_points(text);
}

}  // namespace textmend::cli
