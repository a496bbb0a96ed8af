// Kind `word`: an evidence-guarded rewrite of one word, or of pieces that should be one.

#include <algorithm>
#include <array>
#include <span>

#include "textmend/language.h"
#include "textmend/pieces.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// One shape of the damage: a pattern with the candidates and the output, whose groups are its own.
struct Shape {
  PatternPtr pattern;
  std::vector<Template> candidates;
  std::optional<Template> with;
  std::optional<Template> sign;
};

// Where in a line matches may begin: at offsets from `begin` up to `last`.
struct Reach {
  std::size_t begin = 0, last = 0;
};

// The offset `words` words in front of `at`, but no more than 128 bytes: where a word begins.
std::size_t words_before(std::string_view text, std::size_t at, int words) {
  constexpr std::size_t kMost = 128;
  const std::size_t least = at - std::min(at, kMost);
  const auto is_space = [&](std::size_t i) { return text[i] == ' ' || text[i] == '\t'; };
  for (; words > 0; --words) {
    while (at > least && is_space(at - 1)) --at;
    while (at > least && !is_space(at - 1)) --at;
  }
  while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
  return at;
}

std::size_t behind_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

class WordRule : public Rule {
 public:
  WordRule(RuleCommon common, std::vector<Shape> shapes, std::vector<std::string> insert,
           bool rivals, Evidence evidence)
      : Rule(std::move(common)),
        shapes_(std::move(shapes)),
        insert_(std::move(insert)),
        rivals_(rivals),
        evidence_(std::move(evidence)) {}

  void find(const Subject& subject, Findings& findings) const override {
    // Proved, for the section's habit to decide, unsure: in this order they win where they meet.
    std::array<std::vector<Finding>, 3> found;
    const std::vector<Reach> reaches = reaches_of(subject.text);
    for (const Shape& shape : shapes_) {
      if (!find_shape(shape, subject, reaches, found, findings.unproved)) {
        findings.limit = true;
        return;
      }
    }
    for (std::vector<Finding>& some : found) {
      if (rivals_) decide_rivals(some, subject);
    }
    for (std::vector<Finding>& some : found) add_disjoint(some, findings.list);
    std::stable_sort(findings.list.begin(), findings.list.end(), by_begin);
  }

 private:
  // A match begins in a need or at most three words in front of one. To try all places of a line
  // costs more than all else that is done for a clean one. In a window the engine says where.
  std::vector<Reach> reaches_of(std::string_view text) const {
    const Needs& needs = common().needs;
    if (common().scope != Scope::kLine || needs.empty()) return {};
    constexpr int kWords = 3;
    std::vector<Reach> reaches;
    for (const Needs::Occurrence& need : needs.occurrences(text)) {
      // Behind a need's end a look-behind may go over blanks.
      const std::size_t last = behind_spaces(text, need.end);
      // Not asked for needs that lie in a reach: a line may be full of them.
      const bool lies_in_one = !reaches.empty() && need.begin <= reaches.back().last;
      const std::size_t begin = lies_in_one ? need.begin : words_before(text, need.begin, kWords);
      if (!reaches.empty() && begin <= reaches.back().last) {
        reaches.back().last = std::max(reaches.back().last, last);
      } else {
        reaches.push_back({begin, last});
      }
    }
    return reaches;
  }

  // False when the pattern met a limit. Without reaches, matches may begin anywhere.
  bool find_shape(const Shape& shape, const Subject& subject, std::span<const Reach> reaches,
                  std::array<std::vector<Finding>, 3>& found,
                  std::vector<std::size_t>& unproved) const {
    if (reaches.empty()) return find_from(shape, subject, 0, found, unproved);
    for (const Reach& reach : reaches) {
      subject.scratch.set_last_begin(reach.last);
      if (!find_from(shape, subject, reach.begin, found, unproved)) return false;
    }
    return true;
  }

  static bool by_begin(const Finding& a, const Finding& b) { return a.edit.begin < b.edit.begin; }

  // A shape listed earlier wins over a later one at its place. What may be a longer word by habit
  // is tried before the shorter one that is proved (`um fl ossen`): the engine takes the first.
  static void add_disjoint(std::vector<Finding>& from, std::vector<Finding>& to) {
    if (from.empty()) return;
    std::stable_sort(from.begin(), from.end(), by_begin);
    const auto known = static_cast<std::ptrdiff_t>(to.size());
    for (Finding& finding : from) {
      const auto meets = [&](const Finding& other) {
        const bool within = !finding.flag_only && finding.match_begin < other.match_begin &&
                            other.match_end <= finding.match_end;
        return !within && other.match_begin < finding.match_end &&
               finding.match_begin < other.match_end;
      };
      const bool is_new = to.size() > static_cast<std::size_t>(known);
      if (is_new && finding.match_begin < to.back().match_end) continue;
      if (std::any_of(to.begin(), to.begin() + known, meets)) continue;
      to.push_back(std::move(finding));
    }
  }

  // Whether all words of a text are known ones. Without a lexicon: no.
  static bool are_words(std::string_view text, const Facts& facts) {
    const Pieces pieces = pieces_of(text);
    return facts.lexicon() != nullptr &&
           std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) {
             if (letters_of(piece) == 1) return is_word_of_one_letter(piece, facts.lang());
             return facts.lexicon()->tier(piece).value_or(kUnknownTier) <= Lexicon::kGeneralTier;
           });
  }

  // Which of two matches that overlap stays: the one that makes the far commoner word, or none (the
  // middle one of three pieces belongs to one side: `an i dea`, `you th at`). Where one of them
  // leaves words beside it and the other leaves none, that one; where both do, either may be meant
  // (`fighter s at`), unless one is hardly ever (`the w hole`). A match inside of another goes
  // where the longer word is no rarer (`a dd` in `a dd ress`).
  static std::pair<bool, bool> who_wins(const Finding& outer, int outer_tier, const Finding& inner,
                                        int inner_tier, const Subject& subject) {
    constexpr int kCommoner = 20, kFarCommoner = 40;  // in SCOWL sizes
    if (inner.match_end <= outer.match_end) {
      return {outer_tier <= inner_tier, outer_tier > inner_tier};
    }
    const std::string_view text = subject.text;
    const bool outer_fits =
        are_words(text.substr(outer.match_end, inner.match_end - outer.match_end), subject.facts);
    const bool inner_fits = are_words(
        text.substr(outer.match_begin, inner.match_begin - outer.match_begin), subject.facts);
    if (outer_fits != inner_fits) return {outer_fits, inner_fits};
    // A dictionary does not tell that one is hardly ever meant.
    if (outer_fits && embedded_lexicon(subject.facts.lang()) == nullptr) return {false, false};
    const int commoner = outer_fits ? kFarCommoner : kCommoner;
    return {outer_tier + commoner <= inner_tier, inner_tier + commoner <= outer_tier};
  }

  static void decide_rivals(std::vector<Finding>& findings, const Subject& subject) {
    std::stable_sort(findings.begin(), findings.end(), by_begin);
    const Lexicon* lexicon = subject.facts.lexicon();
    std::vector<int> tiers;
    for (const Finding& finding : findings) {
      const std::string& word = finding.choices.empty() ? finding.edit.with : finding.choices[0];
      tiers.push_back(lexicon == nullptr ? kUnknownTier
                                         : lexicon->tier(word).value_or(kUnknownTier));
    }
    std::vector<bool> beaten(findings.size(), false);
    for (std::size_t i = 0; i < findings.size(); ++i) {
      for (std::size_t k = i + 1; k < findings.size(); ++k) {
        if (findings[k].match_begin >= findings[i].match_end) break;
        const auto [outer_wins, inner_wins] =
            who_wins(findings[i], tiers[i], findings[k], tiers[k], subject);
        if (!inner_wins) beaten[k] = true;
        if (!outer_wins) beaten[i] = true;
      }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (beaten[i]) continue;
      if (kept != i) findings[kept] = std::move(findings[i]);
      ++kept;
    }
    findings.resize(kept);
  }

  bool find_from(const Shape& shape, const Subject& subject, std::size_t begin,
                 std::array<std::vector<Finding>, 3>& found,
                 std::vector<std::size_t>& unproved) const {
    Match match;
    Pattern::Result result = shape.pattern->find(subject.text, begin, subject.scratch, match);
    while (result == Pattern::Result::kMatch) {
      Finding finding;
      finding.edit.begin = finding.match_begin = match.begin();
      finding.edit.end = finding.match_end = match.end();
      const bool proved = judge(shape, match, subject, finding);
      const bool by_habit = !proved && ask_habit(shape, match, subject, finding);
      finding.flag_only = !proved && !by_habit;
      std::size_t from = match.end();
      if (!proved || rivals_ || match.begin() == match.end()) {
        // A match without evidence must not hide one that begins inside it, nor a rival another.
        from = match.begin();
        if (from >= subject.text.size()) break;
        next_code_point(subject.text, from);
      }
      if (proved || by_habit || common().flag_unsure) {
        found[proved ? 0 : by_habit ? 1 : 2].push_back(std::move(finding));
      } else {
        unproved.push_back(match.begin());
      }
      result = shape.pattern->find(subject.text, from, subject.scratch, match);
    }
    return result != Pattern::Result::kLimit;
  }

  bool judge(const Shape& shape, const Match& match, const Subject& subject,
             Finding& finding) const {
    return evidence_.uses(Evidence::Rung::kChoose) ? choose(shape, match, subject, finding)
                                                   : prove(shape, match, subject, finding);
  }

  // Of the two candidates, the joined form and the hyphenated one.
  bool choose(const Shape& shape, const Match& match, const Subject& subject,
              Finding& finding) const {
    const std::vector<std::string> forms = candidates(shape, match);
    if (forms.size() != 2) return false;
    const auto group = [&](std::string_view name) {
      const auto index = shape.pattern->group_index(name);
      return index ? match.group(*index) : std::string_view();
    };
    const Halves halves{group("head"),
                        group("tail"),
                        forms[0],
                        forms[1],
                        !group("before").empty() || !group("behind").empty(),
                        match.group(0).find('\n') == std::string_view::npos};
    const Choice choice = evidence_.choose(halves, subject.facts);
    if (choice.form == Choice::Form::kNeither) return false;
    finding.evidence = choice.evidence;
    return write(shape, match, forms[choice.form == Choice::Form::kJoined ? 0 : 1], finding);
  }

  // The candidate for which a rung holds.
  bool prove(const Shape& shape, const Match& match, const Subject& subject,
             Finding& finding) const {
    Claim claim;
    claim.broken = match.group(0);
    // Before its candidates are made, of which `insert` has many.
    if (!insert_.empty() && evidence_.rules_out(claim.broken, subject.facts)) return false;
    if (const auto head = shape.pattern->group_index("head")) claim.head = match.group(*head);
    std::string proved;
    const std::vector<std::string> all = candidates(shape, match);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i] == claim.broken) continue;
      claim.result = all[i];
      const std::string_view rung = evidence_.judge(claim, subject.facts);
      if (rung.empty() || all[i] == proved) continue;
      if (!proved.empty()) return false;  // unique, and a second one passes
      proved = all[i];
      finding.evidence = rung;
      finding.candidate = i;
      if (!evidence_.unique()) break;
    }
    if (proved.empty() || !write(shape, match, std::move(proved), finding)) return false;
    if (shape.sign) finding.sign = shape.sign->expand(*shape.pattern, match).value_or("");
    return true;
  }

  // What each candidate would make of it that a habit may choose. False when there is none.
  bool ask_habit(const Shape& shape, const Match& match, const Subject& subject,
                 Finding& finding) const {
    if (!shape.sign || !evidence_.uses(Evidence::Rung::kHabit)) return false;
    Claim claim;
    claim.broken = match.group(0);
    finding.choices.clear();
    bool any = false;
    const std::vector<std::string> all = candidates(shape, match);
    const Lexicon* lexicon = subject.facts.lexicon();
    const auto is_word = [&](const std::string& word) { return lexicon->knows(word); };
    // No habit makes what is no word of what may be one (`\0nstern`).
    const bool some_word = lexicon != nullptr && std::any_of(all.begin(), all.end(), is_word);
    for (const std::string& candidate : all) {
      std::string& choice = finding.choices.emplace_back();
      claim.result = candidate;
      if (candidate == claim.broken || (some_word && !is_word(candidate)) ||
          !evidence_.habit_allows(claim, subject.facts)) {
        continue;
      }
      Finding written;
      if (!write(shape, match, candidate, written)) continue;
      choice = std::move(written.edit.with);
      any = true;
    }
    if (!any) return false;
    finding.sign = shape.sign->expand(*shape.pattern, match).value_or("");
    finding.evidence = Evidence::kRungNames[static_cast<std::size_t>(Evidence::Rung::kHabit)];
    return true;
  }

  static bool write(const Shape& shape, const Match& match, std::string candidate,
                    Finding& finding) {
    if (!shape.with) {
      finding.edit.with = std::move(candidate);
      return true;
    }
    std::optional<std::string> with = shape.with->expand(*shape.pattern, match, candidate);
    if (!with) return false;
    finding.edit.with = std::move(*with);
    return true;
  }

  std::vector<std::string> candidates(const Shape& shape, const Match& match) const {
    std::vector<std::string> result;
    for (const Template& candidate : shape.candidates) {
      if (auto text = candidate.expand(*shape.pattern, match)) result.push_back(std::move(*text));
    }
    const std::string_view word = match.group(0);
    for (const std::string& piece : insert_) {
      for (std::size_t at = 0; at <= word.size(); ++at) {
        if (at < word.size() && is_continuation(word[at])) continue;
        result.push_back(std::string(word.substr(0, at)) + piece + std::string(word.substr(at)));
      }
    }
    return result;
  }

  std::vector<Shape> shapes_;
  std::vector<std::string> insert_;
  bool rivals_;
  Evidence evidence_;
};

// What the rungs ask of the patterns.
void check_groups(RuleBuilder& builder, const std::vector<PatternPtr>& patterns,
                  const Evidence& evidence) {
  const auto has = [](std::string_view group) {
    return [group](const PatternPtr& pattern) { return pattern->group_index(group).has_value(); };
  };
  const Place place = builder.spec().table("evidence").place;
  if (evidence.uses(Evidence::Rung::kPieces) &&
      std::none_of(patterns.begin(), patterns.end(), has("head"))) {
    builder.problems().error("bad-value", place,
                             "the rung `pieces` needs a group `head` in the pattern");
  }
  if (evidence.uses(Evidence::Rung::kHabit) && (!builder.has("sign") || builder.has("insert"))) {
    builder.problems().error("bad-value", place, "the rung `habit` needs a `sign`, and no `insert`",
                             "for example: sign = '${sign}', with a group of that name");
  }
  if (!evidence.uses(Evidence::Rung::kChoose)) return;
  if (!std::all_of(patterns.begin(), patterns.end(), has("head")) ||
      !std::all_of(patterns.begin(), patterns.end(), has("tail"))) {
    builder.problems().error(
        "bad-value", place, "the rung `choose` needs the groups `head` and `tail` in each pattern");
  }
  const Node* candidates = builder.params().find("candidates");
  if (candidates == nullptr || candidates->items.size() != 2 || builder.has("insert")) {
    builder.problems().error("bad-value", place, "the rung `choose` needs two `candidates`",
                             "the joined form and the hyphenated one, in this order");
  }
}

RulePtr make(RuleBuilder& builder) {
  std::vector<PatternPtr> patterns = builder.patterns("patterns", Pattern::LastBegin::kStops);
  if (!builder.has("patterns")) {
    builder.require("pattern", "or `patterns`");
    if (PatternPtr pattern = builder.pattern("pattern", Pattern::LastBegin::kStops)) {
      patterns.push_back(std::move(pattern));
    }
  }
  std::vector<Shape> shapes;
  for (const PatternPtr& pattern : patterns) {
    Shape shape;
    shape.pattern = pattern;
    if (const Node* candidates = builder.params().find("candidates")) {
      for (const Node& node : candidates->items) {
        if (auto candidate = builder.compile_template(node, {pattern}, false)) {
          shape.candidates.push_back(std::move(*candidate));
        }
      }
    }
    if (const Node* with = builder.params().find("with")) {
      shape.with = builder.compile_template(*with, {pattern}, true);
    }
    if (const Node* sign = builder.params().find("sign")) {
      shape.sign = builder.compile_template(*sign, {pattern}, false);
    }
    shapes.push_back(std::move(shape));
  }
  if (!builder.has("candidates") && !builder.has("insert")) {
    builder.require("candidates", "or `insert`");
  }
  std::optional<Evidence> evidence = builder.evidence();
  if (!evidence) {
    builder.problems().error("no-evidence", builder.spec().root.place,
                             "a rule of kind `word` needs [evidence]",
                             "for example: rungs = [\"lexicon\", \"document\"]");
    return nullptr;
  }
  check_groups(builder, patterns, *evidence);
  RuleCommon common = builder.common();
  return std::make_shared<WordRule>(
      std::move(common), std::move(shapes), get_strings(builder.params(), "insert"),
      get_boolean(builder.params(), "rivals", false), std::move(*evidence));
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds, "Where to look.", true},
    {"pattern", KeyType::kPattern,
     "The whole match is the broken form. Named groups serve the candidates; `head` serves the "
     "rung `pieces`."},
    {"patterns", KeyType::kPatterns, "Several; the first that has evidence wins at its place."},
    {"candidates", KeyType::kTemplates, "What the word may have been."},
    {"insert", KeyType::kStrings,
     "More candidates: the match with one of these put in at any one place."},
    {"sign", KeyType::kTemplate,
     "What kind of damage it is, for the rung `habit`: matches with the same text here are of "
     "one."},
    {"rivals", KeyType::kBoolean,
     "Of matches with evidence that overlap, one that makes a far commoner word than the other "
     "wins, and none where there is no such. Default false: the first wins."},
    {"with", KeyType::kTemplate, "What is written. Default `${candidate}`."},
    {"list", KeyType::kLists, "Lists for the patterns."},
    {"map", KeyType::kStringTable, "For `${map:…}`."},
    {"text", KeyType::kStringTable, "For `${text:…}`."},
};

}  // namespace

extern const Kind kWordKind;
const Kind kWordKind{
    "word",        "An evidence-guarded rewrite of one word, or of pieces that should be one.",
    Phase::kWords, Scope::kLine,
    "line lines",  kKeys,
    &make};

}  // namespace textmend::internal
