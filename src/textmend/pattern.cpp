#include "textmend/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

bool is_list_name(std::string_view text) {
  if (text.empty() || text[0] < 'a' || text[0] > 'z') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

// The pattern that PCRE2 sees, and for each of its bytes the byte of the source it stands for.
struct Expanded {
  std::string text;
  std::vector<std::size_t> origin;

  void add(std::string_view piece, std::size_t from) {
    text += piece;
    origin.resize(text.size(), from);
  }
};

// Handles the escape at source[at] == '\\'. Rewrites \uXXXX, which TOML and ICU authors expect, and
// takes over any other escape with its braces, which are no list.
std::size_t expand_escape(std::string_view source, std::size_t at, Expanded& to) {
  if (source.size() >= at + 6 && source[at + 1] == 'u' &&
      source.substr(at + 2, 4).find_first_not_of("0123456789abcdefABCDEF") ==
          std::string_view::npos) {
    to.add("\\x{" + std::string(source.substr(at + 2, 4)) + "}", at);
    return at + 6;
  }
  std::size_t end = std::min(at + 2, source.size());
  while (end < source.size() && is_continuation(source[end])) ++end;
  if (end < source.size() && source[end] == '{') {
    const std::size_t close = source.find('}', end);
    if (close != std::string_view::npos) end = close + 1;
  }
  for (; at < end; ++at) to.add(source.substr(at, 1), at);
  return end;
}

std::optional<Expanded> expand(std::string_view source, const PatternLists& lists,
                               PatternError& error) {
  Expanded result;
  if (source.substr(0, 2) == "(*") {
    error = {"verbs in front of a pattern, such as (*CRLF), are not allowed", 0};
    return std::nullopt;
  }
  // Words begin behind no letter, and PCRE2 looks a letter up in its tables. The same test for
  // ASCII in front costs a third and ends most of the places that are tried.
  if (source.starts_with("(?<![\\p{L}")) result.add("(?<![A-Za-z])", 0);
  for (std::size_t at = 0; at < source.size();) {
    if (source[at] == '\\') {
      at = expand_escape(source, at, result);
      continue;
    }
    if (source[at] == '{') {
      const std::size_t close = source.find('}', at);
      if (close != std::string_view::npos && is_list_name(source.substr(at + 1, close - at - 1))) {
        const auto list = lists.find(source.substr(at + 1, close - at - 1));
        if (list == lists.end()) {
          error = {"no list `" + std::string(source.substr(at + 1, close - at - 1)) +
                       "`: define it as `list." +
                       std::string(source.substr(at + 1, close - at - 1)) + "`",
                   at};
          return std::nullopt;
        }
        result.add("(?:" + list->second + ")", at);
        at = close + 1;
        continue;
      }
    }
    result.add(source.substr(at, 1), at);
    ++at;
  }
  return result;
}

pcre2_compile_context* compile_context() {
  pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
  return context;
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("\\^$.[]|()?*+{}#").find(c) == std::string_view::npos;
}

bool is_ascii_punctuation(char c) {
  return std::string_view("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~").find(c) != std::string_view::npos;
}

// The end of the escape that begins at `at`, with what belongs to it.
std::size_t end_of_escape(std::string_view source, std::size_t at) {
  const char kind = at + 1 < source.size() ? source[at + 1] : '\\';
  std::size_t end = std::min(at + 2, source.size());
  while (end < source.size() && is_continuation(source[end])) ++end;
  if (source.substr(end, 1) == "{") return std::min(source.find('}', end), source.size() - 1) + 1;
  const auto skip = [&](std::size_t most, std::string_view set) {
    for (; most > 0 && end < source.size() && set.find(source[end]) != std::string_view::npos;
         --most)
      ++end;
  };
  constexpr std::string_view kHex = "0123456789abcdefABCDEF", kDigits = "0123456789";
  if (kind == 'x') skip(2, kHex);
  if (kind == 'u') skip(4, kHex);
  if (kDigits.find(kind) != std::string_view::npos) skip(source.size(), kDigits);
  if (kind == 'p' || kind == 'P' || kind == 'c') end = std::min(end + 1, source.size());
  return end;
}

// The end of the class or the group that begins at `at`.
std::size_t end_of_item(std::string_view source, std::size_t at) {
  std::size_t depth = 0;
  bool in_class = false;
  for (; at < source.size(); ++at) {
    if (source[at] == '\\') {
      ++at;
    } else if (in_class) {
      in_class = source[at] != ']';
    } else if (source[at] == '[') {
      in_class = true;
      at += source.substr(at + 1, 1) == "^" ? 1 : 0;
      at += source.substr(at + 1, 1) == "]" ? 1 : 0;
    } else if (source[at] == '(') {
      ++depth;
    } else if (source[at] == ')') {
      --depth;
    }
    if (depth == 0 && !in_class) return at + 1;
  }
  return at;
}

// Whether flags change what letters mean outside of the group that they are given for, or what
// blanks and `#` mean.
bool sets_flags(std::string_view source) {
  for (std::size_t at = source.find("(?"); at != std::string_view::npos;
       at = source.find("(?", at + 2)) {
    const std::size_t end = source.find_first_not_of("abcdefghijklmnopqrstuvwyzJU^-", at + 2);
    if (end == std::string_view::npos || source[end] == ')' || source[end] == 'x') return true;
  }
  return false;
}

// The longest text that stands in a pattern outside of groups, or alone in one: every match holds
// it. Empty for patterns of which too little is understood here, which costs speed at most.
std::string literal_of(std::string_view source) {
  if (sets_flags(source)) return {};
  for (const std::string_view unclear :
       {"(?|", "(?(", "(?#", "(*", "[[", "\\Q", "\\g", "\\k", "\\K"}) {
    if (source.find(unclear) != std::string_view::npos) return {};
  }
  std::string best, run;
  const auto finish_run = [&] {
    if (run.size() > best.size()) best = run;
    run.clear();
  };
  for (std::size_t at = 0; at < source.size();) {
    std::size_t end = at + 1;
    std::string_view text;  // of an item that stands for nothing but itself
    if (source[at] == '|') return {};
    if (is_plain(source[at])) {
      while (end < source.size() && is_continuation(source[end])) ++end;
      text = source.substr(at, end - at);
    } else if (source[at] == '{') {  // a list
      end = std::min(source.find('}', at), source.size() - 1) + 1;
    } else if (source[at] == '\\') {
      // `\.` stands for a stop, and what follows is not its own: `\*{0,2}` is quantified.
      if (at + 1 < source.size() && is_ascii_punctuation(source[at + 1])) {
        end = at + 2;
        text = source.substr(at + 1, 1);
      } else {
        end = end_of_escape(source, at);
      }
    } else if (source[at] == '(' || source[at] == '[') {
      end = end_of_item(source, at);
      const std::size_t name_end = source.find('>', at);
      if (source.substr(at, 3) == "(?<" && source.substr(at, 4) != "(?<=" &&
          source.substr(at, 4) != "(?<!" && name_end < end) {
        text = source.substr(name_end + 1, end - name_end - 2);
        if (!std::all_of(text.begin(), text.end(), is_plain)) text = {};
      }
    }
    const bool quantified =
        end < source.size() && std::string_view("?*+{").find(source[end]) != std::string_view::npos;
    if (text.empty() || quantified) {
      finish_run();
    } else {
      run += text;
    }
    at = end;
    if (quantified)
      at = source[at] == '{' ? std::min(source.find('}', at), source.size() - 1) + 1 : at + 1;
  }
  finish_run();
  return best;
}

// A text that every match of a pattern holds: our own look at it, or the byte that PCRE2 knows.
std::string required_text(std::string_view source, const pcre2_code* code) {
  std::string literal = literal_of(source);
  if (!literal.empty()) return literal;
  std::uint32_t type = 0, unit = 0;
  pcre2_pattern_info(code, PCRE2_INFO_LASTCODETYPE, &type);
  if (type == 1) {
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODEUNIT, &unit);
  } else if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type); type == 1) {
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
  }
  // What PCRE2 says of a letter may hold for both cases.
  const bool has_case = (unit | 0x20U) >= 'a' && (unit | 0x20U) <= 'z';
  return type == 1 && !has_case ? std::string(1, static_cast<char>(unit)) : std::string();
}

}  // namespace

MatchScratch::MatchScratch(const Limits& limits)
    : data_(pcre2_match_data_create(Match::kMaxGroups + 1, nullptr)),
      context_(pcre2_match_context_create(nullptr)),
      limited_context_(nullptr),
      stack_(pcre2_jit_stack_create(std::size_t{32} << 10, limits.jit_stack_bytes, nullptr)) {
  pcre2_set_match_limit(context_, limits.match_limit);
  pcre2_set_heap_limit(context_, 64 << 10);  // KiB
  pcre2_jit_stack_assign(context_, nullptr, stack_);
  limited_context_ = pcre2_match_context_copy(context_);
}

MatchScratch::~MatchScratch() {
  pcre2_match_data_free(data_);
  pcre2_match_context_free(limited_context_);
  pcre2_match_context_free(context_);
  pcre2_jit_stack_free(stack_);
}

void MatchScratch::set_edges(bool at_start, bool at_end) {
  options_ = (at_start ? 0U : PCRE2_NOTBOL) | (at_end ? 0U : PCRE2_NOTEOL);
  last_begin_ = kAnywhere;
}

void MatchScratch::set_last_begin(std::size_t offset) {
  last_begin_ = offset;
  pcre2_set_offset_limit(limited_context_, offset);
}

std::string_view Match::group(std::size_t index) const {
  if (index >= count_ || groups_[2 * index] == PCRE2_UNSET) return {};
  return subject_.substr(groups_[2 * index], groups_[2 * index + 1] - groups_[2 * index]);
}

PatternPtr Pattern::compile(std::string_view source, const PatternLists& lists, PatternError& error,
                            LastBegin last_begin) {
  const std::optional<Expanded> expanded = expand(source, lists, error);
  if (!expanded) return nullptr;
  const std::unique_ptr<pcre2_compile_context, decltype(&pcre2_compile_context_free)> context(
      compile_context(), &pcre2_compile_context_free);
  int code = 0;
  PCRE2_SIZE offset = 0;
  const bool stops = last_begin == LastBegin::kStops;
  const std::uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
  pcre2_code* compiled =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expanded->text.data()), expanded->text.size(),
                    options | (stops ? PCRE2_USE_OFFSET_LIMIT : 0U), &code, &offset, context.get());
  if (compiled == nullptr) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(code, message.data(), message.size());
    error.message = reinterpret_cast<const char*>(message.data());
    error.offset = offset < expanded->origin.size() ? expanded->origin[offset] : source.size();
    return nullptr;
  }
  std::shared_ptr<Pattern> pattern(new Pattern);
  pattern->source_ = source;
  pattern->code_ = compiled;
  pattern->stops_at_last_begin_ = stops;
  std::uint32_t groups = 0;
  pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &groups);
  pattern->group_count_ = groups;
  pattern->required_ = required_text(source, compiled);
  const auto commonness = [](char c) { return byte_commonness(static_cast<unsigned char>(c)); };
  pattern->rarest_ = static_cast<std::size_t>(
      std::min_element(pattern->required_.begin(), pattern->required_.end(),
                       [&](char a, char b) { return commonness(a) < commonness(b); }) -
      pattern->required_.begin());
  std::uint32_t min_length = 0;
  pcre2_pattern_info(compiled, PCRE2_INFO_MINLENGTH, &min_length);
  pattern->min_length_ = min_length;
  const unsigned char* first = nullptr;  // a bit for each byte
  pcre2_pattern_info(compiled, PCRE2_INFO_FIRSTBITMAP, static_cast<void*>(&first));
  pattern->knows_first_ = first != nullptr;
  for (std::size_t byte = 0; byte < 256 && first != nullptr; ++byte) {
    pattern->may_be_first_[byte] = (first[byte / 8] >> (byte % 8) & 1U) != 0;
  }
  const auto& may_be_first = pattern->may_be_first_;
  pattern->first_is_ascii_ = std::find(may_be_first.begin(), may_be_first.begin() + 128, true) !=
                             may_be_first.begin() + 128;
  if (groups > Match::kMaxGroups) {
    error = {"more than 32 groups", 0};
    return nullptr;
  }
  return pattern;
}

Pattern::~Pattern() { pcre2_code_free(code_); }

// Where the machine refuses memory for JIT code, the interpreter does the same work slowly.
void Pattern::prepare() const {
  if (is_prepared_.load(std::memory_order_acquire)) return;
  std::call_once(jit_, [this] {
    pcre2_jit_compile(code_, PCRE2_JIT_COMPLETE);
    std::size_t size = 0;
    pcre2_pattern_info(code_, PCRE2_INFO_JITSIZE, &size);
    has_jit_ = size > 0;
    is_prepared_.store(true, std::memory_order_release);
  });
}

// By its rarest byte: blanks and vowels would stop the search again and again.
bool Pattern::holds_required(std::string_view subject, std::size_t from) const {
  if (required_.empty()) return true;
  if (subject.size() < from + required_.size()) return false;
  const char* at = subject.data() + from + rarest_;
  const char* const end = subject.data() + subject.size() - (required_.size() - 1 - rarest_);
  while (at < end) {
    at = static_cast<const char*>(
        std::memchr(at, required_[rarest_], static_cast<std::size_t>(end - at)));
    if (at == nullptr) return false;
    if (std::memcmp(at - rarest_, required_.data(), required_.size()) == 0) return true;
    ++at;
  }
  return false;
}

namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

// To the eight bytes that hold the first one beyond ASCII at or behind `from`, or to the last ones.
std::size_t skip_ascii(std::string_view text, std::size_t from) {
  constexpr std::uint64_t kBeyondAscii = 0x8080808080808080;
  for (std::uint64_t bytes = 0; from + kWord <= text.size(); from += kWord) {
    std::memcpy(&bytes, text.data() + from, kWord);
    if ((bytes & kBeyondAscii) != 0) break;
  }
  return from;
}

}  // namespace

// What PCRE2 would find out likewise, but for the price of a call and with more work a byte.
std::size_t Pattern::first_candidate(std::string_view subject, std::size_t from) const {
  if (subject.size() < from + min_length_) return std::string_view::npos;
  if (!holds_required(subject, from)) return std::string_view::npos;
  if (!knows_first_) return from;
  // With those beyond ASCII, most text passes eight bytes at a time.
  if (!first_is_ascii_) {
    from = skip_ascii(subject, from);
    while (from + kWord <= subject.size()) {
      const std::string_view word = subject.substr(from, kWord);
      const auto found = std::find_if(word.begin(), word.end(), [this](char c) {
        return may_be_first_[static_cast<unsigned char>(c)];
      });
      if (found != word.end()) return from + static_cast<std::size_t>(found - word.begin());
      from = skip_ascii(subject, from + kWord);
    }
  }
  const auto found =
      std::find_if(subject.begin() + static_cast<std::ptrdiff_t>(from), subject.end(),
                   [this](char c) { return may_be_first_[static_cast<unsigned char>(c)]; });
  if (found == subject.end()) return std::string_view::npos;
  return static_cast<std::size_t>(found - subject.begin());
}

Pattern::Result Pattern::find(std::string_view subject, std::size_t from, MatchScratch& scratch,
                              Match& match) const {
  assert(is_valid_utf8(subject));  // PCRE2 takes it for granted, and may read anywhere
  from = first_candidate(subject, from);
  if (from > scratch.last_begin_ || from == std::string_view::npos) return Result::kNone;
  prepare();
  const auto* text = reinterpret_cast<PCRE2_SPTR>(subject.data());
  const bool limited = stops_at_last_begin_ && scratch.last_begin_ != MatchScratch::kAnywhere;
  pcre2_match_context* context = limited ? scratch.limited_context_ : scratch.context_;
  // pcre2_jit_match() is pcre2_match() without the tests of its arguments.
  const int count =
      has_jit_ ? pcre2_jit_match(code_, text, subject.size(), from, scratch.options_, scratch.data_,
                                 context)
               : pcre2_match(code_, text, subject.size(), from,
                             PCRE2_NO_UTF_CHECK | scratch.options_, scratch.data_, context);
  if (count == PCRE2_ERROR_NOMATCH) return Result::kNone;
  if (count < 0) return Result::kLimit;
  const PCRE2_SIZE* groups = pcre2_get_ovector_pointer(scratch.data_);
  // \K inside a lookahead can put the begin behind the end: such a match is none.
  if (groups[0] > groups[1] || groups[0] > scratch.last_begin_) return Result::kNone;
  match.subject_ = subject;
  match.count_ = static_cast<std::size_t>(count);
  std::copy_n(groups, 2 * match.count_, match.groups_.begin());
  std::fill(match.groups_.begin() + static_cast<std::ptrdiff_t>(2 * match.count_),
            match.groups_.begin() + static_cast<std::ptrdiff_t>(2 * (group_count_ + 1)),
            PCRE2_UNSET);
  return Result::kMatch;
}

Pattern::Result Pattern::find_next(std::string_view subject, MatchScratch& scratch,
                                   Match& match) const {
  std::size_t from = match.end();
  if (match.begin() == match.end()) {
    if (from >= subject.size()) return Result::kNone;
    next_code_point(subject, from);
  }
  return find(subject, from, scratch, match);
}

bool Pattern::matches(std::string_view subject, MatchScratch& scratch) const {
  Match match;
  return find(subject, 0, scratch, match) == Result::kMatch;
}

std::optional<std::size_t> Pattern::group_index(std::string_view name) const {
  const std::string terminated(name);
  const int number =
      pcre2_substring_number_from_name(code_, reinterpret_cast<PCRE2_SPTR>(terminated.c_str()));
  if (number < 0) return std::nullopt;
  return static_cast<std::size_t>(number);
}

std::string escape_pattern(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("\\^$.[]|()?*+{}#- ").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string pattern_library_version() {
  std::array<char, 64> pcre{}, unicode{};
  pcre2_config(PCRE2_CONFIG_VERSION, pcre.data());
  pcre2_config(PCRE2_CONFIG_UNICODE_VERSION, unicode.data());
  return std::string("PCRE2 ") + pcre.data() + ", Unicode " + unicode.data();
}

}  // namespace textmend::internal
