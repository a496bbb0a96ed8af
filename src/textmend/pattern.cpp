#include "textmend/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>

#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

constexpr std::size_t kMaxGroups = 32;

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

}  // namespace

MatchScratch::MatchScratch(const Limits& limits)
    : data_(pcre2_match_data_create(kMaxGroups + 1, nullptr)),
      context_(pcre2_match_context_create(nullptr)),
      stack_(pcre2_jit_stack_create(std::size_t{32} << 10, limits.jit_stack_bytes, nullptr)) {
  pcre2_set_match_limit(context_, limits.match_limit);
  pcre2_set_heap_limit(context_, 64 << 10);  // KiB
  pcre2_jit_stack_assign(context_, nullptr, stack_);
}

MatchScratch::~MatchScratch() {
  pcre2_match_data_free(data_);
  pcre2_match_context_free(context_);
  pcre2_jit_stack_free(stack_);
}

void MatchScratch::set_edges(bool at_start, bool at_end) {
  options_ = (at_start ? 0U : PCRE2_NOTBOL) | (at_end ? 0U : PCRE2_NOTEOL);
}

std::string_view Match::group(std::size_t index) const {
  if (2 * index + 1 >= groups_.size() || groups_[2 * index] == PCRE2_UNSET) return {};
  return subject_.substr(groups_[2 * index], groups_[2 * index + 1] - groups_[2 * index]);
}

PatternPtr Pattern::compile(std::string_view source, const PatternLists& lists,
                            PatternError& error) {
  const std::optional<Expanded> expanded = expand(source, lists, error);
  if (!expanded) return nullptr;
  const std::unique_ptr<pcre2_compile_context, decltype(&pcre2_compile_context_free)> context(
      compile_context(), &pcre2_compile_context_free);
  int code = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* compiled =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expanded->text.data()), expanded->text.size(),
                    PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &code, &offset, context.get());
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
  std::uint32_t groups = 0;
  pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &groups);
  pattern->group_count_ = groups;
  // PCRE2 names a byte in the middle or at the end only where case does not matter; the first one
  // of a literal it names as such. The last byte of a character tells more than the first.
  std::uint32_t type = 0, unit = 0;
  pcre2_pattern_info(compiled, PCRE2_INFO_LASTCODETYPE, &type);
  if (type == 1) {
    pcre2_pattern_info(compiled, PCRE2_INFO_LASTCODEUNIT, &unit);
  } else if (pcre2_pattern_info(compiled, PCRE2_INFO_FIRSTCODETYPE, &type); type == 1) {
    pcre2_pattern_info(compiled, PCRE2_INFO_FIRSTCODEUNIT, &unit);
  }
  const bool has_case = (unit | 0x20U) >= 'a' && (unit | 0x20U) <= 'z';
  if (type == 1 && !has_case) pattern->required_byte_ = static_cast<char>(unit);
  if (groups > kMaxGroups) {
    error = {"more than 32 groups", 0};
    return nullptr;
  }
  return pattern;
}

Pattern::~Pattern() { pcre2_code_free(code_); }

Pattern::Result Pattern::find(std::string_view subject, std::size_t from, MatchScratch& scratch,
                              Match& match) const {
  // Where the machine refuses memory for JIT code, the interpreter does the same work slowly.
  std::call_once(jit_, [this] { pcre2_jit_compile(code_, PCRE2_JIT_COMPLETE); });
  const int count =
      pcre2_match(code_, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), from,
                  PCRE2_NO_UTF_CHECK | scratch.options_, scratch.data_, scratch.context_);
  if (count == PCRE2_ERROR_NOMATCH) return Result::kNone;
  if (count < 0) return Result::kLimit;
  const PCRE2_SIZE* groups = pcre2_get_ovector_pointer(scratch.data_);
  // \K inside a lookahead can put the begin behind the end: such a match is none.
  if (groups[0] > groups[1]) return Result::kNone;
  match.subject_ = subject;
  match.groups_.assign(groups, groups + 2 * static_cast<std::size_t>(count));
  match.groups_.resize(2 * (group_count_ + 1), PCRE2_UNSET);
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
