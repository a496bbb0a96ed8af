#include "cli/output.h"

#include <cerrno>

namespace textmend::cli {

void Output::close() {
  if (!fd_.is_open()) return;
  flush();
  check(fd_.close());
}

void Output::check(int error) const {
  if (error == EPIPE && closed_pipes_ == ClosedPipes::kAreFine) throw ClosedPipe();
  if (error != 0) throw OutputError(name_, error_text(error));
}

}  // namespace textmend::cli
