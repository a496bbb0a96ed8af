// Any bytes as JSON lines; aborts where a record comes out as it must not: another byte of it
// changed, no JSON any more, its string not what the library makes of the text, without the account
// that was asked for, or the answer hangs on the blocks in which the bytes came.

#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzzing/promises.h"
#include "textmend/textmend.h"

namespace {

using textmend::Cleaner;
using textmend::fuzzing::require;

constexpr std::size_t kMaxInput = std::size_t{8} << 10;

struct Output : textmend::Sink {
  std::string text, input;
  int last = 0;
  void section(const textmend::Section& section) override {
    input += section.input;
    section.for_each_piece([this](std::string_view piece) { text += piece; });
    last += section.last;
  }
};

std::string clean(const Cleaner& cleaner, std::string_view lines, std::size_t block,
                  const char* annotate = "") {
  Output output;
  textmend::RecordOptions options;
  options.fields = {"/t"};
  options.annotate = annotate;
  auto stream = cleaner.records(options, output);
  for (std::size_t at = 0; at < lines.size(); at += block) stream->feed(lines.substr(at, block));
  stream->finish();
  require(output.input == lines, "the sections are the input");
  require(output.last == 1, "one section is the last");
  return output.text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

// What stands in the member `t` of a record, if it is one and has it once.
bool text_of(const std::string& record, std::string& text) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(record);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return false;
  std::size_t found = 0;
  for (const auto field : object) {
    std::string_view value;
    if (field.key != "t" || field.value.get(value) != simdjson::SUCCESS) continue;
    text = value;
    ++found;
  }
  return found == 1;
}

// Whether the record has an account of what was done in its member `z`.
bool is_annotated(const std::string& record) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(record);
  std::string_view status;
  return parser.parse(padded)["z"]["status"].get(status) == simdjson::SUCCESS;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Cleaner cleaner(textmend::fuzzing::shipped_rules({}));
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kMaxInput));
  const std::string output = clean(cleaner, input, input.size() + 1);
  for (const std::size_t block : {std::size_t{1}, std::size_t{13}}) {
    require(clean(cleaner, input, block) == output, "blocks do not matter");
  }
  require(clean(cleaner, output, output.size() + 1) == output, "cleaning twice is cleaning once");
  const std::vector<std::string> before = lines_of(input), after = lines_of(output);
  const std::vector<std::string> told = lines_of(clean(cleaner, input, 7, "/z"));
  require(before.size() == after.size(), "n lines in, n lines out");
  require(before.size() == told.size(), "and as many with annotations");
  for (std::size_t i = 0; i < before.size(); ++i) {
    std::string text, cleaned;
    if (!text_of(before[i], text)) continue;
    require(text_of(after[i], cleaned), "a record stays a record");
    require(cleaned == cleaner.clean(text), "records say what the library says");
    require(is_annotated(told[i]), "a record that is read is annotated");
    require(text_of(told[i], cleaned), "an annotated record stays a record");
    require(cleaned == cleaner.clean(text), "an annotation changes no string");
  }
  return 0;
}
