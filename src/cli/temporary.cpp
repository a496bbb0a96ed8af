#include "cli/temporary.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <system_error>

#include "cli/output.h"

namespace textmend::cli {
namespace {

constexpr std::string_view kPrefix = ".textmend-";
constexpr std::string_view kSuffix = ".tmp";
constexpr std::size_t kDigits = 16;

std::string new_name() {
  std::uint64_t number = 0;
  if (::getentropy(&number, sizeof(number)) != 0) {
    throw DocumentError("no random number for a temporary file: " + error_text(errno),
                        "the file is as it was");
  }
  return fmt::format("{}{:0{}x}{}", kPrefix, number, kDigits, kSuffix);
}

void remove_leftover(int folder, const std::string& name) {
  const auto try_open = [&](int how) {
    // Whatever it is, not to be waited for.
    return uninterrupted([&] {
      return ::openat(folder, name.c_str(), how | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    });
  };
  Fd fd(try_open(O_RDWR));  // NFS locks only what is open for writing
  if (!fd.is_open()) fd = Fd(try_open(O_RDONLY));
  struct stat status = {};
  if (!fd.is_open() || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return;  // somebody is at work on it
  // Perhaps it was renamed before we had the lock.
  if (has_name(fd.get(), folder, name)) ::unlinkat(folder, name.c_str(), 0);
}

void remove_leftovers(const std::string& path) {
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  const std::unique_ptr<DIR, Close> folder(::opendir(path.c_str()));
  if (!folder) return;
  while (const dirent* entry = ::readdir(folder.get())) {
    if (is_temporary_name(entry->d_name)) remove_leftover(::dirfd(folder.get()), entry->d_name);
  }
}

std::string folder_of(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path file(path);
  if (fs::is_symlink(fs::symlink_status(file, error))) file = fs::canonical(file, error);
  return file.has_parent_path() ? file.parent_path().string() : ".";
}

}  // namespace

bool is_temporary_name(std::string_view name) {
  if (name.size() != kPrefix.size() + kDigits + kSuffix.size()) return false;
  const std::string_view digits = name.substr(kPrefix.size(), kDigits);
  return name.starts_with(kPrefix) && name.ends_with(kSuffix) &&
         digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Temporary make_temporary(int folder) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    Temporary made;
    made.name = new_name();
    made.fd = Fd(uninterrupted([&] {
      return ::openat(folder, made.name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    }));
    if (!made.fd.is_open()) {
      if (errno == EEXIST) continue;
      throw DocumentError("can't make a temporary file in its folder: " + error_text(errno),
                          "the file is as it was");
    }
    // Before we have the lock, another run may take the file for a leftover. Then it is gone.
    const bool taken = ::flock(made.fd.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!taken && has_name(made.fd.get(), folder, made.name)) return made;
    ::unlinkat(folder, made.name.c_str(), 0);
  }
  throw DocumentError("can't make a temporary file in its folder: other runs remove it",
                      "the file is as it was");
}

void LeftoverSweeper::sweep_beside(const std::string& path) {
  const std::string folder = folder_of(path);
  // No folder's name is empty: a place that was never used holds the hash of no name.
  const std::size_t hash = std::hash<std::string>()(folder) | 1;
  std::size_t& place = swept_[(hash >> 1) % swept_.size()];
  if (std::exchange(place, hash) != hash) remove_leftovers(folder);
}

}  // namespace textmend::cli
