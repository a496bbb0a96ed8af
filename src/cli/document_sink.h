// What a run hands the documents to. Every mode is a few of these.

#ifndef TEXTMEND_CLI_DOCUMENT_SINK_H_
#define TEXTMEND_CLI_DOCUMENT_SINK_H_

#include <string_view>

#include "cli/input.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// For each file: begin, section..., end; or, at any point, abandon, if it can't be read or written.
// Section::first says where a document begins: once, or, in a stream that is split, for each part
// of it; of records each line is a document. All but abandon() may throw
// DocumentError, which ends the document; all may throw OutputError and ClosedPipe, which end the
// run.
class DocumentSink {
 public:
  virtual ~DocumentSink() = default;
  virtual void begin(const Input& input) = 0;
  virtual void section(const Section& section) = 0;
  virtual void end() {}
  virtual void abandon(std::string_view /*name*/, std::string_view /*why*/) {}
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_DOCUMENT_SINK_H_
