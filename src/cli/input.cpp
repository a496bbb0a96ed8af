#include "cli/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>
#include <utf8.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "cli/output.h"
#include "cli/stop.h"
#include "textmend/encoding_guess.h"
#include "textmend/unicode.h"

namespace textmend::cli {
namespace {

// Read, never mapped: another process that cuts a mapped file short would kill us.
constexpr std::size_t kBlockBytes = std::size_t{256} << 10;
// What an encoding is guessed by.
constexpr std::size_t kHeadBytes = std::size_t{1} << 20;

// How much of a file says whether it is binary.
constexpr std::size_t kBinaryBytes = std::size_t{64} << 10;

// BEL to CR, and ESC.
constexpr std::string_view kTextControls = "\a\b\t\n\v\f\r\x1b";

bool has_nul(std::string_view head) {
  return head.substr(0, kBinaryBytes).find('\0') != std::string_view::npos;
}

}  // namespace

std::string_view source_name(Encoding::Source source) {
  switch (source) {
    case Encoding::Source::kDefault:
      return "default";
    case Encoding::Source::kNamed:
      return "named";
    case Encoding::Source::kMark:
      return "mark";
    case Encoding::Source::kGuess:
      return "guess";
    case Encoding::Source::kUnsure:
      return "unsure";
  }
  return "default";
}

bool looks_binary(std::string_view head) {
  if (has_nul(head)) return true;
  head = head.substr(0, kBinaryBytes);
  if (internal::is_valid_utf8(head)) return false;
  std::size_t invalid = 0;
  for (auto at = head.begin();; ++at, ++invalid) {
    at = utf8::find_invalid(at, head.end());
    if (at == head.end()) break;
  }
  const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && kTextControls.find(c) == std::string_view::npos;
  });
  return invalid > head.size() / 3 && static_cast<std::size_t>(controls) > head.size() / 32;
}

Input::Input(std::string path, const InputOptions& options)
    : path_(std::move(path)),
      invalid_(options.invalid),
      ends_when_stopped_(options.ends_when_stopped) {
  if (path_ == "-") {
    fd_ = STDIN_FILENO;
  } else {
    // A pipe may wait for its writer for ever, and then a signal wakes only the thread that gets
    // it: wait_for_bytes() waits instead.
    owned_ = Fd(uninterrupted(
        [this] { return ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); }));
    fd_ = owned_.get();
  }
  if (fd_ < 0 || ::fstat(fd_, &status_) != 0) throw DocumentError(error_text(errno));
  if (S_ISDIR(status_.st_mode)) {
    throw DocumentError("is a folder",
                        "name the files in it; --write, --check and --diff go through folders");
  }
  const bool guess = options.encoding == "auto";
  block_.resize(block_bytes(guess ? kHeadBytes : kBlockBytes));
  read_head(guess ? block_.size() : internal::kLongestMark);
  choose_encoding(options);
}

// Small files, of which there may be many, get a small block, with a byte in it that shows that
// they end there.
std::size_t Input::block_bytes(std::size_t most) const {
  constexpr std::size_t kFewest = 4096;
  if (!S_ISREG(status_.st_mode) || status_.st_size == 0) return most;
  return std::clamp(static_cast<std::size_t>(status_.st_size) + 1, kFewest, most);
}

// A pipe may hand out a byte order mark byte by byte. What can be none is not waited for: the first
// line of somebody who types may have two bytes.
void Input::read_head(std::size_t want) {
  const bool guesses = want > internal::kLongestMark;
  while (!at_end_ && head_end_ < want) {
    if (!guesses && !internal::may_begin_mark({block_.data(), head_end_})) break;
    head_end_ += read_some(block_.data() + head_end_, block_.size() - head_end_);
  }
}

void Input::choose_encoding(const InputOptions& options) {
  const std::string_view head(block_.data(), head_end_);
  const auto mark = internal::byte_order_mark(head);
  if (options.encoding == "auto") {
    guess_encoding(head, options.invalid);
    if (mark) encoding_.source = Encoding::Source::kMark;
  } else if (!options.encoding.empty()) {
    encoding_ = {options.encoding,
                 Encoding::Source::kNamed,
                 100,
                 {},
                 internal::is_utf8_encoding(options.encoding)};
  } else if (mark) {
    encoding_ = {mark->encoding, Encoding::Source::kMark, 100, {}, false};
  }
  // The mark of an encoding that was named is a mark as well, and says which way round the bytes
  // are; that of another encoding is text.
  const bool general = encoding_.name == "UTF-16" || encoding_.name == "UTF-32";
  if (mark && general && std::string_view(mark->encoding).starts_with(encoding_.name)) {
    encoding_.name = mark->encoding;
  }
  if (mark && encoding_.name == mark->encoding) {
    encoding_.mark = mark->bytes;
    head_begin_ = mark->bytes.size();
  }
  if (!encoding_.utf8) {
    transcoder_ = internal::Transcoder::open(encoding_.name, "UTF-8");
    if (!transcoder_) throw DocumentError("no converter for the encoding " + encoding_.name);
    if (options.invalid == Invalid::kReplace) transcoder_->replace_illegal();
    return;
  }
  if (options.invalid == Invalid::kReplace) repair_.emplace(internal::Utf8Repair::Mode::kReplace);
  if (options.invalid == Invalid::kRepair) {
    repair_.emplace(internal::Utf8Repair::Mode::kWindows1252);
  }
}

bool Input::is_binary() const {
  const bool is_wide = encoding_.name.starts_with("UTF-16") || encoding_.name.starts_with("UTF-32");
  if (is_wide || (!encoding_.utf8 && encoding_.source == Encoding::Source::kNamed)) return false;
  const std::string_view head(block_.data() + head_begin_, head_end_ - head_begin_);
  // Text in another encoding than it is read as is for --invalid to judge.
  if (!encoding_.utf8 || invalid_ != Invalid::kKeep) return has_nul(head);
  return looks_binary(head);
}

// A text is not read in an encoding that it may not be in: as UTF-8 its other lines pass through.
void Input::guess_encoding(std::string_view head, Invalid invalid) {
  const internal::EncodingGuess guess = internal::guess_encoding(head, at_end_);
  encoding_.source = Encoding::Source::kGuess;
  encoding_.percent = guess.percent;
  if (guess.is_sure()) {
    encoding_.name = guess.name;
    encoding_.utf8 = guess.name == "UTF-8";
    return;
  }
  encoding_.source = Encoding::Source::kUnsure;
  encoding_.likeliest = guess.name;
  if (invalid == Invalid::kReplace || invalid == Invalid::kRepair) {
    throw DocumentError(
        fmt::format("no encoding is certain: likeliest {}, {} %", guess.name, guess.percent),
        "name the encoding with --encoding");
  }
}

std::string_view Input::next() {
  if (!transcoder_ && !repair_) return next_bytes();
  while (!at_end_ || head_begin_ < head_end_) {
    const std::string_view bytes = next_bytes();
    const std::string_view text = decode(bytes);
    if (!text.empty()) return text;
  }
  return {};
}

std::string_view Input::decode(std::string_view bytes) {
  if (repair_) return repair_->repair(bytes, at_end_);
  if (const auto text = transcoder_->convert(bytes, at_end_)) return *text;
  const internal::Transcoder::Fault& fault = transcoder_->fault();
  const std::string place =
      fault.unwritable ? "" : fmt::format("byte {}: ", encoding_.mark.size() + fault.offset);
  throw DocumentError(fmt::format("{}not {}: {}", place, encoding_.name, fault.what),
                      encoding_.source == Encoding::Source::kGuess
                          ? "name the encoding with --encoding"
                          : std::string());
}

std::string_view Input::next_bytes() {
  if (head_begin_ < head_end_) {
    const std::string_view head(block_.data() + head_begin_, head_end_ - head_begin_);
    head_begin_ = head_end_;
    return head;
  }
  if (at_end_) return {};
  return {block_.data(), read_some(block_.data(), block_.size())};
}

// Where bytes may be long in coming, a signal must be able to end the wait.
void Input::wait_for_bytes() const {
  if (S_ISREG(status_.st_mode)) return;
  std::array<pollfd, 2> fds = {{{fd_, POLLIN, 0}, {stop_fd(), POLLIN, 0}}};
  ::poll(fds.data(), fds.size(), -1);
}

std::size_t Input::read_some(char* to, std::size_t size) {
  while (true) {
    wait_for_bytes();
    if (stop_signal() != 0) {
      if (!ends_when_stopped_ || S_ISREG(status_.st_mode)) throw Stopped();
      at_end_ = stopped_ = true;
      return 0;
    }
    const ssize_t got = ::read(fd_, to, size);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) throw DocumentError(error_text(errno));
    at_end_ = got == 0;
    bytes_read_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
}

}  // namespace textmend::cli
