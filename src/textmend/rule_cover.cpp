#include "textmend/rule_cover.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "textmend/embedded.h"
#include "textmend/needs_probe.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// Characters that people, programs and patterns take for one another.
constexpr std::u32string_view kBlanks = U" \u00A0\t\u2002\u2009\u202F\u3000";
constexpr std::u32string_view kLookalikes[] = {
    kBlanks, U"'’‘ʼ`", U"\"“”„«»", U"-‐‑–—", U".…。", U",，、", U":：", U"!！", U"?？", U"0٣３",
};
constexpr std::u32string_view kPlain = U"aeiounsczAEIOUNSCZ";
constexpr std::u32string_view kAccented = U"áéíóúñšçžÁÉÍÓÚÑŠÇŽ";

bool is_ascii_letter(char32_t c) { return (c | 0x20U) >= U'a' && (c | 0x20U) <= U'z'; }

char32_t with_accent(char32_t c) {
  const std::size_t at = kPlain.find(c);
  return at == std::u32string_view::npos ? c : kAccented[at];
}

char32_t full_width(char32_t c) { return c > U' ' && c < 0x7F ? c + 0xFEE0 : c; }
char32_t upper(char32_t c) { return c >= U'a' && c <= U'z' ? c - 0x20 : c; }
char32_t lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 0x20 : c; }

template <typename F>
std::string mapped(std::string_view text, F&& f) {
  std::string result;
  for (std::size_t at = 0; at < text.size();)
    append_code_point(f(next_code_point(text, at)), result);
  return result;
}

std::string utf8(char32_t code_point) {
  std::string text;
  append_code_point(code_point, text);
  return text;
}

// Control characters and blanks that look like a space are written as escapes.
std::string shown(std::string_view text) {
  constexpr std::size_t kMostShown = 160;
  std::string result;
  for (std::size_t at = 0; at < text.size() && result.size() < kMostShown;) {
    const char32_t c = next_code_point(text, at);
    const bool escaped = c < U' ' || (c != U' ' && kBlanks.find(c) != std::u32string_view::npos);
    if (escaped) {
      result += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      append_code_point(c, result);
    }
  }
  return result;
}

// The lines that a match makes by itself: alone, at the line's start and end, with its neighbours.
void add_pieces(NeedsProbe& probe, std::string_view line, const std::string& lang,
                std::vector<std::string>& to) {
  constexpr std::size_t kNear = 24;
  for (const Range& match : probe.matches(line, lang)) {
    std::size_t from = match.begin - std::min(match.begin, kNear);
    std::size_t end = std::min(line.size(), match.end + kNear);
    while (from > 0 && line[from - 1] != ' ') --from;
    while (end < line.size() && line[end] != ' ') ++end;
    const auto add = [&](std::size_t begin, std::size_t behind) {
      to.emplace_back(line.substr(begin, behind - begin));
    };
    add(match.begin, match.end);
    add(match.begin, line.size());
    add(0, match.end);
    add(from, end);
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The words of the params: literals, and the lists as far as they are no patterns.
std::vector<std::string> words_of(const Node& params) {
  std::vector<std::string> words = get_strings(params, "literals");
  const auto add = [&words](const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  const Node* lists = params.find("list");
  for (const Node::Member& list : lists != nullptr ? lists->members : std::vector<Node::Member>{}) {
    for (const Node& item : list.value.items) words.push_back(item.string);
    if (list.value.type != Node::Type::kTable) continue;
    add(get_strings(list.value, "literal"));
    add(get_strings(list.value, "regex"));
    if (const Node* file = list.value.find("file")) {
      for (const std::string_view line : lines_of(embedded_file(file->string))) {
        words.emplace_back(line);
      }
    }
  }
  std::erase_if(words, [](const std::string& word) {
    return word.find_first_of("\\[(?*+{|#") != std::string::npos;
  });
  return words;
}

// The variants of `text` in one place that take the last need from a line.
std::optional<std::string> miss_at_one_place(NeedsProbe& probe, const std::string& text,
                                             const std::string& lang) {
  std::size_t begin = 0;
  for (const std::string_view line : lines_of(text)) {
    const std::size_t line_begin = std::exchange(begin, begin + line.size() + 1);
    constexpr std::size_t kLongest = 400;
    if (line.size() > kLongest || !probe.wants(line)) continue;
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t from = at;
      const char32_t code_point = next_code_point(line, at);
      for (const std::string& other : alternatives(code_point)) {
        std::string changed(line);
        changed.replace(from, at - from, other);
        if (probe.wants(changed)) continue;
        std::string whole = text;
        whole.replace(line_begin, line.size(), changed);
        if (auto line_missed = probe.miss(whole, lang)) return line_missed;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> variants(std::string_view text) {
  std::vector<std::string> result;
  const auto add = [&](std::string variant) {
    if (variant != text) result.push_back(std::move(variant));
  };
  for (const std::u32string_view alike : kLookalikes) {
    const auto holds = [&](char32_t c) { return alike.find(c) != std::u32string_view::npos; };
    for (const char32_t to : alike) {
      add(mapped(text, [&](char32_t c) { return holds(c) && c != U'\t' ? to : c; }));
    }
  }
  for (const auto& map : {&upper, &lower, &full_width, &with_accent}) add(mapped(text, map));
  std::string wide;
  for (const char c : text) wide += c == ' ' ? std::string("  ") : std::string(1, c);
  add(std::move(wide));
  return result;
}

std::vector<std::string> alternatives(char32_t code_point) {
  std::vector<std::string> result = {""};
  for (const std::u32string_view alike : kLookalikes) {
    if (alike.find(code_point) == std::u32string_view::npos) continue;
    for (const char32_t other : alike) {
      if (other != code_point) result.push_back(utf8(other));
    }
  }
  if (kBlanks.find(code_point) != std::u32string_view::npos) result.emplace_back("  ");
  if (is_ascii_letter(code_point)) {
    result.push_back(utf8(code_point ^ 0x20U));
    result.emplace_back(utf8(code_point | 0x20U) == "x" ? "y" : "x");
    if (with_accent(code_point) != code_point) result.push_back(utf8(with_accent(code_point)));
  }
  return result;
}

void NeedsCover::add_tests(const RuleSpec& spec) {
  for (const RuleTest& test : spec.tests) add_text(test.in, test.lang);
}

void NeedsCover::add_text(std::string text, std::string lang) {
  texts_.push_back({std::move(text), std::move(lang)});
}

void NeedsCover::check(const RuleSpec& spec, const Node& overrides, Problems& problems) const {
  std::optional<NeedsProbe> probe = NeedsProbe::make(spec, overrides);
  if (!probe) return;
  const auto first_miss = [&]() -> std::optional<std::string> {
    for (const Text& text : texts_) {
      if (auto line = probe->miss(text.text, text.lang)) return line;
    }
    for (const std::string& word : words_of(probe->params())) {
      if (auto line = probe->miss(word, "")) return line;
    }
    for (const RuleTest& test : spec.tests) {
      std::vector<std::string> own = {test.in};
      for (const std::string_view line : lines_of(test.in)) {
        if (probe->by_line()) add_pieces(*probe, line, test.lang, own);
      }
      for (const std::string& text : own) {
        for (const std::string& variant : variants(text)) {
          if (auto line = probe->miss(variant, test.lang)) return line;
        }
        if (auto line = probe->miss(text, test.lang)) return line;
        if (auto line = miss_at_one_place(*probe, text, test.lang)) return line;
      }
    }
    return std::nullopt;
  };
  if (const auto line = first_miss()) {
    problems.warning(
        "needs-miss", probe->place(),
        fmt::format("{} would act on a line without its needs: `{}`", spec.id, shown(*line)),
        "add a need that this line holds, or make the pattern as narrow as the needs");
  }
}

}  // namespace textmend::internal
