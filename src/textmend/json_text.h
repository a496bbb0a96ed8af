// The strings of a JSON record, where they stand and what they say.
//
// simdjson says whether a record is JSON at all; here it is known to be. What simdjson's documents
// do not keep is the place of a value, and to change one string and leave every other byte as it
// came the place is all that matters. So a record is walked along the pointers that were asked for,
// and whatever lies beside them is stepped over.
//
// Offsets are bytes of the record; ranges are half-open. Sources: RFC 8259 (JSON), RFC 6901
// (pointers).

#ifndef TEXTMEND_JSON_TEXT_H_
#define TEXTMEND_JSON_TEXT_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::internal {

// A parsed JSON pointer: "/a/0" has the tokens "a" and "0", "" none.
struct JsonPointer {
  std::vector<std::string> tokens;

  // Nothing when `text` is no pointer: it must be empty or begin with '/', and a '~' must be `~0`
  // or `~1`.
  static std::optional<JsonPointer> parse(std::string_view text);
};

// Calls f(index of the pointer, begin, end) for each string of `record` that one of `pointers`
// names, in the order in which they stand; [begin, end) is what stands between the quotes. Where a
// key is doubled, each of its values counts: some programs read the first of them, some the last.
// `record` is valid JSON.
using OnString = std::function<void(std::size_t pointer, std::size_t begin, std::size_t end)>;
void find_json_strings(std::string_view record, std::span<const JsonPointer> pointers,
                       const OnString& f);

// Where the member that `pointer` names is to be written: instead of [begin, end), which is its
// value, or, where the object has no such member, at `begin` == `end` behind its last one.
struct JsonPlace {
  std::size_t begin = 0, end = 0;
  bool is_new = false;    // key and value are to be written, not only the value
  bool is_first = false;  // it is new, and the object is empty: no comma in front
};
// In ascending order: several where a key is doubled, none where there is no object that could hold
// the member, or `pointer` names the whole record. `record` is valid JSON.
std::vector<JsonPlace> find_json_member(std::string_view record, const JsonPointer& pointer);

// What a JSON string says, and the way back to where it stands.
class JsonString {
 public:
  // `written` is what stands between the quotes; it must outlive the JsonString. Nothing when it
  // holds half of a surrogate pair: there is no UTF-8 for it.
  static std::optional<JsonString> decode(std::string_view written);

  std::string_view text() const { return escapes_.empty() ? written_ : std::string_view(text_); }
  // The place in what was written of a code point boundary of text().
  std::size_t place(std::size_t offset) const;

 private:
  explicit JsonString(std::string_view written) : written_(written) {}

  // The text behind an escape is as far from its place as the escape has moved it.
  struct Escape {
    std::size_t text_end = 0, written_end = 0;
    std::size_t text_begin = 0, written_begin = 0;
  };
  std::string_view written_;
  std::string text_;
  std::vector<Escape> escapes_;  // ascending
};

// `record` with U+FFFD for each escape that is half of a surrogate pair, so that every byte stays
// where it is. JSON allows them, UTF-8 has none, and simdjson refuses them. Need not be JSON.
std::string without_half_surrogates(std::string_view record);

// Whether the characters beyond ASCII of a record are all written as escapes, and there are some.
// Then new ones are written so too.
bool escapes_non_ascii(std::string_view record);

// Appends `text`, which is valid UTF-8, as it is written between the quotes of a JSON string.
void append_json_text(std::string& to, std::string_view text, bool ascii);

}  // namespace textmend::internal

#endif  // TEXTMEND_JSON_TEXT_H_
