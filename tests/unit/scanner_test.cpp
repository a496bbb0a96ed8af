#include "textmend/scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "kernels.h"
#include "support.h"
#include "textmend/needs.h"
#include "textmend/rule_set.h"
#include "textmend/unicode.h"

namespace textmend::internal {
namespace {

// Lines that hold what the shipped rules look for, whole and cut.
std::string random_line(test::Dice& dice, const std::vector<std::string>& bits) {
  std::string line;
  for (std::size_t left = dice.roll(6); left > 0; --left) {
    const std::string& bit = bits[dice.roll(bits.size())];
    const std::vector<std::size_t> cuts = test::boundaries(bit);
    const std::size_t from = dice.one_in(2) ? 0 : cuts[dice.roll(cuts.size())];
    line += bit.substr(from);
    if (dice.one_in(3)) line += ' ';
  }
  std::erase(line, '\n');
  return line;
}

TEST_CASE("the scanner never keeps a rule from a line that it wants") {
  const RuleSet rules = test::shipped_rules({"default", "web", "news", "pdf", "ocr", "corpus"});
  const std::vector<RulePtr>& all = rules.state().program.rules;
  std::vector<std::string> bits = {"é", "😀", "a", "-", "."};
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    for (const RuleTest& test : entry.spec().tests) {
      const std::size_t end = std::min<std::size_t>(test.in.find('\n'), 60);
      std::string bit = test.in.substr(0, end);
      while (!is_valid_utf8(bit)) bit.pop_back();
      bits.push_back(std::move(bit));
    }
  }
  const Scanner scanner(all);
  test::Dice dice(51);
  std::size_t wanted = 0;
  for (int run = 0; run < 5000; ++run) {
    const std::string line = random_line(dice, bits);
    const std::uint64_t found = scanner.scan(line);
    for (const RulePtr& rule : all) {
      if (rule->common().needs.empty() || !rule->common().needs.wants(line)) continue;
      ++wanted;
      INFO(rule->id() << ": `" << line << "`");
      REQUIRE((found & scanner.bucket(*rule)) != 0);
    }
  }
  CHECK(wanted > 1000);
}

// What stands in the repository and beside it: golden texts, and articles where they are at hand.
std::vector<std::string> all_texts() {
  namespace fs = std::filesystem;
  const fs::path source = TEXTMEND_SOURCE_DIR;
  std::vector<fs::path> files;
  for (const auto& folder : fs::directory_iterator(source / "tests" / "golden")) {
    if (fs::exists(folder.path() / "in.txt")) files.push_back(folder.path() / "in.txt");
  }
  const fs::path seeds = source.parent_path() / "shared" / "seeds";
  if (fs::exists(seeds)) {
    for (const auto& file : fs::directory_iterator(seeds)) {
      if (file.path().extension() == ".txt") files.push_back(file.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const fs::path& file : files) texts.push_back(test::read_file(file));
  return texts;
}

std::vector<std::string> test_inputs(const RuleSet& rules) {
  std::vector<std::string> texts;
  for (const RuleSet::State::Entry& entry : rules.state().entries) {
    for (const RuleTest& test : entry.spec().tests) texts.push_back(test.in);
  }
  return texts;
}

std::vector<RulePtr> all_rules(const RuleSet& rules) {
  std::vector<RulePtr> all = rules.state().program.rules;
  const std::vector<RulePtr>& protect = rules.state().program.protect;
  all.insert(all.end(), protect.begin(), protect.end());
  return all;
}

// One scanner for each of the machine's kernels, the scalar one first.
class Scanners {
 public:
  explicit Scanners(std::vector<RulePtr> rules) : rules_(std::move(rules)) {
    for (const scan::Kernel* kernel : test::kernels()) {
      scanners_.push_back(std::make_unique<const Scanner>(rules_, *kernel));
    }
  }

  const Scanner& first() const { return *scanners_[0]; }
  const std::vector<RulePtr>& rules() const { return rules_; }
  std::size_t wanted() const { return wanted_; }

  // Holds each line's bits against the needs of each rule.
  void check(std::string_view text, std::size_t line_bytes = std::size_t{1} << 20) {
    const Document document(text, line_bytes, scanners_[0].get());
    document.lines().each([this](const Line& line) {
      check_line(line);
      return true;
    });
    for (std::size_t i = 1; i < scanners_.size(); ++i) {
      const Document other(text, line_bytes, scanners_[i].get());
      std::size_t at = 0;
      bool same = true;
      other.lines().each([&](const Line& line) {
        same = same && line.buckets == document.lines()[at++].buckets;
        return true;
      });
      INFO(test::kernels()[i]->name);
      REQUIRE(same);
    }
  }

 private:
  void check_line(const Line& line) {
    const Scanner& scanner = *scanners_[0];
    if (line.opaque) {
      REQUIRE(line.buckets == 0);
      return;
    }
    REQUIRE(scanner.scan(line.content) == line.buckets);
    for (const RulePtr& rule : rules_) {
      const std::uint64_t bucket = scanner.bucket(*rule);
      const bool found = (line.buckets & bucket) != 0;
      const bool wants = rule->common().needs.wants(line.content);
      wanted_ += wants;
      if (found == wants) continue;
      INFO(rule->id() << ": `" << line.content << "`");
      // A bit that is not the rule's alone may be too much, and is never too little.
      REQUIRE(found);
      REQUIRE((bucket == Scanner::kEverywhere || !scanner.is_exact(bucket)));
    }
  }

  std::vector<RulePtr> rules_;
  std::vector<std::unique_ptr<const Scanner>> scanners_;
  std::size_t wanted_ = 0;
};

TEST_CASE("the scanner says of the shipped rules what their needs say") {
  const RuleSet rules = test::shipped_rules({"default", "web", "news", "pdf", "ocr", "corpus"});
  Scanners scanners(all_rules(rules));
  test::Dice dice(53);
  std::vector<std::string> texts = all_texts();
  for (const std::string& text : texts) scanners.check(text);
  const std::vector<std::string> inputs = test_inputs(rules);
  for (const std::string& text : inputs) scanners.check(text);
  for (const std::string& text : inputs) scanners.check(text, 20);
  // Cut and put together anywhere, between bytes too.
  texts.insert(texts.end(), inputs.begin(), inputs.end());
  for (int run = 0; run < 60; ++run) {
    std::string text;
    for (std::size_t left = 1 + dice.roll(20); left > 0; --left) {
      const std::string& from = texts[dice.roll(texts.size())];
      const std::size_t begin = dice.roll(from.size() + 1);
      text += from.substr(begin, dice.roll(400));
    }
    scanners.check(text);
  }
  CHECK(scanners.wanted() > 5000);
}

// A rule of which the scanner sees the needs alone.
RulePtr rule_with(std::string id, Needs needs) {
  RuleCommon common;
  common.id = std::move(id);
  common.needs = std::move(needs);
  return std::make_shared<const Rule>(std::move(common));
}

// Characters that fold to each other or share bytes, and what means something in a need.
constexpr std::string_view kPieces[] = {"a", "A", "k",  "K", "K", "s", "ſ", "S",  "ß", "ẞ",
                                        "é", "É", "ж",  "Ж", "я", "…", "—", "😀", "0", " ",
                                        ".", ",", "\t", "-", "i", "İ", "ı", "e",  "n", "t"};
constexpr std::string_view kSets[] = {"[a-z]",   "[kK]",   "[éж]",       "[Ѐ-ӿ]",
                                      "[ß-ÿ]",   "[^a-z]", "[[:L:]]",    "[0-9.,]",
                                      "[😀-😏]", "[a😀]",  "[\\u00A0 ]", "[[:Lu:]-[A-Z]]"};

std::string random_pieces(test::Dice& dice, std::size_t most) {
  std::string text;
  for (std::size_t left = dice.roll(most + 1); left > 0; --left) {
    text += kPieces[dice.roll(std::size(kPieces))];
  }
  return text;
}

Needs random_needs(test::Dice& dice) {
  Needs needs;
  for (std::size_t left = 1 + dice.roll(3); left > 0 || needs.empty(); left -= left > 0) {
    if (dice.one_in(8)) {
      const std::string line = random_pieces(dice, 4);
      if (!is_blank(line)) needs.add_lines(std::vector<std::string>{line});
      continue;
    }
    std::string text = dice.one_in(3) ? "(?i)" : "";
    if (dice.one_in(5)) text += "^";
    for (std::size_t i = 1 + dice.roll(dice.one_in(3) ? 8 : 3); i > 0; --i) {
      text += dice.one_in(6) ? kSets[dice.roll(std::size(kSets))]
                             : kPieces[dice.roll(std::size(kPieces))];
    }
    if (dice.one_in(5)) text += "$";
    NeedWindow window;
    NeedError error;
    INFO(text);
    REQUIRE(NeedWindow::parse(text, window, error));
    needs.add(std::move(window));
  }
  return needs;
}

std::string member_of(const NeedWindow& window, test::Dice& dice) {
  std::string text;
  for (const NeedPosition& position : window.positions()) {
    const std::vector<CodePointRange> ranges = position.ranges();
    const CodePointRange& range = ranges[dice.roll(ranges.size())];
    const auto size = static_cast<std::size_t>(range.last - range.first) + 1;
    append_code_point(range.first + static_cast<char32_t>(dice.roll(size)), text);
  }
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::vector<RulePtr> random_rules(test::Dice& dice, std::size_t count) {
  std::vector<RulePtr> rules;
  for (std::size_t i = 0; i < count; ++i) {
    rules.push_back(rule_with("t/" + std::to_string(i), random_needs(dice)));
  }
  return rules;
}

TEST_CASE("the scanner says of any needs what they say, with bits to themselves and shared ones") {
  test::Dice dice(54);
  for (const std::size_t count : {1, 5, 20, 62, 63, 64, 65, 130}) {
    Scanners scanners(random_rules(dice, count));
    INFO(count << " rules");
    const auto is_shared = [&](const RulePtr& rule) {
      return !scanners.first().is_exact(scanners.first().bucket(*rule));
    };
    // Where there are more than 63, all from the 40th on take turns for 24 bits.
    const std::size_t shared = count <= 63 ? 0 : std::min(count - 39, 2 * (count - 63));
    const auto found = std::count_if(scanners.rules().begin(), scanners.rules().end(), is_shared);
    CHECK(static_cast<std::size_t>(found) == shared);
    for (int run = 0; run < 12; ++run) {
      std::string text;
      while (text.size() < 3000) {
        text += dice.one_in(3) ? "\t " : "";
        text += random_pieces(dice, dice.one_in(4) ? 30 : 5);
        if (dice.one_in(3)) {
          const Needs& needs = scanners.rules()[dice.roll(count)]->common().needs;
          if (!needs.windows().empty()) text += member_of(needs.windows().front(), dice);
          if (!needs.lines().empty()) {
            text += fmt::format("\n \t{}\t ", needs.lines().front());
          }
        }
        if (dice.one_in(30)) text += "\xFF";
        if (dice.one_in(3)) text += random_pieces(dice, 3);
        text += dice.one_in(6) ? "\r\n" : "\n";
      }
      scanners.check(text);
    }
    CHECK(scanners.wanted() > 0);
  }
}

TEST_CASE("where bits are scarce, rules with common needs have their own") {
  using Use = RuleOutline::Use;
  test::Dice dice(57);
  std::vector<RulePtr> rules;
  for (int i = 0; i < 100; ++i) {
    RuleCommon common;
    common.id = "t/" + std::to_string(i);
    common.needs = random_needs(dice);
    common.use = std::array{Use::kUnknown, Use::kCommon, Use::kRare}[static_cast<unsigned>(i % 3)];
    rules.push_back(std::make_shared<const Rule>(std::move(common)));
  }
  const Scanner scanner(rules);
  std::set<std::uint64_t> own;
  for (const RulePtr& rule : rules) {
    INFO(rule->id());
    const std::uint64_t bit = scanner.bucket(*rule);
    if (rule->common().use == Use::kCommon) CHECK(scanner.is_exact(bit));
    if (rule->common().use == Use::kRare) CHECK_FALSE(scanner.is_exact(bit));
    if (scanner.is_exact(bit)) own.insert(bit);
  }
  CHECK(own.size() == 39);  // what is left goes to some of which nothing is known
}

TEST_CASE("needs are found across the borders of blocks") {
  test::Dice dice(55);
  Scanners scanners(random_rules(dice, 12));
  for (const std::size_t border : {4096, 8192, 16384, 32768}) {
    for (std::size_t before = 0; before <= 20; ++before) {
      const Needs& needs = scanners.rules()[dice.roll(scanners.rules().size())]->common().needs;
      if (needs.windows().empty()) continue;
      const std::string need = member_of(needs.windows()[dice.roll(needs.windows().size())], dice);
      // In one long line, and as the head or the foot of a short one.
      std::string text;
      if (dice.one_in(2)) {
        while (text.size() + 90 < border) text += std::string(dice.roll(80), '_') + '\n';
      }
      text += std::string(border - before - text.size(), '_');
      if (dice.one_in(3)) text.back() = '\n';
      text += need;
      if (dice.one_in(2)) text += dice.one_in(2) ? "\n" : "\r\n";
      text += std::string(dice.roll(30), '_');
      INFO("`" << need << "` " << before << " bytes in front of " << border);
      scanners.check(text);
    }
  }
  CHECK(scanners.wanted() > 40);
}

TEST_CASE("whole lines are found whatever their case and the blanks around them") {
  Needs needs;
  needs.add_lines(
      std::vector<std::string>{"Share", "STRASSE", "Weißer Straße", "ЖЯ", "kelvin", "x"});
  Scanners scanners({rule_with("t/lines", std::move(needs))});
  const std::uint64_t bit = scanners.first().bucket(*scanners.rules()[0]);
  for (const std::string_view line :
       {"share", "SHARE", " Share", "Share\t", "\t  sHARE \t ", "straße", "STRAẞE",
        "stra\u017F\u017Fe", "weisser strasse", "WEISSER STRASSE", "жя", "Жя", "\u212Aelvin",
        "KELVIN", "x", "X", "  x"}) {
    INFO(line);
    CHECK((scanners.first().scan(line) & bit) != 0);
    scanners.check(line);
  }
  for (const std::string_view line : {"", " ", "sharex", "xshare", "sh are", "share\u00A0", "xx"}) {
    INFO(line);
    CHECK((scanners.first().scan(line) & bit) == 0);
    scanners.check(line);
  }
}

TEST_CASE("lines of one character are found, tied to both edges or to one") {
  std::vector<RulePtr> rules;
  for (const std::string_view text :
       {"^a", "a$", "^a$", "(?i)^k$", "^é", "é$", "^[^a]$", "^😀$", "a", "[é]", "^ab", "ab$"}) {
    NeedWindow window;
    NeedError error;
    REQUIRE(NeedWindow::parse(text, window, error));
    Needs needs;
    needs.add(std::move(window));
    rules.push_back(rule_with("t/" + std::string(text), std::move(needs)));
  }
  Scanners scanners(std::move(rules));
  std::string text;
  for (const std::string_view piece : kPieces) {
    for (const std::string_view end : {"\n", "\r\n", "b\n", "a\n"}) {
      text.append(piece).append(end);
    }
  }
  scanners.check(text);
  scanners.check("a");
  scanners.check("\n\n\r\n\r\r\n");
  scanners.check("");
}

TEST_CASE("a plain line wants next to nothing") {
  const RuleSet rules = test::shipped_rules();
  const Scanner scanner(rules.state().program.rules);
  CHECK(scanner.scan("") == Scanner::kEverywhere);
  CHECK(std::popcount(scanner.scan("plain words")) < 8);
}

TEST_CASE("rules without needs are wanted everywhere") {
  const RuleSet rules = test::rules_of({{"t/all", test::replace_rule("", "x", "y")}});
  const Scanner scanner(rules.state().program.rules);
  CHECK(scanner.bucket(*rules.state().program.rules.at(0)) == Scanner::kEverywhere);
  CHECK(Cleaner(rules).clean("x\nx") == "y\ny");
}

// What a cleaning makes of a text, with its hunks and notes.
void check_same(const Cleaner& with, const Cleaner& without, std::string_view text) {
  const test::Collected one = test::clean_in_blocks(with, text, text.size() + 1);
  const test::Collected other = test::clean_in_blocks(without, text, text.size() + 1);
  REQUIRE(one.output == other.output);
  REQUIRE(one.hunks == other.hunks);
  REQUIRE(one.notes == other.notes);
}

TEST_CASE("a cleaning gives the same with and without the scanner") {
  CleanOptions plain;
  plain.scanner = false;
  for (const auto& profiles :
       {std::vector<std::string>{"default"},
        std::vector<std::string>{"default", "web", "news", "pdf", "corpus"}}) {
    const RuleSet rules = test::shipped_rules(profiles);
    const Cleaner with(rules), without(rules, plain);
    test::Dice dice(52);
    std::vector<std::string> texts = all_texts();
    for (const std::string& text : texts) check_same(with, without, text);
    const std::vector<std::string> inputs = test_inputs(rules);
    for (int run = 0; run < 60; ++run) {
      std::string text;
      for (std::size_t left = dice.roll(12); left > 0; --left) {
        static constexpr std::string_view kBetween[] = {"\n", "\r\n", "\n\n", "\n\n\n\n", " "};
        text += inputs[dice.roll(inputs.size())];
        text += kBetween[dice.roll(std::size(kBetween))];
      }
      INFO("glued " << run);
      check_same(with, without, text);
    }
    texts.insert(texts.end(), inputs.begin(), inputs.end());
    for (int run = 0; run < 60; ++run) {
      std::string text;
      for (std::size_t left = dice.roll(12); left > 0; --left) {
        const std::string& from = texts[dice.roll(texts.size())];
        const std::size_t begin = dice.roll(from.size() + 1);
        text += from.substr(begin, dice.roll(300));
      }
      INFO("spliced " << run);
      check_same(with, without, text);
    }
  }
}

}  // namespace
}  // namespace textmend::internal
