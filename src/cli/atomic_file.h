// Replaces a file by another content, wholly or not at all.

#ifndef TEXTMEND_CLI_ATOMIC_FILE_H_
#define TEXTMEND_CLI_ATOMIC_FILE_H_

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/fd.h"

namespace textmend::cli {

// Writes a temporary file in the folder of the file that `path` leads to, through symbolic links,
// and puts it in that file's place at commit(). Before that, whatever happens - a full disk, a
// signal, a power cut - the old file stands as it was; the temporary file is removed, except after
// SIGKILL or a power cut, when `.textmend-XXXXXX` may be left over.
//
// Mode, owner and group are kept; if they can't be, nothing is replaced. Other hard links to the
// old file keep the old content.
//
// All calls throw DocumentError. At most one AtomicFile exists at a time: signals know one name.
class AtomicFile {
 public:
  // `source` is the old file, open for reading, with its status as it was when it was opened.
  AtomicFile(const std::string& path, int source, const struct stat& status);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  // Copies the first `size` bytes of the old file; to be called before write().
  void copy_head(std::uint64_t size);
  void write(std::string_view bytes);
  void commit();

 private:
  void create();
  void keep_owner_and_mode();
  void check_still_the_same() const;
  void rename_to_target();
  void sync_folder() const;

  std::string target_;
  std::string folder_;
  int source_;
  struct stat status_;
  std::string temporary_;  // empty once renamed
  Fd fd_;
  Writer writer_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_ATOMIC_FILE_H_
