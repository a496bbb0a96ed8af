// The scanner's loops that this machine runs.

#ifndef TEXTMEND_TESTS_UNIT_KERNELS_H_
#define TEXTMEND_TESTS_UNIT_KERNELS_H_

#include <vector>

#include "textmend/scan/kernel.h"

namespace textmend::test {

inline std::vector<const internal::scan::Kernel*> kernels() {
  std::vector<const internal::scan::Kernel*> result = {&internal::scan::kScalar};
#if defined(TEXTMEND_SCAN_X86)
  if (__builtin_cpu_supports("ssse3")) result.push_back(&internal::scan::kSsse3);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
    result.push_back(&internal::scan::kAvx2);
  }
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    result.push_back(&internal::scan::kAvx512);
  }
#endif
  return result;
}

}  // namespace textmend::test

#endif  // TEXTMEND_TESTS_UNIT_KERNELS_H_
