#include "cli/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "cli/fd.h"
#include "cli/temporary.h"

namespace textmend::cli {
namespace {

constexpr std::array<std::string_view, 5> kVersionControl = {".bzr", ".git", ".hg", ".jj", ".svn"};

enum class Type { kFile, kFolder, kOther };

Type type_of(int folder, const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return Type::kFile;
    case DT_DIR:
      return Type::kFolder;
    case DT_UNKNOWN:
      break;
    default:
      return Type::kOther;
  }
  // Some file systems do not say.
  struct stat status = {};
  if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Type::kOther;
  if (S_ISDIR(status.st_mode)) return Type::kFolder;
  return S_ISREG(status.st_mode) ? Type::kFile : Type::kOther;
}

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

}  // namespace

Walk::Walk(std::string root, const WalkOptions& options)
    : options_(options), path_(std::move(root)) {
  while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
  if (options_.ignore_files) enter_parents();
  root_depth_ = names_.size();
  enter(true);
}

// Ignore files above the root count as well.
void Walk::enter_parents() {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::canonical(path_, error);
  if (error) return;  // enter() will say so
  for (const std::filesystem::path& step : whole.relative_path()) names_.push_back(step.string());
  std::string parent = "/";
  for (std::size_t depth = 0; depth < names_.size(); ++depth) {
    ignore_.enter(parent, depth, failed_);
    (parent += depth == 0 ? "" : "/") += names_[depth];
  }
}

// Enters the folder at path_.
void Walk::enter(bool is_root) {
  // That it was no symbolic link a moment ago is not enough.
  const int follow = is_root ? 0 : O_NOFOLLOW;
  Fd fd(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | follow));
  if (!fd.is_open()) return fail(errno);
  Folder folder;
  if (!read(fd.get(), folder)) return fail(errno);
  folder.path_size = path_.size();
  folders_.push_back(std::move(folder));
  if (options_.ignore_files) ignore_.enter(path_, names_.size(), failed_);
}

// Leaves the folder entered last; its last step goes from names_ too.
void Walk::leave() {
  folders_.pop_back();
  if (options_.ignore_files) ignore_.leave();
  names_.resize(names_.size() - (names_.empty() ? 0 : 1));
}

bool Walk::read(int fd, Folder& folder) {
  // closedir() closes the descriptor that it was given.
  const std::unique_ptr<DIR, CloseDir> dir(::fdopendir(::fcntl(fd, F_DUPFD_CLOEXEC, 0)));
  if (!dir) return false;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(dir.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    const Type type = type_of(fd, *entry);
    if (type == Type::kOther) continue;
    folder.order.push_back(
        {static_cast<std::uint32_t>(folder.names.size()), type == Type::kFolder});
    folder.names.append(name.data(), name.size() + 1);
  }
  if (errno != 0) return false;
  const char* const names = folder.names.data();
  std::sort(folder.order.begin(), folder.order.end(), [names](const Name& a, const Name& b) {
    return std::strcmp(names + a.begin, names + b.begin) < 0;
  });
  return true;
}

// The last of names_ is `name`.
bool Walk::wants(std::string_view name, bool is_folder) {
  if (is_folder &&
      std::find(kVersionControl.begin(), kVersionControl.end(), name) != kVersionControl.end()) {
    return false;
  }
  if (is_temporary_name(name)) return false;
  if (!options_.backup.empty() && !is_folder && name.ends_with(options_.backup)) return false;
  if (!options_.globs.empty()) {
    const Verdict said = judge(options_.globs, std::span(names_).subspan(root_depth_), is_folder);
    if (said != Verdict::kNone) return said == Verdict::kMatch;
    const bool must_match = std::any_of(options_.globs.begin(), options_.globs.end(),
                                        [](const Glob& glob) { return !glob.negated(); });
    if (must_match && !is_folder) return false;
  }
  if (!options_.hidden && name.starts_with('.')) return false;
  return !options_.ignore_files || !ignore_.ignores(names_, is_folder);
}

std::optional<Walk::Found> Walk::next() {
  for (;;) {
    if (!failed_.empty()) {
      const IgnoreFiles::Unreadable first = failed_.front();
      failed_.erase(failed_.begin());
      return Found{first.path, first.error};
    }
    if (folders_.empty()) return std::nullopt;
    Folder& folder = folders_.back();
    path_.resize(folder.path_size);
    if (folder.next == folder.order.size()) {
      leave();
      continue;
    }
    const Name entry = folder.order[folder.next++];
    const std::string_view name = folder.names.c_str() + entry.begin;
    names_.emplace_back(name);
    const bool wanted = wants(name, entry.is_folder);
    if (wanted) {
      if (path_ != "/") path_ += '/';
      path_ += name;
    }
    if (wanted && entry.is_folder) {
      const std::size_t entered = folders_.size();
      enter(false);
      if (folders_.size() == entered) names_.pop_back();
      continue;
    }
    names_.pop_back();
    if (wanted) return Found{path_, 0};
  }
}

}  // namespace textmend::cli
