#include "support.h"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "catch2/catch.hpp"

namespace textmend::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string name = (fs::temp_directory_path() / "textmend-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void TempFolder::write(const std::string& name, std::string_view bytes) const {
  fs::create_directories((path_ / name).parent_path());
  write_file(path_ / name, bytes);
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("can't write " + path.string());
}

std::string replace_rule(std::string_view needs, std::string_view pattern, std::string_view with,
                         std::string_view more) {
  std::string text =
      "schema = 1\nkind = \"replace\"\ntitle = \"A rule of a test\"\n"
      "docs = { what = \"w\", why = \"w\", not_for = \"n\" }\n[params]\n";
  text.append("needs = [").append(needs).append("]\npattern = '").append(pattern);
  text.append("'\nwith = '").append(with).append("'\n").append(more);
  return text + "\n[[test]]\nname = \"none\"\nin = \"\"\n";
}

RuleSet rules_of(const std::map<std::string, std::string>& files_by_id,
                 const std::vector<std::string>& off) {
  const TempFolder folder;
  RuleOptions options;
  options.ignore = off;
  options.builtin = false;
  options.folders = {folder.path().string()};
  for (const auto& [id, text] : files_by_id) {
    folder.write(id + ".toml", text);
    options.select.push_back(id);
  }
  std::vector<Diagnostic> problems;
  const auto rules = RuleSet::load(options, problems);
  for (const Diagnostic& problem : problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(rules.has_value());
  return *rules;
}

RuleSet shipped_rules(const std::vector<std::string>& profiles) {
  RuleOptions options;
  options.profiles = profiles;
  std::vector<Diagnostic> problems;
  const auto rules = RuleSet::load(options, problems);
  for (const Diagnostic& problem : problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(rules.has_value());
  return *rules;
}

std::string random_text(Dice& dice, std::size_t most_code_points) {
  // é and è share their first byte, é and ũ their last; likewise … and ‥, 😀 and 😁.
  static constexpr std::string_view kPieces[] = {"a", "b",  " ",  "é",  "è",  "ũ",    "…",
                                                 "‥", "😀", "😁", "\n", "\n", "\r\n", "\r"};
  std::string text;
  for (std::size_t left = dice.roll(most_code_points + 1); left > 0; --left) {
    text += kPieces[dice.roll(std::size(kPieces))];
  }
  return text;
}

std::vector<std::size_t> boundaries(std::string_view text) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) result.push_back(i);
  }
  result.push_back(text.size());
  return result;
}

void Collected::section(const Section& section) {
  CHECK(section.begin == input.size());
  CHECK(section.line == 1U + static_cast<std::size_t>(std::ranges::count(input, '\n')));
  for (const Hunk& hunk : section.hunks) {
    KeptHunk kept{hunk.begin, hunk.end, hunk.line, hunk.column, std::string(hunk.before),
                  hunk.after, {}};
    for (const Step& step : hunk.steps) kept.rules.emplace_back(step.rule);
    hunks.push_back(std::move(kept));
  }
  for (const Note& note : section.notes) {
    notes.push_back(
        {note.kind, std::string(note.rule), note.offset, note.line, note.column, note.text});
  }
  section.for_each_piece([this](std::string_view piece) { output += piece; });
  input += section.input;
  section_sizes.push_back(section.input.size());
  invalid_lines += section.invalid_lines;
  last_sections += section.last;
}

std::string Collected::replayed() const {
  std::string result;
  std::size_t at = 0;
  for (const KeptHunk& hunk : hunks) {
    if (hunk.begin < at || hunk.end < hunk.begin || hunk.end > input.size()) return "hunks overlap";
    if (input.substr(hunk.begin, hunk.end - hunk.begin) != hunk.before) return "wrong `before`";
    result.append(input, at, hunk.begin - at).append(hunk.after);
    at = hunk.end;
  }
  return result.append(input, at);
}

Collected clean_in_blocks(const Cleaner& cleaner, std::string_view text, std::size_t block) {
  Collected sink;
  Stream stream = cleaner.stream(sink);
  for (std::size_t at = 0; at < text.size(); at += block) stream.feed(text.substr(at, block));
  stream.finish();
  return sink;
}

TEST_CASE("random texts are valid UTF-8 cut at their boundaries and the same on every machine") {
  Dice dice(1);
  CHECK(dice.roll(1000) == 845);  // std::mt19937 is defined to the bit
  const std::string text = random_text(dice, 50);
  std::string again;
  const std::vector<std::size_t> cuts = boundaries(text);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    again += text.substr(cuts[i], cuts[i + 1] - cuts[i]);
  }
  CHECK(again == text);
}

}  // namespace textmend::test
