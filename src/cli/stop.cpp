#include "cli/stop.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>

namespace textmend::cli {
namespace {

struct StopSignal {
  int number;
  std::string_view name;
};
constexpr std::array<StopSignal, 3> kSignals = {
    {{SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"}}};

volatile std::sig_atomic_t received = 0;
int event = -1;

extern "C" void note_signal(int signal) {
  // Another signal than the first is in just as much of a hurry as the same one again.
  if (received != 0) {
    std::signal(signal, SIG_DFL);
    ::raise(signal);
  }
  received = signal;
  const std::uint64_t one = 1;
  // It can't fail, and there is nothing to be done about it.
  if (::write(event, &one, sizeof(one)) < 0) return;
}

}  // namespace

void catch_stop_signals() {
  event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (const StopSignal& signal : kSignals) {
    struct sigaction old = {};
    ::sigaction(signal.number, nullptr, &old);
    if (old.sa_handler == SIG_IGN) continue;
    struct sigaction action = {};
    action.sa_handler = note_signal;  // without SA_RESTART: who waits for a block wakes up
    // Not held back while it is handled: raise() in the handler is to kill.
    action.sa_flags = SA_NODEFER;
    ::sigaction(signal.number, &action, nullptr);
  }
}

int stop_signal() { return received; }

std::string_view stop_signal_name() {
  for (const StopSignal& signal : kSignals) {
    if (signal.number == received) return signal.name;
  }
  return {};
}

int stop_fd() { return event; }

void die_of_stop_signal() {
  if (received == 0) return;
  std::signal(received, SIG_DFL);
  ::raise(received);
}

}  // namespace textmend::cli
