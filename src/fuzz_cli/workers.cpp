#include "fuzz_cli/workers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

namespace textmend::fuzz_cli {

namespace {

using Clock = std::chrono::steady_clock;

// The text at hand, in memory that parent and child share: its size, then its bytes.
constexpr std::size_t kSharedBytes = std::size_t{64} << 10;

char* map_shared() {
  void* const memory =
      ::mmap(nullptr, kSharedBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
  return static_cast<char*>(memory);
}

std::string shared_text(const char* shared) {
  std::size_t size = 0;
  std::memcpy(&size, shared, sizeof size);
  return {shared + sizeof size, std::min(size, kSharedBytes - sizeof size)};
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // the parent has gone
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Fields are netstrings, `5:hello`, and so is the message that they make.
std::string packed(std::string_view field) { return fmt::format("{}:{}", field.size(), field); }

// Takes a netstring from the front of `bytes`; false when it is not there yet.
bool unpack(std::string_view& bytes, std::string& field) {
  const std::size_t colon = bytes.find(':');
  if (colon == std::string_view::npos) return false;
  const std::size_t size = std::stoul(std::string(bytes.substr(0, colon)));
  if (bytes.size() - colon - 1 < size) return false;
  field = bytes.substr(colon + 1, size);
  bytes.remove_prefix(colon + 1 + size);
  return true;
}

// A task at work.
struct Child {
  const Workers::Task* task = nullptr;
  pid_t pid = -1;
  int fd = -1;
  char* shared = nullptr;
  Clock::time_point end;
  std::string received;
  bool killed = false;
};

Child start(const Workers::Task& task, std::vector<Child>& others) {
  Child child;
  child.task = &task;
  child.shared = map_shared();
  child.end = Clock::now() + task.time;
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::fflush(nullptr);
  child.pid = ::fork();
  if (child.pid < 0) throw std::runtime_error("no process");
  if (child.pid == 0) {
    for (const Child& other : others) ::close(other.fd);
    ::close(ends[0]);
    task.run(Channel(ends[1], child.shared));
    ::_exit(0);
  }
  ::close(ends[1]);
  child.fd = ends[0];
  return child;
}

// Hands on the messages that have come as a whole. False at the end of them.
bool receive(Child& child) {
  char block[4096];
  const ssize_t size = ::read(child.fd, block, sizeof block);
  if (size < 0 && errno == EINTR) return true;
  if (size <= 0) return false;
  child.received.append(block, static_cast<std::size_t>(size));
  std::string_view rest = child.received;
  std::string message;
  while (unpack(rest, message)) {
    std::vector<std::string> fields;
    std::string_view inner = message;
    std::string field;
    while (unpack(inner, field)) fields.push_back(std::move(field));
    child.task->receive(fields);
  }
  child.received.erase(0, child.received.size() - rest.size());
  return true;
}

void finish(Child& child) {
  int status = 0;
  while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  ::close(child.fd);
  const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  child.task->finish(child.killed ? End::kTimedOut
                     : well       ? End::kDone
                                  : End::kCrashed,
                     shared_text(child.shared), status);
  ::munmap(child.shared, kSharedBytes);
}

}  // namespace

void Channel::send(const std::vector<std::string>& fields) const {
  std::string message;
  for (const std::string& field : fields) message += packed(field);
  write_all(fd_, packed(message));
}

void Channel::tell(std::string_view text) const {
  const std::size_t size = std::min(text.size(), kSharedBytes - sizeof size);
  std::memcpy(shared_, &size, sizeof size);
  std::memcpy(shared_ + sizeof size, text.data(), size);
}

void Workers::run(std::vector<Task> tasks) const {
  constexpr int kTick = 100;  // milliseconds
  std::vector<Child> children;
  for (std::size_t next = 0; next < tasks.size() || !children.empty();) {
    while (next < tasks.size() && children.size() < std::max<std::size_t>(1, jobs_)) {
      children.push_back(start(tasks[next++], children));
    }
    std::vector<pollfd> polls;
    polls.reserve(children.size());
    for (const Child& child : children) polls.push_back({child.fd, POLLIN, 0});
    ::poll(polls.data(), polls.size(), kTick);
    for (std::size_t i = children.size(); i-- > 0;) {
      Child& child = children[i];
      if (!child.killed && Clock::now() > child.end) {
        ::kill(child.pid, SIGKILL);
        child.killed = true;
      }
      if (polls[i].revents == 0 || receive(child)) continue;
      finish(child);
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace textmend::fuzz_cli
