// Preloaded (LD_PRELOAD), makes one system call of a program go wrong, on purpose.
//
//   TEXTMEND_FAULT=CALL:NUMBER:WHAT   the NUMBER-th (from 1) CALL of the process; 0: every other
//                                     one, beginning with the first
//   WHAT  an errno                fails with it, and nothing is done
//         done-ERRNO              is done, and fails with it
//         short                   reads or writes only half
//         kill-before, kill-after the process dies of SIGKILL
//         run-before, run-after   a shell runs TEXTMEND_FAULT_RUN
//   TEXTMEND_FAULT_LOG=FILE       gets a line `CALL` for each
//
// A program that gives a fault of its own, a call that is not in the list below, is an error of the
// test: the driver looks for the call in the log.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

struct Fault {
  std::string call;
  unsigned long number = 0;
  std::string what;
};

// Never destroyed: calls come until the very end of the process.
const Fault& fault() {
  static const Fault* const parsed = [] {
    auto* const result = new Fault;
    const char* const value = std::getenv("TEXTMEND_FAULT");
    const std::string text = value == nullptr ? "" : value;
    const std::size_t first = text.find(':'), second = text.find(':', first + 1);
    if (second == std::string::npos) return result;
    result->call = text.substr(0, first);
    result->number = std::strtoul(text.c_str() + first + 1, nullptr, 10);
    result->what = text.substr(second + 1);
    return result;
  }();
  return *parsed;
}

void log_call(std::string_view name) {
  static const char* const path = std::getenv("TEXTMEND_FAULT_LOG");
  if (path == nullptr) return;
  static const int fd = static_cast<int>(
      ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  const std::string line = std::string(name) + '\n';
  ::syscall(SYS_write, fd, line.data(), line.size());
}

void run_command() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::unsetenv("LD_PRELOAD");
    ::unsetenv("TEXTMEND_FAULT");
    ::execl("/bin/sh", "sh", "-c", std::getenv("TEXTMEND_FAULT_RUN"), nullptr);
    ::_exit(127);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) < 0 || status != 0) std::abort();
}

bool is_turn(std::string_view name) {
  static std::atomic<unsigned long> calls = 0;
  if (fault().call != name) return false;
  const unsigned long number = ++calls;
  return fault().number == 0 ? number % 2 == 1 : fault().number == number;
}

// What a call that may be a faulty one does. `real`(share) makes it, of 1/share of the bytes.
template <typename Result, typename Real>
Result pass(const char* name, Result failed, Real real) {
  log_call(name);
  if (!is_turn(name)) return real(1);
  const std::string& what = fault().what;
  if (what == "short") return real(2);
  if (what == "kill-before") ::kill(::getpid(), SIGKILL);
  if (what == "run-before") run_command();
  if (what == "run-before") return real(1);
  const bool done = what.starts_with("done-");
  if (!done && what != "kill-after" && what != "run-after") {
    // A descriptor that can't be closed is closed all the same.
    if (std::string_view(name) == "close") real(1);
    errno = std::atoi(what.c_str());
    return failed;
  }
  const Result result = real(1);
  if (what == "kill-after") ::kill(::getpid(), SIGKILL);
  if (what == "run-after") run_command();
  if (!done) return result;
  errno = std::atoi(what.c_str() + 5);
  return failed;
}

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::size_t part(std::size_t size, std::size_t share) {
  return std::max<std::size_t>(size / share, std::min<std::size_t>(size, 1));
}

mode_t mode_argument(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  static auto* const real = next<int(const char*, int, ...)>("open");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_argument(flags, arguments);
  va_end(arguments);
  return pass("open", -1, [&](int) { return real(path, flags, mode); });
}

int openat(int folder, const char* path, int flags, ...) {
  static auto* const real = next<int(int, const char*, int, ...)>("openat");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_argument(flags, arguments);
  va_end(arguments);
  return pass("openat", -1, [&](int) { return real(folder, path, flags, mode); });
}

int close(int fd) {
  static auto* const real = next<int(int)>("close");
  return pass("close", -1, [&](int) { return real(fd); });
}

ssize_t read(int fd, void* to, std::size_t size) {
  static auto* const real = next<ssize_t(int, void*, std::size_t)>("read");
  return pass("read", ssize_t{-1},
              [&](std::size_t share) { return real(fd, to, part(size, share)); });
}

ssize_t pread(int fd, void* to, std::size_t size, off_t at) {
  static auto* const real = next<ssize_t(int, void*, std::size_t, off_t)>("pread");
  return pass("pread", ssize_t{-1},
              [&](std::size_t share) { return real(fd, to, part(size, share), at); });
}

ssize_t write(int fd, const void* from, std::size_t size) {
  static auto* const real = next<ssize_t(int, const void*, std::size_t)>("write");
  return pass("write", ssize_t{-1},
              [&](std::size_t share) { return real(fd, from, part(size, share)); });
}

int fsync(int fd) {
  static auto* const real = next<int(int)>("fsync");
  return pass("fsync", -1, [&](int) { return real(fd); });
}

int flock(int fd, int how) noexcept {
  static auto* const real = next<int(int, int)>("flock");
  return pass("flock", -1, [&](int) { return real(fd, how); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  static auto* const real = next<int(int, const char*, int, const char*)>("renameat");
  return pass("renameat", -1, [&](int) { return real(from_folder, from, to_folder, to); });
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned int flags) noexcept {
  static auto* const real =
      next<int(int, const char*, int, const char*, unsigned int)>("renameat2");
  return pass("renameat2", -1, [&](int) { return real(from_folder, from, to_folder, to, flags); });
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  static auto* const real = next<int(int, const char*, int, const char*, int)>("linkat");
  return pass("linkat", -1, [&](int) { return real(from_folder, from, to_folder, to, flags); });
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  static auto* const real = next<int(int, const char*, int)>("unlinkat");
  return pass("unlinkat", -1, [&](int) { return real(folder, path, flags); });
}

int fstat(int fd, struct stat* status) noexcept {
  static auto* const real = next<int(int, struct stat*)>("fstat");
  return pass("fstat", -1, [&](int) { return real(fd, status); });
}

int fstatat(int folder, const char* path, struct stat* status, int flags) noexcept {
  static auto* const real = next<int(int, const char*, struct stat*, int)>("fstatat");
  return pass("fstatat", -1, [&](int) { return real(folder, path, status, flags); });
}

int faccessat(int folder, const char* path, int mode, int flags) noexcept {
  static auto* const real = next<int(int, const char*, int, int)>("faccessat");
  return pass("faccessat", -1, [&](int) { return real(folder, path, mode, flags); });
}

int fchown(int fd, uid_t owner, gid_t group) noexcept {
  static auto* const real = next<int(int, uid_t, gid_t)>("fchown");
  return pass("fchown", -1, [&](int) { return real(fd, owner, group); });
}

int fchmod(int fd, mode_t mode) noexcept {
  static auto* const real = next<int(int, mode_t)>("fchmod");
  return pass("fchmod", -1, [&](int) { return real(fd, mode); });
}

int futimens(int fd, const struct timespec times[2]) noexcept {
  static auto* const real = next<int(int, const struct timespec*)>("futimens");
  return pass("futimens", -1, [&](int) { return real(fd, times); });
}

ssize_t flistxattr(int fd, char* list, std::size_t size) noexcept {
  static auto* const real = next<ssize_t(int, char*, std::size_t)>("flistxattr");
  return pass("flistxattr", ssize_t{-1}, [&](int) { return real(fd, list, size); });
}

ssize_t fgetxattr(int fd, const char* name, void* value, std::size_t size) noexcept {
  static auto* const real = next<ssize_t(int, const char*, void*, std::size_t)>("fgetxattr");
  return pass("fgetxattr", ssize_t{-1}, [&](int) { return real(fd, name, value, size); });
}

int fsetxattr(int fd, const char* name, const void* value, std::size_t size, int flags) noexcept {
  static auto* const real = next<int(int, const char*, const void*, std::size_t, int)>("fsetxattr");
  return pass("fsetxattr", -1, [&](int) { return real(fd, name, value, size, flags); });
}

int fremovexattr(int fd, const char* name) noexcept {
  static auto* const real = next<int(int, const char*)>("fremovexattr");
  return pass("fremovexattr", -1, [&](int) { return real(fd, name); });
}

int getentropy(void* to, std::size_t size) {
  static auto* const real = next<int(void*, std::size_t)>("getentropy");
  return pass("getentropy", -1, [&](int) { return real(to, size); });
}

DIR* opendir(const char* path) {
  static auto* const real = next<DIR*(const char*)>("opendir");
  return pass("opendir", static_cast<DIR*>(nullptr), [&](int) { return real(path); });
}

char* realpath(const char* path, char* to) noexcept {
  static auto* const real = next<char*(const char*, char*)>("realpath");
  return pass("realpath", static_cast<char*>(nullptr), [&](int) { return real(path, to); });
}
}  // extern "C"
