// Needs: the windows of characters without which a rule does not look at a line.
//
// A window has one to eight positions, each a character or an ICU UnicodeSet; it may be tied to the
// line's start or end and may fold ASCII case. rules/README.md has the syntax.

#ifndef TEXTMEND_NEEDS_H_
#define TEXTMEND_NEEDS_H_

#include <bitset>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>


namespace textmend::internal {

class CodePointSet;  // a frozen UnicodeSet

// One position of a window.
class NeedPosition {
 public:
  static NeedPosition character(char32_t code_point, bool fold_ascii);
  // `set` in UnicodeSet syntax with its brackets; false when it is none.
  static bool parse_set(std::string_view set, NeedPosition& position);

  bool contains(char32_t code_point) const {
    return code_point < 128 ? ascii_[code_point] : contains_beyond_ascii(code_point);
  }
  // The character, when the position is exactly one; else 0.
  char32_t single() const { return single_; }

 private:
  bool contains_beyond_ascii(char32_t code_point) const;
  std::bitset<128> ascii_;
  std::shared_ptr<const CodePointSet> set_;  // null: only single_
  char32_t single_ = 0;
};

struct NeedError {
  std::string message;
  std::size_t offset = 0;  // in bytes of the window's text
};

class NeedWindow {
 public:
  // False and `error` filled in when `text` is no window.
  static bool parse(std::string_view text, NeedWindow& window, NeedError& error);
  static NeedWindow literal(std::string_view text, bool at_start = false, bool at_end = false);

  // Begin and end of the first occurrence at or behind `from`; npos when there is none.
  std::size_t find(std::string_view line, std::size_t from, std::size_t& end) const;

 private:
  void finish();
  bool match_from(std::string_view line, std::size_t begin, std::size_t& end) const;

  std::vector<NeedPosition> positions_;
  bool at_start_ = false, at_end_ = false;
  // The longest run of single characters: searched first, the other positions are then compared.
  std::string literal_;
  std::size_t literal_position_ = 0;
};

class Needs {
 public:
  void add(NeedWindow window) { windows_.push_back(std::move(window)); }
  bool empty() const { return windows_.empty(); }

  // Without windows every line is wanted.
  bool wants(std::string_view line) const;

  struct Occurrence {
    std::size_t begin, end;
  };
  // All occurrences, sorted by their begin.
  std::vector<Occurrence> occurrences(std::string_view line) const;

 private:
  std::vector<NeedWindow> windows_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_NEEDS_H_
