#include "textmend/large_pages.h"

#include <cstdint>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace textmend::internal {

void prefer_large_pages([[maybe_unused]] void* begin, [[maybe_unused]] std::size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::size_t kLargePage = std::size_t{2} << 20U;
  const std::size_t behind = reinterpret_cast<std::uintptr_t>(begin) % kLargePage;
  const std::size_t skipped = behind == 0 ? 0 : kLargePage - behind;
  if (size < skipped + kLargePage) return;
  ::madvise(static_cast<char*>(begin) + skipped, (size - skipped) / kLargePage * kLargePage,
            MADV_HUGEPAGE);
#endif
}

}  // namespace textmend::internal
