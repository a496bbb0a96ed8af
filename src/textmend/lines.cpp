#include "textmend/lines.h"

#include <algorithm>
#include <utility>

namespace textmend::internal {

const Lines::Chunk& Lines::find_chunk(std::size_t index) const {
  const auto behind =
      std::upper_bound(chunks_.begin(), chunks_.end(), index,
                       [](std::size_t i, const Chunk& chunk) { return i < chunk.first; });
  last_chunk_ = static_cast<std::size_t>(behind - chunks_.begin()) - 1;
  return behind[-1];
}

std::size_t Lines::index_at(std::size_t offset) const {
  // An offset at the text's end is in the last chunk.
  const auto holds = [&](const Chunk& chunk) {
    return offset - chunk.begin < chunk.bytes || (offset == bytes_ && &chunk == &chunks_.back());
  };
  if (last_chunk_ >= chunks_.size() || !holds(chunks_[last_chunk_])) {
    const auto behind =
        std::upper_bound(chunks_.begin(), chunks_.end(), offset,
                         [](std::size_t at, const Chunk& chunk) { return at < chunk.begin; });
    last_chunk_ = static_cast<std::size_t>(behind - chunks_.begin()) - 1;
  }
  const Chunk& chunk = chunks_[last_chunk_];
  const auto line =
      std::upper_bound(chunk.lines->begin(), chunk.lines->end(), offset - chunk.begin,
                       [](std::size_t at, const Line& one) { return at < one.begin; });
  return chunk.first + static_cast<std::size_t>(line - chunk.lines->begin()) - 1;
}

std::uint64_t Lines::buckets() const {
  std::uint64_t all = 0;
  for (const std::uint64_t of_chunk : buckets_) all |= of_chunk;
  return all;
}

std::size_t Lines::next(std::size_t from, std::uint64_t bits, std::uint64_t old_bits,
                        std::int32_t since) const {
  if (from >= size_) return size_;
  for (auto at = static_cast<std::size_t>(&chunk_of(from) - chunks_.data()); at < chunks_.size();
       ++at) {
    if ((buckets_[at] & bits) == 0) continue;
    const Chunk& chunk = chunks_[at];
    if ((buckets_[at] & (chunk.round >= since ? bits : old_bits)) == 0) continue;
    const std::vector<Line>& lines = *chunk.lines;
    for (std::size_t i = std::max(from, chunk.first) - chunk.first; i < lines.size(); ++i) {
      const std::uint64_t wanted = lines[i].round >= since ? bits : old_bits;
      if ((lines[i].buckets & wanted) != 0 && !lines[i].opaque) return chunk.first + i;
    }
  }
  return size_;
}

void Lines::add(Chunk chunk, std::uint64_t buckets) {
  chunk.first = size_;
  chunk.begin = bytes_;
  size_ += chunk.lines->size();
  bytes_ += chunk.bytes;
  buckets_.push_back(buckets);
  chunks_.push_back(std::move(chunk));
}

std::size_t Lines::next_twin(std::size_t from, std::size_t min_bytes) const {
  if (from >= size_) return size_;
  std::string_view previous;
  for (std::size_t i = from; i > 0 && previous.empty(); --i) {
    if (!blank(i - 1)) previous = (*this)[i - 1].content;
  }
  for (const Chunk* chunk = &chunk_of(from); chunk != chunks_.data() + chunks_.size(); ++chunk) {
    const std::vector<Line>& lines = *chunk->lines;
    for (std::size_t i = std::max(from, chunk->first) - chunk->first; i < lines.size(); ++i) {
      const Line& line = lines[i];
      if (line.is_blank) continue;
      if (line.content.size() == previous.size() && previous.size() >= min_bytes && !line.opaque &&
          line.content == previous) {
        return chunk->first + i;
      }
      previous = line.content;
    }
  }
  return size_;
}

void LinesBuilder::add(const Line& line) {
  if (open_.size() == most_) close();
  if (open_.empty()) open_.reserve(most_);
  open_.push_back(line);
  open_.back().begin = open_bytes_;
  open_bytes_ += line.content.size() + line.ending_bytes().size();
}

void LinesBuilder::add(const Lines& from, std::size_t first, std::size_t end) {
  if (first >= end) return;
  const Lines::Chunk* chunk = &from.chunk_of(first);
  while (first < end) {
    const std::size_t chunk_end = chunk->first + chunk->lines->size();
    if (first == chunk->first && chunk_end <= end) {
      close();
      lines_.add(*chunk, from.buckets_[static_cast<std::size_t>(chunk - from.chunks_.data())]);
      first = chunk_end;
    } else {
      const std::size_t stop = std::min(end, chunk_end);
      for (; first < stop; ++first) add((*chunk->lines)[first - chunk->first]);
    }
    ++chunk;
  }
}

void LinesBuilder::close() {
  if (open_.empty()) return;
  Lines::Chunk chunk;
  chunk.bytes = open_bytes_;
  chunk.count = open_.size();
  std::uint64_t buckets = 0;
  std::uint32_t run = 0;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const Line& line = open_[i];
    if (!line.opaque) buckets |= line.buckets;
    chunk.round = std::max(chunk.round, line.round);
    run = line.blank() ? run + 1 : 0;
    if (run == i + 1) chunk.blank_head = run;
    chunk.blank_longest = std::max(chunk.blank_longest, run);
  }
  chunk.blank_foot = run;
  chunk.lines = std::make_shared<const std::vector<Line>>(std::exchange(open_, {}));
  lines_.add(std::move(chunk), buckets);
  open_bytes_ = 0;
}

Lines LinesBuilder::finish() {
  close();
  return std::exchange(lines_, {});
}

}  // namespace textmend::internal
