// What a rule is to the engine.
//
// A rule looks and returns findings; only the Document changes text. Rules are immutable and shared
// by threads; what a match needs comes along in Subject or Overview.
//
// Three scopes:
//   line      one line and the section's frozen facts. Consecutive rules of this scope form a stage
//             that runs line by line.
//   lines     a window of at most Limits::window_lines lines, joined by LF; the rule's need is on
//             the first. Starts when all earlier rules have finished with the section.
//   document  all lines at once. Starts likewise.

#ifndef TEXTMEND_RULE_H_
#define TEXTMEND_RULE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/needs.h"
#include "textmend/pattern.h"
#include "textmend/textmend.h"

namespace textmend::internal {

class Facts;

enum class Phase { kProtect, kCharacters, kSpacing, kWords, kLines, kLayout };
inline constexpr std::string_view kPhaseNames[] = {"protect", "characters", "spacing",
                                                   "words",   "lines",      "layout"};
enum class Scope { kLine, kLines, kDocument };
inline constexpr std::string_view kScopeNames[] = {"line", "lines", "document"};

// What a rule proposes for [edit.begin, edit.end), or asks to have flagged.
struct Finding {
  Edit edit;                    // without steps; the engine adds them
  std::string_view evidence;    // the rung that held; a literal or owned by the rule
  bool flag_only = false;       // no evidence, or a rule that never edits
  bool whole_lines = false;     // lines go or move as a whole: inline protection does not count
  bool removes = false;         // its text is lost: CleanOptions::max_removed counts it
  std::size_t match_begin = 0;  // what the pattern matched: guards look at all of it
  std::size_t match_end = 0;
  // For the rung `habit`: what kind of damage it is (empty: the rule does not ask), and which of
  // the rule's candidates was proved. Where none was, `choices` has the texts of all, empty for
  // those that are not possible, and the habit of the section decides (Gates::settle).
  std::string sign;
  std::size_t candidate = 0;
  std::vector<std::string> choices;
};

struct Findings {
  std::vector<Finding> list;          // sorted by edit.begin, disjoint
  std::vector<std::size_t> unproved;  // where matches begin that no evidence lets pass
  bool limit = false;  // a pattern met a limit: the engine drops the list and says so
};

// Adds the findings that drop the lines with these ascending indices.
void drop_lines(const Document& document, std::span<const std::size_t> lines, Findings& findings);

// What a rule of scope line or lines looks at.
struct Subject {
  std::string_view text;  // one line, lines joined by LF, or a part of a long line
  bool at_start = true;   // text begins where the line does
  bool at_end = true;
  const Facts& facts;
  MatchScratch& scratch;
};

// What a rule of scope document looks at.
struct Overview {
  const Document& document;
  const Facts& facts;
  MatchScratch& scratch;
  std::uint64_t bucket = Line::kAllBuckets;  // the rule's, see scanner.h
  bool exact = false;                        // the bit is set only where a need occurs

  // Whether `needs`, which are the rule's own, occur in `line`.
  bool wants(const Needs& needs, const Line& line) const {
    return (line.buckets & bucket) != 0 && !line.opaque && (exact || needs.wants(line.content));
  }
};

// Lines that a rule may touch, from [where]. Indices into Document::lines().
struct Where {
  enum class At { kAnywhere, kHead, kTail };
  At at = At::kAnywhere;
  std::size_t within = 0;  // kept non-blank lines from that edge
};

// From [guard]. All of it looks at the section as it came into the round.
struct Guard {
  std::vector<PatternPtr> unless;
  PatternPtr document, no_document;
  std::size_t at_least = 0;
  std::size_t at_least_kinds = 0;
  double at_least_share = 0.0;     // of the line ends; 0: none is enough
  std::size_t document_kinds = 1;  // so many different lines must match `document`
  std::size_t paragraphs = 0;      // so many lines must be prose
  PatternPtr share_of;
  double max_share = 1.0, min_share = 0.0;
  double majority = 0.0;
  std::size_t from = 0;

  // Whether it counts what the rule finds in the section.
  bool surveys() const { return at_least > 1 || at_least_kinds > 1 || share_of; }
  bool looks_at_section() const { return document || no_document || paragraphs > 0 || surveys(); }
};

// What the engine knows of a rule, whatever its kind, before there is a candidate for it. It costs
// no pattern: built-in rules have it from a table.
struct RuleOutline {
  std::string id;
  Phase phase = Phase::kSpacing;
  Scope scope = Scope::kLine;
  bool flag_unsure = false;
  std::vector<std::string> langs;
  Where where;
  Needs needs;
  // Of the guard's `document` and `no_document`; null: none. Many rules share theirs, which may be
  // hundreds of lines.
  std::shared_ptr<const Needs> document_needs;
  // From [guard]: the rule looks at no line before these rules have `habit` different matches with
  // evidence in the section. So many its own of a sign must have for the rung `habit`.
  std::vector<std::string> habit_of;
  std::size_t habit = 3;
  bool asks_facts = false;  // its answer for a line depends on other lines
  bool only_flags = false;  // it never edits
  // How often its needs occur in text; the build looks that up for its own rules.
  enum class Use : std::uint8_t { kCommon, kUnknown, kRare };
  Use use = Use::kUnknown;

  // Whether its windows leave out what a page's end puts between the two halves of a word.
  bool looks_through_pages() const { return phase == Phase::kWords && scope == Scope::kLines; }
};

// What every rule is made of, whatever its kind.
struct RuleCommon : RuleOutline {
  Guard guard;
};

class Rule {
 public:
  explicit Rule(RuleCommon common) : common_(std::move(common)) {}
  virtual ~Rule() = default;
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;

  // Scopes line and lines: the findings in subject.text, offsets in it.
  virtual void find(const Subject& /*subject*/, Findings& /*findings*/) const {}
  // Scope document: offsets in the document's current text. `where` is the rule's own business.
  virtual void find_all(const Overview& /*overview*/, Findings& /*findings*/) const {}
  // False for rules whose work is linear anyway: they see long lines whole.
  virtual bool bounded() const { return true; }
  // Whether the engine searches the section for lines that the rule wants. False for a rule that is
  // only asked about lines that others want to change, or only in sections that show a habit: its
  // needs may be common, and a section that does not show it pays nothing for them.
  virtual bool searches() const { return common_.habit_of.empty(); }
  // For candidates only: a rule that is made on first use is made by this.
  virtual const Guard& guard() const { return common_.guard; }

  const RuleOutline& common() const { return common_; }
  const std::string& id() const { return common_.id; }

 private:
  RuleCommon common_;
};

using RulePtr = std::shared_ptr<const Rule>;

// First and one past the last index of the lines within reach of `where`.
struct LineRange {
  std::size_t begin = 0, end = 0;
  bool contains(std::size_t line) const { return line >= begin && line < end; }
};
LineRange lines_in_reach(const Where& where, const Lines& lines);

}  // namespace textmend::internal

#endif  // TEXTMEND_RULE_H_
