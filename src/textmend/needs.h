// Needs: the windows of characters without which a rule does not look at a line.
//
// A window has one to eight positions, each a character or a set of them; it may be tied to the
// line's start or end and may fold ASCII case. rules/README.md has the syntax.
//
// ICU reads the sets of rule files. What is kept of a set are plain ranges, so that needs can also
// come from the table of the built-in rules (rule_table.h), without ICU. All classes are values,
// immutable once they are made; sets are shared.

#ifndef TEXTMEND_NEEDS_H_
#define TEXTMEND_NEEDS_H_

#include <array>
#include <bit>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace textmend::internal {

struct CodePointRange {
  char32_t first = 0, last = 0;  // both belong to it
  bool operator==(const CodePointRange&) const = default;
};

// Which bytes may stand at one place.
using ByteClass = std::bitset<256>;

// Calls f(byte) for the bytes of a class in ascending order. Word by word, not bit by bit: the
// needs of all rules are gone through at every start.
template <typename F>
void for_each_byte(ByteClass bytes, F&& f) {
  const ByteClass word(~std::uint64_t{0});
  for (std::size_t first = 0; first < bytes.size(); first += 64, bytes >>= 64) {
    for (std::uint64_t bits = (bytes & word).to_ullong(); bits != 0; bits &= bits - 1) {
      f(first + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }
}

// A set of characters.
class CodePointSet {
 public:
  // `ranges` are sorted, disjoint and hold no surrogates.
  explicit CodePointSet(std::vector<CodePointRange> ranges);

  bool contains(char32_t code_point) const {
    return code_point < 128 ? ascii_[code_point] : contains_beyond_ascii(code_point);
  }
  const std::vector<CodePointRange>& ranges() const { return ranges_; }
  // The members below 128.
  const std::bitset<128>& ascii() const { return ascii_; }
  // The bytes with which a member may begin.
  const ByteClass& first_bytes() const { return first_bytes_; }

 private:
  bool contains_beyond_ascii(char32_t code_point) const;

  std::vector<CodePointRange> ranges_;
  std::bitset<128> ascii_;
  ByteClass first_bytes_;
};
using CodePointSetPtr = std::shared_ptr<const CodePointSet>;

// One position of a window. Small: every start makes those of all built-in rules that are on.
class NeedPosition {
 public:
  static NeedPosition character(char32_t code_point, bool fold_ascii);
  // Any of `set`, which is not empty.
  static NeedPosition any_of(CodePointSetPtr set);
  // `set` in UnicodeSet syntax with its brackets; false when it is none.
  static bool parse_set(std::string_view set, NeedPosition& position);

  bool contains(char32_t code_point) const {
    return set_ ? set_->contains(code_point) : code_point == one_ || code_point == other_;
  }
  // The character, when the position is exactly one; else 0.
  char32_t single() const { return one_ == other_ ? one_ : 0; }
  // Whether one of the members is not below 128.
  bool is_beyond_ascii() const;
  // All members, when the position was made of a set of several; else null.
  const CodePointSetPtr& set() const { return set_; }
  // The bytes with which a member may begin.
  ByteClass first_bytes() const;
  // The bytes of all members, where they are the same but for the bit that folds ASCII case; or
  // nothing.
  std::string fixed_bytes() const;
  // Sorted and disjoint.
  std::vector<CodePointRange> ranges() const;

 private:
  CodePointSetPtr set_;           // null: a character
  char32_t one_ = 0, other_ = 0;  // in upper and lower case if it folds, or twice; 0: a set
};

struct NeedError {
  std::string message;
  std::size_t offset = 0;  // in bytes of the window's text
};

// The name of a list of which each word is a need: `{name}`. Empty for any other need.
std::string_view list_of_needs(std::string_view need);

// What is known of up to eight bytes: their values with kFoldAscii set in each, and where they are
// known.
struct FixedBytes {
  static constexpr unsigned char kFoldAscii = 0x20;  // the bit in which ASCII letters differ
  std::uint64_t values = 0, mask = 0;

  // The byte at `at`, with kFoldAscii set; nothing where it is not known.
  std::optional<std::size_t> byte(std::size_t at) const {
    const auto bytes = std::bit_cast<std::array<unsigned char, sizeof values>>(values);
    const auto known = std::bit_cast<std::array<unsigned char, sizeof mask>>(mask);
    return known[at] == 0 ? std::nullopt : std::optional<std::size_t>(bytes[at]);
  }
  // `bytes` are the eight bytes as they stand in memory.
  bool fit(std::uint64_t bytes) const {
    return ((bytes | kFoldAscii * 0x0101010101010101ULL) & mask) == values;
  }
};

class NeedWindow {
 public:
  static constexpr std::size_t kMostPositions = 8;

  // False and `error` filled in when `text` is no window.
  static bool parse(std::string_view text, NeedWindow& window, NeedError& error);
  static NeedWindow literal(std::string_view text, bool fold_ascii = false);
  static NeedWindow of(std::vector<NeedPosition> positions, bool at_start, bool at_end);

  const std::vector<NeedPosition>& positions() const { return positions_; }
  bool at_start() const { return at_start_; }
  bool at_end() const { return at_end_; }

  // Whether the window occurs at `begin`, which is a code point boundary; then `end` is its end.
  // A line's start is its first byte and the first that is no blank, its end likewise: what a rule
  // looks for at an edge, extractors indent.
  bool occurs_at(std::string_view line, std::size_t begin, std::size_t& end) const;

  // The bytes of an occurrence from that of position `from` on, or the last ones in front of its
  // end, as far as they are the same, case aside, in all occurrences.
  FixedBytes fixed_from(std::size_t from) const;
  FixedBytes fixed_at_end() const;

 private:
  std::vector<NeedPosition> positions_;
  bool at_start_ = false, at_end_ = false;
};

// What Needs compares whole lines by: without the blanks at both ends, case folded.
std::string folded_line(std::string_view line);

// Several windows that are looked for in one pass over a line.
//
// Each is pinned to the position that is rarest in prose, and looked at where a byte stands with
// which a member of that position may begin, and the bytes behind it that are always the same. So
// most bytes cost one look into a table.
class WindowFinder {
 public:
  // `window` must outlive the finder; `tag` is for the caller.
  void add(const NeedWindow& window, std::uint64_t tag);
  // To be called once, behind the last add().
  void finish();
  // Calls f(tag, begin, end) for each occurrence until it returns false, but looks for none whose
  // tag skips(tag). Those tied to the line's start come first, the others by the place of the pin.
  template <typename Skips, typename F>
  void each(std::string_view line, Skips&& skips, F&& f) const;

 private:
  struct Entry {
    const NeedWindow* window = nullptr;
    std::uint64_t tag = 0;
    FixedBytes fixed;        // from the pinned position on
    std::uint32_t from = 0;  // code points in front of it
  };
  struct Pinned {
    std::uint8_t byte = 0;
    Entry entry;
  };
  // Calls f for those tied to the line's start that occur at `begin`; false when f returned it.
  template <typename Skips, typename F>
  bool each_start(std::string_view line, std::size_t begin, Skips&& skips, F&& f) const;

  std::vector<Entry> starts_;               // those tied to a line's start
  std::vector<Pinned> pinned_;              // the others, sorted by byte
  std::array<std::uint32_t, 257> first_{};  // of each byte, where its own begin in pinned_
};

// Lines that are needs as a whole. Rules that name the same file share one list. Not to be copied:
// `all` may be views of `own`.
struct LineList {
  std::vector<std::string_view> all;  // folded_line() of each, sorted, each once
  std::vector<std::string> own;       // the bytes of `all`, where nothing else holds them
  std::size_t longest = 0;            // bytes of a line of text that may be one of them
};
using LineListPtr = std::shared_ptr<const LineList>;

// `folded` is sorted and outlives the list, or is of `own`.
LineListPtr make_line_list(std::vector<std::string_view> folded, std::vector<std::string> own = {});

class Needs {
 public:
  void add(NeedWindow window);
  void reserve(std::size_t windows) { windows_.reserve(windows); }
  // Needs that are whole lines, blanks at their ends and case aside; none is blank.
  void add_lines(std::span<const std::string> lines);
  // The same for what are the lines() of another Needs, and the only ones of this one.
  void share_lines(LineListPtr lines) { lines_ = std::move(lines); }
  bool empty() const { return windows_.empty() && lines_->all.empty(); }
  const std::vector<NeedWindow>& windows() const { return windows_; }
  const std::vector<std::string_view>& lines() const { return lines_->all; }

  // Whether `line` is one of lines(), blanks at its ends and case aside.
  bool is_one_of_lines(std::string_view line) const;
  // Without windows and lines every line is wanted.
  bool wants(std::string_view line) const;

  struct Occurrence {
    std::size_t begin, end;
  };
  // All occurrences, sorted by their begin; a whole line counts from its begin to its end.
  std::vector<Occurrence> occurrences(std::string_view line) const;

 private:
  friend class NeedsTable;

  // The windows' finder, made when a line is first looked at: with the scanner few rules come to
  // that. Threads may ask at once; a copy makes its own.
  class Finder {
   public:
    Finder() : state_(std::make_unique<State>()) {}
    Finder(const Finder& /*other*/) : Finder() {}
    Finder(Finder&&) noexcept = default;
    Finder& operator=(const Finder&) { return *this = Finder(); }
    Finder& operator=(Finder&&) noexcept = default;
    ~Finder() = default;

    const WindowFinder& of(const std::vector<NeedWindow>& windows) const;
    // The windows have changed.
    void forget() {
      if (state_->made) state_ = std::make_unique<State>();
    }

   private:
    struct State {
      std::once_flag once;
      std::unique_ptr<const WindowFinder> made;
    };
    std::unique_ptr<State> state_;
  };

  static const LineListPtr& no_lines();

  std::vector<NeedWindow> windows_;
  LineListPtr lines_ = no_lines();
  Finder finder_;
};

// Several Needs that are looked for in one pass over a line.
class NeedsTable {
 public:
  // Returns the bit of `needs`, which must outlive the table. From the 64th on they share the last.
  std::uint64_t add(const Needs& needs);
  // To be called behind the last add().
  void finish() { finder_.finish(); }
  // The bits of those that want `line`.
  std::uint64_t wanted(std::string_view line) const;
  // Whether the bit is of one Needs alone: then it says all that the Needs would.
  bool is_exact(std::uint64_t bit) const { return count_ <= 64 || bit >> 63U == 0; }

 private:
  std::size_t count_ = 0;
  std::uint64_t everywhere_ = 0;
  std::vector<std::pair<const Needs*, std::uint64_t>> with_lines_;  // those that are whole lines
  WindowFinder finder_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_NEEDS_H_
