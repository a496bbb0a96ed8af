#include "cli/ignore.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "cli/fd.h"

namespace textmend::cli {
namespace {

// The whole file; empty if there is none. Returns errno, 0 if all went well.
int read_if_there(const std::string& path, std::string& text) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd.is_open()) return errno == ENOENT || errno == ENOTDIR ? 0 : errno;
  std::array<char, 16384> block = {};
  for (;;) {
    const ssize_t got = uninterrupted([&] { return ::read(fd.get(), block.data(), block.size()); });
    if (got < 0) return errno;
    if (got == 0) return 0;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// A path that is relative to a folder, unless it is absolute.
std::string in_folder(const std::string& folder, std::string_view path) {
  return path.starts_with('/') ? std::string(path) : folder + '/' + std::string(path);
}

// Where the files of the repository are whose root is `root`: in `.git`, or, for further work trees
// and submodules, where the file `.git` says; what all work trees share, where `commondir` says.
std::string repository_of(const std::string& root) {
  constexpr std::string_view kGitDir = "gitdir: ";
  std::string folder = root + "/.git", text;
  struct stat status = {};
  if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return folder;
  read_if_there(folder, text);
  if (!text.starts_with(kGitDir)) return folder;
  folder = in_folder(root, first_line(text).substr(kGitDir.size()));
  text.clear();
  read_if_there(folder + "/commondir", text);
  return text.empty() ? folder : in_folder(folder, first_line(text));
}

}  // namespace

void IgnoreFiles::enter(const std::string& path, std::size_t depth,
                        std::vector<Unreadable>& unreadable) {
  Level level;
  level.depth = depth;
  const auto read = [&](const std::string& file, std::vector<Glob>& globs) {
    std::string text;
    const int error = read_if_there(file, text);
    // A folder of that name says nothing.
    if (error != 0 && error != EISDIR) unreadable.push_back({file, error});
    globs = parse_globs(text);
  };
  read(path + "/.textmendignore", level.own);
  struct stat status = {};
  level.is_repository = ::lstat((path + "/.git").c_str(), &status) == 0;
  if (level.is_repository) read(repository_of(path) + "/info/exclude", level.exclude);
  read(path + "/.gitignore", level.git);
  kept_.push_back(levels_.size());
  if (level.is_repository || !level.own.empty() || !level.git.empty()) {
    levels_.push_back(std::move(level));
  }
}

void IgnoreFiles::leave() {
  levels_.resize(kept_.back());
  kept_.pop_back();
}

std::optional<bool> IgnoreFiles::git_ignores(std::span<const std::string> names,
                                             bool is_folder) const {
  const auto root = std::find_if(levels_.rbegin(), levels_.rend(),
                                 [](const Level& level) { return level.is_repository; });
  if (root == levels_.rend()) return std::nullopt;
  for (auto level = levels_.rbegin(); level <= root; ++level) {
    const Verdict said = judge(level->git, names.subspan(level->depth), is_folder);
    if (said != Verdict::kNone) return said == Verdict::kMatch;
  }
  const Verdict said = judge(root->exclude, names.subspan(root->depth), is_folder);
  if (said == Verdict::kNone) return std::nullopt;
  return said == Verdict::kMatch;
}

bool IgnoreFiles::ignores(std::span<const std::string> names, bool is_folder) const {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const Verdict said = judge(level->own, names.subspan(level->depth), is_folder);
    if (said != Verdict::kNone) return said == Verdict::kMatch;
  }
  return git_ignores(names, is_folder).value_or(false);
}

}  // namespace textmend::cli
