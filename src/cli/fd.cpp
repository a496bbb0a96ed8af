#include "cli/fd.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <system_error>

namespace textmend::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

int Fd::close() {
  if (fd_ < 0) return 0;
  // Linux closes the descriptor even when it reports EINTR: never close twice.
  const int result = ::close(std::exchange(fd_, -1));
  return result == 0 || errno == EINTR ? 0 : errno;
}

int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = uninterrupted([&] { return ::write(fd, bytes.data(), bytes.size()); });
    if (written < 0 && errno == EAGAIN) {
      // Somebody else has made the pipe one that does not wait.
      struct pollfd polled = {fd, POLLOUT, 0};
      ::poll(&polled, 1, -1);
      continue;
    }
    if (written < 0) return errno;
    if (written == 0) return EIO;  // or we would try for ever
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::string error_text(int error) { return std::generic_category().message(error); }

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool has_name(int fd, int folder, const std::string& name) {
  struct stat open = {}, named = {};
  return ::fstat(fd, &open) == 0 &&
         ::fstatat(folder, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         same_file(open, named);
}

int Writer::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) {
    if (const int error = flush()) return error;
    // Large runs go straight from the section to the file.
    if (bytes.size() > kBufferBytes) return write_all(fd_, bytes);
  }
  buffer_.append(bytes);
  return 0;
}

int Writer::flush() {
  const int error = write_all(fd_, buffer_);
  buffer_.clear();
  return error;
}

}  // namespace textmend::cli
