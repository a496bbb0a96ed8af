// One document's sections, to all sinks.

#ifndef TEXTMEND_CLI_FAN_OUT_H_
#define TEXTMEND_CLI_FAN_OUT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "cli/document_sink.h"
#include "cli/progress.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// Outputs are what is made of a document; counters say what was made of it, when it is sure that it
// was. Mostly a section is handed to both at once; a document that is written in place beside
// others goes to its counters when its file is settled.
class FanOut : public Sink {
 public:
  enum class To { kAll, kOutputs, kCounters };

  FanOut(Progress& progress, bool fail_on_invalid)
      : progress_(progress), fail_on_invalid_(fail_on_invalid) {}
  void add_output(DocumentSink& sink) { outputs_.push_back(&sink); }
  void add_counter(DocumentSink& sink) { counters_.push_back(&sink); }

  void begin(const Input& input, To to);
  // Throws DocumentError where the document can't be cleaned after all, as the sinks do.
  void section(const Section& section) override;
  void end(To to);
  void abandon(std::string_view name, std::string_view why, To to);

  // Lines of the document that the sinks have.
  std::uint64_t lines() const { return lines_; }

 private:
  template <typename F>
  void each(To to, F&& f) const;

  std::vector<DocumentSink*> outputs_, counters_;
  Progress& progress_;
  bool fail_on_invalid_;
  To to_ = To::kAll;
  std::uint64_t lines_ = 0;
};

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_FAN_OUT_H_
