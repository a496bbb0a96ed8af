// Lines against a plain list of lines, at and around the chunks' borders.

#include "textmend/lines.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "catch2/catch.hpp"
#include "support.h"
#include "textmend/document.h"

namespace textmend::internal {
namespace {

using test::Dice;

constexpr std::size_t kSizes[] = {0, 1, 2, 62, 63, 64, 65, 127, 128, 129, 191, 192, 193, 256, 1000};

// The lines as anyone would keep them; `begin` is right in all of them.
using Model = std::vector<Line>;
using Runs = std::vector<std::pair<std::size_t, std::size_t>>;

void set_begins(Model& model) {
  std::size_t at = 0;
  for (Line& line : model) {
    line.begin = at;
    at = line.end();
  }
}

std::size_t bytes_of(const Model& model) { return model.empty() ? 0 : model.back().end(); }

// `blanks` of four lines are blank.
Line random_line(Dice& dice, std::size_t blanks, std::int32_t round) {
  static constexpr std::string_view kContents[] = {"a", "two", "été", "a longer line of text"};
  Line line;
  line.is_blank = dice.roll(4) < blanks;
  line.content =
      line.is_blank ? std::string_view("  ").substr(dice.roll(3)) : kContents[dice.roll(4)];
  line.opaque = !line.is_blank && dice.one_in(9);
  // Few bits, so that whole chunks have none of those that are looked for.
  line.buckets = 0;
  if (dice.one_in(8)) line.buckets |= std::uint64_t{1} << dice.roll(3);
  if (dice.one_in(100)) line.buckets |= std::uint64_t{1} << (61 + dice.roll(3));
  line.round = round;
  line.ending = dice.one_in(5) ? Line::Ending::kCrLf : Line::Ending::kLf;
  return line;
}

Model random_model(Dice& dice, std::size_t count, std::size_t blanks, std::int32_t round = -1) {
  Model model;
  for (std::size_t i = 0; i < count; ++i) model.push_back(random_line(dice, blanks, round));
  if (!model.empty() && dice.one_in(2)) {
    model.back().ending = Line::Ending::kNone;
    if (model.back().content.empty()) model.back().content = " ";
  }
  set_begins(model);
  return model;
}

Lines lines_of(const Model& model, std::size_t most = Lines::kChunkLines) {
  LinesBuilder builder(most);
  for (const Line& line : model) builder.add(line);
  CHECK(builder.bytes() == bytes_of(model));
  return builder.finish();
}

bool same(const Line& a, const Line& b) {
  return a.content.data() == b.content.data() && a.content.size() == b.content.size() &&
         a.begin == b.begin && a.buckets == b.buckets && a.round == b.round &&
         a.ending == b.ending && a.opaque == b.opaque && a.is_blank == b.is_blank;
}

std::size_t index_at(const Model& model, std::size_t offset) {
  std::size_t index = 0;
  while (index + 1 < model.size() && model[index + 1].begin <= offset) ++index;
  return index;
}

std::size_t next(const Model& model, std::size_t from, std::uint64_t bits, std::uint64_t old_bits,
                 std::int32_t since) {
  for (; from < model.size(); ++from) {
    const Line& line = model[from];
    if (!line.opaque && (line.buckets & (line.round >= since ? bits : old_bits)) != 0) return from;
  }
  return model.size();
}

Runs blank_runs(const Model& model, std::size_t longer_than) {
  Runs runs;
  for (std::size_t i = 0; i < model.size();) {
    std::size_t end = i;
    while (end < model.size() && model[end].blank()) ++end;
    if (end - i > longer_than) runs.emplace_back(i, end);
    i = std::max(end, i + 1);
  }
  return runs;
}

// The first thing in which the two differ; empty when there is none.
std::string difference(const Lines& lines, const Model& model, Dice& dice) {
  if (lines.size() != model.size() || lines.empty() != model.empty()) return "size";
  if (lines.bytes() != bytes_of(model)) return "bytes";
  for (std::size_t i = 0; i < model.size(); ++i) {
    if (!same(lines[i], model[i])) return "line " + std::to_string(i);
  }
  for (int look = 0; look < 30 && !model.empty(); ++look) {  // in no order
    const std::size_t i = dice.roll(model.size());
    if (!same(lines[i], model[i])) return "line at random " + std::to_string(i);
  }
  if (!model.empty() && !same(lines.back(), model.back())) return "back";
  for (std::size_t at = 0; at <= lines.bytes() && !model.empty(); ++at) {
    if (lines.index_at(at) != index_at(model, at)) return "index_at " + std::to_string(at);
  }
  Model walked;
  lines.each([&walked](const Line& line) {
    walked.push_back(line);
    return true;
  });
  if (!std::equal(walked.begin(), walked.end(), model.begin(), model.end(), same)) return "each";
  const std::size_t stop = model.empty() ? 0 : dice.roll(model.size());
  std::size_t seen = 0;
  lines.each([&](const Line&) { return seen++ != stop; });
  if (!model.empty() && seen != stop + 1) return "each does not stop";
  for (const std::size_t longer_than : {0, 1, 2, 3, 63, 64, 65, 128}) {
    Runs runs;
    lines.each_blank_run(longer_than, [&runs](std::size_t first, std::size_t end) {
      runs.emplace_back(first, end);
    });
    if (runs != blank_runs(model, longer_than)) {
      return "blank runs of more than " + std::to_string(longer_than);
    }
  }
  for (int look = 0; look < 40; ++look) {
    const std::size_t from = dice.one_in(4) ? 0 : dice.roll(model.size() + 2);
    const std::uint64_t bits = dice.one_in(6) ? Line::kAllBuckets
                               : dice.one_in(3)
                                   ? std::uint64_t{1} << (61 + dice.roll(3))
                                   : std::uint64_t{1} << dice.roll(4) | std::uint64_t{1} << 62U;
    const std::uint64_t old_bits = bits & (dice.one_in(2) ? 0 : ~(std::uint64_t{1} << 62U));
    const auto since = static_cast<std::int32_t>(dice.roll(6)) - 1;
    if (lines.next(from, bits) != next(model, from, bits, bits, -1)) return "next";
    if (lines.next(from, bits, old_bits, since) != next(model, from, bits, old_bits, since)) {
      return "next since " + std::to_string(since);
    }
  }
  return {};
}

TEST_CASE("lines of all sizes around a chunk's are those that were added") {
  Dice dice(61);
  for (const std::size_t size : kSizes) {
    for (const std::size_t blanks : {0, 1, 3, 4}) {
      for (const std::size_t most : {Lines::kChunkLines, 2 * Lines::kChunkLines, std::size_t{1}}) {
        const Model model = random_model(dice, size, blanks);
        INFO(size << " lines, " << blanks << " of 4 blank, chunks of " << most);
        REQUIRE(difference(lines_of(model, most), model, dice) == "");
      }
    }
  }
}

TEST_CASE("no text has no lines") {
  const Lines none;
  CHECK(none.empty());
  CHECK(none.bytes() == 0);
  CHECK(none.next(0, Line::kAllBuckets) == 0);
  CHECK(none.next(7, Line::kAllBuckets) == 0);
  none.each_blank_run(0, [](std::size_t, std::size_t) { FAIL("a blank run of nothing"); });
  none.each([](const Line&) {
    FAIL("a line of nothing");
    return true;
  });
  LinesBuilder builder;
  builder.add(none, 0, 0);
  CHECK(builder.finish().empty());
}

TEST_CASE("a builder that has finished begins anew") {
  Dice dice(62);
  const Model first = random_model(dice, 100, 1), second = random_model(dice, 70, 1);
  LinesBuilder builder;
  for (const Line& line : first) builder.add(line);
  const Lines lines = builder.finish();
  for (const Line& line : second) builder.add(line);
  CHECK(builder.bytes() == bytes_of(second));
  CHECK(difference(builder.finish(), second, dice) == "");
  CHECK(difference(lines, first, dice) == "");
}

TEST_CASE("lines put together of older ones and new ones are what they were made of") {
  Dice dice(63);
  for (int run = 0; run < 60; ++run) {
    Model model = random_model(dice, kSizes[dice.roll(std::size(kSizes))], dice.roll(5));
    Lines lines = lines_of(model);
    for (std::int32_t round = 0; round < 6; ++round) {
      // Pieces of the old lines in their order, with gaps, and new lines between.
      const std::size_t most = dice.one_in(2) ? 2 * Lines::kChunkLines : Lines::kChunkLines;
      LinesBuilder builder(most);
      Model made;
      const auto keep = [&](std::size_t first, std::size_t end) {
        builder.add(lines, first, end);
        for (; first < end; ++first) made.push_back(model[first]);
      };
      std::size_t at = 0;
      while (at < model.size()) {
        // Often to a border of what may be a chunk.
        std::size_t end = at + dice.roll(dice.one_in(3) ? 200 : 20);
        if (dice.one_in(2))
          end = (end + 63) / 64 * 64 + dice.roll(3) - std::min<std::size_t>(end, 1);
        end = std::clamp(end, at, model.size());
        keep(at, end);
        at = std::min(model.size(), end + dice.roll(4));
        for (std::size_t i = dice.roll(dice.one_in(9) ? 150 : 3); i > 0; --i) {
          made.push_back(random_line(dice, dice.roll(5), round));
          builder.add(made.back());
        }
      }
      set_begins(made);
      CHECK(builder.bytes() == bytes_of(made));
      const Lines older = lines;
      lines = builder.finish();
      INFO("run " << run << ", round " << round << ", " << made.size() << " lines");
      REQUIRE(difference(lines, made, dice) == "");
      // What the new lines share is as it was.
      REQUIRE(difference(older, model, dice) == "");
      model = std::move(made);
    }
  }
}

TEST_CASE("the same lines may be added twice") {
  Dice dice(64);
  const Model model = random_model(dice, 150, 1);
  const Lines lines = lines_of(model);
  LinesBuilder builder;
  Model twice;
  for (const std::size_t first : {0, 1, 64, 100}) {
    builder.add(lines, first, model.size());
    twice.insert(twice.end(), model.begin() + static_cast<std::ptrdiff_t>(first), model.end());
  }
  set_begins(twice);
  CHECK(difference(builder.finish(), twice, dice) == "");
}

// Document ----------------------------------------------------------------------------------------

struct TextLine {
  std::string content, ending;
  bool changed = true;
};

std::vector<TextLine> split(std::string_view text) {
  std::vector<TextLine> lines;
  while (!text.empty()) {
    const std::size_t lf = std::min(text.find('\n'), text.size());
    const std::size_t end = std::min(lf + 1, text.size());
    const bool cr = lf < text.size() && lf > 0 && text[lf - 1] == '\r';
    const std::size_t content = lf - (cr ? 1 : 0);
    lines.push_back(
        {std::string(text.substr(0, content)), std::string(text.substr(content, end - content))});
    text.remove_prefix(end);
  }
  return lines;
}

std::string document_difference(const Document& document, std::string_view text, Dice& dice) {
  if (document.text(0, document.size()) != text) return "text";
  const std::vector<TextLine> wanted = split(text);
  const Lines& lines = document.lines();
  if (lines.size() != wanted.size()) return "number of lines";
  Model model;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line line = lines[i];
    if (line.content != wanted[i].content) return "content of line " + std::to_string(i);
    if (line.ending_bytes() != wanted[i].ending) return "ending of line " + std::to_string(i);
    const bool blank = wanted[i].content.find_first_not_of(" \t") == std::string::npos;
    if (line.blank() != blank) return "blankness of line " + std::to_string(i);
    model.push_back(line);
  }
  set_begins(model);
  return difference(lines, model, dice);
}

std::string text_of_lines(Dice& dice, std::size_t count) {
  static constexpr std::string_view kContents[] = {"", "", " \t", "a", "bb b", "é", "x\ry", "\r"};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += kContents[dice.roll(std::size(kContents))];
    text += dice.one_in(4) ? "\r\n" : "\n";
  }
  if (dice.one_in(3)) text += "last";
  return text;
}

TEST_CASE("a document of any number of lines follows its text through edits anywhere") {
  Dice dice(65);
  for (int run = 0; run < 150; ++run) {
    std::string text = text_of_lines(dice, kSizes[dice.roll(std::size(kSizes) - 1)]);
    const std::string input = text;
    Document document(input, 1000);
    REQUIRE(document_difference(document, text, dice) == "");
    for (int step = 0; step < 4 && !text.empty(); ++step) {
      const std::vector<std::size_t> cuts = test::boundaries(text);
      std::vector<Edit> edits;
      for (std::size_t at = dice.roll(80); at < cuts.size(); at += 1 + dice.roll(80)) {
        const std::size_t end = std::min(at + dice.roll(dice.one_in(5) ? 150 : 4), cuts.size() - 1);
        Edit edit;
        edit.begin = cuts[at];
        edit.end = cuts[end];
        if (!dice.one_in(3)) edit.with = text_of_lines(dice, dice.roll(3));
        at = end;
        edits.push_back(std::move(edit));
      }
      const std::string before = text;
      text = apply_edits(text, edits);
      document.apply(std::move(edits));
      INFO("run " << run << ", step " << step << ": `" << before << "`");
      REQUIRE(document_difference(document, text, dice) == "");
      REQUIRE(apply_edits(document.base_text(0, document.base_lines().bytes()), document.edits()) ==
              text);
      if (dice.one_in(2)) document.rebase();
    }
    REQUIRE(document.input_lines().bytes() == input.size());
  }
}

TEST_CASE("only what an edit changed has to be looked at again, wherever it is") {
  Dice dice(66);
  for (int run = 0; run < 40; ++run) {
    const std::size_t count = 60 + dice.roll(150);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "line\n";
    Document document(text, 1000);
    document.rebase();  // behind the first round, all lines are old
    document.rebase();
    std::vector<bool> dirty(count, false);
    const auto check = [&] {
      for (std::size_t i = 0; i < count; ++i) {
        REQUIRE((document.lines()[i].round >= document.dirty_since()) == dirty[i]);
        REQUIRE(document.lines()[i].begin == 5 * i);
      }
      const auto next =
          static_cast<std::size_t>(std::find(dirty.begin(), dirty.end(), true) - dirty.begin());
      REQUIRE(document.lines().next(0, Line::kAllBuckets, 0, document.dirty_since()) == next);
    };
    check();
    for (int step = 0; step < 3; ++step) {
      const std::size_t line = dice.roll(count), again = dice.roll(count);
      Edit edit;
      edit.begin = 5 * line + dice.roll(3);
      edit.end = edit.begin + 1;
      edit.with = "x";
      document.apply({edit});
      document.look_again(again);
      dirty[line] = dirty[again] = true;
      check();
    }
    document.rebase();
    check();  // changed in the round before
    document.rebase();
    dirty.assign(count, false);
    check();
  }
}

}  // namespace
}  // namespace textmend::internal
