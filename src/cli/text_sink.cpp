#include "cli/text_sink.h"

namespace textmend::cli {

void TextSink::section(const Section& section) {
  section.for_each_piece([this](std::string_view piece) { out_.write(piece); });
}

void WriteSink::begin(const Input& input) {
  input_ = &input;
  file_.reset();
  if (!S_ISREG(input.status().st_mode)) {
    throw DocumentError("is not a regular file", "leave out --write");
  }
}

void WriteSink::section(const Section& section) {
  if (!file_) {
    if (section.hunks.empty()) return;
    file_.emplace(input_->path(), input_->fd(), input_->status());
    file_->copy_head(section.begin);
  }
  section.for_each_piece([this](std::string_view piece) { file_->write(piece); });
}

void WriteSink::end() {
  if (file_) file_->commit();
  file_.reset();
}

void WriteSink::abandon(std::string_view /*name*/, std::string_view /*why*/) { file_.reset(); }

void CheckSink::begin(const Input& input) {
  name_ = input.name();
  changes_ = false;
}

void CheckSink::section(const Section& section) { changes_ |= !section.hunks.empty(); }

void CheckSink::end() {
  if (!changes_) return;
  found_ = true;
  if (names_ == nullptr) return;
  names_->write(name_ + '\n');
  names_->flush();
}

}  // namespace textmend::cli
