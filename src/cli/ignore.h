// Which files and folders the ignore files leave out.

#ifndef TEXTMEND_CLI_IGNORE_H_
#define TEXTMEND_CLI_IGNORE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/glob.h"

namespace textmend::cli {

// The ignore files of a folder and of all folders above it:
//
//   .textmendignore       wherever it lies; has the last word
//   .gitignore            inside a repository of git only, from its root on
//   .git/info/exclude     of that repository
//
// A file deeper down wins over those above, a later line over earlier ones. Of a repository inside
// another only its own files count. What the user has set for all of his repositories
// (core.excludesFile) is not heeded: the same tree gives the same files for everybody.
class IgnoreFiles {
 public:
  // Enters a folder: `path` is how it is opened, `depth` how many folders are above it. What can't
  // be read is added to `unreadable`.
  struct Unreadable {
    std::string path;
    int error = 0;
  };
  void enter(const std::string& path, std::size_t depth, std::vector<Unreadable>& unreadable);
  void leave();

  // `names` are the steps of a path from the first folder that was entered on; its last one lies in
  // the folder entered last.
  bool ignores(std::span<const std::string> names, bool is_folder) const;

 private:
  struct Level {
    std::size_t depth = 0;
    bool is_repository = false;  // the root of one
    std::vector<Glob> own, git, exclude;
  };
  std::optional<bool> git_ignores(std::span<const std::string> names, bool is_folder) const;

  std::vector<Level> levels_;      // those that say something
  std::vector<std::size_t> kept_;  // for each folder entered, how many levels there were before
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_IGNORE_H_
