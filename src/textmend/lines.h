// The lines of a text, in a form that is cheap to change in a few places.
//
// Lines stand in chunks of about kChunkLines. A chunk knows what its lines have in common (the
// scanner's bits, blank runs, the last change), so that a search for the few lines that a rule
// wants skips the rest, and an edit rewrites the chunks it touches and shifts the heads of the
// others. Chunks are immutable and shared: a copy of Lines, taken to remember how a round began,
// costs nothing per line. The bits of all chunks stand together as well: most rules are wanted in
// no line of a text, and to see that, each walks through eight bytes a chunk.
//
// Offsets are bytes of the text that the lines make up; indices count from 0. Not thread safe.

#ifndef TEXTMEND_LINES_H_
#define TEXTMEND_LINES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace textmend::internal {

struct Line {
  enum class Ending : std::uint8_t { kNone, kLf, kCrLf };
  static constexpr std::uint64_t kAllBuckets = ~std::uint64_t{0};

  std::string_view content;  // without the ending
  std::size_t begin = 0;     // offset of the content
  // The scanner's answer: rules whose bit is not set are not wanted here (scanner.h).
  std::uint64_t buckets = kAllBuckets;
  // The round that made the line what it is; -1 for lines that came in.
  std::int32_t round = -1;
  Ending ending = Ending::kNone;
  bool opaque = false;    // not valid UTF-8, or too long: no rule may look at it
  bool is_blank = false;  // nothing but spaces and tabs; never of an opaque line

  bool blank() const { return is_blank; }
  std::size_t content_end() const { return begin + content.size(); }
  std::size_t end() const { return content_end() + ending_bytes().size(); }
  std::string_view ending_bytes() const {
    return ending == Ending::kNone ? "" : ending == Ending::kLf ? "\n" : "\r\n";
  }
};

class Lines {
 public:
  static constexpr std::size_t kChunkLines = 64;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Bytes of the whole text, endings included.
  std::size_t bytes() const { return bytes_; }
  // Line::buckets of all lines together.
  std::uint64_t buckets() const;

  Line operator[](std::size_t index) const {
    const Chunk& chunk = chunk_of(index);
    Line line = (*chunk.lines)[index - chunk.first];
    line.begin += chunk.begin;
    return line;
  }
  Line back() const { return (*this)[size_ - 1]; }
  bool blank(std::size_t index) const {
    const Chunk& chunk = chunk_of(index);
    return (*chunk.lines)[index - chunk.first].blank();
  }

  // The line that holds the byte at `offset`; the last one for an offset at the text's end.
  std::size_t index_at(std::size_t offset) const;

  // The first line at or behind `from` that has one of `bits` and is not opaque; size() when there
  // is none. With `since`, of the lines made by an earlier round only those that have one of
  // `old_bits`, which are among `bits`.
  std::size_t next(std::size_t from, std::uint64_t bits) const {
    return next(from, bits, bits, kAnyRound);
  }
  std::size_t next(std::size_t from, std::uint64_t bits, std::uint64_t old_bits,
                   std::int32_t since) const;

  // The first line at or behind `from`, of at least `min_bytes`, that has the bytes of the
  // non-blank line in front of it; size() when there is none.
  std::size_t next_twin(std::size_t from, std::size_t min_bytes) const;

  // Calls f(first, end) for the runs of more than `longer_than` blank lines.
  template <typename F>
  void each_blank_run(std::size_t longer_than, F&& f) const;

  // Calls f(line) for the lines that were made by round `since` or later.
  template <typename F>
  void each_since(std::int32_t since, F&& f) const;

  // Calls f(line) for all lines in order until it returns false; `line.begin` is set.
  template <typename F>
  void each(F&& f) const;

 private:
  friend class LinesBuilder;
  static constexpr std::int32_t kAnyRound = -1;

  // What stands in a chunk's head is what a search needs to pass it by.
  struct Chunk {
    std::shared_ptr<const std::vector<Line>> lines;  // begins are relative to the chunk's
    std::size_t first = 0;                           // index of the first line
    std::size_t begin = 0;                           // offset of the first line
    std::size_t count = 0;                           // of its lines
    std::size_t bytes = 0;
    std::int32_t round = -1;  // the latest of its lines
    // Blank lines at the head and the foot, and the longest run.
    std::uint32_t blank_head = 0, blank_foot = 0, blank_longest = 0;
  };

  const Chunk& chunk_of(std::size_t index) const {
    if (last_chunk_ < chunks_.size()) {
      const Chunk& last = chunks_[last_chunk_];
      if (index - last.first < last.count) return last;
    }
    return find_chunk(index);
  }
  const Chunk& find_chunk(std::size_t index) const;

  void add(Chunk chunk, std::uint64_t buckets);

  std::vector<Chunk> chunks_;
  std::vector<std::uint64_t> buckets_;  // of each chunk, those of all its lines together
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
  mutable std::size_t last_chunk_ = 0;  // that was looked at: the next look is often near it
};

// Makes Lines from the first to the last: of new ones, and of chunks of older Lines.
class LinesBuilder {
 public:
  // `most` lines go into one chunk.
  explicit LinesBuilder(std::size_t most = Lines::kChunkLines) : most_(most) {}

  // Appends a line; its `begin` is set by the builder.
  void add(const Line& line);
  // Appends lines [first, end) of `from`; whole chunks are shared.
  void add(const Lines& from, std::size_t first, std::size_t end);
  std::size_t bytes() const { return lines_.bytes_ + open_bytes_; }
  Lines finish();

 private:
  void close();

  std::size_t most_;
  Lines lines_;
  std::vector<Line> open_;
  std::size_t open_bytes_ = 0;
};

template <typename F>
void Lines::each_since(std::int32_t since, F&& f) const {
  for (const Chunk& chunk : chunks_) {
    if (chunk.round < since) continue;
    for (Line line : *chunk.lines) {
      line.begin += chunk.begin;
      if (line.round >= since) f(line);
    }
  }
}

template <typename F>
void Lines::each(F&& f) const {
  for (const Chunk& chunk : chunks_) {
    for (Line line : *chunk.lines) {
      line.begin += chunk.begin;
      if (!f(line)) return;
    }
  }
}

template <typename F>
void Lines::each_blank_run(std::size_t longer_than, F&& f) const {
  std::size_t run = 0;  // blank lines in front of the chunk
  for (const Chunk& chunk : chunks_) {
    const std::size_t count = chunk.lines->size();
    if (chunk.blank_longest <= longer_than && run + chunk.blank_head <= longer_than) {
      run = chunk.blank_foot == count ? run + count : chunk.blank_foot;
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) {
      if ((*chunk.lines)[i].blank()) {
        ++run;
        continue;
      }
      if (run > longer_than) f(chunk.first + i - run, chunk.first + i);
      run = 0;
    }
  }
  if (run > longer_than) f(size_ - run, size_);
}

}  // namespace textmend::internal

#endif  // TEXTMEND_LINES_H_
