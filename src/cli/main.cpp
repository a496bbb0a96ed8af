// The program `textmend`: what was typed, what it does, the exit code.

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "cli/load_rules.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/process.h"
#include "cli/rules_command.h"
#include "cli/rules_fuzz.h"
#include "cli/version.h"

namespace textmend::cli {
namespace {

// Without descriptors 0 to 2 the next file opened would become stdout. The stand-ins can't be used
// the way they would be, so that writing to a closed stdout stays an error.
void fill_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

// A closed pipe and a file size limit are errors of write(), not reasons to die with a temporary
// file left behind.
void make_signals_errors() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int print(std::string_view text) {
  Output out(Fd(STDOUT_FILENO), "stdout", Output::ClosedPipes::kAreFine);
  out.write(text);
  out.close();
  return 0;
}

int print_version(const Options& options, const Messages& messages) {
  if (!options.talk.verbose) return print(version_text());
  const auto rules = load_rules(options.rules, messages);
  return rules ? print(version_text() + origin_text(*rules)) : 2;
}

int run(const CommandLine& line, char* const* argv, const Messages& messages) {
  switch (line.action) {
    case CommandLine::Action::kClean:
      return clean_documents(line.options, messages);
    case CommandLine::Action::kRules:
      if (line.rules.command == RulesArguments::Command::kFuzz) return exec_fuzz(argv, messages);
      return run_rules_command(line.rules, messages);
    case CommandLine::Action::kVersion:
      return print_version(line.options, messages);
    case CommandLine::Action::kHelp:
      return print(line.text);
    case CommandLine::Action::kWrong:
      break;
  }
  messages.error({}, line.text, line.hint);
  return 2;
}

int guarded_run(const CommandLine& line, char* const* argv) {
  const bool for_rules = line.action == CommandLine::Action::kRules;
  const Messages messages(for_rules ? line.rules.talk : line.options.talk);
  try {
    return run(line, argv, messages);
  } catch (const ClosedPipe&) {
    return 0;
  } catch (const OutputError& error) {
    messages.error({error.name()}, error.what());
  } catch (const std::bad_alloc&) {
    messages.error({}, "out of memory");
  } catch (const std::exception& error) {
    messages.error({}, error.what());
  }
  return 2;
}

}  // namespace
}  // namespace textmend::cli

int main(int argc, char** argv) {
  namespace cli = textmend::cli;
  cli::fill_standard_descriptors();
  cli::make_signals_errors();
  return cli::guarded_run(cli::parse_command_line(argc, argv), argv);
}
