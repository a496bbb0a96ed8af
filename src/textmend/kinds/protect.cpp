// Kind `protect`: text that other rules leave alone.

#include <algorithm>

#include "textmend/protection.h"
#include "textmend/rule_file.h"
#include "textmend/subject.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

class SpanRule : public ProtectRule {
 public:
  SpanRule(RuleCommon common, Strength strength, PatternPtr pattern)
      : ProtectRule(std::move(common), strength, Shape::kSpan), pattern_(std::move(pattern)) {}

  void spans(std::string_view line, const Limits& limits, MatchScratch& scratch,
             std::vector<Range>& to) const override {
    // A line that the rule wants and that is seen whole needs no second look for the needs.
    const bool whole = line.size() <= limits.pattern_bytes;
    const std::vector<Range> parts =
        whole ? std::vector<Range>{} : visible_parts(line, common().needs, limits);
    const Range all{0, line.size()};
    for (const Range& part : whole ? std::span(&all, 1) : std::span(parts)) {
      const std::string_view text = line.substr(part.begin, part.end - part.begin);
      scratch.set_edges(part.begin == 0, part.end == line.size());
      Match match;
      Pattern::Result result = pattern_->find(text, 0, scratch, match);
      while (result == Pattern::Result::kMatch) {
        to.push_back({part.begin + match.begin(), part.begin + match.end()});
        result = pattern_->find_next(text, scratch, match);
      }
      // Protection that cannot be told is taken as given.
      if (result == Pattern::Result::kLimit) to.push_back(part);
    }
  }

 private:
  PatternPtr pattern_;
};

constexpr std::size_t kLongest = 4096;  // bytes that a pattern sees

bool line_matches(const Line& line, const Pattern& pattern, MatchScratch& scratch) {
  return !line.opaque && line.content.size() <= kLongest && pattern.matches(line.content, scratch);
}

// Of a longer line its beginning is looked at: a record of JSON may be of any length.
bool line_begins_like(const Line& line, const Pattern& pattern, MatchScratch& scratch) {
  if (line.opaque || line.content.size() <= kLongest) return line_matches(line, pattern, scratch);
  std::size_t end = kLongest;
  while (is_continuation(line.content[end])) --end;
  scratch.set_edges(true, false);
  Match match;
  const auto result = pattern.find(line.content.substr(0, end), 0, scratch, match);
  scratch.set_edges(true, true);
  return result == Pattern::Result::kMatch;
}

class FenceRule : public ProtectRule {
 public:
  FenceRule(RuleCommon common, Strength strength, PatternPtr open, PatternPtr close,
            std::size_t within)
      : ProtectRule(std::move(common), strength, Shape::kFence),
        open_(std::move(open)),
        close_(std::move(close)),
        within_(within) {}

  void blocks(const Lines& lines, std::uint64_t bucket, MatchScratch& scratch,
              std::vector<LineRange>& to) const override {
    for (std::size_t i = lines.next(0, bucket); i < lines.size(); i = lines.next(i + 1, bucket)) {
      const Line line = lines[i];
      if (!common().needs.wants(line.content) || !line_matches(line, *open_, scratch)) continue;
      const std::size_t end = std::min(lines.size(), i + 1 + within_);
      std::size_t close = i + 1;
      while (close < end && !line_matches(lines[close], *close_, scratch)) ++close;
      if (close == end) continue;
      to.push_back({i, close + 1});
      i = close;
    }
  }
  bool opens(const Line& line, MatchScratch& scratch) const override {
    return common().needs.wants(line.content) && line_matches(line, *open_, scratch);
  }
  bool closes(const Line& line, MatchScratch& scratch) const override {
    return line_matches(line, *close_, scratch);
  }
  std::size_t within() const override { return within_; }

 private:
  PatternPtr open_, close_;
  std::size_t within_;
};

// A kind of line that a run may be made of. Every line near an edit is asked, and most are prose:
// one pass for the needs of all cases spares nearly all of them the patterns. They are the rule's
// own needs as well, so that a line that no case wants does not even have the rule made.
struct LineCase {
  Needs needs;
  PatternPtr pattern;
};

class RunRule : public ProtectRule {
 public:
  RunRule(RuleCommon common, Strength strength, std::vector<LineCase> cases, std::size_t min_run)
      : ProtectRule(std::move(common), strength, Shape::kRun),
        cases_(std::move(cases)),
        min_run_(std::max<std::size_t>(min_run, 1)) {
    for (const LineCase& one : cases_) bits_.push_back(wanted_.add(one.needs));
    wanted_.finish();
  }

  bool in_run(const Line& line, MatchScratch& scratch) const override {
    const std::uint64_t wanted = wanted_.wanted(line.content);
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if ((wanted & bits_[i]) == 0) continue;
      if (!wanted_.is_exact(bits_[i]) && !cases_[i].needs.wants(line.content)) continue;
      if (line_begins_like(line, *cases_[i].pattern, scratch)) return true;
    }
    return false;
  }
  std::size_t min_run() const override { return min_run_; }

 private:
  const std::vector<LineCase> cases_;  // wanted_ points into them
  NeedsTable wanted_;
  std::vector<std::uint64_t> bits_;  // of each case
  std::size_t min_run_;
};

constexpr Key kLineCaseKeys[] = {
    {"needs", KeyType::kNeeds, "", true},
    {"pattern", KeyType::kPattern, "", true},
};

std::vector<LineCase> line_cases(RuleBuilder& builder) {
  std::vector<LineCase> cases;
  const Node* list = builder.params().find("lines");
  if (list == nullptr) {
    builder.require("line", "or `lines` for this shape");
    if (PatternPtr line = builder.pattern("line")) cases.push_back({{}, std::move(line)});
    return cases;
  }
  if (builder.has("line")) {
    builder.problems().error("bad-value", list->place, "`lines` stands instead of `line`");
  }
  for (const Node& table : list->items) {
    check_keys(table, kLineCaseKeys, "a kind of line", builder.problems());
    const Node* pattern = table.find("pattern");
    if (pattern == nullptr || pattern->type != Node::Type::kString) continue;
    LineCase one;
    builder.read_needs(table.find("needs"), one.needs);
    one.pattern = builder.compile(*pattern);
    if (one.pattern) cases.push_back(std::move(one));
  }
  return cases;
}

RulePtr make(RuleBuilder& builder) {
  const std::string shape = get_string(builder.params(), "shape", "span");
  const std::string strength_name =
      get_string(builder.params(), "strength", shape == "span" ? "inline" : "block");
  const auto strength =
      strength_name == "inline" ? ProtectRule::Strength::kInline : ProtectRule::Strength::kBlock;
  if (shape != "span" && strength == ProtectRule::Strength::kInline) {
    builder.problems().error("bad-value", builder.params().find("strength")->place,
                             "only spans can be `inline`: lines of code are left alone whole");
  }
  const auto required = [&](std::string_view key) {
    builder.require(key, "for this shape");
    return builder.pattern(key);
  };
  RuleCommon common = builder.common();
  if (shape == "fence") {
    PatternPtr open = required("open");
    PatternPtr close = required("close");
    return std::make_shared<FenceRule>(std::move(common), strength, std::move(open),
                                       std::move(close), builder.size("within", 200));
  }
  if (shape == "run") {
    std::vector<LineCase> cases = line_cases(builder);
    const bool all_have_needs = std::none_of(cases.begin(), cases.end(),
                                             [](const LineCase& one) { return one.needs.empty(); });
    if (common.needs.empty() && all_have_needs) {
      for (const LineCase& one : cases) {
        for (const NeedWindow& window : one.needs.windows()) common.needs.add(window);
      }
    }
    return std::make_shared<RunRule>(std::move(common), strength, std::move(cases),
                                     builder.size("min_run", 3));
  }
  return std::make_shared<SpanRule>(std::move(common), strength, required("pattern"));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds, "Where to look.", true},
    {"shape", KeyType::kString,
     "`span` (the default): the matches of `pattern` in a line. `fence`: the lines from one that "
     "matches `open` to one that matches `close`. `run`: at least `min_run` lines that match "
     "`line`, with any blank lines between them.",
     false, "span fence run"},
    {"strength", KeyType::kString,
     "`inline`: no edit inside; a line may go or move as a whole. `block`: no edit and no drop. "
     "Default: `inline` for `span`, else `block`.",
     false, "inline block"},
    {"pattern", KeyType::kPattern, "Of shape `span`."},
    {"open", KeyType::kPattern, "Of shape `fence`: its first line."},
    {"close", KeyType::kPattern, "Of shape `fence`: its last line."},
    {"line", KeyType::kPattern,
     "Of shape `run`: each of its lines; of one over 4 KiB, its beginning."},
    {"lines", KeyType::kTables,
     "Instead of it: `[{ needs, pattern }, …]`. A line that matches one of them is one of a run; a "
     "pattern is tried only where one of its own needs stands."},
    {"within", KeyType::kInteger,
     "`fence`: one that is not closed within so many lines is none. Default 200."},
    {"min_run", KeyType::kInteger, "`run`: default 3."},
    {"list", KeyType::kLists, "Lists for the patterns."},
};

}  // namespace

extern const Kind kProtectKind;
const Kind kProtectKind{"protect",
                        "Marks text that other rules leave alone.",
                        Phase::kProtect,
                        Scope::kDocument,
                        "document",
                        kKeys,
                        &make};

}  // namespace textmend::internal
