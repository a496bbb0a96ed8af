// rules/README.md holds the key tables of the kinds: they must be those of the program.

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace {

std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"),
                                                             &::pclose);
  std::string output;
  char block[4096];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, pipe.get())) > 0;) {
    output.append(block, got);
  }
  return output;
}

}  // namespace

TEST_CASE("rules/README.md has the key tables that the program prints") {
  std::ifstream file(std::string(TEXTMEND_SOURCE_DIR) + "/rules/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  const std::string tables =
      output_of("'" + std::string(TEXTMEND_PROGRAM) + "' rules kinds --markdown --isolated");
  REQUIRE_FALSE(tables.empty());
  CHECK(readme.find(tables + "<!-- end of kinds -->") != std::string::npos);
}
