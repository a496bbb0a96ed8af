#include "cli/rules_fuzz.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <system_error>

namespace textmend::cli {

int exec_fuzz(char* const* argv, const Messages& messages) {
  constexpr const char* kName = "textmend-fuzz";
  // Where this program really is: a link to it may stand elsewhere.
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string beside = error ? kName : (self.parent_path() / kName).string();
  // What is ignored stays so, and not every program means to.
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
  ::execv(beside.c_str(), argv);
  if (errno == ENOENT) ::execvp(kName, argv);
  messages.error({kName}, std::system_category().message(errno),
                 "`textmend rules fuzz` runs this program, which is installed with textmend");
  return 2;
}

}  // namespace textmend::cli
