// Compiled for AVX-512, see CMakeLists.txt.

#include "textmend/scan/vector_kernel.h"

namespace textmend::internal::scan {

const Kernel kAvx512{"avx512", &find_candidates, &count_line_ends, &find_line_ends,
                     &find_word_bytes};

}  // namespace textmend::internal::scan
