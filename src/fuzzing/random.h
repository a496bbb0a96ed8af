// Choices that are the same on every machine: from a seed, or from the bytes of a fuzzer.

#ifndef TEXTMEND_FUZZING_RANDOM_H_
#define TEXTMEND_FUZZING_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace textmend::fuzzing {

// SplitMix64 (Steele, Lea, Flood 2014, public domain): every seed gives a good sequence.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // 0 to n - 1; 0 for n = 0.
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  template <typename Container>
  decltype(auto) pick(const Container& from) {
    return from[below(std::size(from))];
  }

 private:
  std::uint64_t state_;
};

// Choices read from bytes, one byte each, so that a fuzzer that changes a byte changes a choice.
// Behind the last byte every choice is the first.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  std::size_t below(std::size_t n) {  // n <= 256
    if (bytes_.empty() || n == 0) return 0;
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte % n;
  }
  bool one_in(std::size_t n) { return below(n) == n - 1; }  // not when the bytes are used up

  template <typename Container>
  decltype(auto) pick(const Container& from) {
    return from[below(std::size(from))];
  }

  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_RANDOM_H_
