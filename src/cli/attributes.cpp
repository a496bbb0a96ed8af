#include "cli/attributes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fd.h"
#include "cli/output.h"
#include "cli/quoting.h"

namespace textmend::cli {
namespace {

constexpr mode_t kModeBits = 07777;
// As the kernel names it. The only attribute that a new file inherits and an old one may not have.
constexpr const char* kAccessList = "system.posix_acl_access";

[[noreturn]] void fail(const std::string& what, int error) {
  throw DocumentError(fmt::format("can't {}: {}", what, error_text(error)),
                      "the file is as it was");
}

struct stat status_of(int fd) {
  struct stat status = {};
  if (::fstat(fd, &status) != 0) fail("look at it again", errno);
  return status;
}

// Calls `get`(buffer, size) with a buffer that is large enough, however often the answer grows
// meanwhile. Nothing on an error.
template <typename Get>
std::optional<std::string> read_all(Get get) {
  while (true) {
    const ssize_t size = get(nullptr, 0);
    if (size < 0) return std::nullopt;
    std::string buffer(static_cast<std::size_t>(size), '\0');
    if (size == 0) return buffer;
    const ssize_t got = get(buffer.data(), buffer.size());
    if (got < 0 && errno == ERANGE) continue;
    if (got < 0) return std::nullopt;
    buffer.resize(static_cast<std::size_t>(got));
    return buffer;
  }
}

std::vector<std::string> names_of(int fd) {
  const auto list =
      read_all([fd](char* buffer, std::size_t size) { return ::flistxattr(fd, buffer, size); });
  if (!list) {
    if (errno == ENOTSUP || errno == ENOSYS) return {};
    fail("read its extended attributes", errno);
  }
  std::vector<std::string> names;
  for (std::size_t at = 0; at < list->size(); at += names.back().size() + 1) {
    names.emplace_back(list->c_str() + at);
  }
  return names;
}

// Nothing if there is none.
std::optional<std::string> value_of(int fd, const std::string& name) {
  auto value = read_all(
      [&](char* buffer, std::size_t size) { return ::fgetxattr(fd, name.c_str(), buffer, size); });
  if (!value && errno != ENODATA && errno != ENOTSUP) {
    fail("read its extended attribute " + printable(name), errno);
  }
  return value;
}

bool is_computed(std::string_view name) { return name == "security.ima" || name == "security.evm"; }

void copy_extended(int from, int to) {
  bool has_list = false;
  for (const std::string& name : names_of(from)) {
    if (is_computed(name)) continue;
    has_list |= name == kAccessList;
    const std::optional<std::string> value = value_of(from, name);
    // Security labels, and the access lists of NFS, are often there already, where setting them
    // takes rights that we don't have.
    if (!value || value == value_of(to, name)) continue;
    if (::fsetxattr(to, name.c_str(), value->data(), value->size(), 0) != 0) {
      fail("keep its extended attribute " + printable(name), errno);
    }
  }
  if (has_list || !value_of(to, kAccessList)) return;
  if (::fremovexattr(to, kAccessList) != 0) fail("take the folder's access list off", errno);
}

}  // namespace

void copy_owner(int from, int to) {
  const struct stat old = status_of(from), now = status_of(to);
  if (now.st_uid == old.st_uid && now.st_gid == old.st_gid) return;
  if (::fchown(to, old.st_uid, old.st_gid) != 0) {
    fail(fmt::format("keep its owner and group ({}:{})", old.st_uid, old.st_gid), errno);
  }
}

void copy_attributes(int from, int to, bool times) {
  copy_owner(from, to);
  copy_extended(from, to);
  // Last: a change of owner takes set-id bits away, an access list brings bits of its own, and one
  // that the folder gave must be off before anybody may read.
  const struct stat old = status_of(from);
  if (::fchmod(to, old.st_mode & kModeBits) != 0) fail("keep its mode", errno);
  if (!times) return;
  const std::array<struct timespec, 2> stamps = {old.st_atim, old.st_mtim};
  if (::futimens(to, stamps.data()) != 0) fail("keep its times", errno);
}

}  // namespace textmend::cli
