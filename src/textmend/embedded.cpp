#include "textmend/embedded.h"

#include <algorithm>
#include <vector>

#include "textmend/embedded_data.h"

namespace textmend::internal {

std::span<const EmbeddedFile> embedded_files() {
  // The size of a file is known to the linker only, so the table can't be a constant.
  static const std::vector<EmbeddedFile> files = [] {
    std::vector<EmbeddedFile> made;
    made.reserve(embedded_count);
    for (std::size_t i = 0; i < embedded_count; ++i) {
      const EmbeddedPlace& place = embedded_places[i];
      made.push_back({place.path, std::string_view(place.begin, place.end)});
    }
    return made;
  }();
  return files;
}

std::string_view embedded_file(std::string_view path) {
  const std::span<const EmbeddedFile> files = embedded_files();
  const auto found = std::ranges::lower_bound(files, path, {}, &EmbeddedFile::path);
  if (found == files.end() || found->path != path) return {};
  return found->content;
}

}  // namespace textmend::internal
