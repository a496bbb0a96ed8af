#include "cli/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include "cli/attributes.h"
#include "cli/output.h"
#include "cli/quoting.h"

namespace textmend::cli {
namespace {

constexpr std::size_t kCopyBytes = std::size_t{256} << 10;
constexpr const char* kAsItWas = "the file is as it was";

[[noreturn]] void fail(const std::string& what, int error) {
  throw DocumentError(what + ": " + error_text(error), kAsItWas);
}

void check(const char* what, int error) {
  if (error != 0) fail(what, error);
}

[[noreturn]] void fail_as_changed() {
  throw DocumentError("was changed by someone else meanwhile", "it was left alone");
}

struct stat status_of(int fd) {
  struct stat status = {};
  if (::fstat(fd, &status) != 0) fail("can't look at it again", errno);
  return status;
}

Fd open_folder(const std::string& path) {
  const auto try_open = [&](int how) {
    return uninterrupted([&] { return ::open(path.c_str(), how | O_DIRECTORY | O_CLOEXEC); });
  };
  Fd folder(try_open(O_RDONLY));
  // A folder that may be used and not listed can't be synced either.
  if (!folder.is_open() && errno == EACCES) folder = Fd(try_open(O_PATH));
  if (!folder.is_open()) fail("can't open its folder", errno);
  return folder;
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path, int source, const struct stat& status,
                       const InPlace& how)
    : source_(source), status_(status), how_(how), writer_(-1) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  if (error) throw DocumentError("can't follow the name: " + error.message());
  folder_ = open_folder(target.parent_path().string());
  name_ = target.filename().string();
  if (!how_.backup.empty()) backup_ = name_ + how_.backup;
  temporary_ = make_temporary(folder_.get());
  writer_ = Writer(temporary_.fd.get());
}

AtomicFile::~AtomicFile() {
  if (state_ == State::kReplaced) {
    // The run ends with an error of another kind, and nobody is there to hear of this one too.
    FolderSyncs alone;
    settle_quietly(alone);
  }
  remove(made_backup_);
  remove(temporary_.name);
}

bool AtomicFile::settle_quietly(FolderSyncs& syncs) {
  try {
    settle(syncs);
    return true;
  } catch (const DocumentError&) {
    return false;
  }
}

void AtomicFile::remove(std::string& name) {
  if (!name.empty()) ::unlinkat(folder_.get(), name.c_str(), 0);
  name.clear();
}

void AtomicFile::lock() {
  if (::flock(source_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw DocumentError("is locked by another program, perhaps another textmend", kAsItWas);
  }
}

void AtomicFile::ensure_replaceable() {
  expect_old(name_);
  // A rename asks for no right to write the file itself; who took that right away meant it.
  if (::faccessat(folder_.get(), name_.c_str(), W_OK, AT_EACCESS) != 0) fail("can't write", errno);
  ensure_no_other_links();
  copy_owner(source_, temporary_.fd.get());
}

void AtomicFile::ensure_no_other_links() const {
  const struct stat now = status_of(source_);
  // A run that was killed at the right moment left our backup as a second name.
  const nlink_t names = now.st_nlink - (now.st_nlink > 1 && is_backup() ? 1 : 0);
  if (names > 1 && !how_.break_links) {
    throw DocumentError(
        fmt::format("has {} names (hard links)", names),
        "it is as it was; --break-links writes a file of its own, without the other names");
  }
}

// The name of the backup stands for the old file already.
bool AtomicFile::is_backup() const {
  return !backup_.empty() && has_name(source_, folder_.get(), backup_);
}

void AtomicFile::expect_old(const std::string& name) const {
  struct stat now = {};
  if (::fstatat(folder_.get(), name.c_str(), &now, AT_SYMLINK_NOFOLLOW) != 0 && errno != ENOENT) {
    fail("can't look at it again", errno);
  }
  const bool is_old = same_file(now, status_) && now.st_size == status_.st_size &&
                      now.st_mtim.tv_sec == status_.st_mtim.tv_sec &&
                      now.st_mtim.tv_nsec == status_.st_mtim.tv_nsec;
  if (!is_old) fail_as_changed();
}

void AtomicFile::copy_head(std::uint64_t size) {
  std::vector<char> block(std::min<std::uint64_t>(size, kCopyBytes));
  for (std::uint64_t at = 0; at < size;) {
    const std::size_t want = std::min<std::uint64_t>(size - at, block.size());
    const ssize_t got =
        uninterrupted([&] { return ::pread(source_, block.data(), want, static_cast<off_t>(at)); });
    if (got < 0) fail("can't read it again", errno);
    if (got == 0) throw DocumentError("was cut short while it was cleaned");
    write({block.data(), static_cast<std::size_t>(got)});
    at += static_cast<std::uint64_t>(got);
  }
}

void AtomicFile::write(std::string_view bytes) { check("can't write", writer_.write(bytes)); }

void AtomicFile::prepare() {
  check("can't write", writer_.flush());
  copy_attributes_and_sync();
}

void AtomicFile::copy_attributes_and_sync() {
  prepared_ = status_of(source_).st_ctim;
  copy_attributes(source_, temporary_.fd.get(), how_.keep_times);
  // Not closed: with the descriptor goes the lock. What close() could report, this does.
  if (uninterrupted([&] { return ::fsync(temporary_.fd.get()); }) != 0) fail("can't write", errno);
}

void AtomicFile::replace() {
  lock();
  ensure_replaceable();
  const struct timespec now = status_of(source_).st_ctim;
  if (now.tv_sec != prepared_.tv_sec || now.tv_nsec != prepared_.tv_nsec) {
    copy_attributes_and_sync();
  }
  if (!backup_.empty()) make_backup();
  exchanged_ = swap_names();
  if (exchanged_) {
    try {
      expect_old(temporary_.name);
    } catch (const DocumentError& error) {
      swap_back(error.what());
      throw;
    }
  } else if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP) {
    rename();
  } else {
    fail("can't replace it", errno);
  }
  state_ = State::kReplaced;
}

void AtomicFile::settle(FolderSyncs& syncs) {
  state_ = State::kSettled;
  const int error = syncs.sync(folder_.get());
  if (error != 0 && exchanged_) {
    const std::string why = "can't sync its folder: " + error_text(error);
    swap_back(why);
    throw DocumentError(why, kAsItWas);
  }
  made_backup_.clear();
  // What can't be removed is left to the next run.
  remove(temporary_.name);
  ::flock(source_, LOCK_UN);
  if (error != 0) {
    throw DocumentError("can't sync its folder: " + error_text(error),
                        "it was replaced, but a power cut may undo that");
  }
}

void AtomicFile::make_backup() {
  if (::linkat(folder_.get(), name_.c_str(), folder_.get(), backup_.c_str(), 0) == 0) {
    made_backup_ = backup_;
    return;
  }
  if (errno != EEXIST) fail("can't make the backup " + printable(backup_), errno);
  if (is_backup()) return;
  throw DocumentError(printable(backup_) + " is there already, and a backup is never overwritten",
                      "the file is as it was; move the backup away or choose another --backup");
}

bool AtomicFile::swap_names() {
  return ::renameat2(folder_.get(), temporary_.name.c_str(), folder_.get(), name_.c_str(),
                     RENAME_EXCHANGE) == 0;
}

void AtomicFile::swap_back(const std::string& why) {
  if (swap_names()) {
    // If somebody replaced ours in between, theirs is the newest, and it stays.
    if (!has_name(temporary_.fd.get(), folder_.get(), temporary_.name)) swap_names();
    return;
  }
  made_backup_.clear();
  const std::string old = std::exchange(temporary_.name, {});
  throw DocumentError(why + "; and it can't be put back: " + error_text(errno),
                      "the new text is in its place, the old one in " + old +
                          ": rename that before the next run removes it");
}

void AtomicFile::rename() {
  expect_old(name_);
  if (::renameat(folder_.get(), temporary_.name.c_str(), folder_.get(), name_.c_str()) != 0) {
    fail("can't replace it", errno);
  }
  made_backup_.clear();
  temporary_.name.clear();
}

// A folder that can't be synced leaves that to the system's own pace.
int FolderSyncs::sync(int folder) {
  struct stat status = {};
  const bool known = ::fstat(folder, &status) == 0;
  for (const Synced& one : synced_) {
    if (known && same_file(one.folder, status)) return one.error;
  }
  int error = uninterrupted([&] { return ::fsync(folder); }) == 0 ? 0 : errno;
  if (error == EBADF || error == EINVAL || error == EROFS) error = 0;
  if (known) synced_.push_back({status, error});
  return error;
}

}  // namespace textmend::cli
