#include "cli/rules_show.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/rules_text.h"
#include "textmend/toml_text.h"
#include "textmend/unicode.h"

namespace textmend::cli {

namespace {

using internal::Node;
using internal::RuleSpec;
using internal::RuleTest;

constexpr std::string_view kIndent = "    ";
constexpr std::size_t kWidth = 80;  // code points; what a text shows is never broken

// The words of prose; what stands in backticks is one, with its blanks.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  bool in_code = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] == '`') in_code = !in_code;
    const bool ends = at == text.size() || (!in_code && (text[at] == ' ' || text[at] == '\n'));
    if (!ends) continue;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return words;
}

// Prose in lines of kWidth.
std::string wrapped(std::string_view text) {
  std::string result;
  std::size_t width = 0;
  for (const std::string_view word : words_of(text)) {
    const std::size_t size = internal::count_code_points(word);
    if (width > 0 && width + 1 + size > kWidth) width = 0;
    if (width == 0) {
      result += result.empty() ? kIndent : std::string("\n").append(kIndent);
      width = kIndent.size();
    } else {
      result += ' ';
      ++width;
    }
    result += word;
    width += size;
  }
  return result + "\n";
}

std::string visible(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = internal::next_code_point(text, at);
    if (internal::is_unseen(c)) {
      result += fmt::format("<U+{:04X}>", static_cast<unsigned>(c));
    } else {
      result += text.substr(begin, at - begin);
    }
  }
  return result;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

class Page {
 public:
  explicit Page(bool color) : color_(color) {}

  void heading(std::string_view name) {
    if (!text_.empty()) text_ += "\n";
    text_ += painted(name, "1") + "\n";
  }
  void prose(std::string_view text) { text_ += wrapped(text); }
  void fact(std::string_view name, std::string_view value) {
    if (!value.empty()) text_ += fmt::format("{}{:<9} {}\n", kIndent, name, value);
  }
  void blank() { text_ += "\n"; }
  void line(std::string_view text) { text_ += fmt::format("{}{}\n", kIndent, text); }

  // A line of a test behind its mark: blank, `-` or `+`.
  void marked(char mark, std::string_view text) {
    const std::string_view code = mark == '-' ? "31" : mark == '+' ? "32" : "";
    std::string line = fmt::format("{} {}", mark, visible(text));
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line.empty() ? "\n" : fmt::format("{0}{0}{1}\n", kIndent, painted(line, code));
  }

  std::string take() { return std::move(text_); }

 private:
  std::string painted(std::string_view text, std::string_view code) const {
    return color_ && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text)
                                   : std::string(text);
  }

  bool color_;
  std::string text_;
};

// The lines of both texts, those that only one of them has with their mark: the longest common
// subsequence of lines, which tests are short enough for.
void add_difference(Page& page, std::string_view before, std::string_view after) {
  // A last line end is not worth a line.
  if (before.ends_with('\n') && after.ends_with('\n')) {
    before.remove_suffix(1);
    after.remove_suffix(1);
  }
  const std::vector<std::string_view> a = lines_of(before), b = lines_of(after);
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      page.marked(' ', a[i++]);
      ++j;
    } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
      page.marked('-', a[i++]);
    } else {
      page.marked('+', b[j++]);
    }
  }
}

std::string toml_value(const Node& node, std::size_t indent);

// In one line where that is short, else with as many on a line as there is room for.
std::string toml_array(const Node& node, std::size_t indent) {
  const std::string pad = std::string(kIndent) + std::string(indent, ' ');
  std::string text = "[", line;
  const bool one_line = node.items.size() < 2;
  std::size_t lines = 0;
  const auto end_line = [&] {
    if (line.empty()) return;
    text += fmt::format("\n{}  {}", pad, line);
    line.clear();
    ++lines;
  };
  for (const Node& item : node.items) {
    const std::string value = toml_value(item, indent + 2);
    if (one_line) return fmt::format("[{}]", value);
    if (!line.empty() && internal::count_code_points(line) + value.size() + 2 > kWidth) end_line();
    line += fmt::format("{}{},", line.empty() ? "" : " ", value);
  }
  if (lines == 0) {
    if (!line.empty()) line.pop_back();
    return text + line + "]";
  }
  end_line();
  return fmt::format("{}\n{}]", text, pad);
}

std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return bare ? std::string(key) : internal::toml_string(key);
}

// As a rule file would hold it. Behind the first line stands kIndent in front of each.
std::string toml_value(const Node& node, std::size_t indent) {
  switch (node.type) {
    case Node::Type::kString: {
      // As it was written, where it has lines: comments between the parts of a pattern.
      if (node.string.find('\n') != std::string::npos &&
          node.string.find("'''") == std::string::npos) {
        return "'''\n" + node.string + "'''";
      }
      const std::string escaped = internal::toml_string(node.string);
      // Patterns are readable in literal strings only.
      const bool literal = node.string.find('\'') == std::string::npos &&
                           node.string.find('\\') != std::string::npos &&
                           visible(node.string) == node.string;
      return literal ? "'" + node.string + "'" : escaped;
    }
    case Node::Type::kInteger:
      return std::to_string(node.integer);
    case Node::Type::kNumber:
      return fmt::format("{}", node.number);
    case Node::Type::kBoolean:
      return node.boolean ? "true" : "false";
    case Node::Type::kArray:
      return toml_array(node, indent);
    case Node::Type::kTable: {
      std::vector<std::string> members;
      members.reserve(node.members.size());
      for (const Node::Member& member : node.members) {
        members.push_back(
            fmt::format("{} = {}", toml_key(member.key), toml_value(member.value, indent + 2)));
      }
      return fmt::format("{{ {} }}", fmt::join(members, ", "));
    }
    case Node::Type::kOther:
      break;
  }
  return {};
}

// The members of a table, one a line; `changed` are those that a profile or the configuration has
// set.
void add_table(Page& page, std::string_view name, const Node& table, const Node* changed) {
  if (table.members.empty()) return;
  page.blank();
  page.line(fmt::format("[{}]", name));
  std::size_t width = 0;
  for (const Node::Member& member : table.members) width = std::max(width, member.key.size());
  for (const Node::Member& member : table.members) {
    const bool is_changed = changed != nullptr && changed->find(member.key) != nullptr;
    page.line(fmt::format("{:<{}} = {}{}", toml_key(member.key), width, toml_value(member.value, 0),
                          is_changed ? "  # set by a profile or textmend.toml" : ""));
  }
}

// `base` with the members of `changes` laid over it.
Node merged(Node base, const Node* changes) {
  if (changes == nullptr) return base;
  for (const Node::Member& member : changes->members) base.set(member.key, member.value);
  return base;
}

void add_examples(Page& page, const RuleSpec& spec, bool repairs) {
  bool any = false;
  for (const RuleTest& test : spec.tests) {
    const bool flags = test.flags && !test.flags->empty();
    if ((test.out || flags) != repairs) continue;
    if (!any) page.heading(repairs ? "WHAT IT DOES TO TEXTS" : "TEXTS THAT IT LEAVES AS THEY ARE");
    if (any) page.blank();
    any = true;
    page.line(fmt::format("{}{}:", test.name,
                          test.lang.empty() ? "" : fmt::format(" (language {})", test.lang)));
    add_difference(page, test.in, test.out.value_or(test.in));
    for (const std::string& flag : test.flags.value_or(std::vector<std::string>{})) {
      page.line(fmt::format("flagged: {}", visible(flag)));
    }
    if (!test.params.members.empty()) {
      page.line(fmt::format("with params = {}", toml_value(test.params, 0)));
    }
  }
}

std::string_view safety_meaning(Safety safety) {
  switch (safety) {
    case Safety::kSafe:
      return "safe: on in every profile that takes safe rules";
    case Safety::kRisky:
      return "risky: on in some profiles, or by name";
    case Safety::kStyle:
      return "style: on by its id only";
  }
  return {};
}

void add_facts(Page& page, const RuleSet::State::Entry& entry,
               const std::vector<std::string>& profiles) {
  const RuleSpec& spec = entry.spec();
  page.heading("WHEN IT RUNS");
  page.fact("here", entry.on            ? fmt::format("on ({})", entry.why)
                    : entry.why.empty() ? fmt::format("off; `--select {}` switches it on", spec.id)
                                        : fmt::format("off ({})", entry.why));
  page.fact("profiles", profiles.empty() ? "none" : fmt::format("{}", fmt::join(profiles, ", ")));
  page.fact("safety", safety_meaning(spec.safety));
  page.fact("langs", fmt::format("{}", fmt::join(spec.langs, ", ")));
  page.fact("phase",
            fmt::format(
                "{}{}", internal::kPhaseNames[static_cast<std::size_t>(spec.phase)],
                spec.after.empty() ? "" : fmt::format(", after {}", fmt::join(spec.after, ", "))));
  page.fact("scope", internal::kScopeNames[static_cast<std::size_t>(spec.scope)]);
  page.fact("unsure", spec.flag_unsure ? "a match without evidence is reported" : "");
  page.fact("tags", fmt::format("{}", fmt::join(spec.tags, ", ")));
  page.fact("replaces", fmt::format("{}", fmt::join(spec.replaces, ", ")));
}

}  // namespace

std::string rule_page(const RuleSet::State::Entry& entry, const std::vector<std::string>& profiles,
                      bool color) {
  const RuleSpec& spec = entry.spec();
  Page page(color);
  page.heading("NAME");
  page.prose(fmt::format("{} - {}", spec.id, spec.title));
  page.heading("WHAT IT DOES");
  page.prose(spec.doc("what"));
  page.heading("WHY");
  page.prose(spec.doc("why"));
  page.heading("WHAT IT LEAVES ALONE");
  page.prose(spec.doc("not_for"));
  add_facts(page, entry, profiles);
  add_examples(page, spec, true);
  add_examples(page, spec, false);

  page.heading("PARAMETERS");
  page.prose(
      fmt::format("Kind {0}: {1} `textmend rules kinds {0}` explains the keys; textmend.toml "
                  "may set them, in [rules.\"{2}\".params].",
                  spec.kind->name, spec.kind->doc, spec.id));
  std::vector<Diagnostic> diagnostics;  // loading the rules has reported them
  internal::Problems problems(diagnostics);
  add_table(page, "params", internal::merge_params(spec, entry.overrides, problems),
            &entry.overrides);
  const Node* const guard = entry.overrides.find("guard");
  add_table(page, "where", spec.table("where"), nullptr);
  add_table(page, "guard", merged(spec.table("guard"), guard), guard);
  add_table(page, "evidence", spec.table("evidence"), nullptr);

  page.heading("FILE");
  page.line(fmt::format("{}, version {}", spec.file, spec.version));
  if (const Node* docs = spec.root.find("docs")) {
    for (const std::string& seen : internal::get_strings(*docs, "seen")) {
      page.fact("seen", seen);
    }
    page.fact("since", internal::get_string(*docs, "since"));
    page.fact("owner", internal::get_string(*docs, "owner"));
  }
  return page.take();
}

}  // namespace textmend::cli
