// Any bytes through the default profile and the rule that knows pages; aborts where the library
// breaks one of its promises (textmend.h: WHAT IS KEPT, STABLE, and the members of Section and
// Hunk).

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/textmend.h"
#include "utf8.h"

namespace {

using textmend::Cleaner;
using textmend::CleanOptions;
using textmend::Hunk;
using textmend::Note;
using textmend::RuleSet;

constexpr std::size_t kMaxInput = std::size_t{16} << 10;

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

bool valid_utf8(std::string_view text) { return utf8::is_valid(text.begin(), text.end()); }

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string_view first_code_point(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && is_continuation(text[end])) ++end;
  return text.substr(0, end);
}

std::string_view last_code_point(std::string_view text) {
  std::size_t begin = text.size() - 1;
  while (begin > 0 && is_continuation(text[begin])) --begin;
  return text.substr(begin);
}

std::size_t count_invalid_lines(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!valid_utf8(text.substr(0, end))) ++count;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return count;
}

RuleSet default_rules() {
  std::vector<textmend::Diagnostic> problems;
  textmend::RuleOptions options;
  options.profiles = {"default"};
  options.select = {"pdf/page-furniture"};
  auto rules = RuleSet::load(options, problems);
  for (const auto& problem : problems) std::fputs(to_string(problem).c_str(), stderr);
  require(rules.has_value(), "the shipped rules load");
  return *std::move(rules);
}

// Sections and lines so short that every input is cut.
CleanOptions short_sections() {
  CleanOptions options;
  options.limits.section_bytes = 256;
  options.limits.section_lines = 8;
  options.limits.line_bytes = 64;
  return options;
}

// Puts the output together, and checks each section on its way.
class CheckingSink : public textmend::Sink {
 public:
  explicit CheckingSink(std::string_view document) : document_(document) {}

  void section(const textmend::Section& section) override {
    require(!last_, "no section follows the last one");
    require(section.begin == input_bytes_, "sections follow each other without a gap");
    require(section.input == document_.substr(input_bytes_, section.input.size()),
            "a section's input is the document's bytes");
    std::uint64_t at = section.begin;
    std::uint64_t line = section.line;
    for (const Hunk& hunk : section.hunks) {
      require(at <= hunk.begin && hunk.begin <= hunk.end, "hunks are ascending and disjoint");
      require(hunk.end <= section.begin + section.input.size(), "hunks lie inside the section");
      line += static_cast<std::uint64_t>(
          std::ranges::count(document_.substr(at, hunk.begin - at), '\n'));
      require(hunk.line == line, "a hunk's line is that of its first byte");
      line += static_cast<std::uint64_t>(std::ranges::count(hunk.before, '\n'));
      at = hunk.end;
      check(hunk);
    }
    for (const Note& note : section.notes) limits_met_ |= note.kind == Note::Kind::kLimit;
    section.for_each_piece([this](std::string_view piece) { output_ += piece; });
    input_bytes_ += section.input.size();
    invalid_lines_ += section.invalid_lines;
    last_ = section.last;
  }

  // Call behind Stream::finish().
  const std::string& output() const {
    require(last_, "a document ends with its last section");
    require(input_bytes_ == document_.size(), "sections cover the document");
    return output_;
  }
  std::size_t invalid_lines() const { return invalid_lines_; }
  bool limits_met() const { return limits_met_; }

 private:
  void check(const Hunk& hunk) const {
    require(hunk.before == document_.substr(hunk.begin, hunk.end - hunk.begin),
            "`before` is the input's bytes");
    require(valid_utf8(hunk.before), "no hunk touches a line that is not valid UTF-8");
    require(valid_utf8(hunk.after), "what is written is valid UTF-8");
    require(!hunk.steps.empty(), "a hunk names its rules");
    require(hunk.before != hunk.after, "a hunk changes something");
    if (hunk.before.empty() || hunk.after.empty()) return;
    require(first_code_point(hunk.before) != first_code_point(hunk.after) &&
                last_code_point(hunk.before) != last_code_point(hunk.after),
            "a hunk is trimmed to what differs");
  }

  std::string_view document_;
  std::string output_;
  std::size_t input_bytes_ = 0;
  std::size_t invalid_lines_ = 0;
  bool limits_met_ = false;
  bool last_ = false;
};

void feed(const Cleaner& cleaner, std::string_view text, std::size_t block, CheckingSink& sink) {
  textmend::Stream stream = cleaner.stream(sink);
  for (std::size_t at = 0; at < text.size(); at += block) stream.feed(text.substr(at, block));
  stream.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const RuleSet rules = default_rules();
  static const Cleaner cleaner(rules);
  static const Cleaner cutting(rules, short_sections());
  const std::string text(data, data + std::min(size, kMaxInput));

  const std::string clean = cleaner.clean(text);
  require(!valid_utf8(text) || valid_utf8(clean), "valid UTF-8 in, valid UTF-8 out");
  require(cleaner.clean(clean) == clean, "cleaning twice is cleaning once");

  for (const std::size_t block : {kMaxInput, std::size_t{7}, std::size_t{1}}) {
    CheckingSink sink(text);
    feed(cleaner, text, block, sink);
    require(sink.output() == clean, "the hunks give the output, whatever the block size");
    require(sink.invalid_lines() == count_invalid_lines(text), "invalid lines are counted");
    require(!sink.limits_met(), "a shipped rule meets no limit");
  }

  CheckingSink whole(text);
  feed(cutting, text, kMaxInput, whole);
  CheckingSink pieces(text);
  feed(cutting, text, 7, pieces);
  require(whole.output() == pieces.output(), "where sections are cut depends on the bytes alone");
  require(!valid_utf8(text) || valid_utf8(whole.output()), "valid UTF-8 in sections too");
  return 0;
}
