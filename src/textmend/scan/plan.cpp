#include "textmend/scan/plan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <memory>

namespace textmend::internal::scan {

namespace {

using Bits = std::vector<std::uint64_t>;  // one for each place of the sample

constexpr std::size_t kHalves = 2;

// For each place and each value of half a byte, where in the sample it stands.
class Sample {
 public:
  explicit Sample(std::string_view text) : words_((text.size() + 63) / 64) {
    for (auto& place : has_) {
      for (auto& half : place) half.assign(16, Bits(words_, 0));
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (std::size_t place = 0; place < kPlaces; ++place) {
        const std::size_t from = at + place;
        const auto byte = from < text.size() ? static_cast<unsigned char>(text[from]) : 0U;
        const std::uint64_t bit = std::uint64_t{1} << (at % 64);
        has_[place][0][byte & 0x0FU][at / 64] |= bit;
        has_[place][1][byte >> 4U][at / 64] |= bit;
      }
    }
  }

  std::size_t words() const { return words_; }
  const Bits& where(std::size_t place, std::size_t half, std::size_t value) const {
    return has_[place][half][value];
  }

 private:
  std::size_t words_;
  std::array<std::array<std::vector<Bits>, kHalves>, kPlaces> has_;
};

// Where the sample fits a part, or a bucket of them, by each half of each byte alone: the
// candidates are the places where all eight fit.
class Fit {
 public:
  explicit Fit(std::size_t words) {
    for (Bits& bits : fits_) bits.assign(words, 0);
  }
  Fit(const Sample& sample, const Part& part) : Fit(sample.words()) {
    for (std::size_t place = 0; place < kPlaces; ++place) {
      for (std::size_t value = 0; value < 16; ++value) {
        bool low = place >= part.size, high = low;
        for (std::size_t other = 0; other < 16 && place < part.size; ++other) {
          low = low || part.bytes[place][16 * other + value];
          high = high || part.bytes[place][16 * value + other];
        }
        if (low) add(sample.where(place, 0, value), 2 * place);
        if (high) add(sample.where(place, 1, value), 2 * place + 1);
      }
    }
  }

  void add(const Fit& other) {
    for (std::size_t i = 0; i < fits_.size(); ++i) add(other.fits_[i], i);
  }

  std::size_t candidates() const { return candidates_with(*this); }

  // Of both together.
  std::size_t candidates_with(const Fit& other) const {
    std::size_t count = 0;
    for (std::size_t word = 0; word < fits_[0].size(); ++word) {
      std::uint64_t all = ~std::uint64_t{0};
      for (std::size_t i = 0; i < fits_.size(); ++i) all &= fits_[i][word] | other.fits_[i][word];
      count += static_cast<std::size_t>(std::popcount(all));
    }
    return count;
  }

 private:
  void add(const Bits& bits, std::size_t to) {
    for (std::size_t word = 0; word < bits.size(); ++word) fits_[to][word] |= bits[word];
  }

  std::array<Bits, kHalves * kPlaces> fits_;
};

struct Placed {
  const NeedWindow* window = nullptr;
  std::uint64_t key = 0;
  std::uint8_t from = 0;
  std::vector<Fit> parts;
  std::vector<std::uint8_t> buckets;
  std::size_t candidates = 0;
};

// By the position whose parts are rarest in the sample.
Placed choose_parts(const NeedWindow& window, std::uint64_t key, const Sample& sample) {
  Placed best;
  best.candidates = std::numeric_limits<std::size_t>::max();
  for (std::size_t from = 0; from < window.positions().size(); ++from) {
    Placed placed{&window, key, static_cast<std::uint8_t>(from), {}, {}, 0};
    std::size_t size = kPlaces;
    for (const Part& part : parts_of(window, from)) {
      placed.parts.emplace_back(sample, part);
      placed.candidates += placed.parts.back().candidates();
      size = std::min(size, part.size);
    }
    // Of two that the sample does not hold, the longer is the rarer.
    placed.candidates = placed.candidates * (kPlaces + 1) + (kPlaces - size);
    if (placed.candidates < best.candidates) best = std::move(placed);
  }
  return best;
}

class Planner {
 public:
  Planner(const Sample& sample, std::size_t first_bucket, std::size_t end_bucket)
      : first_(first_bucket),
        buckets_(end_bucket, Fit(sample.words())),
        counts_(end_bucket, 0),
        parts_(end_bucket, 0) {}

  void put(const Fit& part, std::size_t bucket) {
    buckets_[bucket].add(part);
    counts_[bucket] = buckets_[bucket].candidates();
    ++parts_[bucket];
  }

  // The bucket whose candidates grow least; of several, the one with the fewest parts.
  std::size_t best_for(const Fit& part) const {
    constexpr std::size_t kMostParts = 1U << 16U;
    std::size_t best = first_, least = std::numeric_limits<std::size_t>::max();
    for (std::size_t bucket = first_; bucket < buckets_.size(); ++bucket) {
      const std::size_t more = buckets_[bucket].candidates_with(part) - counts_[bucket];
      const std::size_t growth = more * kMostParts + parts_[bucket];
      if (growth < least) {
        least = growth;
        best = bucket;
      }
    }
    return best;
  }

 private:
  std::size_t first_;
  std::vector<Fit> buckets_;
  std::vector<std::size_t> counts_;  // candidates
  std::vector<std::size_t> parts_;
};

}  // namespace

std::uint64_t key_of(const NeedWindow& window) {
  std::uint64_t key = 14695981039346656037ULL;
  const auto add = [&key](std::uint64_t value) { key = (key ^ value) * 1099511628211ULL; };
  for (const NeedPosition& position : window.positions()) {
    for (const CodePointRange& range : position.ranges()) {
      add(range.first);
      add(range.last);
    }
    add(0xFFFFFFFFU);
  }
  return key;
}

Plan make_plan(std::span<const NeedWindow* const> windows, const Plan& known,
               std::size_t first_bucket, std::string_view text) {
  const Sample sample(text);
  Planner planner(sample, first_bucket,
                  first_bucket < kBuiltinBuckets ? kBuiltinBuckets : kBuckets);
  Plan plan = known;
  std::vector<Placed> placed;
  for (const NeedWindow* window : windows) {
    const std::uint64_t key = key_of(*window);
    if (plan.try_emplace(key).second) placed.push_back(choose_parts(*window, key, sample));
  }
  // The commonest first: they decide what a bucket lets pass.
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.candidates > b.candidates; });
  for (Placed& one : placed) {
    for (const Fit& part : one.parts) {
      const std::size_t bucket = planner.best_for(part);
      planner.put(part, bucket);
      one.buckets.push_back(static_cast<std::uint8_t>(bucket));
    }
    plan[one.key] = {one.from, std::move(one.buckets)};
  }
  return plan;
}

}  // namespace textmend::internal::scan
