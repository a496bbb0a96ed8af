// Temporary files beside the files that they will replace, and what killed runs leave of them.

#ifndef TEXTMEND_CLI_TEMPORARY_H_
#define TEXTMEND_CLI_TEMPORARY_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "cli/fd.h"

namespace textmend::cli {

// A temporary file is called `.textmend-`, sixteen hexadecimal digits, `.tmp`, and as long as its
// process lives that process has a lock (flock) on what is under this name. A lock ends with its
// process, however it ends; so a file of such a name without a lock is a leftover of a run that was
// killed. Where a file system has no locks nobody gets one, and leftovers stay.
bool is_temporary_name(std::string_view name);

struct Temporary {
  Fd fd;             // to read and write, locked
  std::string name;  // in its folder
};

// Makes an empty one that only we may read. Throws DocumentError.
Temporary make_temporary(int folder);

// Removes leftovers from folders, from each but once, as well as it can: what can't be removed
// stays, and is no error. One object for each thread; it takes 4 KiB, for any number of folders.
class LeftoverSweeper {
 public:
  // `path` is the name of a file in the folder, or of a symbolic link to one.
  void sweep_beside(const std::string& path);

 private:
  // Hashes of the folders' names, each at its place; a folder that was displaced by another is
  // swept again.
  std::array<std::size_t, 512> swept_ = {};
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_TEMPORARY_H_
