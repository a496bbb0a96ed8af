#include "textmend/scan/plan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

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
  explicit Fit(std::size_t words) : words_(words), fits_(kHalves * kPlaces * words) {}
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

  void clear() { std::fill(fits_.begin(), fits_.end(), 0); }

  void add(const Fit& other) {
    for (std::size_t i = 0; i < fits_.size(); ++i) fits_[i] |= other.fits_[i];
  }

  std::size_t candidates() const {
    return candidates_with(*this, std::numeric_limits<std::size_t>::max());
  }

  // Of both together; where they are `most` or more, any number from `most` on.
  std::size_t candidates_with(const Fit& other, std::size_t most) const {
    std::size_t count = 0;
    for (std::size_t word = 0; word < words_ && count < most; ++word) {
      std::uint64_t all = ~std::uint64_t{0};
      for (std::size_t i = word; i < fits_.size(); i += words_) all &= fits_[i] | other.fits_[i];
      count += static_cast<std::size_t>(std::popcount(all));
    }
    return count;
  }

 private:
  void add(const Bits& bits, std::size_t to) {
    for (std::size_t word = 0; word < words_; ++word) fits_[to * words_ + word] |= bits[word];
  }

  std::size_t words_;
  Bits fits_;  // for each half of each byte, one behind the other
};

// A way to know a window: from which position on, and with what in the sample.
struct Choice {
  std::uint8_t from = 0;
  std::vector<Fit> parts;
  std::size_t looks = 0;           // candidates of its parts
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
      choice.looks += choice.parts.back().candidates();
      choice.shortest = std::min(choice.shortest, part.size);
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

// The same numbers on every machine, so that every build makes the same plan (xorshift; G.
// Marsaglia, "Xorshift RNGs", 2003).
class Random {
 public:
  std::size_t below(std::size_t end) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_ % end;
  }

 private:
  std::uint64_t state_ = 88172645463325252ULL;
};

class Planner {
 public:
  Planner(const Sample& sample, std::size_t first_bucket, std::size_t end_bucket)
      : first_(first_bucket), buckets_(end_bucket, Bucket(sample.words())) {}

  // Puts the window where the cost grows least.
  void place(Placed& window) {
    std::size_t best = std::numeric_limits<std::size_t>::max();
    std::size_t best_choice = 0;
    for (std::size_t i = 0; i < window.choices.size(); ++i) {
      const std::size_t growth = try_out(window.choices[i], best);
      if (growth >= best) continue;
      best = growth;
      best_choice = i;
    }
    window.chosen = best_choice;
    window.buckets.clear();
    const Choice& choice = window.choices[best_choice];
    for (const Fit& part : choice.parts) {
      window.buckets.push_back(static_cast<std::uint8_t>(best_for(part)));
      add(buckets_[window.buckets.back()], part);
    }
    looks_ += choice.looks;
  }

  // Takes all windows out of one bucket or two and places them anew, in another order; undoes that
  // where it makes the plan worse. To place them one by one ends where many windows are known by
  // too little, because each by itself costs nothing in a bucket that lets so much by already.
  void improve(std::span<Placed> windows, int tries) {
    Random random;
    for (int i = 0; i < tries; ++i) {
      const std::size_t one = draw_bucket(random);
      const std::size_t other = i % 2 == 0 ? one : random.below(buckets_.size());
      std::vector<Placed*> moved;
      for (Placed& window : windows) {
        const auto in = [&](std::size_t bucket) {
          return std::find(window.buckets.begin(), window.buckets.end(), bucket) !=
                 window.buckets.end();
        };
        if (in(one) || in(other)) moved.push_back(&window);
      }
      for (std::size_t left = moved.size(); left > 1; --left) {
        std::swap(moved[left - 1], moved[random.below(left)]);
      }
      try_anew(moved);
    }
  }

 private:
  struct Bucket {
    explicit Bucket(std::size_t words) : fit(words) {}
    Fit fit;
    std::vector<const Fit*> parts;
    std::size_t candidates = 0;
  };

  // A candidate costs a look-up of its bucket, and that as much as so many looks at a need.
  static constexpr std::size_t kCandidate = 4;

  // What the scanner does for the sample. A part's own candidates count too, or needs that are
  // common by one byte would gather in a bucket that is full already.
  std::size_t cost() const {
    std::size_t candidates = 0;
    for (const Bucket& bucket : buckets_) candidates += bucket.candidates;
    return kCandidate * candidates + looks_;
  }

  static void add(Bucket& bucket, const Fit& part) {
    bucket.parts.push_back(&part);
    bucket.fit.add(part);
    bucket.candidates = bucket.fit.candidates();
  }

  // By how much the cost would grow; where that is `most` or more, any number from `most` on. Of
  // two choices that the sample does not hold, the longer is the rarer.
  std::size_t try_out(const Choice& choice, std::size_t most) {
    std::vector<std::pair<std::size_t, Bucket>> old;
    std::size_t growth = choice.looks;
    const auto with_length = [&] { return growth * (kPlaces + 1) + (kPlaces - choice.shortest); };
    for (const Fit& part : choice.parts) {
      if (with_length() >= most) break;
      const std::size_t to = best_for(part);
      old.emplace_back(to, buckets_[to]);
      add(buckets_[to], part);
      growth += kCandidate * (buckets_[to].candidates - old.back().second.candidates);
    }
    while (!old.empty()) {
      buckets_[old.back().first] = std::move(old.back().second);
      old.pop_back();
    }
    return with_length();
  }

  std::size_t best_for(const Fit& part) const {
    std::size_t best = first_, least = std::numeric_limits<std::size_t>::max();
    for (std::size_t i = first_; i < buckets_.size(); ++i) {
      const Bucket& bucket = buckets_[i];
      const std::size_t most =
          least == std::numeric_limits<std::size_t>::max() ? least : bucket.candidates + least + 1;
      const std::size_t more = bucket.fit.candidates_with(part, most) - bucket.candidates;
      const bool fewer = bucket.parts.size() < buckets_[best].parts.size();
      if (more < least || (more == least && fewer)) {
        least = more;
        best = i;
      }
    }
    return best;
  }

  // A bucket, the likelier the more candidates it has.
  std::size_t draw_bucket(Random& random) const {
    std::size_t all = 1;
    for (const Bucket& bucket : buckets_) all += bucket.candidates;
    std::size_t left = random.below(all);
    for (std::size_t i = first_; i < buckets_.size(); ++i) {
      if (left < buckets_[i].candidates) return i;
      left -= buckets_[i].candidates;
    }
    return first_;
  }

  void try_anew(std::span<Placed* const> windows) {
    const std::size_t cost_before = cost(), looks_before = looks_;
    const std::vector<Bucket> buckets_before = buckets_;
    std::vector<std::pair<std::size_t, std::vector<std::uint8_t>>> before;
    for (const Placed* window : windows) before.emplace_back(window->chosen, window->buckets);
    remove(windows);
    for (Placed* window : windows) place(*window);
    if (cost() <= cost_before) return;
    buckets_ = buckets_before;
    looks_ = looks_before;
    for (std::size_t i = 0; i < windows.size(); ++i) {
      std::tie(windows[i]->chosen, windows[i]->buckets) = std::move(before[i]);
    }
  }

  void remove(std::span<Placed* const> windows) {
    std::vector<bool> changed(buckets_.size());
    for (const Placed* window : windows) {
      const Choice& choice = window->choices[window->chosen];
      looks_ -= choice.looks;
      for (std::size_t i = 0; i < choice.parts.size(); ++i) {
        std::erase(buckets_[window->buckets[i]].parts, &choice.parts[i]);
        changed[window->buckets[i]] = true;
      }
    }
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      if (!changed[i]) continue;
      Bucket& bucket = buckets_[i];
      bucket.fit.clear();
      for (const Fit* part : bucket.parts) bucket.fit.add(*part);
      bucket.candidates = bucket.fit.candidates();
    }
  }

  std::size_t first_;
  std::vector<Bucket> buckets_;
  std::size_t looks_ = 0;
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
               std::size_t first_bucket, std::string_view text, int tries,
               std::span<const NeedWindow* const> rarer) {
  const Sample sample(text);
  Planner planner(sample, first_bucket,
                  first_bucket < kBuiltinBuckets ? kBuiltinBuckets : kBuckets);
  Plan plan = known;
  // The planner keeps pointers to what is in them.
  std::array<std::vector<Placed>, 2> groups;
  std::array both{windows, rarer};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].reserve(both[i].size());
    for (const NeedWindow* window : both[i]) {
      const std::uint64_t key = key_of(*window);
      if (!plan.try_emplace(key).second) continue;
      groups[i].push_back({key, choices_of(*window, sample), 0, {}});
      planner.place(groups[i].back());
    }
    planner.improve(groups[i], tries);
  }
  for (auto& group : groups) {
    for (Placed& window : group) {
      plan[window.key] = {window.choices[window.chosen].from, std::move(window.buckets)};
    }
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
