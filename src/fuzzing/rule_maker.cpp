#include "fuzzing/rule_maker.h"

#include <fmt/format.h>

#include <string_view>

namespace textmend::fuzzing {

namespace {

// The characters that patterns, needs and texts share, so that they meet.
constexpr std::string_view kCharacters[] = {"a",      "b", " ", ",", ".",  "-",
                                            "A",      "1", "é", "”", "“",  "\u00A0",
                                            "\u00AD", "ﬁ", "x", "(", "\t", "中"};

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  return result + '"';
}

// A pattern with its groups counted, so that templates name only those that are there.
class PatternMaker {
 public:
  explicit PatternMaker(Choices& choices) : choices_(choices) {}

  std::string make() {
    static constexpr std::string_view kBefore[] = {"", "", "", "^", "\\b", "(?<=a)", "(?<!,)"};
    static constexpr std::string_view kBehind[] = {"", "", "", "$", "\\b", "(?=b)", "(?![ \\t])"};
    const std::string_view before = choices_.pick(kBefore);
    std::string pattern = std::string(before) + sequence(0);
    return pattern += choices_.pick(kBehind);
  }
  std::size_t groups() const { return groups_; }

 private:
  std::string sequence(int depth) {
    std::string result;
    for (std::size_t n = 1 + choices_.below(3); n > 0; --n) {
      result += atom(depth);
      static constexpr std::string_view kTimes[] = {"",  "",  "",    "",   "+",
                                                    "*", "?", "{2}", "+?", "++"};
      result += choices_.pick(kTimes);
    }
    return result;
  }

  std::string atom(int depth) {
    static constexpr std::string_view kAtoms[] = {
        "a",       "b",      " ",   ",",       "\\.",       "-",       "[ab]", "\\w",
        "\\p{L}",  "[ \\t]", "\\s", "\\d",     "[^a]",      ".",       "é",    "[”“]",
        "\\x{AD}", "x",      "A",   "\\p{Lu}", "(?:,|\\.)", "\\x{A0}", "\\(",  "中"};
    const std::size_t kind = choices_.below(depth < 2 ? std::size(kAtoms) + 3 : std::size(kAtoms));
    if (kind < std::size(kAtoms)) return std::string(kAtoms[kind]);
    if (kind == std::size(kAtoms)) {
      ++groups_;
      return "(" + sequence(depth + 1) + ")";
    }
    if (kind == std::size(kAtoms) + 1) return "(?:" + sequence(depth + 1) + "|b)";
    return "(?:" + sequence(depth + 1) + ")";
  }

  Choices& choices_;
  std::size_t groups_ = 0;
};

class RuleMaker {
 public:
  explicit RuleMaker(Choices& choices) : choices_(choices) {}

  std::string make() {
    static constexpr std::string_view kKinds[] = {
        "replace", "word",     "map",       "drop-lines",  "dedupe-lines",
        "quotes",  "protect",  "normalize", "blank-lines", "page-furniture",
        "replace", "mojibake", "direction"};
    kind_ = choices_.pick(kKinds);
    head_ = fmt::format("schema = 1\nkind = \"{}\"\ntitle = \"made\"\n", kind_);
    const std::string params = make_params();
    return head_ + "[docs]\nwhat = \"w\"\nwhy = \"w\"\nnot_for = \"n\"\n[params]\n" + params +
           evidence_ + where() + guard() + "[[test]]\nname = \"t\"\nin = \"a ,b\"\n";
  }

 private:
  std::string make_params() {
    if (kind_ == "replace") return replace();
    if (kind_ == "word") return word();
    if (kind_ == "map") return map();
    if (kind_ == "drop-lines") return drop_lines();
    if (kind_ == "dedupe-lines") return dedupe_lines();
    if (kind_ == "quotes") return quotes();
    if (kind_ == "protect") return needs() + "pattern = '" + pattern() + "'\n";
    if (kind_ == "normalize") return choices_.one_in(2) ? "form = \"nfkc\"\n" : "form = \"nfc\"\n";
    if (kind_ == "blank-lines") {
      return fmt::format("longer_than = {}\nkeep = {}\n", choices_.below(4), choices_.below(3));
    }
    if (kind_ == "direction") return "drop = [\"unopened\", \"unclosed\"]\n";
    if (kind_ == "page-furniture") {
      return fmt::format("edge = {}\nmin_pages = {}\nmin_counted = {}\n", 1 + choices_.below(4),
                         1 + choices_.below(3), 1 + choices_.below(4));
    }
    return "needs = [\"Ã\", \"â\"]\nread_as = [\"windows-1252\"]\n";
  }

  std::string pattern() {
    PatternMaker maker(choices_);
    std::string pattern = maker.make();
    groups_ = maker.groups();
    return pattern;
  }

  std::string needs() {
    std::string list;
    for (std::size_t n = choices_.below(4); n > 0; --n) {
      std::string need = choices_.one_in(4) ? "^" : "";
      for (std::size_t k = 1 + choices_.below(2); k > 0; --k) need += choices_.pick(kCharacters);
      list += fmt::format("{}{}", list.empty() ? "" : ", ", quoted(need));
    }
    return fmt::format("needs = [{}]\n", list);
  }

  std::string with() {
    std::string text;
    for (std::size_t n = choices_.below(4); n > 0; --n) {
      const std::size_t kind = choices_.below(4);
      if (kind == 0) {
        text += "$0";
      } else if (kind == 1 && groups_ > 0) {
        text += fmt::format("${}", 1 + choices_.below(groups_));
      } else if (kind == 2 && scope_lines_) {
        text += "\n";
      } else {
        text += choices_.pick(kCharacters);
      }
    }
    return quoted(text);
  }

  std::string replace() {
    scope_lines_ = choices_.one_in(4);
    if (scope_lines_) head_ += "scope = \"lines\"\n";
    std::string params = needs();
    params += fmt::format("pattern = '{}{}'\n", scope_lines_ ? "(?s)" : "", pattern());
    return params + "with = " + with() + "\n";
  }

  std::string word() {
    static constexpr std::string_view kRungs[] = {"impossible", "document", "lexicon", "fragments"};
    evidence_ = fmt::format("[evidence]\nrungs = [\"{}\"]\n", choices_.pick(kRungs));
    std::string params = needs() + fmt::format("pattern = '{}'\n", pattern());
    return params + fmt::format("candidates = [{}]\n", with());
  }

  std::string map() {
    std::string entries;
    for (std::size_t n = 1 + choices_.below(3); n > 0; --n) {
      const std::string key(choices_.pick(kCharacters));
      if (entries.find(quoted(key) + " =") != std::string::npos) continue;
      groups_ = 0;
      entries += quoted(key) + " = " + quoted(choices_.pick(kCharacters)) + "\n";
    }
    return "[params.map]\n" + entries;
  }

  std::string drop_lines() {
    std::string params = needs() + fmt::format("anchor = ['{}']\n", pattern());
    if (choices_.one_in(2)) {
      params += fmt::format("member = ['{}']\nmin_run = {}\n", pattern(), choices_.below(4));
    }
    if (choices_.one_in(3)) params += fmt::format("previous = '{}'\n", pattern());
    if (choices_.one_in(3)) params += fmt::format("next = '{}'\n", pattern());
    return params;
  }

  std::string dedupe_lines() {
    static constexpr std::string_view kCompare[] = {"exact", "folded", "prefix", "words", "inside"};
    return needs() + fmt::format(
                         "compare = \"{}\"\nnear = {}\nmin_chars = {}\nshape = \"any\"\n"
                         "keep = \"{}\"\nrun = {}\n",
                         choices_.pick(kCompare), choices_.below(4), 1 + choices_.below(4),
                         choices_.one_in(2) ? "longest" : "first", 1 + choices_.below(2));
  }

  std::string quotes() {
    static constexpr std::string_view kFixes[] = {"paragraph-end", "before-stop", "turned-open",
                                                  "turned-close",  "doubled",     "spaced-inside",
                                                  "spaced-side"};
    return fmt::format("open = \"“\"\nclose = \"”\"\nfix = [\"{}\", \"{}\"]\n",
                       choices_.pick(kFixes), choices_.pick(kFixes));
  }

  std::string where() {
    if (kind_ == "protect" || !choices_.one_in(4)) return {};
    return fmt::format("[where]\nat = \"{}\"\nwithin = {}\n", choices_.one_in(2) ? "head" : "tail",
                       1 + choices_.below(3));
  }

  std::string guard() {
    if (kind_ == "protect" || !choices_.one_in(4)) return {};
    switch (choices_.below(4)) {
      case 0:
        return fmt::format("[guard]\nunless = ['{}']\n", pattern());
      case 1:
        return fmt::format("[guard]\nno_document = '{}'\n", pattern());
      case 2:
        return fmt::format("[guard]\nat_least = {}\n", 1 + choices_.below(4));
      default:
        return fmt::format("[guard]\nshare_of = '{}'\nmax_share = 0.{}\nfrom = {}\n", pattern(),
                           1 + choices_.below(8), 1 + choices_.below(4));
    }
  }

  Choices& choices_;
  std::string_view kind_;
  std::string head_, evidence_;
  std::size_t groups_ = 0;
  bool scope_lines_ = false;
};

}  // namespace

std::string make_rule(Choices& choices) { return RuleMaker(choices).make(); }

std::string make_text(Choices& choices) {
  static constexpr std::string_view kMore[] = {
      "\n",   "\n",       "\n\n\n\n",        "\r\n",
      "\f",   "a.b@c.de", "http://a.b/x,a ", "eﬀect",
      "Ã©",   "e\u0301",  "office",          "of fice",
      "\xFF", "“a b” ",   "aaaa a",          "The end of it. "};
  std::string text;
  while (!choices.rest().empty()) {
    const std::size_t one = choices.below(std::size(kCharacters) + std::size(kMore));
    text += one < std::size(kCharacters) ? kCharacters[one] : kMore[one - std::size(kCharacters)];
  }
  return text;
}

}  // namespace textmend::fuzzing
