// A document while it is open, and who opens it.

#ifndef TEXTMEND_CLI_DOCUMENT_H_
#define TEXTMEND_CLI_DOCUMENT_H_

#include <sys/stat.h>

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/input.h"
#include "cli/options.h"

namespace textmend::cli {

Invalid invalid_of(const Options& options);

struct OpenDocument {
  explicit OpenDocument(Input opened) : input(std::move(opened)) {}

  Input input;
  std::string left_out;             // why it is not cleaned; empty if it is
  std::atomic<bool> failed{false};  // some sink could not go on: nothing more need be read
};

// Thread safe.
class DocumentOpener {
 public:
  // `out` and `reports` are the descriptors of what all documents share, -1 where there is none.
  DocumentOpener(const Options& options, int out, std::span<const int> reports);

  // Throws DocumentError.
  std::shared_ptr<OpenDocument> open(const Files::File& file) const;

 private:
  const InputOptions input_options_;
  const bool wants_binary_;
  std::optional<struct stat> out_;  // where they are regular files
  std::vector<struct stat> reports_;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_DOCUMENT_H_
