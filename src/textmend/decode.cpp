#include "textmend/decode.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::size_t kOutBytes = std::size_t{64} << 10;
// Units between the two converters; ICU wants room for a few characters.
constexpr std::size_t kPivotUnits = 4096;

// Longest first: the mark of UTF-32LE begins with that of UTF-16LE.
constexpr std::array<ByteOrderMark, 4> kMarks = {{
    {std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
    {std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
    {std::string_view("\xFF\xFE", 2), "UTF-16LE"},
    {std::string_view("\xFE\xFF", 2), "UTF-16BE"},
}};

}  // namespace

void Transcoder::Closer::operator()(UConverter* converter) const { ucnv_close(converter); }

Transcoder::Converter Transcoder::open_converter(const std::string& name) {
  if (name.empty()) return nullptr;  // ICU would take the default of this machine
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
  ucnv_setFallback(converter.get(), 0);
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

bool knows_encoding(const std::string& name) { return Transcoder::open(name, "UTF-8").has_value(); }

bool is_utf8_encoding(const std::string& name) {
  if (name.empty() || name == "UTF-8") return true;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(name.c_str(), &status);
  const bool utf8 = U_SUCCESS(status) && ucnv_getType(converter) == UCNV_UTF8;
  ucnv_close(converter);
  return utf8;
}

bool is_line_by_line(const std::string& name) {
  if (is_utf8_encoding(name)) return true;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(name.c_str(), &status);
  bool plain = false;
  if (U_SUCCESS(status)) {
    const UConverterType type = ucnv_getType(converter);
    plain = type == UCNV_SBCS || type == UCNV_MBCS || type == UCNV_LATIN_1 || type == UCNV_US_ASCII;
    const std::string_view ascii = "\n aZ~";
    char16_t unit[8] = {};
    const auto size = ucnv_toUChars(converter, unit, 8, ascii.data(),
                                    static_cast<std::int32_t>(ascii.size()), &status);
    plain = plain && U_SUCCESS(status) && size == static_cast<std::int32_t>(ascii.size()) &&
            unit[0] == u'\n' && unit[2] == u'a';
  }
  ucnv_close(converter);
  return plain;
}

std::optional<Transcoder> Transcoder::open(const std::string& from, const std::string& to) {
  Converter source = open_converter(from);
  Converter target = open_converter(to);
  if (!source || !target) return std::nullopt;
  return Transcoder(std::move(source), std::move(target));
}

Transcoder::Transcoder(Converter from, Converter to)
    : from_(std::move(from)),
      to_(std::move(to)),
      pivot_(kPivotUnits),
      pivot_source_(pivot_.data()),
      pivot_target_(pivot_.data()),
      out_(kOutBytes, '\0') {}

void Transcoder::replace_illegal() {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(from_.get(), UCNV_TO_U_CALLBACK_SUBSTITUTE, nullptr, nullptr, nullptr,
                      &status);
  // Half of a surrogate pair, which some encodings have and UTF-8 has not.
  ucnv_setFromUCallBack(to_.get(), UCNV_FROM_U_CALLBACK_SUBSTITUTE, nullptr, nullptr, nullptr,
                        &status);
}

std::optional<std::string_view> Transcoder::convert(std::string_view bytes, bool last) {
  if (bytes.data() == nullptr) bytes = "";  // ICU takes no null pointer for an empty text
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::size_t used = 0;
  while (true) {
    char* target = out_.data() + used;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(to_.get(), from_.get(), &target, out_.data() + out_.size(), &source, source_end,
                   pivot_.data(), &pivot_source_, &pivot_target_, pivot_.data() + pivot_.size(),
                   /*reset=*/false, /*flush=*/last, &status);
    used = static_cast<std::size_t>(target - out_.data());
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      out_.resize(out_.size() * 2);
      continue;
    }
    consumed_ += static_cast<std::uint64_t>(source - bytes.data());
    if (U_FAILURE(status)) {
      note_fault();
      return std::nullopt;
    }
    return std::string_view(out_).substr(0, used);
  }
}

void Transcoder::write_pivot() {
  while (pivot_source_ != pivot_target_) {
    char* target = out_.data();
    const char16_t* source = pivot_source_;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_fromUnicode(to_.get(), &target, out_.data() + out_.size(), &source, pivot_target_, nullptr,
                     /*flush=*/false, &status);
    pivot_source_ += source - pivot_source_;
    if (status != U_BUFFER_OVERFLOW_ERROR) return;
  }
}

bool Transcoder::note_unwritten() {
  std::array<char16_t, 8> units = {};
  auto unit_count = static_cast<std::int8_t>(units.size());
  UErrorCode status = U_ZERO_ERROR;
  ucnv_getInvalidUChars(to_.get(), units.data(), &unit_count, &status);
  if (U_FAILURE(status) || unit_count == 0) return false;
  char32_t c = units[0];
  if (unit_count > 1 && U16_IS_LEAD(units[0]) && U16_IS_TRAIL(units[1])) {
    c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(units[0], units[1]));
  }
  fault_ = {true, fmt::format("U+{:04X}", static_cast<std::uint32_t>(c)), 0};
  return true;
}

void Transcoder::note_fault() {
  if (note_unwritten()) return;
  write_pivot();
  if (note_unwritten()) return;
  std::array<char, 32> illegal = {};
  auto size = static_cast<std::int8_t>(illegal.size());
  UErrorCode status = U_ZERO_ERROR;
  ucnv_getInvalidChars(from_.get(), illegal.data(), &size, &status);
  if (U_FAILURE(status)) size = 0;
  fault_ = {false, {}, consumed_ - static_cast<std::uint64_t>(size)};
  for (std::size_t i = 0; i < static_cast<std::size_t>(size); ++i) {
    if (i > 0) fault_.what += ' ';
    fault_.what += fmt::format("{:02X}", static_cast<unsigned char>(illegal[i]));
  }
}

std::optional<ByteOrderMark> byte_order_mark(std::string_view head) {
  for (const ByteOrderMark& mark : kMarks) {
    if (head.starts_with(mark.bytes)) return mark;
  }
  return std::nullopt;
}

bool may_begin_mark(std::string_view head) {
  return std::any_of(std::begin(kMarks), std::end(kMarks), [&](const ByteOrderMark& mark) {
    return std::string_view(mark.bytes).starts_with(head);
  });
}

// Table 3-7 of the Unicode standard: the second byte has its own range behind some leads.
Utf8Sequence utf8_sequence_at(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {1, true, false};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return {1, false, false};
  unsigned char low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i == bytes.size()) return {i, false, true};
    if (byte(at + i) < low || byte(at + i) > high) return {i, false, false};
    low = 0x80;
    high = 0xBF;
  }
  return {size, true, false};
}

namespace {

// The character of a CESU-8 pair at bytes[at], six bytes; 0 if there is none.
char32_t surrogates_at(std::string_view bytes, std::size_t at) {
  if (bytes.size() < at + 6) return 0;
  const auto unit = [&](std::size_t i) -> char32_t {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(bytes[i + k]); };
    if (byte(0) != 0xED || !is_continuation(bytes[i + 1]) || !is_continuation(bytes[i + 2])) {
      return 0;
    }
    return 0xD000U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  };
  const char32_t high = unit(at), low = unit(at + 3);
  if (high < 0xD800 || high >= 0xDC00 || low < 0xDC00 || low >= 0xE000) return 0;
  return 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00);
}

// WHATWG's windows-1252: the five bytes that Windows leaves out are their C1 controls.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

}  // namespace

std::string_view Utf8Repair::repair(std::string_view bytes, bool last) {
  out_.clear();
  if (rest_.empty()) {
    if (is_valid_utf8(bytes)) return bytes;
    rest_ = bytes.substr(take(bytes, last));
  } else {
    rest_ += bytes;
    rest_.erase(0, take(rest_, last));
  }
  return out_;
}

// Appends what can be told of `bytes` to out_ and returns how many bytes that were.
std::size_t Utf8Repair::take(std::string_view bytes, bool last) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const Utf8Sequence sequence = utf8_sequence_at(bytes, at);
    if (sequence.valid) {
      out_.append(bytes, at, sequence.size);
      at += sequence.size;
      continue;
    }
    const bool lead_of_pair = static_cast<unsigned char>(bytes[at]) == 0xED;
    if (!last && (sequence.cut || (lead_of_pair && bytes.size() - at < 6))) break;
    ++repairs_;
    if (mode_ == Mode::kReplace) {
      append_code_point(0xFFFD, out_);
      at += sequence.size;
      continue;
    }
    if (const char32_t pair = surrogates_at(bytes, at)) {
      append_code_point(pair, out_);
      at += 6;
      continue;
    }
    for (std::size_t i = 0; i < sequence.size; ++i, ++at) {
      const char32_t byte = static_cast<unsigned char>(bytes[at]);
      append_code_point(byte < 0xA0 ? kWindows1252[byte - 0x80] : byte, out_);
    }
  }
  return at;
}

}  // namespace textmend::internal
