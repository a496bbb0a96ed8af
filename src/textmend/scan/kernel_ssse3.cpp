// Compiled for SSSE3, see CMakeLists.txt.

#include "textmend/scan/vector_kernel.h"

namespace textmend::internal::scan {

const Kernel kSsse3{"ssse3", &find_candidates, &count_line_ends, &find_line_ends, &find_word_bytes};

}  // namespace textmend::internal::scan
