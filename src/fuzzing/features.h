// What happened to a text, as numbers: a text that shows a new one is worth keeping.

#ifndef TEXTMEND_FUZZING_FEATURES_H_
#define TEXTMEND_FUZZING_FEATURES_H_

#include <cstdint>
#include <string_view>

namespace textmend::fuzzing {

// FNV-1a (Fowler, Noll, Vo; public domain), a step and a text.
inline std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 1099511628211ULL;
}

inline std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = mix(hash, static_cast<unsigned char>(c));
  return hash;
}

}  // namespace textmend::fuzzing

#endif  // TEXTMEND_FUZZING_FEATURES_H_
