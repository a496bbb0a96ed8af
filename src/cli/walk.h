// The files below a folder.

#ifndef TEXTMEND_CLI_WALK_H_
#define TEXTMEND_CLI_WALK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/glob.h"
#include "cli/ignore.h"

namespace textmend::cli {

struct WalkOptions {
  std::vector<Glob> globs;
  bool hidden = false;       // names that begin with a dot too
  bool ignore_files = true;  // heed them (ignore.h)
  std::string backup;        // names that end in it are left out; empty: none
};

// Hands out the regular files of a folder and of all folders below it, one at a time. The order is
// the same on every machine: names are sorted by their bytes, and a folder's files come in its
// place. In memory are the names of the folders that are open: those on the way down, however many
// files there are besides.
//
// Left out are
//   - what a glob negates, and, when there is a glob that does not, files that none matches; they
//     are matched from the folder on that was named, the last that matches decides, and what it
//     takes in neither ignore files nor a dot leave out;
//   - what ignore files name;
//   - backups, and temporary files of ours;
//   - hidden names, and folders that belong to a version control system;
//   - symbolic links: what they lead to is in the tree already, or somewhere else. So nothing is
//     handed out twice, and there are no loops;
//   - devices, pipes, sockets.
class Walk {
 public:
  // `root` is followed if it is a symbolic link. `options` must outlive the Walk.
  Walk(std::string root, const WalkOptions& options);

  // A file, or something that could not be read: then `error` is the errno.
  struct Found {
    std::string path;
    int error = 0;
  };
  std::optional<Found> next();

 private:
  struct Name {
    std::uint32_t begin = 0;  // in Folder::names
    bool is_folder = false;
  };
  struct Folder {
    std::string names;  // each with a NUL behind it
    std::vector<Name> order;
    std::size_t next = 0;
    std::size_t path_size = 0;  // of its path in path_
  };

  void enter_parents();
  void enter(bool is_root);
  void leave();
  bool read(int fd, Folder& folder);
  void fail(int error) { failed_.push_back({path_, error}); }
  bool wants(std::string_view name, bool is_folder);

  const WalkOptions& options_;
  IgnoreFiles ignore_;
  std::string path_;                // of the folder at hand, or of what is in it
  std::vector<std::string> names_;  // its steps from `/` on, when there are ignore files
  std::size_t root_depth_ = 0;      // how many of them lead to the root
  std::vector<Folder> folders_;
  std::vector<IgnoreFiles::Unreadable> failed_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_WALK_H_
