// Replaces a file by another content, wholly or not at all.

#ifndef TEXTMEND_CLI_ATOMIC_FILE_H_
#define TEXTMEND_CLI_ATOMIC_FILE_H_

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fd.h"
#include "cli/options.h"
#include "cli/temporary.h"

namespace textmend::cli {

// Syncs folders, each but once.
class FolderSyncs {
 public:
  // Returns errno, 0 if all went well.
  int sync(int folder);

 private:
  struct Synced {
    struct stat folder;
    int error;
  };
  std::vector<Synced> synced_;
};

// Writes a temporary file in the folder of the file that `path` leads to, through symbolic links,
// and puts it in that file's place. Before replace(), whatever happens - a full disk, a signal, a
// power cut - the old file stands as it was.
//
//   make_temporary   locked, so that other runs know that it is in use (temporary.h)
//   write ...
//   prepare()        all that takes time, for any thread:
//     copy_attributes  owner, mode, access list, extended attributes, times (attributes.h)
//     fsync
//   replace()
//     lock, ensure_replaceable: who may not write the file, other hard links, a file that another
//                    program has locked or changed since it was opened
//     linkat         the backup, if one is asked for: the old file under a second name
//     renameat2      exchanges the names: the new file has its place, and the old one, now under
//                    the temporary name, is looked at once more. If it is not the one that was
//                    read, somebody replaced it at the last moment, and the names are exchanged
//                    back. Where a file system can't exchange (NFS), the look comes before a rename
//   settle()
//     fsync          the folder; if that fails, the names are exchanged back
//     unlinkat       the temporary name
//
// Between replace() and settle() other files may be replaced, so that they share the sync of their
// folder. A process that is killed before the exchange leaves the old file and perhaps a temporary
// one, after it the new file and perhaps the old one under the temporary name.
//
// All calls throw DocumentError. Several objects may be at work at once, one thread each.
class AtomicFile {
 public:
  // `source` is the old file, open for reading, with its status as it was when it was opened.
  AtomicFile(const std::string& path, int source, const struct stat& status, const InPlace& how);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  // Settles what was replaced.
  ~AtomicFile();

  // These throw if it is known already that replace() would: before work that would be in vain. The
  // lock is held until the file is settled, or closed.
  void lock();
  void ensure_replaceable();

  // Copies the first `size` bytes of the old file; to be called before write().
  void copy_head(std::uint64_t size);
  void write(std::string_view bytes);

  void prepare();
  void replace();
  void settle(FolderSyncs& syncs);

 private:
  enum class State { kWritten, kReplaced, kSettled };

  bool settle_quietly(FolderSyncs& syncs);
  void copy_attributes_and_sync();
  void ensure_no_other_links() const;
  bool is_backup() const;
  void expect_old(const std::string& name) const;
  void make_backup();
  bool swap_names();
  void swap_back(const std::string& why);
  void rename();
  void remove(std::string& name);

  State state_ = State::kWritten;
  Fd folder_;
  std::string name_;         // of the old file, in the folder
  std::string backup_;       // likewise; empty: none
  std::string made_backup_;  // it goes if the old file stays
  int source_;
  struct stat status_;
  struct timespec prepared_ = {};  // when the old file's attributes had changed last
  InPlace how_;
  Temporary temporary_;
  Writer writer_;
  bool exchanged_ = false;  // the old file has the temporary name
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_ATOMIC_FILE_H_
