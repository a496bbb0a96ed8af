#include "cli/text_sink.h"

#include <fmt/format.h>

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
