// Any bytes in any encoding; aborts where what was read hangs on the blocks in which it came, is no
// UTF-8, or written and read again is another text, and where a guess can't be read as what it is.
//
// The first byte names the encoding (kEncodings, `A` being the first), the second the size of the
// blocks and, as a digit, that the encoding is also guessed; the rest is text.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "textmend/decode.h"
#include "textmend/encoding_guess.h"
#include "textmend/unicode.h"

namespace {

using textmend::internal::EncodingGuess;
using textmend::internal::Transcoder;
using textmend::internal::Utf8Repair;

constexpr std::size_t kMaxInput = std::size_t{4} << 10;

// The encodings of the WHATWG list and some with a state, or with rules of their own.
constexpr std::array<const char*, 52> kEncodings = {
    "UTF-8",        "UTF-16LE",     "UTF-16BE",     "UTF-16",       "UTF-32LE",
    "UTF-32",       "IBM866",       "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",
    "ISO-8859-5",   "ISO-8859-6",   "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-10",
    "ISO-8859-13",  "ISO-8859-14",  "ISO-8859-15",  "KOI8-R",       "KOI8-U",
    "macintosh",    "windows-874",  "windows-1250", "windows-1251", "windows-1252",
    "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
    "windows-1258", "GBK",          "GB18030",      "Big5",         "EUC-JP",
    "ISO-2022-JP",  "Shift_JIS",    "EUC-KR",       "US-ASCII",     "ISO-8859-1",
    "IBM850",       "IBM-1047",     "UTF-7",        "HZ",           "ISO-2022-KR",
    "ISO-2022-CN",  "SCSU",         "BOCU-1",       "CESU-8",       "IMAP-mailbox-name",
    "Big5-HKSCS",   "IBM-930"};

void require(bool holds, const char* promise, const char* encoding = "") {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s %s\n", promise, encoding);
  std::abort();
}

struct Converted {
  bool good = true;
  std::string text;  // up to the fault, if there is one
  Transcoder::Fault fault;
};

Converted convert(Transcoder transcoder, std::string_view bytes, std::size_t block) {
  Converted result;
  for (std::size_t at = 0; at <= bytes.size(); at += block) {
    const bool last = bytes.size() - at < block;
    const auto piece = transcoder.convert(bytes.substr(at, block), last);
    if (!piece) return {false, result.text, transcoder.fault()};
    result.text += *piece;
  }
  return result;
}

Converted convert(const char* from, const char* to, std::string_view bytes, std::size_t block) {
  return convert(*Transcoder::open(from, to), bytes, block);
}

void check_encoding(const char* encoding, std::string_view bytes, std::size_t block) {
  if (!textmend::internal::knows_encoding(encoding)) return;
  const Converted whole = convert(encoding, "UTF-8", bytes, bytes.size() + 1);
  const Converted read = convert(encoding, "UTF-8", bytes, block);
  require(whole.good == read.good, "blocks do not matter:", encoding);
  if (!whole.good) {
    require(whole.fault.offset <= bytes.size(), "a fault has its place in", encoding);
    const std::uint64_t one = whole.fault.offset, other = read.fault.offset;
    // Of an illegal character of BOCU-1 that a block cuts ICU tells no bytes.
    require(whole.fault.what == read.fault.what || std::string_view(encoding) == "BOCU-1",
            "blocks do not matter to a fault of", encoding);
    require(std::max(one, other) - std::min(one, other) <= 4, "a fault has its place in", encoding);
  } else {
    require(whole.text == read.text, "blocks do not matter:", encoding);
    require(textmend::internal::is_valid_utf8(whole.text), "UTF-8 comes out of", encoding);
    const Converted written = convert("UTF-8", encoding, whole.text, block);
    if (written.good) {
      const Converted again = convert(encoding, "UTF-8", written.text, block);
      require(again.good && again.text == whole.text, "what was written is read in", encoding);
    } else {
      require(written.fault.unwritable, "only a character can't be written in", encoding);
    }
  }
  Transcoder lenient = *Transcoder::open(encoding, "UTF-8");
  lenient.replace_illegal();
  const Converted replaced = convert(std::move(lenient), bytes, block);
  require(replaced.good, "what is illegal is replaced in", encoding);
  require(textmend::internal::is_valid_utf8(replaced.text), "UTF-8 comes out of", encoding);
  require(!whole.good || replaced.text == whole.text, "only what is illegal is replaced in",
          encoding);
}

std::string repaired(std::string_view bytes, Utf8Repair::Mode mode, std::size_t block) {
  Utf8Repair repair(mode);
  std::string result;
  for (std::size_t at = 0; at < bytes.size(); at += block) {
    result += repair.repair(bytes.substr(at, block), false);
  }
  result += repair.repair({}, true);
  const bool valid = textmend::internal::is_valid_utf8(bytes);
  require(valid == (repair.repairs() == 0), "what is UTF-8 is not repaired, and all else is");
  return result;
}

void check_repair(std::string_view bytes, std::size_t block) {
  for (const auto mode : {Utf8Repair::Mode::kReplace, Utf8Repair::Mode::kWindows1252}) {
    const std::string text = repaired(bytes, mode, block);
    require(textmend::internal::is_valid_utf8(text), "UTF-8 comes out of a repair");
    require(text == repaired(bytes, mode, bytes.size() + 1), "blocks do not matter to a repair");
    if (textmend::internal::is_valid_utf8(bytes)) require(text == bytes, "UTF-8 stays");
  }
}

void check_guess(std::string_view bytes) {
  const EncodingGuess guess = textmend::internal::guess_encoding(bytes, true);
  require(guess.percent >= 0 && guess.percent <= 100, "a share is a share");
  require(textmend::internal::knows_encoding(guess.name), "a guess has a converter");
  const bool plain = bytes.find_first_of(std::string_view("\0\x1B", 2)) == std::string_view::npos;
  if (plain && textmend::internal::is_valid_utf8(bytes)) {
    require(guess.name == "UTF-8" && guess.percent == 100, "UTF-8 is UTF-8");
  }
  // UTF-8 may hold lines of another encoding, and a mark says what it likes.
  const bool by_points = !guess.name.starts_with("UTF-") && !guess.name.starts_with("ISO-2022");
  if (by_points && guess.is_sure()) {
    require(convert(guess.name.c_str(), "UTF-8", bytes, bytes.size() + 1).good,
            "what is sure can be read:", guess.name.c_str());
  }
  textmend::internal::guess_encoding(bytes, false);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kMaxInput));
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
  const std::string_view bytes = input.substr(2);
  const char* const encoding =
      kEncodings[(byte(0) + 5 * kEncodings.size() - 'A') % kEncodings.size()];
  const std::size_t block = 1 + byte(1) % 16;
  check_encoding(encoding, bytes, block);
  check_repair(bytes, block);
  if (byte(1) / 16 % 4 == 3) check_guess(bytes);  // which takes ten times as long
  return 0;
}
