// File descriptors: who closes them, and writing without iostreams.

#ifndef TEXTMEND_CLI_FD_H_
#define TEXTMEND_CLI_FD_H_

#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

namespace textmend::cli {

// Calls until no signal comes between. Not for close(): see Fd::close().
template <typename Call>
auto uninterrupted(Call call) {
  while (true) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

// Owns an open file descriptor, or none (-1).
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd() { close(); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  // Returns errno, 0 if all went well. Some file systems report a full disk only here.
  int close();

 private:
  int fd_ = -1;
};

// Writes everything. Returns errno, 0 if all went well.
int write_all(int fd, std::string_view bytes);

// Text of an errno, the same in every locale: "No space left on device".
std::string error_text(int error);

// Both are the same file (not only the same bytes).
bool same_file(const struct stat& a, const struct stat& b);

// What is open as `fd` has this name in the open folder, perhaps among others.
bool has_name(int fd, int folder, const std::string& name);

// Collects small pieces for write_all(). Every call returns errno, 0 if all went well.
class Writer {
 public:
  explicit Writer(int fd) : fd_(fd) {}
  int write(std::string_view bytes);
  int flush();

 private:
  int fd_;
  std::string buffer_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_FD_H_
