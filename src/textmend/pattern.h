// PCRE2 patterns with the options and limits of the contract.
//
// Patterns are compiled with UTF, UCP, NEVER_BACKSLASH_C and newline LF. They are checked and
// compiled when a rule is read; the JIT code is made at the first match. A match that meets a limit
// counts as none and is reported, so that the caller can leave the line alone and name the rule.

#ifndef TEXTMEND_PATTERN_H_
#define TEXTMEND_PATTERN_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/textmend.h"

struct pcre2_real_code_8;
struct pcre2_real_match_data_8;
struct pcre2_real_match_context_8;
struct pcre2_real_jit_stack_8;

namespace textmend::internal {

// Lists that `{name}` in a pattern stands for: name -> alternatives, already as pattern text.
using PatternLists = std::map<std::string, std::string, std::less<>>;

// Why a pattern cannot be used. `offset` is in bytes of the pattern as it was written.
struct PatternError {
  std::string message;
  std::size_t offset = 0;
};

// What a match needs besides the pattern. One per thread.
class MatchScratch {
 public:
  explicit MatchScratch(const Limits& limits);
  ~MatchScratch();
  MatchScratch(const MatchScratch&) = delete;
  MatchScratch& operator=(const MatchScratch&) = delete;

  // Whether the subjects to come begin and end where their line does: `^` and `$` hold only there.
  // Takes back what set_last_begin() has set.
  void set_edges(bool at_start, bool at_end);
  // Matches that begin behind `offset` of the subjects to come are of no interest: none is found.
  void set_last_begin(std::size_t offset);

 private:
  friend class Pattern;
  static constexpr std::size_t kAnywhere = static_cast<std::size_t>(-1);

  std::uint32_t options_ = 0;
  std::size_t last_begin_ = kAnywhere;
  pcre2_real_match_data_8* data_;
  pcre2_real_match_context_8* context_;
  pcre2_real_match_context_8* limited_context_;  // with last_begin_
  pcre2_real_jit_stack_8* stack_;
};

// The groups of one match. Offsets are in the subject. Matches are made for every look at a line,
// so they hold their groups without memory of their own.
class Match {
 public:
  static constexpr std::size_t kMaxGroups = 32;  // a pattern with more is an error

  std::size_t begin() const { return groups_[0]; }
  std::size_t end() const { return groups_[1]; }
  // The text of group `index`; empty when it took no part.
  std::string_view group(std::size_t index) const;
  std::size_t group_begin(std::size_t index) const { return groups_[2 * index]; }

 private:
  friend class Pattern;

  std::string_view subject_;
  std::size_t count_ = 0;  // of the groups that are filled in, the match itself being one
  std::array<std::size_t, 2 * (kMaxGroups + 1)> groups_;  // NOLINT: filled in as far as count_
};

class Pattern {
 public:
  // How MatchScratch::set_last_begin() is heeded: by dropping what begins behind it, or by stopping
  // there, which makes each place that is tried a little dearer.
  enum class LastBegin { kDrops, kStops };
  // Null and `error` filled in when `source` is no pattern.
  static std::shared_ptr<const Pattern> compile(std::string_view source, const PatternLists& lists,
                                                PatternError& error,
                                                LastBegin last_begin = LastBegin::kDrops);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  enum class Result { kNone, kMatch, kLimit };
  // The first match at or behind `from`. `subject` is valid UTF-8.
  Result find(std::string_view subject, std::size_t from, MatchScratch& scratch,
              Match& match) const;
  // The next one behind `match`, which must be from this subject; steps over empty matches.
  Result find_next(std::string_view subject, MatchScratch& scratch, Match& match) const;
  bool matches(std::string_view subject, MatchScratch& scratch) const;
  // False where a text is missing that every match holds. find() looks first, so this is for those
  // who would have to get something ready for it.
  bool may_match(std::string_view subject) const { return holds_required(subject, 0); }

  std::size_t group_count() const { return group_count_; }
  // Index of a named group.
  std::optional<std::size_t> group_index(std::string_view name) const;
  const std::string& source() const { return source_; }

 private:
  Pattern() = default;
  // The first place at or behind `from` where a match may begin; npos where none can.
  std::size_t first_candidate(std::string_view subject, std::size_t from) const;
  bool holds_required(std::string_view subject, std::size_t from) const;
  void prepare() const;

  std::string source_;
  pcre2_real_code_8* code_ = nullptr;
  std::size_t group_count_ = 0;
  std::string required_;        // may be empty
  std::size_t rarest_ = 0;      // the place in it of the byte that is rarest in prose
  std::size_t min_length_ = 0;  // of a match, in bytes
  // Whether PCRE2 knows the bytes with which a match may begin, and which they are.
  bool knows_first_ = false;
  bool first_is_ascii_ = true;  // false: all of them are beyond ASCII
  std::array<bool, 256> may_be_first_{};
  bool stops_at_last_begin_ = false;
  mutable std::once_flag jit_;
  mutable std::atomic<bool> is_prepared_ = false;
  mutable bool has_jit_ = false;  // once it is prepared
};

using PatternPtr = std::shared_ptr<const Pattern>;

// `text` with every character that means something in a pattern escaped.
std::string escape_pattern(std::string_view text);

// Versions of PCRE2 and of its Unicode tables, for the fingerprint.
std::string pattern_library_version();

}  // namespace textmend::internal

#endif  // TEXTMEND_PATTERN_H_
