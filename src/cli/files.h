// The documents of a run, one after the other: those that were typed, those of --files-from, and
// the files in folders among them.

#ifndef TEXTMEND_CLI_FILES_H_
#define TEXTMEND_CLI_FILES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cli/fd.h"
#include "cli/options.h"
#include "cli/walk.h"

namespace textmend::cli {

// Names that come from a file or stdin, in blocks: there may be millions.
class NameReader {
 public:
  // `path` "-" is stdin. Throws OutputError, as next() does: without its names a run has no end.
  NameReader(std::string path, char separator);
  // Empty names are skipped.
  std::optional<std::string> next();

 private:
  void read_block();

  std::string path_;
  char separator_;
  Fd owned_;
  int fd_ = -1;
  std::string buffer_;
  std::size_t at_ = 0;
  bool at_end_ = false;
};

// Files that were named are never left out, whatever globs and ignore files say.
class Files {
 public:
  explicit Files(const Options& options);

  struct File {
    std::string path;     // "-" is stdin
    bool walked = false;  // it was found in a folder, not named
    int error = 0;        // an errno: it, or what stands in a folder, can't be read
  };
  std::optional<File> next();

 private:
  std::optional<std::string> next_name();

  const Options& options_;
  std::size_t typed_ = 0;  // how many of options_.files have been handed out
  std::optional<NameReader> names_;
  std::optional<Walk> walk_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_FILES_H_
