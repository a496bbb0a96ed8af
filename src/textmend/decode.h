// Texts in other encodings than UTF-8: conversion both ways, byte order marks, and UTF-8 that is
// not quite valid. encoding_guess.h guesses. Used by the program; the library itself takes UTF-8.
//
// ICU's converters are opened when an encoding is named or found, never for plain UTF-8. Tables
// are ICU's (ucnv), so its version is part of what they answer.

#ifndef TEXTMEND_DECODE_H_
#define TEXTMEND_DECODE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct UConverter;

namespace textmend::internal {

// True where ICU has a converter of that name: "windows-1252", "Shift_JIS", "utf8".
bool knows_encoding(const std::string& name);

// An empty name means UTF-8.
bool is_utf8_encoding(const std::string& name);

// Whether its text holds ASCII as ASCII and LF as nothing else, with no state from line to line, so
// that text can be cut at LF and put together again.
bool is_line_by_line(const std::string& name);

// Converts a text that comes in blocks, strictly: what is illegal, cut off or can't be written is a
// fault, and nothing is replaced by something alike.
class Transcoder {
 public:
  // Nothing where ICU knows one of the names not.
  static std::optional<Transcoder> open(const std::string& from, const std::string& to);

  // Illegal bytes become U+FFFD from now on, and so does what UTF-8 has no bytes for (half of a
  // surrogate pair). For reading: the other encoding is UTF-8.
  void replace_illegal();

  // The result lives until the next call. `last`: nothing follows. Nothing after a fault.
  std::optional<std::string_view> convert(std::string_view bytes, bool last);

  struct Fault {
    bool unwritable = false;  // `what` is a character that the other encoding has not: "U+2019"
    std::string what;         // else illegal bytes in hexadecimal: "80 FF"
    // Of the illegal bytes in the source, else 0. Where a block ends inside of them, or behind
    // them, up to four bytes off: ICU does not tell what it has put back.
    std::uint64_t offset = 0;
  };
  const Fault& fault() const { return fault_; }

 private:
  struct Closer {
    void operator()(UConverter* converter) const;
  };
  using Converter = std::unique_ptr<UConverter, Closer>;
  static Converter open_converter(const std::string& name);

  Transcoder(Converter from, Converter to);
  void note_fault();
  // Writes what was read in front of illegal bytes, which ICU leaves: a fault there is the first.
  void write_pivot();
  // False when there is no character that the target can't have.
  bool note_unwritten();

  Converter from_, to_;
  std::vector<char16_t> pivot_;
  char16_t* pivot_source_;
  char16_t* pivot_target_;
  std::uint64_t consumed_ = 0;
  std::string out_;
  Fault fault_;
};

struct ByteOrderMark {
  std::string_view bytes;
  const char* encoding;
};

// The mark of UTF-16 or UTF-32 at the head of a text. A mark of UTF-8 is text (see textmend.h).
std::optional<ByteOrderMark> byte_order_mark(std::string_view head);
inline constexpr std::size_t kLongestMark = 4;
// Whether a mark may begin with `head`, or with what follows on it.
bool may_begin_mark(std::string_view head);

// The character of UTF-8 at bytes[at], or its ill-formed part (the maximal subpart, Unicode 3.9).
struct Utf8Sequence {
  std::size_t size = 0;  // bytes
  bool valid = false;
  bool cut = false;  // may go on behind the end
};
Utf8Sequence utf8_sequence_at(std::string_view bytes, std::size_t at);

// Makes valid UTF-8 of a text that is not quite, block by block.
class Utf8Repair {
 public:
  enum class Mode {
    kReplace,      // each ill-formed sequence (its maximal subpart, Unicode 3.9) becomes U+FFFD
    kWindows1252,  // each byte of one is read as windows-1252, and a pair of surrogates written as
                   // two times three bytes (CESU-8) as its character
  };
  explicit Utf8Repair(Mode mode) : mode_(mode) {}

  // The result lives until the next call.
  std::string_view repair(std::string_view bytes, bool last);
  std::uint64_t repairs() const { return repairs_; }  // sequences so far

 private:
  std::size_t take(std::string_view bytes, bool last);

  Mode mode_;
  std::string rest_;  // the beginning of a character
  std::string out_;
  std::uint64_t repairs_ = 0;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_DECODE_H_
