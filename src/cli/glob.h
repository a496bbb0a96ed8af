// Patterns of file names as git's ignore files write them.

#ifndef TEXTMEND_CLI_GLOB_H_
#define TEXTMEND_CLI_GLOB_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::cli {

// One line of an ignore file, as gitignore(5) explains it. Names are bytes, whatever the locale:
// `?` and `[...]` stand for one byte, as in git.
//
//   *.log        in this folder and all below, files and folders
//   /a  a/b      in this folder only: a slash that is not the last character anchors
//   a/           folders only
//   **/a  a/**  a/**/b    any number of folders; everything in a; a/b, a/x/b, a/x/y/b, ...
//   !a           takes back what earlier lines say
//
// Names are matched one by one with fnmatch(3), the `**` between them here.
class Glob {
 public:
  // Nothing for a line without a pattern: empty, or a comment.
  static std::optional<Glob> parse(std::string_view line);

  bool negated() const { return negated_; }
  // `names` are the steps of the path from the ignore file's folder on, at least one.
  bool matches(std::span<const std::string> names, bool is_folder) const;

 private:
  // Most patterns are a name, or a star and an ending.
  enum class Shape { kAnything, kName, kEnding, kPattern, kNothing, kManyFolders };
  struct Part {
    explicit Part(std::string part);
    bool matches(const std::string& name) const;

    Shape shape = Shape::kPattern;
    std::string text;
  };

  bool matches_path(std::span<const std::string> names) const;

  bool negated_ = false;
  bool folders_only_ = false;
  bool anchored_ = false;
  std::vector<Part> parts_;
};

// What a list of patterns says of a path.
enum class Verdict { kNone, kMatch, kNegatedMatch };

// The last pattern that matches decides.
Verdict judge(std::span<const Glob> globs, std::span<const std::string> names, bool is_folder);

// The patterns of a whole ignore file.
std::vector<Glob> parse_globs(std::string_view text);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_GLOB_H_
