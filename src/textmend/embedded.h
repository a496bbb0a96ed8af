// The rule files, word lists and lexicons that are compiled into the library.
//
// The build links the bytes of every `rules/**/*.toml`, `rules/lists/*` and `rules/lexicon/*.txt`
// into the library as they stand in the source tree (embed.cmake), so the program needs no data
// files, and a file may hold any bytes, NUL too.

#ifndef TEXTMEND_EMBEDDED_H_
#define TEXTMEND_EMBEDDED_H_

#include <span>
#include <string_view>

namespace textmend::internal {

struct EmbeddedFile {
  std::string_view path;  // below rules/: "core/double-stop.toml", "profiles/default.toml",
                          // "lists/agencies.txt", "lexicon/en.txt"
  std::string_view content;
};

// All of them, sorted by path (bytewise). The views live as long as the program.
std::span<const EmbeddedFile> embedded_files();

// The content of one, or a view whose data() is null if there is no such file.
std::string_view embedded_file(std::string_view path);

}  // namespace textmend::internal

#endif  // TEXTMEND_EMBEDDED_H_
