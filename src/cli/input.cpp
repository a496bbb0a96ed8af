#include "cli/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cli/output.h"

namespace textmend::cli {
namespace {

// Read, never mapped: another process that cuts a mapped file short would kill us.
constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

// Units between the two converters; ICU wants room for a few characters.
constexpr std::size_t kPivotUnits = 4096;

struct Mark {
  std::string_view bytes;
  const char* encoding;
};

// Longest first: the mark of UTF-32LE begins with that of UTF-16LE.
constexpr std::array<Mark, 4> kMarks = {{
    {std::string_view("\xFF\xFE\0\0", 4), "UTF-32"},
    {std::string_view("\0\0\xFE\xFF", 4), "UTF-32"},
    {std::string_view("\xFF\xFE", 2), "UTF-16"},
    {std::string_view("\xFE\xFF", 2), "UTF-16"},
}};
constexpr std::size_t kLongestMark = 4;

}  // namespace

void ConverterCloser::operator()(UConverter* converter) const { ucnv_close(converter); }

Converter open_converter(const std::string& name) {
  if (name.empty()) return nullptr;  // ICU would take the default of this machine
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

bool is_utf8_encoding(const std::string& name) {
  if (name.empty()) return true;
  const Converter converter = open_converter(name);
  return converter != nullptr && ucnv_getType(converter.get()) == UCNV_UTF8;
}

Decoder::Decoder(const std::string& encoding)
    : encoding_(encoding),
      from_(open_converter(encoding)),
      to_(open_converter("UTF-8")),
      pivot_(kPivotUnits),
      pivot_source_(pivot_.data()),
      pivot_target_(pivot_.data()),
      out_(kBlockBytes, '\0') {
  if (!from_ || !to_) throw DocumentError("no converter for the encoding " + encoding);
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(from_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(to_.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status)) throw DocumentError(u_errorName(status));
}

std::string_view Decoder::decode(std::string_view bytes, bool last) {
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::size_t used = 0;
  while (true) {
    char* target = out_.data() + used;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(to_.get(), from_.get(), &target, out_.data() + out_.size(), &source, source_end,
                   pivot_.data(), &pivot_source_, &pivot_target_, pivot_.data() + pivot_.size(),
                   /*reset=*/false, /*flush=*/last, &status);
    used = static_cast<std::size_t>(target - out_.data());
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      out_.resize(out_.size() * 2);
      continue;
    }
    consumed_ += static_cast<std::uint64_t>(source - bytes.data());
    if (U_FAILURE(status)) fail();
    return std::string_view(out_).substr(0, used);
  }
}

void Decoder::fail() const {
  std::array<char, 32> illegal = {};
  auto size = static_cast<std::int8_t>(illegal.size());
  UErrorCode status = U_ZERO_ERROR;
  ucnv_getInvalidChars(from_.get(), illegal.data(), &size, &status);
  std::string bytes;
  for (std::size_t i = 0; U_SUCCESS(status) && i < static_cast<std::size_t>(size); ++i) {
    bytes += fmt::format(" {:02X}", static_cast<unsigned char>(illegal[i]));
  }
  const std::uint64_t offset = consumed_ - bytes.size() / 3;
  throw DocumentError(fmt::format("byte {}: not {}:{}", offset, encoding_, bytes));
}

Input::Input(std::string path, const std::string& encoding)
    : path_(std::move(path)), block_(kBlockBytes) {
  if (path_ == "-") {
    fd_ = STDIN_FILENO;
  } else {
    owned_ = Fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    fd_ = owned_.get();
  }
  if (fd_ < 0 || ::fstat(fd_, &status_) != 0) throw DocumentError(error_text(errno));
  if (S_ISDIR(status_.st_mode)) {
    throw DocumentError("is a folder", "name the files in it");
  }
  if (!is_utf8_encoding(encoding)) decoder_ = std::make_unique<Decoder>(encoding);
  // Who names an encoding has decided; a mark is then text of that encoding.
  at_head_ = encoding.empty();
}

std::string_view Input::next() {
  if (!decoder_) return next_bytes();
  while (!at_end_) {
    const std::string_view bytes = next_bytes();
    const std::string_view text = decoder_->decode(bytes, at_end_);
    if (!text.empty()) return text;
  }
  return {};
}

std::string_view Input::next_bytes() {
  if (at_end_) return {};
  std::size_t size = read_some(block_.data(), block_.size());
  if (at_head_) {
    // A pipe may hand out the mark byte by byte.
    while (!at_end_ && size < kLongestMark) {
      size += read_some(block_.data() + size, block_.size() - size);
    }
    at_head_ = false;
    refuse_other_encodings({block_.data(), size});
  }
  return {block_.data(), size};
}

std::size_t Input::read_some(char* to, std::size_t size) {
  while (true) {
    const ssize_t got = ::read(fd_, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw DocumentError(error_text(errno));
    at_end_ = got == 0;
    return static_cast<std::size_t>(got);
  }
}

void Input::refuse_other_encodings(std::string_view head) const {
  for (const Mark& mark : kMarks) {
    if (!head.starts_with(mark.bytes)) continue;
    throw DocumentError(fmt::format("begins with the byte order mark of {}", mark.encoding),
                        fmt::format("read it with --encoding {}", mark.encoding));
  }
}

}  // namespace textmend::cli
