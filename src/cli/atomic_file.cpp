#include "cli/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "cli/output.h"

namespace textmend::cli {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};
constexpr std::size_t kCopyBytes = std::size_t{256} << 10;

// The name that a signal handler removes: no object, no allocation. Null when there is none.
const char* volatile temporary_to_remove = nullptr;

extern "C" void remove_temporary_and_die(int signal) {
  const char* const name = temporary_to_remove;
  if (name != nullptr) ::unlink(name);
  ::raise(signal);  // SA_RESETHAND: this time it kills
}

void install_handlers() {
  static bool installed = false;
  if (std::exchange(installed, true)) return;
  for (const int signal : kSignals) {
    struct sigaction old = {};
    ::sigaction(signal, nullptr, &old);
    if (old.sa_handler == SIG_IGN) continue;  // nohup stays nohup
    struct sigaction action = {};
    action.sa_handler = remove_temporary_and_die;
    action.sa_flags = static_cast<int>(SA_RESETHAND | static_cast<unsigned>(SA_NODEFER));
    ::sigaction(signal, &action, nullptr);
  }
}

// Between making a file and noting its name, and between renaming it and forgetting its name,
// there must be no signal.
class SignalsHeldBack {
 public:
  SignalsHeldBack() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : kSignals) sigaddset(&set, signal);
    ::pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  SignalsHeldBack(const SignalsHeldBack&) = delete;
  SignalsHeldBack& operator=(const SignalsHeldBack&) = delete;
  ~SignalsHeldBack() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

[[noreturn]] void fail(const std::string& what, int error) {
  throw DocumentError(what + ": " + error_text(error), "the file is as it was");
}

void check(const char* what, int error) {
  if (error != 0) fail(what, error);
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path, int source, const struct stat& status)
    : source_(source), status_(status), writer_(-1) {
  std::error_code error;
  target_ = std::filesystem::canonical(path, error).string();
  if (error) throw DocumentError("can't follow the name: " + error.message());
  folder_ = std::filesystem::path(target_).parent_path().string();
  // A rename asks for no right to write the file itself; who took that right away meant it.
  if (::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) fail("can't write", errno);
  install_handlers();
  create();
  writer_ = Writer(fd_.get());
}

AtomicFile::~AtomicFile() {
  if (temporary_.empty()) return;
  const SignalsHeldBack held_back;
  temporary_to_remove = nullptr;
  ::unlink(temporary_.c_str());
}

void AtomicFile::create() {
  temporary_ = folder_ + "/.textmend-XXXXXX";
  const SignalsHeldBack held_back;
  fd_ = Fd(::mkostemp(temporary_.data(), O_CLOEXEC));  // readable by us only, until commit()
  if (!fd_.is_open()) {
    const int error = errno;
    temporary_.clear();
    fail("can't make a temporary file in its folder", error);
  }
  temporary_to_remove = temporary_.c_str();
}

void AtomicFile::copy_head(std::uint64_t size) {
  std::vector<char> block(std::min<std::uint64_t>(size, kCopyBytes));
  for (std::uint64_t at = 0; at < size;) {
    const std::size_t want = std::min<std::uint64_t>(size - at, block.size());
    const ssize_t got = ::pread(source_, block.data(), want, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("can't read it again", errno);
    if (got == 0) throw DocumentError("was cut short while it was cleaned");
    write({block.data(), static_cast<std::size_t>(got)});
    at += static_cast<std::uint64_t>(got);
  }
}

void AtomicFile::write(std::string_view bytes) { check("can't write", writer_.write(bytes)); }

void AtomicFile::commit() {
  check("can't write", writer_.flush());
  keep_owner_and_mode();
  if (::fsync(fd_.get()) != 0) fail("can't write", errno);
  check("can't write", fd_.close());
  check_still_the_same();
  rename_to_target();
  sync_folder();
}

void AtomicFile::keep_owner_and_mode() {
  struct stat now = {};
  if (::fstat(fd_.get(), &now) != 0) fail("can't write", errno);
  const bool same_owner = now.st_uid == status_.st_uid && now.st_gid == status_.st_gid;
  if (!same_owner && ::fchown(fd_.get(), status_.st_uid, status_.st_gid) != 0) {
    fail("can't keep its owner and group", errno);
  }
  // Last: a change of owner takes set-id bits away.
  if (::fchmod(fd_.get(), status_.st_mode & 07777) != 0) fail("can't keep its mode", errno);
}

// What another program wrote meanwhile is not ours to overwrite.
void AtomicFile::check_still_the_same() const {
  struct stat now = {};
  if (::stat(target_.c_str(), &now) != 0) fail("can't look at it again", errno);
  const bool same = same_file(now, status_) && now.st_size == status_.st_size &&
                    now.st_mtim.tv_sec == status_.st_mtim.tv_sec &&
                    now.st_mtim.tv_nsec == status_.st_mtim.tv_nsec;
  if (!same) throw DocumentError("was changed by someone else meanwhile", "it was left alone");
}

void AtomicFile::rename_to_target() {
  const SignalsHeldBack held_back;
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail("can't replace it", errno);
  temporary_to_remove = nullptr;
  temporary_.clear();
}

// The new name is there already; this makes it outlast a power cut. A folder that can't be opened
// or synced leaves that to the system's own pace.
void AtomicFile::sync_folder() const {
  const Fd folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.is_open()) ::fsync(folder.get());
}

}  // namespace textmend::cli
