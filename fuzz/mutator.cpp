// The custom mutator of the targets whose input is a text: every other time libFuzzer changes bytes
// and splices tokens of its dictionary, every other time the text is damaged as extractors do.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzzing/damage.h"
#include "fuzzing/pieces.h"
#include "fuzzing/promises.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

// libFuzzer looks for this name.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  using textmend::fuzzing::Damage;
  static const Damage damage(
      textmend::fuzzing::pieces_of(textmend::fuzzing::shipped_rules({"default"})));
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  textmend::fuzzing::Random random(seed);
  const std::string text = damage.mutate(std::string(data, data + size), random, max_size);
  const std::size_t kept = std::min(text.size(), max_size);
  std::copy_n(text.data(), kept, data);
  return kept;
}
