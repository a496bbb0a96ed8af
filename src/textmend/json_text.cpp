#include "textmend/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::size_t kCodeEscape = 6;  // bytes of `\uD83D`

char32_t four_digits(std::string_view text, std::size_t at) {
  std::uint32_t number = 0;
  std::from_chars(text.data() + at, text.data() + at + 4, number, 16);
  return number;
}

bool is_high_surrogate(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

// The character that the escape at text[at] == '\\' stands for; `at` moves behind it. Nothing for
// half of a surrogate pair.
std::optional<char32_t> unescape(std::string_view text, std::size_t& at) {
  constexpr std::string_view kLetters = "bfnrt", kMeanings = "\b\f\n\r\t";
  const char letter = text[at + 1];
  if (letter != 'u') {
    at += 2;
    const std::size_t which = kLetters.find(letter);
    return static_cast<char32_t>(which == std::string_view::npos ? letter : kMeanings[which]);
  }
  const char32_t first = four_digits(text, at + 2);
  at += 6;
  if (is_low_surrogate(first)) return std::nullopt;
  if (!is_high_surrogate(first)) return first;
  if (text.substr(at, 2) != "\\u" || text.size() - at < kCodeEscape) return std::nullopt;
  const char32_t second = four_digits(text, at + 2);
  if (!is_low_surrogate(second)) return std::nullopt;
  at += 6;
  return 0x10000U + ((first & 0x3FFU) << 10U) + (second & 0x3FFU);
}

// A place in a record that is known to be JSON.
class Cursor {
 public:
  explicit Cursor(std::string_view record) : record_(record) {}

 protected:
  // The next byte that is no blank.
  char here() {
    at_ = std::min(record_.find_first_not_of(" \t\r\n", at_), record_.size());
    return at_ < record_.size() ? record_[at_] : '\0';
  }
  // Steps over the string that begins here and returns what stands between its quotes.
  std::string_view string() {
    const std::size_t begin = ++at_;
    for (;; ++at_) {
      at_ = record_.find('"', at_);
      std::size_t unescaped = at_;
      while (record_[unescaped - 1] == '\\') --unescaped;
      // Of backslashes in front of it each second one is text.
      if ((at_ - unescaped) % 2 == 0) return record_.substr(begin, at_++ - begin);
    }
  }
  void skip() {
    std::size_t depth = 0;
    do {
      const char c = here();
      if (c == '"') {
        string();
      } else {
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        const bool one_byte = std::string_view("{}[],:").find(c) != std::string_view::npos;
        at_ =
            one_byte ? at_ + 1 : std::min(record_.find_first_of(",]} \t\r\n", at_), record_.size());
      }
    } while (depth > 0);
  }

  // Calls f(key or index) at the begin of each value of the object or array that begins here; f
  // steps over the value. A key is null when it holds half of a surrogate pair, which no pointer
  // can name.
  template <typename F>
  void each_member(F&& f) {
    const bool object = here() == '{';
    ++at_;
    for (std::size_t index = 0;; ++index) {
      const char c = here();
      if (c == '}' || c == ']') {
        ++at_;
        return;
      }
      if (c == ',') {
        ++at_;
        here();
      }
      if (!object) {
        const std::string name = std::to_string(index);
        f(&name);
        continue;
      }
      const std::optional<JsonString> key = JsonString::decode(string());
      here();
      ++at_;  // the colon
      const std::string name(key ? key->text() : std::string_view());
      f(key ? &name : nullptr);
    }
  }

  std::string_view record_;
  std::size_t at_ = 0;
};

class Walker : Cursor {
 public:
  Walker(std::string_view record, std::span<const JsonPointer> pointers, const OnString& f)
      : Cursor(record), pointers_(pointers), f_(f) {}

  void run() {
    Named all;
    for (std::size_t i = 0; i < pointers_.size(); ++i) all.push_back(i);
    value(all, 0);
  }

 private:
  using Named = std::vector<std::size_t>;  // pointers that name something in the value

  // The value that begins here, whose place is the first `depth` tokens of `named`.
  void value(const Named& named, std::size_t depth) {
    const char c = here();
    if (named.empty()) return skip();
    if (c == '"') {
      const std::string_view text = string();
      const auto begin = static_cast<std::size_t>(text.data() - record_.data());
      for (const std::size_t pointer : named) {
        if (pointers_[pointer].tokens.size() == depth) f_(pointer, begin, begin + text.size());
      }
    } else if (c == '{' || c == '[') {
      each_member([&](const std::string* name) {
        value(name != nullptr ? with_token(named, depth, *name) : Named(), depth + 1);
      });
    } else {
      skip();
    }
  }

  Named with_token(const Named& named, std::size_t depth, std::string_view key) const {
    Named result;
    for (const std::size_t pointer : named) {
      const std::vector<std::string>& tokens = pointers_[pointer].tokens;
      if (depth < tokens.size() && tokens[depth] == key) result.push_back(pointer);
    }
    return result;
  }

  std::span<const JsonPointer> pointers_;
  const OnString& f_;
};

class MemberFinder : Cursor {
 public:
  MemberFinder(std::string_view record, const JsonPointer& pointer)
      : Cursor(record), tokens_(pointer.tokens) {}

  std::vector<JsonPlace> run() {
    if (!tokens_.empty()) value(0);
    return std::move(places_);
  }

 private:
  // The value that begins here, whose place is the first `depth` tokens.
  void value(std::size_t depth) {
    const char c = here();
    const bool is_parent = depth + 1 == tokens_.size();
    if (c != '{' && (c != '[' || is_parent)) return skip();
    if (is_parent) return object(tokens_.back());
    each_member([&](const std::string* name) {
      name != nullptr && *name == tokens_[depth] ? value(depth + 1) : skip();
    });
  }

  void object(const std::string& key) {
    const std::size_t known = places_.size();
    std::size_t last_end = at_ + 1;
    bool empty = true;
    each_member([&](const std::string* name) {
      here();
      const std::size_t begin = at_;
      skip();
      last_end = at_;
      empty = false;
      if (name != nullptr && *name == key) places_.push_back({begin, at_});
    });
    if (places_.size() == known) places_.push_back({last_end, last_end, true, empty});
  }

  const std::vector<std::string>& tokens_;
  std::vector<JsonPlace> places_;
};

}  // namespace

std::optional<JsonPointer> JsonPointer::parse(std::string_view text) {
  JsonPointer pointer;
  if (text.empty()) return pointer;
  if (text[0] != '/') return std::nullopt;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '/') {
      pointer.tokens.emplace_back();
    } else if (text[at] != '~') {
      pointer.tokens.back() += text[at];
    } else {
      const std::string_view escape = text.substr(at, 2);
      if (escape != "~0" && escape != "~1") return std::nullopt;
      pointer.tokens.back() += escape == "~0" ? '~' : '/';
      ++at;
    }
  }
  return pointer;
}

void find_json_strings(std::string_view record, std::span<const JsonPointer> pointers,
                       const OnString& f) {
  Walker(record, pointers, f).run();
}

std::vector<JsonPlace> find_json_member(std::string_view record, const JsonPointer& pointer) {
  return MemberFinder(record, pointer).run();
}

std::optional<JsonString> JsonString::decode(std::string_view written) {
  JsonString result(written);
  std::size_t done = 0;
  for (std::size_t at = written.find('\\'); at != std::string_view::npos;
       at = written.find('\\', done)) {
    if (done == 0) result.text_.reserve(written.size());
    result.text_.append(written, done, at - done);
    Escape escape;
    escape.text_begin = result.text_.size();
    escape.written_begin = at;
    const std::optional<char32_t> c = unescape(written, at);
    if (!c) return std::nullopt;
    if (*c < 0x80) {
      result.text_ += static_cast<char>(*c);
    } else {
      append_code_point(*c, result.text_);
    }
    escape.text_end = result.text_.size();
    escape.written_end = done = at;
    result.escapes_.push_back(escape);
  }
  if (done > 0) result.text_.append(written, done);
  return result;
}

std::size_t JsonString::place(std::size_t offset) const {
  const auto behind =
      std::upper_bound(escapes_.begin(), escapes_.end(), offset,
                       [](std::size_t at, const Escape& escape) { return at < escape.text_end; });
  // Only an escape's own begin lies in it.
  if (behind != escapes_.end() && offset == behind->text_begin) return behind->written_begin;
  if (behind == escapes_.begin()) return offset;
  const Escape& last = *std::prev(behind);
  return last.written_end + (offset - last.text_end);
}

std::string without_half_surrogates(std::string_view record) {
  std::string result(record);
  for (std::size_t at = record.find('\\'); at != std::string_view::npos;
       at = record.find('\\', at)) {
    const std::size_t begin = at;
    if (record.substr(at, 2) != "\\u" || record.size() - at < kCodeEscape) {
      at += 2;  // may be behind the end, where nothing is found
    } else if (!unescape(record, at)) {
      result.replace(begin, kCodeEscape, "\\ufffd");
      at = begin + kCodeEscape;
    }
  }
  return result;
}

bool escapes_non_ascii(std::string_view record) {
  if (!std::all_of(record.begin(), record.end(), is_ascii)) return false;
  for (std::size_t at = record.find('\\'); at != std::string_view::npos;
       at = record.find('\\', at + 2)) {
    if (record[at + 1] == 'u' && four_digits(record, at + 2) >= 0x80) return true;
  }
  return false;
}

void append_json_text(std::string& to, std::string_view text, bool ascii) {
  constexpr std::string_view kLetters = "bfnrt\"\\", kMeanings = "\b\f\n\r\t\"\\";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    constexpr std::size_t kNone = std::string_view::npos;
    const std::size_t letter = c < 0x80 ? kMeanings.find(static_cast<char>(c)) : kNone;
    if (letter != std::string_view::npos) {
      (to += '\\') += kLetters[letter];
    } else if (c < 0x20 || (ascii && c >= 0x7F && c < 0x10000)) {
      fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<std::uint32_t>(c));
    } else if (ascii && c >= 0x10000) {
      const auto above = static_cast<std::uint32_t>(c - 0x10000);
      fmt::format_to(std::back_inserter(to), "\\u{:04x}\\u{:04x}", 0xD800U + (above >> 10U),
                     0xDC00U + (above & 0x3FFU));
    } else {
      to.append(text, begin, at - begin);
    }
  }
}

}  // namespace textmend::internal
