// SIGINT, SIGTERM and SIGHUP: the first one is a request, heeded between files and between blocks
// of one; the second kills.

#ifndef TEXTMEND_CLI_STOP_H_
#define TEXTMEND_CLI_STOP_H_

#include <exception>
#include <string_view>

namespace textmend::cli {

// From now on the first of these signals is only noted. One that is ignored (nohup) stays ignored.
void catch_stop_signals();

// The signal that asked us to stop; 0 if none did. Any thread may ask.
int stop_signal();
std::string_view stop_signal_name();  // "SIGINT"

// Readable once a signal has asked us to stop, for poll(2); -1 where signals are not caught. A
// signal interrupts one thread only, and another may be waiting.
int stop_fd();

// Ends the process by the signal that asked for it, so that a shell sees what it was; returns if
// none did.
void die_of_stop_signal();

// Thrown where a document is given up because we are to stop.
class Stopped : public std::exception {};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_STOP_H_
