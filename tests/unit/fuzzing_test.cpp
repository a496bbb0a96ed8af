// The search for faults of rules, on rules that are broken on purpose: tests/broken-rules/FAULT/.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch2/catch.hpp"
#include "fuzzing/campaign.h"
#include "fuzzing/minimise.h"
#include "fuzzing/pieces.h"
#include "fuzzing/promises.h"
#include "fuzzing/rule_maker.h"
#include "fuzzing/text_places.h"
#include "support.h"
#include "textmend/config.h"
#include "textmend/rule_test.h"
#include "textmend/unicode.h"

namespace textmend::fuzzing {
namespace {

namespace fs = std::filesystem;

const fs::path kBroken = fs::path(TEXTMEND_SOURCE_DIR) / "tests" / "broken-rules";

const RuleSet& default_rules() {
  static const RuleSet rules = shipped_rules({"default"});
  return rules;
}

std::vector<fs::path> broken_rules() {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kBroken)) {
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

SpecPtr read_rule(const fs::path& path) {
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  internal::SourcePtr source;
  REQUIRE(internal::read_file(path.string(), source, problems));
  auto spec = internal::read_rule_file(source, path.parent_path().filename().string(),
                                       path.stem().string(), kBroken.string(), problems);
  for (const Diagnostic& diagnostic : diagnostics) WARN(to_string(diagnostic));
  REQUIRE(spec);
  return std::make_shared<const internal::RuleSpec>(std::move(*spec));
}

// What was found, the fault of that name last: then the search is over.
std::vector<Fault> search(const SpecPtr& spec, std::uint64_t runs, std::string_view name = {}) {
  const std::unique_ptr<Trial> trial = Trial::make(default_rules(), {&spec, 1}, spec);
  REQUIRE(trial);
  const Material material = material_of(default_rules(), {&spec, 1}, {}, "");
  CampaignOptions options;
  options.runs = runs;
  Campaign campaign(*trial, material, options);
  std::vector<Fault> faults;
  campaign.on_fault([&](const Fault& fault) {
    faults.push_back(fault);
    if (fault_name(fault.kind) == name) campaign.stop();
  });
  campaign.run();
  return faults;
}

TEST_CASE("rules that are broken on purpose pass their own tests") {
  for (const fs::path& path : broken_rules()) {
    INFO(path.string());
    const SpecPtr spec = read_rule(path);
    std::vector<Diagnostic> diagnostics;
    internal::Problems problems(diagnostics);
    internal::lint_rule(*spec, problems);
    CHECK(diagnostics.empty());
    for (const internal::RuleTestResult& result : internal::test_rule(default_rules(), *spec)) {
      INFO(result.test << ": " << internal::outcome_name(result.outcome));
      CHECK(result.outcome == internal::Outcome::kPassed);
    }
  }
}

TEST_CASE("the search finds what is wrong with each, and a small text that shows it") {
  constexpr std::uint64_t kRuns = 40000;
  std::size_t rules = 0;
  for (const fs::path& path : broken_rules()) {
    const std::string expected = path.parent_path().filename().string();
    INFO(path.string());
    const auto started = std::chrono::steady_clock::now();
    const std::vector<Fault> faults = search(read_rule(path), kRuns, expected);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(60));
    const auto found = std::find_if(faults.begin(), faults.end(), [&](const Fault& fault) {
      return fault_name(fault.kind) == expected;
    });
    REQUIRE(found != faults.end());
    // What takes time needs a long line; the trap of another rule is as long as it is.
    constexpr std::size_t kSmall = 60;
    const bool may_be_long = found->kind == FaultKind::kSlow || found->kind == FaultKind::kTrap;
    INFO(found->text);
    CHECK((may_be_long || found->text.size() <= kSmall));
    ++rules;
  }
  CHECK(rules >= 10);
}

TEST_CASE("of the same seed the same comes out") {
  const SpecPtr spec = read_rule(kBroken / "never-settles" / "date-order.toml");
  const std::vector<Fault> first = search(spec, 3000), second = search(spec, 3000);
  REQUIRE(first.size() == second.size());
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(first[i].text == second[i].text);
}

// Found by the search: what blanks stand in front of was looked for in two ways.
TEST_CASE("a need at the start of a line that goes is the same with and without the scanner") {
  const SpecPtr spec = read_rule(kBroken / "eats-trap" / "loud-lines.toml");
  std::vector<Diagnostic> diagnostics;
  internal::Problems problems(diagnostics);
  const internal::Program program = internal::program_of_test(
      default_rules(), *spec, internal::build_rule(*spec, internal::Node{}, problems));
  for (const char* text :
       {" SUBSCRIBE NOW", "SUBSCRIBE NOW ", "SUBSCRIBE NOW", "\tSUBSCRIBE NOW\nx"}) {
    INFO(text);
    const Broken broken = broken_by_section(program, {}, text);
    CHECK((broken == nullptr ? "" : broken) == std::string());
  }
}

TEST_CASE("a text is made as small as it can be while it shows what it shows") {
  const auto shows = [](const std::string& text) {
    return text.find("b") != std::string::npos && text.find("é") != std::string::npos;
  };
  CHECK(minimise("a line\nand b in the second, é\nand a third\n", shows, 1000) == "bé");
  // With no tries the text stays.
  CHECK(minimise("xbyé", shows, 0) == "xbyé");
}

TEST_CASE("a rule's tokens are what it looks for, a member for each class and LF for an edge") {
  const auto has = [](const std::vector<std::string>& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  const auto tokens = [](const char* id) {
    return tokens_of(default_rules().state().find(id)->spec());
  };
  CHECK(has(tokens("core/double-stop"), ". ."));
  CHECK(has(tokens_of(*read_rule(kBroken / "needs-miss" / "case.toml")), "Read mor"));
  for (const RuleSet::State::Entry& entry : default_rules().state().entries) {
    INFO(entry.head().id);
    const std::vector<std::string> all = tokens_of(entry.spec());
    CHECK(all.size() <= 40);
    CHECK_FALSE(has(all, ""));
    for (const std::string& token : all) CHECK(internal::is_valid_utf8(token));
  }
  const std::vector<std::string> pieces = pieces_of(default_rules());
  CHECK(has(pieces, ". ."));
  CHECK(std::is_sorted(pieces.begin(), pieces.end()));
  CHECK(std::adjacent_find(pieces.begin(), pieces.end()) == pieces.end());
}

TEST_CASE("a dictionary has each token once, escaped, and none that is too long") {
  CHECK(dictionary({"b", "a \"\\\n", "b", "", std::string(65, 'x'), "\u00E9"}) ==
        "\"a \\x22\\x5C\\x0A\"\n\"b\"\n\"\\xC3\\xA9\"\n");
  const std::string keys = dictionary(rule_file_tokens());
  for (const char* line :
       {"\"kind = \\x22word\\x22\\x0A\"\n", "\"[guard]\\x0A\"\n", "\"[[test]]\\x0A\"\n",
        "\"needs = ['\"\n", "\"max_share = 0.3\\x0A\"\n", "\"\\x22fragments\\x22\"\n"}) {
    INFO(line);
    CHECK(keys.find(line) != std::string::npos);
  }
}

// What the search keeps texts by.
TEST_CASE("a text on which a rule nearly acts shows something new") {
  const SpecPtr spec = read_rule(kBroken / "crosses-protected" / "brackets.toml");
  const std::unique_ptr<Trial> trial = Trial::make(default_rules(), {&spec, 1}, spec);
  REQUIRE(trial);
  const auto features = [&](const std::string& text) {
    CHECK_FALSE(trial->find(text, "", {}));
    return std::vector<std::uint64_t>(trial->features().begin(), trial->features().end());
  };
  const auto nothing = features("The ferry left at noon.");
  CHECK(features("The ferry left at one.") == nothing);
  const auto candidate = features("The ferry [left at noon.");
  CHECK(candidate != nothing);
  const auto guarded = features("```\nls [x]\n```\n");
  CHECK(guarded != nothing);
  CHECK(guarded != candidate);
}

TEST_CASE("damage keeps UTF-8 valid but for one text in a hundred, and its bound") {
  const Damage damage({"a piece", "ein Stück"});
  std::size_t invalid = 0, same = 0;
  constexpr std::size_t kTexts = 3000, kMost = 300;
  const std::string text = "“The office of Mr Reed,” she said, “is well-known.”\nIt’s café 12.\n";
  for (std::size_t seed = 0; seed < kTexts; ++seed) {
    Random random(seed);
    const std::string damaged = damage.mutate(text, random, kMost);
    CHECK(damaged.size() <= kMost);
    if (!internal::is_valid_utf8(damaged)) ++invalid;
    if (damaged == text) ++same;
  }
  CHECK(invalid > 0);
  CHECK(invalid < kTexts / 50);
  CHECK(same < kTexts / 10);
}

TEST_CASE("half a character at the text's end is no letter, and nothing behind it is read") {
  const std::string_view letters = "aé";
  CHECK(is_letter_at(letters, 1));
  CHECK_FALSE(is_letter_at(letters.substr(0, 2), 1));
  CHECK_FALSE(is_letter_at(letters, 2));
  CHECK_FALSE(is_letter_at(letters, letters.size()));
  const Damage damage({"piece"});
  for (std::size_t seed = 0; seed < 3000; ++seed) {
    Random random(seed);
    // What is too long for the string's own buffer ends where its memory does, which a sanitizer
    // sees.
    std::string text = "the office of Mr Reed wa\xF0";
    text.shrink_to_fit();
    CHECK(damage.mutate(std::move(text), random, 100).size() <= 100);
  }
}

TEST_CASE("rules that are made of choices are mostly rules, of every kind") {
  std::set<std::string> kinds;
  std::size_t made = 0;
  constexpr std::size_t kRules = 600;
  for (std::size_t seed = 0; seed < kRules; ++seed) {
    Random random(seed);
    std::string bytes;
    while (bytes.size() < 64) bytes += static_cast<char>(random.below(256));
    Choices choices(bytes);
    auto source = std::make_shared<internal::Source>();
    source->file = "made.toml";
    source->text = make_rule(choices);
    std::vector<Diagnostic> diagnostics;
    internal::Problems problems(diagnostics);
    const auto spec = internal::read_rule_file(source, "made", "rule", "", problems);
    if (!spec || !internal::build_rule(*spec, internal::Node{}, problems)) continue;
    ++made;
    kinds.insert(std::string(spec->kind->name));
  }
  CHECK(made > kRules * 2 / 3);
  CHECK(kinds.size() == internal::all_kinds().size());
}

TEST_CASE("a fault makes a test that can be pasted") {
  Fault fault;
  fault.kind = FaultKind::kNeeds;
  fault.text = "a\u00A0; \"b\"\n";
  fault.expected = "a; \"b\"\n";
  CHECK(test_table(fault) ==
        "[[test]]\nname = \"fuzzing: needs-miss\"\nin   = \"a\\u00A0; \\\"b\\\"\\n\"\n"
        "out  = \"a; \\\"b\\\"\\n\"\n");
  // Bytes that are no text can't stand in TOML.
  fault.text = "\xFF";
  CHECK(test_table(fault).empty());
}

}  // namespace
}  // namespace textmend::fuzzing
