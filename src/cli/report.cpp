#include "cli/report.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>

#include "cli/notes_sink.h"
#include "cli/quoting.h"

namespace textmend::cli {
namespace {

constexpr int kSchema = 1;

void append_step(std::string& line, const Step& step) {
  line += '{';
  append_json(line, "rule", step.rule);
  line += ',';
  append_json(line, "evidence", step.evidence);
  line += ',';
  append_json(line, "before", step.before);
  line += ',';
  append_json(line, "after", step.after);
  line += '}';
}

}  // namespace

Output open_report(const std::string& path, const std::vector<std::string>& inputs) {
  // Looked at before it is emptied.
  Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666));
  struct stat status = {};
  if (!fd.is_open() || ::fstat(fd.get(), &status) != 0) throw OutputError(path, error_text(errno));
  if (S_ISREG(status.st_mode)) {
    for (const std::string& input : inputs) {
      struct stat other = {};
      const bool known =
          input == "-" ? ::fstat(STDIN_FILENO, &other) == 0 : ::stat(input.c_str(), &other) == 0;
      if (known && same_file(status, other)) throw OutputError(path, "is an input too");
    }
    if (::ftruncate(fd.get(), 0) != 0) throw OutputError(path, error_text(errno));
  }
  return Output(std::move(fd), path, Output::ClosedPipes::kAreErrors);
}

ReportSink::ReportSink(Output& out, const RuleSet& rules) : out_(out) {
  line_ = '{';
  append_json(line_, "textmend", version());
  line_ += ',';
  append_json(line_, "fingerprint", rules.fingerprint());
  fmt::format_to(std::back_inserter(line_), ",\"schema\":{}", kSchema);
  close_line();
}

void ReportSink::begin(const Input& input) {
  file_.clear();
  append_json(file_, "file", input.name());
  invalid_lines_ = 0;
  input_ = &input;
  const Encoding& encoding = input.encoding();
  if (encoding.source == Encoding::Source::kDefault) return;
  open_line();
  line_ += ',';
  append_json(line_, "encoding", encoding.name);
  line_ += ',';
  append_json(line_, "source", source_name(encoding.source));
  fmt::format_to(std::back_inserter(line_), ",\"percent\":{}", encoding.percent);
  if (encoding.source == Encoding::Source::kUnsure) {
    line_ += ',';
    append_json(line_, "likeliest", encoding.likeliest);
  }
  close_line();
}

void ReportSink::section(const Section& section) {
  invalid_lines_ += section.invalid_lines;
  auto note = section.notes.begin();
  for (const Hunk& hunk : section.hunks) {
    for (; note != section.notes.end() && note->offset < hunk.begin; ++note) add_note(*note);
    add_hunk(hunk);
  }
  for (; note != section.notes.end(); ++note) add_note(*note);
}

void ReportSink::end() {
  if (input_->repairs() > 0) {
    open_line();
    fmt::format_to(std::back_inserter(line_), ",\"repaired_sequences\":{}", input_->repairs());
    close_line();
  }
  if (invalid_lines_ > 0) {
    open_line();
    fmt::format_to(std::back_inserter(line_), ",\"invalid_lines\":{}", invalid_lines_);
    close_line();
  }
  out_.flush();
}

void ReportSink::abandon(std::string_view name, std::string_view why) {
  file_.clear();
  append_json(file_, "file", name);
  open_line();
  line_ += ',';
  append_json(line_, "error", why);
  close_line();
}

void ReportSink::add_hunk(const Hunk& hunk) {
  open_line();
  append_numbers({{"begin", hunk.begin}, {"end", hunk.end}});
  append_numbers({{"line", hunk.line}, {"column", hunk.column}});
  line_ += ',';
  append_json(line_, "before", hunk.before);
  line_ += ',';
  append_json(line_, "after", hunk.after);
  line_ += ",\"steps\":[";
  for (const Step& step : hunk.steps) {
    if (&step != hunk.steps.data()) line_ += ',';
    append_step(line_, step);
  }
  line_ += ']';
  close_line();
}

void ReportSink::add_note(const Note& note) {
  open_line();
  line_ += ',';
  append_json(line_, "note", note_name(note.kind));
  line_ += ',';
  append_json(line_, "rule", note.rule);
  append_numbers({{"offset", note.offset}, {"line", note.line}, {"column", note.column}});
  line_ += ',';
  append_json(line_, "text", note.text);
  close_line();
}

void ReportSink::append_numbers(
    std::initializer_list<std::pair<std::string_view, std::uint64_t>> numbers) {
  for (const auto& [key, number] : numbers) {
    line_ += ',';
    append_json(line_, key, number);
  }
}

void ReportSink::open_line() { (line_ = '{') += file_; }

void ReportSink::close_line() { out_.write(line_ += "}\n"); }

}  // namespace textmend::cli
