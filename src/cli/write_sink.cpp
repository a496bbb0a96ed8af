#include "cli/write_sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace textmend::cli {

Writing::Writing(const Input& input, const std::string& encoding, const InPlace& how)
    : input_(&input), how_(how), compared_(input.encoding().mark.size()) {
  const Encoding& own = input.encoding();
  if (!encoding.empty() && encoding != own.name) {
    if (!internal::is_utf8_encoding(encoding)) encoder_.emplace(encoding);
    changed_ = !(own.utf8 && !encoder_);
  } else if (!own.utf8) {
    encoder_.emplace(own.name);
    original_.emplace(own.name);
  }
  anew_ = changed_;
}

// `begin`: the bytes of UTF-8 before the first section that is written.
void Writing::open_file(std::uint64_t begin) {
  file_.emplace(input_->path(), input_->fd(), input_->status(), how_);
  if (anew_) return;
  // Of what is cleaned beside other things nobody is kept waiting.
  if (!is_prepared_) file_->lock();
  file_->ensure_replaceable();
  file_->copy_head(original_ ? compared_ : begin);
}

void Writing::section(const Section& section) {
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
void Writing::compare_or_note(std::string_view text, bool last) {
  if (refusal_) return;
  try {
    compare(text, last);
  } catch (const DocumentError&) {
    refusal_ = std::current_exception();
  }
}

void Writing::compare(std::string_view text, bool last) {
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

void Writing::prepare() {
  if (!file_) return;
  if (original_) {
    compare_or_note({}, true);
    if (refusal_) std::rethrow_exception(refusal_);
    if (compared_ != static_cast<std::uint64_t>(input_->status().st_size)) {
      throw DocumentError(fmt::format("{} can't write it back as it was", input_->encoding().name),
                          "the file is as it was; --output-encoding UTF-8 writes it as UTF-8");
    }
  }
  if (encoder_) file_->write(encoder_->encode({}, true));
  file_->prepare();
}

void Writing::replace() {
  if (file_) file_->replace();
}

void Writing::settle(FolderSyncs& syncs) {
  if (file_) file_->settle(syncs);
}

void Writing::prepare(const KeptSections& sections) {
  struct ToWriting : Sink {
    explicit ToWriting(Writing& to) : writing(to) {}
    void section(const Section& section) override { writing.section(section); }
    Writing& writing;
  } to(*this);
  is_prepared_ = true;
  sections.hand_over(to);
  prepare();
}

void WriteSink::begin(const Input& input) {
  if (!S_ISREG(input.status().st_mode)) {
    throw DocumentError("is not a regular file", "leave out --write");
  }
  sweeper_.sweep_beside(input.path());
  if (!writing_) writing_ = writing(input);
}

void WriteSink::section(const Section& section) {
  if (!writing_->is_prepared()) writing_->section(section);
}

void WriteSink::end() {
  if (!writing_->is_prepared()) writing_->prepare();
  writing_->replace();
}

void WriteSink::abandon(std::string_view /*name*/, std::string_view /*why*/) { writing_.reset(); }

}  // namespace textmend::cli
