#include "textmend/scan/plan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
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

// A way to know a window: from which position on, and with what in the sample.
struct Choice {
  std::uint8_t from = 0;
  std::vector<Fit> parts;
  std::size_t shortest = kPlaces;  // bytes of its shortest part
};

struct Placed {
  std::uint64_t key = 0;
  std::vector<Choice> choices;
  std::size_t chosen = 0;
  std::vector<std::uint8_t> buckets;  // of the parts of the chosen one
};

std::vector<Choice> choices_of(const NeedWindow& window, const Sample& sample) {
  std::vector<Choice> choices;
  for (std::size_t from = 0; from < window.positions().size(); ++from) {
    Choice choice;
    choice.from = static_cast<std::uint8_t>(from);
    for (const Part& part : parts_of(window, from)) {
      choice.parts.emplace_back(sample, part);
      choice.shortest = std::min(choice.shortest, part.size);
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

class Planner {
 public:
  Planner(const Sample& sample, std::size_t first_bucket, std::size_t end_bucket)
      : first_(first_bucket), words_(sample.words()) {
    for (std::size_t i = 0; i < end_bucket; ++i) buckets_.emplace_back(words_);
  }

  // Puts the window where the candidates of the sample grow least.
  void place(Placed& window) {
    std::size_t best = std::numeric_limits<std::size_t>::max();
    std::size_t best_choice = 0;
    for (window.chosen = 0; window.chosen < window.choices.size(); ++window.chosen) {
      const std::size_t growth = add(window);
      remove(window);
      if (growth >= best) continue;
      best = growth;
      best_choice = window.chosen;
    }
    window.chosen = best_choice;
    add(window);
  }

  void remove(const Placed& window) {
    const Choice& choice = window.choices[window.chosen];
    for (std::size_t i = 0; i < choice.parts.size(); ++i) {
      Bucket& bucket = buckets_[window.buckets[i]];
      std::erase(bucket.parts, &choice.parts[i]);
      bucket.fit = Fit(words_);
      for (const Fit* part : bucket.parts) bucket.fit.add(*part);
      bucket.candidates = bucket.fit.candidates();
    }
  }

 private:
  struct Bucket {
    explicit Bucket(std::size_t words) : fit(words) {}
    Fit fit;
    std::vector<const Fit*> parts;
    std::size_t candidates = 0;
  };

  // Puts the parts of the chosen way where the candidates grow least, and returns by how much.
  std::size_t add(Placed& window) {
    const Choice& choice = window.choices[window.chosen];
    std::size_t growth = 0;
    window.buckets.clear();
    for (const Fit& part : choice.parts) {
      Bucket& bucket = buckets_[best_for(part, growth)];
      bucket.parts.push_back(&part);
      bucket.fit.add(part);
      bucket.candidates = bucket.fit.candidates();
      window.buckets.push_back(static_cast<std::uint8_t>(&bucket - buckets_.data()));
    }
    // Of two that the sample does not hold, the longer is the rarer.
    return growth * (kPlaces + 1) + (kPlaces - choice.shortest);
  }

  // Adds to `growth`. Each candidate costs the scanner its bucket's look-up, and where it is this
  // part, a look at the need: so the part's own places count too, or needs that are common by one
  // byte would gather in a bucket that is full already.
  std::size_t best_for(const Fit& part, std::size_t& growth) const {
    constexpr std::size_t kCandidate = 4;  // costs as much as so many looks at a need
    std::size_t best = first_, least = std::numeric_limits<std::size_t>::max();
    for (std::size_t i = first_; i < buckets_.size(); ++i) {
      const Bucket& bucket = buckets_[i];
      const std::size_t more = bucket.fit.candidates_with(part) - bucket.candidates;
      const bool fewer = bucket.parts.size() < buckets_[best].parts.size();
      if (more < least || (more == least && fewer)) {
        least = more;
        best = i;
      }
    }
    growth += least * kCandidate + part.candidates();
    return best;
  }

  std::size_t first_, words_;
  std::vector<Bucket> buckets_;
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
               std::size_t first_bucket, std::string_view text, int rounds,
               std::span<const NeedWindow* const> rarer) {
  const Sample sample(text);
  Planner planner(sample, first_bucket,
                  first_bucket < kBuiltinBuckets ? kBuiltinBuckets : kBuckets);
  Plan plan = known;
  std::deque<Placed> placed;  // the planner keeps pointers to them
  for (const auto group : {windows, rarer}) {
    const std::size_t first = placed.size();
    for (const NeedWindow* window : group) {
      const std::uint64_t key = key_of(*window);
      if (plan.try_emplace(key).second) placed.push_back({key, choices_of(*window, sample), 0, {}});
    }
    for (std::size_t i = first; i < placed.size(); ++i) planner.place(placed[i]);
    // The first ones were placed without knowing the last.
    for (int round = 1; round < rounds; ++round) {
      for (std::size_t i = first; i < placed.size(); ++i) {
        planner.remove(placed[i]);
        planner.place(placed[i]);
      }
    }
  }
  for (Placed& window : placed) {
    plan[window.key] = {window.choices[window.chosen].from, std::move(window.buckets)};
  }
  return plan;
}

std::string write_plan(const Plan& plan) {
  std::string bytes;
  for (const auto& [key, placing] : plan) {
    bytes.append(reinterpret_cast<const char*>(&key), sizeof key);
    bytes += static_cast<char>(placing.from);
    bytes += static_cast<char>(placing.buckets.size());
    for (const std::uint8_t bucket : placing.buckets) bytes += static_cast<char>(bucket);
  }
  return bytes;
}

Plan read_plan(std::string_view bytes) {
  Plan plan;
  while (!bytes.empty()) {
    std::uint64_t key = 0;
    bytes.copy(reinterpret_cast<char*>(&key), sizeof key);
    Placing placing;
    placing.from = static_cast<std::uint8_t>(bytes[sizeof key]);
    const auto count = static_cast<unsigned char>(bytes[sizeof key + 1]);
    bytes.remove_prefix(sizeof key + 2);
    placing.buckets.assign(bytes.begin(), bytes.begin() + count);
    bytes.remove_prefix(count);
    plan.emplace_hint(plan.end(), key, std::move(placing));
  }
  return plan;
}

}  // namespace textmend::internal::scan
