#include "textmend/record_account.h"

#include <fmt/format.h>

#include <iterator>

#include "textmend/json_text.h"
#include "textmend/language.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

void append_string(std::string& to, std::string_view text, bool ascii) {
  to += '"';
  append_json_text(to, text, ascii);
  to += '"';
}

}  // namespace

void RecordAccount::add(std::string_view text, std::string_view lang, const SectionResult& result) {
  changes_ += result.edits.size();
  for (const Edit& edit : result.edits) {
    removed_chars_ += count_code_points(text.substr(edit.begin, edit.end - edit.begin));
    for (const Step& step : edit.steps) ++rules_[step.rule];
  }
  for (const SectionNote& note : result.notes) {
    switch (note.kind) {
      case Note::Kind::kFlag:
        ++flags_;
        break;
      case Note::Kind::kUnsettled:
      case Note::Kind::kRemoved:
      case Note::Kind::kLexicon:
        kept_ = true;
        break;
      default:
        break;
    }
  }
  if (text.size() <= longest_) return;
  longest_ = text.size();
  lang_ = lang.empty() ? detect_language(text) : std::string(lang);
}

std::string RecordAccount::json(std::string_view ruleset, bool ascii) const {
  std::string json =
      ruleset.empty() ? R"({"ruleset":null)" : fmt::format(R"({{"ruleset":"{}")", ruleset);
  fmt::format_to(std::back_inserter(json), R"(,"changes":{},"removed_chars":{},"rules":{{)",
                 changes_, removed_chars_);
  bool first = true;
  for (const auto& [rule, steps] : rules_) {
    if (!first) json += ',';
    first = false;
    append_string(json, rule, ascii);
    fmt::format_to(std::back_inserter(json), ":{}", steps);
  }
  fmt::format_to(std::back_inserter(json), R"(}},"flags":{},"lang":)", flags_);
  append_string(json, lang_, ascii);
  json += R"(,"status":")";
  json += kept_ ? "kept" : changes_ > 0 ? "changed" : "clean";
  return json += "\"}";
}

}  // namespace textmend::internal
