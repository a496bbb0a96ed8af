// Cases that are folders and files, so that a new one needs no C++:
//
//   golden/CASE/     in.txt, out.txt and, if there are options, `args`: what the program makes of a
//                    text. Also checked: the output cleaned again is itself, `--diff` with `patch`
//                    gives the output, and `patch -R` gives the input back.
//   controls/        Good texts that look like damage: each comes out as it went in, whatever the
//                    profile.
//   cli/CASE/        `cmd`, a snippet of sh, runs in a copy of `in/` with `textmend` on the PATH;
//                    `stdout`, `stderr` and `code` are what it must say. A file that is not there
//                    is empty, and the code then 0. A snippet that exits with 77 could not be
//                    tried.
//   bad-rules/       NAME.toml and NAME.expected: the rule bad/NAME and all that is said of it.
//
// With TEXTMEND_BLESS=1 in the environment expectations are written instead of compared: read the
// diff before you commit it.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "textmend/json_text.h"
#include "textmend/rule_set.h"
#include "textmend/rule_test.h"
#include "textmend/unicode.h"
#include "unit/support.h"

namespace textmend::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = TEXTMEND_SOURCE_DIR;
const fs::path kProgram = TEXTMEND_PROGRAM;
constexpr int kCantBeTried = 77;

bool bless() {
  const char* const value = std::getenv("TEXTMEND_BLESS");
  return value != nullptr && std::string_view(value) == "1";
}

// The files of that extension; the folders, for an empty one.
std::vector<fs::path> sorted_entries(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const bool wanted = extension.empty() ? entry.is_directory() : entry.is_regular_file();
    if (wanted && entry.path().extension() == extension) entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

struct Result {
  std::string out, err;
  int code = -1;
};

// What the child does between fork and exec: no allocation, no locks.
[[noreturn]] void become_shell(const char* folder, const char* out, const char* err,
                               char* const* arguments, char* const* environment) {
  const int in_fd = ::open("/dev/null", O_RDONLY);
  const int out_fd = ::open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err_fd = ::open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (in_fd < 0 || out_fd < 0 || err_fd < 0 || ::chdir(folder) != 0) ::_exit(126);
  ::dup2(in_fd, 0);
  ::dup2(out_fd, 1);
  ::dup2(err_fd, 2);
  for (const int fd : {in_fd, out_fd, err_fd}) ::close(fd);
  ::execve("/bin/sh", arguments, environment);
  ::_exit(127);
}

// Runs `script` in `folder` with an environment that holds nothing of the user's.
Result run_shell(const std::string& script, const fs::path& folder) {
  const TempFolder outputs;
  const std::string out = outputs.path() / "out", err = outputs.path() / "err";
  std::vector<std::string> variables = {
      "PATH=" + kProgram.parent_path().string() + ":/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8",
      "TZ=UTC", "HOME=" + folder.string(), "TMPDIR=" + outputs.path().string()};
  for (const char* kept : {"ASAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(kept)) variables.push_back(std::string(kept) + "=" + value);
  }
  std::vector<std::string> words = {"sh", "-c", script};
  const auto pointers = [](std::vector<std::string>& strings) {
    std::vector<char*> result;
    for (std::string& string : strings) result.push_back(string.data());
    result.push_back(nullptr);
    return result;
  };
  const std::vector<char*> environment = pointers(variables), arguments = pointers(words);
  const std::string folder_name = folder.string();

  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    become_shell(folder_name.c_str(), out.c_str(), err.c_str(), arguments.data(),
                 environment.data());
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  Result result{read_file(out), read_file(err), -1};
  if (WIFEXITED(status)) result.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.code = 128 + WTERMSIG(status);
  return result;
}

// Compares with the file, or writes it. An empty expectation has no file.
void check_expectation(const fs::path& file, const std::string& actual, bool may_be_missing) {
  if (bless()) {
    if (may_be_missing && actual.empty()) {
      fs::remove(file);
    } else if (!fs::exists(file) || read_file(file) != actual) {
      write_file(file, actual);
    }
    return;
  }
  INFO(file.filename().string());
  CHECK((may_be_missing || fs::exists(file)));
  CHECK(actual == read_file(file));
}

// Golden ------------------------------------------------------------------------------------------

// Each step says what is wrong, and nothing when all is well.
constexpr std::string_view kCheckText = R"sh(
clean() { textmend --isolated ARGS "$@"; }
cp in.txt text
clean < in.txt > out.txt || echo "cleaning failed: $?"
clean < out.txt | cmp - out.txt || echo "the output cleaned again is not itself"
clean in.txt | cmp - out.txt || echo "a file gives another output than a stream"
clean --diff text > diff
case $? in
  0) cmp in.txt out.txt && test ! -s diff || echo "no diff of a text that changes" ;;
  1) patch -s text < diff && cmp text out.txt || echo "the diff does not give the output"
     patch -s -R text < diff && cmp text in.txt || echo "patch -R does not bring the input back" ;;
  *) echo "--diff failed: $?" ;;
esac
cp in.txt text
clean --check text > names
test $? -eq $(cmp -s in.txt out.txt; echo $?) || echo "--check has another opinion"
clean -w text && cmp text out.txt || echo "-w gives another text"
)sh";

void check_text(const fs::path& in, const fs::path& out, const std::string& options, bool fixed) {
  const TempFolder folder;
  folder.write("in.txt", read_file(in));
  std::string script(kCheckText);
  script.replace(script.find("ARGS"), 4, options);
  const Result result = run_shell(script, folder.path());
  CHECK(result.out == "");
  CHECK(result.err == "");
  CHECK(result.code == 0);
  const std::string actual = read_file(folder.path() / "out.txt");
  if (fixed) {
    CHECK(actual == read_file(out));
  } else {
    check_expectation(out, actual, false);
  }
}

TEST_CASE("golden texts come out as they should") {
  std::size_t cases = 0;
  for (const fs::path& folder : sorted_entries(kSource / "tests" / "golden", "")) {
    INFO("tests/golden/" << folder.filename().string());
    std::string options = read_file(folder / "args");
    std::replace(options.begin(), options.end(), '\n', ' ');
    check_text(folder / "in.txt", folder / "out.txt", options, false);
    ++cases;
  }
  CHECK(cases > 0);
}

TEST_CASE("controls stay in every profile for prose") {
  const std::vector<fs::path> controls = sorted_entries(kSource / "tests" / "controls", ".txt");
  CHECK(!controls.empty());
  for (const std::string profile : {"default", "web", "news", "corpus"}) {
    std::vector<Diagnostic> problems;
    const auto rules = RuleSet::load({.profiles = {profile}}, problems);
    REQUIRE(rules);
    const Cleaner cleaner(*rules);
    for (const fs::path& control : controls) {
      INFO(control.filename().string() << " in profile " << profile);
      const std::string text = read_file(control);
      CHECK(cleaner.clean(text) == text);
    }
  }
}

// Scraped articles with the texts they should become, which are not part of this repository.
TEST_CASE("the seed articles come out as they should, where they are at hand") {
  const fs::path seeds = kSource.parent_path() / "shared" / "seeds";
  if (!fs::exists(seeds)) return;
  std::size_t cases = 0;
  for (const fs::path& in : sorted_entries(seeds, ".txt")) {
    INFO(in.filename().string());
    check_text(in, seeds / "expected" / in.filename(), "", true);
    ++cases;
  }
  CHECK(cases > 0);
}

// Surfaces ----------------------------------------------------------------------------------------

std::string record_of(std::string_view text) {
  std::string record = "{\"text\":\"";
  internal::append_json_text(record, text, false);
  return record + "\"}\n";
}

// What the strings of such records say; nothing for a line that is none.
std::vector<std::optional<std::string>> texts_of(const std::string& records) {
  std::vector<std::optional<std::string>> texts;
  const std::string_view head = "{\"text\":\"", tail = "\"}";
  for (std::size_t at = 0; at < records.size();) {
    const std::size_t end = records.find('\n', at);
    const std::string_view line = std::string_view(records).substr(at, end - at);
    at = end + 1;
    std::optional<std::string>& text = texts.emplace_back();
    if (!line.starts_with(head) || !line.ends_with(tail)) continue;
    const auto said = internal::JsonString::decode(
        line.substr(head.size(), line.size() - head.size() - tail.size()));
    if (said) text = std::string(said->text());
  }
  return texts;
}

// File, pipe (of blocks and of single bytes), in place, a part of a stream, a record, and the
// library; one thread or several.
TEST_CASE("all surfaces give one answer") {
  const TempFolder folder;
  std::vector<std::string> inputs, outputs;
  std::string records, parts, expected_parts;
  std::size_t seen = 0;
  std::string script =
      "for i in *.txt; do\n"
      "  textmend --isolated \"$i\" > file\n"
      "  textmend --isolated < \"$i\" | cmp - file\n"
      "  cat \"$i\" | textmend --isolated | cmp - file\n"
      "  dd bs=1 status=none < \"$i\" | textmend --isolated | cmp - file\n"
      "  cp \"$i\" place && textmend --isolated -w place && cmp place file\n"
      "  mv file \"${i%.txt}.out\"\ndone\n"
      "textmend --isolated --jsonl /text < records > records.out\n"
      "textmend --isolated --split-on nul < parts > parts.out\n"
      "for j in 1 2 8; do\n"
      "  textmend --isolated --jsonl /text -j $j < records | cmp - records.out\n"
      "  rm -rf tree && mkdir tree && cp *.txt tree && textmend --isolated -w -j $j tree\n"
      "  for i in *.txt; do cmp \"tree/$i\" \"${i%.txt}.out\"; done\n"
      "done\n";
  const Cleaner library(shipped_rules());
  for (const fs::path& golden : sorted_entries(kSource / "tests" / "golden", "")) {
    const std::string text = read_file(golden / "in.txt");
    // A record is UTF-8, and a part has no NUL.
    if (!internal::is_valid_utf8(text) || text.find('\0') != std::string::npos) continue;
    constexpr std::size_t kOneIn = 3;  // some will do
    if (++seen % kOneIn != 0) continue;
    folder.write(std::to_string(inputs.size()) + ".txt", text);
    inputs.push_back(text);
    outputs.push_back(library.clean(text));
    records += record_of(text);
    (parts += text) += '\0';
    (expected_parts += outputs.back()) += '\0';
  }
  REQUIRE(inputs.size() > 20);
  folder.write("records", records);
  folder.write("parts", parts);
  const Result result = run_shell(script, folder.path());
  CHECK(result.out == "");
  CHECK(result.err == "");
  CHECK(read_file(folder.path() / "parts.out") == expected_parts);
  const auto texts = texts_of(read_file(folder.path() / "records.out"));
  REQUIRE(texts.size() == inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    INFO(i);
    CHECK(read_file(folder.path() / (std::to_string(i) + ".out")) == outputs[i]);
    CHECK(texts[i] == outputs[i]);
  }
}

// At three times the size of a section, which a file of a gigabyte would be dear to try with.
TEST_CASE("a text of several sections has one answer whatever its blocks") {
  std::string text;
  for (const fs::path& golden : sorted_entries(kSource / "tests" / "golden", "")) {
    text += read_file(golden / "in.txt") + "\n\n";
  }
  CleanOptions options;
  options.limits.section_bytes = text.size() / 3;
  const Cleaner small(shipped_rules(), options);
  const Collected whole = clean_in_blocks(small, text, text.size());
  CHECK(whole.section_sizes.size() >= 3);
  CHECK(whole.output == small.clean(text));
  for (const std::size_t block : {1, 61, 4096, 1'000'000}) {
    const Collected parts = clean_in_blocks(small, text, block);
    CHECK(parts.output == whole.output);
    CHECK(parts.section_sizes == whole.section_sizes);
  }
}

// Texts that are not part of this repository: all that `--diff` tells of them brings them back.
TEST_CASE("patch -R undoes -w on whole collections, where they are at hand") {
  const char* const named = std::getenv("TEXTMEND_DATA");
  const fs::path data = named != nullptr ? fs::path(named) : kSource.parent_path() / "shared/data";
  std::size_t collections = 0;
  for (const char* name : {"real", "clean"}) {
    if (!fs::exists(data / name)) continue;
    ++collections;
    INFO(name);
    const TempFolder folder;
    fs::copy(data / name, folder.path() / "texts", fs::copy_options::recursive);
    fs::copy(data / name, folder.path() / "before", fs::copy_options::recursive);
    // Of the real texts some must have changed, or the test says nothing.
    const std::string changed = name == std::string_view("real")
                                    ? "diff -rq texts before > changed && echo unchanged\n"
                                    : "";
    const Result result = run_shell(
        "find texts -type f -print0 | sort -z > names\n"
        "xargs -0 textmend --isolated --diff -- < names > diff\n"
        "xargs -0 textmend --isolated -w -- < names\n" +
            changed +
            "patch --binary -s -R -p 1 < diff\n"
            "diff -rq texts before\n",
        folder.path());
    CHECK(result.out == "");
    CHECK(result.err == "");
  }
  if (named != nullptr) CHECK(collections == 2);
}

// Command line ------------------------------------------------------------------------------------

TEST_CASE("the program says and does what its cases say") {
  std::size_t cases = 0;
  for (const fs::path& folder : sorted_entries(kSource / "tests" / "cli", "")) {
    const TempFolder work;
    if (fs::exists(folder / "in")) {
      fs::copy(folder / "in", work.path(), fs::copy_options::recursive);
    }
    INFO("tests/cli/" << folder.filename().string());
    REQUIRE(fs::exists(folder / "cmd"));
    const Result result = run_shell(read_file(folder / "cmd"), work.path());
    ++cases;
    if (result.code == kCantBeTried) {
      WARN("tests/cli/" << folder.filename().string() << " can't be tried here: " << result.err);
      continue;
    }
    check_expectation(folder / "stdout", result.out, true);
    check_expectation(folder / "stderr", result.err, true);
    check_expectation(folder / "code", result.code == 0 ? "" : std::to_string(result.code) + "\n",
                      true);
  }
  CHECK(cases > 0);
}

// Rule files --------------------------------------------------------------------------------------

// All that is said of the rule bad/`name`, with the folder's name taken out.
std::string diagnostics_of(const std::string& name, std::string_view text) {
  const TempFolder folder;
  folder.write("bad/" + name + ".toml", text);
  RuleOptions options;
  options.builtin = false;
  options.folders = {folder.path().string()};
  std::vector<Diagnostic> diagnostics;
  const auto rules = RuleSet::load(options, diagnostics);
  if (rules) {
    internal::Problems problems(diagnostics);
    for (const RuleSet::State::Entry& entry : rules->state().entries) {
      internal::lint_rule(entry.spec(), problems);
    }
  }
  std::string result;
  for (Diagnostic& diagnostic : diagnostics) {
    const std::string prefix = folder.path().string() + "/";
    if (diagnostic.file.starts_with(prefix)) diagnostic.file.erase(0, prefix.size());
    result += to_string(diagnostic);
  }
  return result;
}

TEST_CASE("every fault of a bad rule file is reported with its place") {
  std::size_t cases = 0;
  for (const fs::path& file : sorted_entries(kSource / "tests" / "bad-rules", ".toml")) {
    INFO("tests/bad-rules/" << file.filename().string());
    const std::string said = diagnostics_of(file.stem().string(), read_file(file));
    CHECK(said.find("error[") != std::string::npos);
    check_expectation(fs::path(file).replace_extension(".expected"), said, false);
    ++cases;
  }
  CHECK(cases > 0);
}

TEST_CASE("every expectation belongs to a bad rule file") {
  for (const fs::path& file : sorted_entries(kSource / "tests" / "bad-rules", ".expected")) {
    INFO(file.filename().string());
    CHECK(fs::exists(fs::path(file).replace_extension(".toml")));
  }
}

}  // namespace
}  // namespace textmend::test
