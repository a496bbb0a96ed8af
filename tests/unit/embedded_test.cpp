#include "textmend/embedded.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "catch2/catch.hpp"

namespace textmend::internal {
namespace {

TEST_CASE("embedded files are sorted, unique and named below rules/") {
  const auto files = embedded_files();
  REQUIRE_FALSE(files.empty());
  CHECK(std::ranges::adjacent_find(files, std::ranges::greater_equal(), &EmbeddedFile::path) ==
        files.end());
  for (const EmbeddedFile& file : files) {
    CHECK(
        std::filesystem::exists(std::filesystem::path(TEXTMEND_SOURCE_DIR) / "rules" / file.path));
  }
}

TEST_CASE("embedded files hold the bytes of the source tree") {
  for (const EmbeddedFile& file : embedded_files()) {
    std::ifstream in(std::filesystem::path(TEXTMEND_SOURCE_DIR) / "rules" / file.path,
                     std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    INFO(file.path);
    CHECK((bytes == file.content));  // no dump of 4 MB where they differ
  }
}

TEST_CASE("an embedded file is found by its path") {
  CHECK(embedded_file("lexicon/en.txt").size() > 1'000'000);
  CHECK(embedded_file("lexicon/en.tx").data() == nullptr);
  CHECK(embedded_file("").data() == nullptr);
  CHECK(embedded_file("zzz/zzz.toml").data() == nullptr);
}

TEST_CASE("the English lexicon is sorted by bytes, so that a binary search finds every word") {
  std::string_view rest = embedded_file("lexicon/en.txt");
  std::string_view previous;
  std::size_t wrong = 0;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    REQUIRE(end != std::string_view::npos);
    const std::string_view line = rest.substr(0, end);
    const std::size_t tab = line.find('\t');
    REQUIRE(tab != std::string_view::npos);
    const std::string_view word = line.substr(0, tab);
    if (!(previous < word) || line.size() != tab + 3) ++wrong;
    previous = word;
    rest.remove_prefix(end + 1);
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace textmend::internal
