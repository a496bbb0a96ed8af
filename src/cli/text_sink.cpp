#include "cli/text_sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace textmend::cli {
namespace {

internal::Transcoder open_transcoder(const std::string& encoding) {
  auto transcoder = internal::Transcoder::open("UTF-8", encoding);
  if (!transcoder) throw DocumentError("no converter for the encoding " + encoding);
  return std::move(*transcoder);
}

}  // namespace

Encoder::Encoder(const std::string& encoding)
    : encoding_(encoding), transcoder_(open_transcoder(encoding)) {}

std::string_view Encoder::encode(std::string_view text, bool last) {
  if (const auto bytes = transcoder_.convert(text, last)) return *bytes;
  const internal::Transcoder::Fault& fault = transcoder_.fault();
  if (fault.unwritable) {
    throw DocumentError(fmt::format("{} can't be written in {}", fault.what, encoding_),
                        "--output-encoding UTF-8 can write all characters");
  }
  throw DocumentError(fmt::format("byte {}: not UTF-8: {}", fault.offset, fault.what),
                      "--invalid replace or repair makes it so");
}

void TextSink::begin(const Input& /*input*/) {
  encoder_.reset();
  if (!encoding_.empty()) encoder_.emplace(encoding_);
}

void TextSink::section(const Section& section) {
  section.for_each_piece([this](std::string_view piece) {
    out_.write(encoder_ ? encoder_->encode(piece, false) : piece);
  });
}

void TextSink::end() {
  if (encoder_) out_.write(encoder_->encode({}, true));
  out_.flush();
}

void WriteSink::begin(const Input& input) {
  input_ = &input;
  file_.reset();
  encoder_.reset();
  original_.reset();
  refusal_ = nullptr;
  compared_ = input.encoding().mark.size();
  if (!S_ISREG(input.status().st_mode)) {
    throw DocumentError("is not a regular file", "leave out --write");
  }
  sweeper_.sweep_beside(input.path());
  const Encoding& own = input.encoding();
  changed_ = false;
  if (!encoding_.empty() && encoding_ != own.name) {
    if (!internal::is_utf8_encoding(encoding_)) encoder_.emplace(encoding_);
    changed_ = !(own.utf8 && !encoder_);
  } else if (!own.utf8) {
    encoder_.emplace(own.name);
    original_.emplace(own.name);
  }
  anew_ = changed_;
}

// `begin`: the bytes of UTF-8 before the first section that is written.
void WriteSink::open_file(std::uint64_t begin) {
  file_.emplace(input_->path(), input_->fd(), input_->status(), how_);
  if (anew_) return;
  file_->ensure_replaceable();
  file_->copy_head(original_ ? compared_ : begin);
}

void WriteSink::section(const Section& section) {
  changed_ |= !section.hunks.empty() || input_->repairs() > 0;
  if (changed_ && !file_) open_file(section.begin);
  if (original_) compare_or_note(section.input, false);
  if (changed_ && refusal_) std::rethrow_exception(refusal_);
  if (!file_ && (!encoder_ || refusal_)) return;
  section.for_each_piece([this](std::string_view piece) {
    // An encoding may have a state, which hangs on all that went before.
    const std::string_view bytes = encoder_ ? encoder_->encode(piece, false) : piece;
    if (file_) file_->write(bytes);
  });
}

// A file that needs no change need not be written back.
void WriteSink::compare_or_note(std::string_view text, bool last) {
  if (refusal_) return;
  try {
    compare(text, last);
  } catch (const DocumentError&) {
    refusal_ = std::current_exception();
  }
}

void WriteSink::compare(std::string_view text, bool last) {
  std::string_view bytes = original_->encode(text, last);
  std::array<char, 65536> block = {};
  while (!bytes.empty()) {
    const std::size_t want = std::min(bytes.size(), block.size());
    const ssize_t got = uninterrupted(
        [&] { return ::pread(input_->fd(), block.data(), want, static_cast<off_t>(compared_)); });
    if (got < 0) throw DocumentError(error_text(errno));
    const std::string_view own(block.data(), static_cast<std::size_t>(got));
    const auto [here, there] = std::mismatch(own.begin(), own.end(), bytes.begin());
    if (own.empty() || here != own.end()) {
      throw DocumentError(fmt::format("byte {}: {} can't write this back as it was",
                                      compared_ + static_cast<std::uint64_t>(here - own.begin()),
                                      input_->encoding().name),
                          "the file is as it was; --output-encoding UTF-8 writes it as UTF-8");
    }
    bytes.remove_prefix(own.size());
    compared_ += own.size();
  }
}

void WriteSink::end() {
  if (file_ && original_) {
    compare_or_note({}, true);
    if (refusal_) std::rethrow_exception(refusal_);
    if (compared_ != static_cast<std::uint64_t>(input_->status().st_size)) {
      throw DocumentError(fmt::format("{} can't write it back as it was", input_->encoding().name),
                          "the file is as it was; --output-encoding UTF-8 writes it as UTF-8");
    }
  }
  if (file_ && encoder_) file_->write(encoder_->encode({}, true));
  if (file_) file_->commit();
  file_.reset();
}

void WriteSink::abandon(std::string_view /*name*/, std::string_view /*why*/) { file_.reset(); }

void CheckSink::begin(const Input& input) {
  input_ = &input;
  changes_ = false;
}

void CheckSink::section(const Section& section) { changes_ |= !section.hunks.empty(); }

void CheckSink::end() {
  if (!changes_ && input_->repairs() == 0) return;
  found_ = true;
  if (names_ == nullptr) return;
  names_->write(std::string(input_->name()) + '\n');
  names_->flush();
}

}  // namespace textmend::cli
