// What several unit tests need: temporary folders, rules written on the spot, random texts.

#ifndef TEXTMEND_TESTS_UNIT_SUPPORT_H_
#define TEXTMEND_TESTS_UNIT_SUPPORT_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/textmend.h"

namespace textmend::test {

// A new empty folder that goes with the object.
class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();

  const std::filesystem::path& path() const { return path_; }
  // Makes the folders in between.
  void write(const std::string& name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view bytes);

// A rule file of kind `replace`. `more` is added behind it: tables such as [guard].
std::string replace_rule(std::string_view needs, std::string_view pattern, std::string_view with,
                         std::string_view more = {});

// Rules by id, all on but those of `off`, without the built-in ones. Fails the test when they do
// not load.
RuleSet rules_of(const std::map<std::string, std::string>& files_by_id,
                 const std::vector<std::string>& off = {});

// The shipped rules of some profiles.
RuleSet shipped_rules(const std::vector<std::string>& profiles = {"default"});

// Numbers that are the same on every machine, which std::uniform_int_distribution's are not.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  // 0 to sides - 1.
  std::size_t roll(std::size_t sides) { return engine_() % sides; }
  bool one_in(std::size_t sides) { return roll(sides) == 0; }

 private:
  std::mt19937 engine_;
};

// A few code points of one to four bytes, many of which share their first or last bytes, and line
// ends of both kinds.
std::string random_text(Dice& dice, std::size_t most_code_points);

// All code point boundaries of `text`, its end included.
std::vector<std::size_t> boundaries(std::string_view text);

// What a Sink was given, kept behind the call.
struct Collected : Sink {
  struct KeptHunk {
    std::uint64_t begin, end, line, column;
    std::string before, after;
    std::vector<std::string> rules;
    bool operator==(const KeptHunk&) const = default;
  };
  struct KeptNote {
    Note::Kind kind;
    std::string rule;
    std::uint64_t offset, line, column;
    std::string text;
    bool operator==(const KeptNote&) const = default;
  };
  std::string input, output;
  std::vector<KeptHunk> hunks;
  std::vector<KeptNote> notes;
  std::vector<std::size_t> section_sizes;
  std::size_t invalid_lines = 0;
  int last_sections = 0;

  void section(const Section& section) override;
  // `input` with the hunks put in.
  std::string replayed() const;
};

// Feeds `text` in blocks of so many bytes.
Collected clean_in_blocks(const Cleaner& cleaner, std::string_view text, std::size_t block);

}  // namespace textmend::test

#endif  // TEXTMEND_TESTS_UNIT_SUPPORT_H_
