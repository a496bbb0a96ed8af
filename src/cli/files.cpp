#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cli/input.h"
#include "cli/output.h"

namespace textmend::cli {
namespace {

bool is_folder(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

NameReader::NameReader(std::string path, char separator)
    : path_(std::move(path)), separator_(separator) {
  if (path_ != "-") owned_ = Fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  fd_ = path_ == "-" ? STDIN_FILENO : owned_.get();
  if (fd_ < 0) throw OutputError(path_, error_text(errno));
}

std::optional<std::string> NameReader::next() {
  for (;;) {
    const std::size_t end = buffer_.find(separator_, at_);
    if (end == std::string::npos && !at_end_) {
      read_block();
      continue;
    }
    if (end == std::string::npos && at_ == buffer_.size()) return std::nullopt;
    std::string name = buffer_.substr(at_, end - at_);
    at_ = end == std::string::npos ? buffer_.size() : end + 1;
    if (!name.empty()) return name;
  }
}

void NameReader::read_block() {
  constexpr std::size_t kBlockBytes = std::size_t{64} << 10;
  buffer_.erase(0, std::exchange(at_, 0));
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kBlockBytes);
  const ssize_t got = uninterrupted([&] { return ::read(fd_, buffer_.data() + had, kBlockBytes); });
  if (got < 0) throw OutputError(std::string(display_name(path_)), error_text(errno));
  buffer_.resize(had + static_cast<std::size_t>(got));
  at_end_ = got == 0;
}

Files::Files(const Options& options) : options_(options) {
  if (options.files_from)
    names_.emplace(*options.files_from, options.names_end_in_nul ? '\0' : '\n');
}

std::optional<std::string> Files::next_name() {
  if (typed_ < options_.files.size()) return options_.files[typed_++];
  return names_ ? names_->next() : std::nullopt;
}

std::optional<Files::File> Files::next() {
  for (;;) {
    if (walk_) {
      if (std::optional<Walk::Found> found = walk_->next()) {
        return File{std::move(found->path), true, found->error};
      }
      walk_.reset();
    }
    std::optional<std::string> name = next_name();
    if (!name) return std::nullopt;
    // Texts of a whole folder run together are of no use to anybody.
    if (options_.mode != Mode::kText && *name != "-" && is_folder(*name)) {
      walk_.emplace(std::move(*name), options_.walk);
      continue;
    }
    return File{std::move(*name), false, 0};
  }
}

}  // namespace textmend::cli
