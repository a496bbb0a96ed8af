#include "cli/document.h"

#include <algorithm>
#include <string_view>

#include "cli/fd.h"
#include "cli/output.h"

namespace textmend::cli {
namespace {

std::optional<struct stat> regular_file(int fd) {
  struct stat status = {};
  if (fd < 0 || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return status;
}

}  // namespace

Invalid invalid_of(const Options& options) {
  const std::string_view word = options.invalid;
  if (word == "replace") return Invalid::kReplace;
  if (word == "repair") return Invalid::kRepair;
  return word == "fail" ? Invalid::kFail : Invalid::kKeep;
}

DocumentOpener::DocumentOpener(const Options& options, int out, std::span<const int> reports)
    : input_options_{options.encoding, invalid_of(options),
                     // Of records only whole ones are of use.
                     options.mode == Mode::kText && options.records.fields.empty()},
      // Who says what parts a text, be it NUL, says that it is one.
      wants_binary_(options.binary_as_text || options.mode == Mode::kText || options.split_on),
      out_(regular_file(out)) {
  for (const int fd : reports) {
    if (const auto report = regular_file(fd)) reports_.push_back(*report);
  }
}

std::shared_ptr<OpenDocument> DocumentOpener::open(const Files::File& file) const {
  if (file.error != 0) throw DocumentError(error_text(file.error));
  auto document = std::make_shared<OpenDocument>(Input(file.path, input_options_));
  const struct stat& status = document->input.status();
  const bool is_out = out_ && same_file(*out_, status);
  const bool is_report =
      std::any_of(reports_.begin(), reports_.end(),
                  [&](const struct stat& report) { return same_file(report, status); });
  if ((is_out || is_report) && file.walked) document->left_out = "it is what we write";
  if (document->input.is_binary() && !wants_binary_) {
    document->left_out = "it looks binary, and --text is not given";
  }
  // `textmend a >> a` would read what it writes, for ever; in `textmend a > a` nothing is left of
  // it.
  if (is_out && !file.walked && status.st_size > 0) {
    throw DocumentError("is also the output", "use --write");
  }
  if (is_report && !file.walked) throw DocumentError("is also the report");
  return document;
}

}  // namespace textmend::cli
