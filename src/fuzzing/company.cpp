#include "fuzzing/company.h"

#include <algorithm>
#include <string_view>

namespace textmend::fuzzing {

namespace {

// Made up; nothing in it is damaged, and no word of it is likely to be evidence for another.
constexpr std::string_view kLine = "The ferry to the island left at noon, as it did every summer.";
constexpr std::string_view kOtherLine = "Nobody on the quay had seen the captain before.";

// Conditions on the section as a whole, or on the lines around, which lines of prose may rightly
// change.
bool judges_company(const internal::RuleSpec& spec) {
  static constexpr std::string_view kGuards[] = {"document", "no_document", "paragraphs",
                                                 "habit_of", "at_least",    "at_least_kinds",
                                                 "share_of"};
  const internal::Node& guard = spec.table("guard");
  const internal::Node& params = spec.params();
  return std::any_of(std::begin(kGuards), std::end(kGuards),
                     [&](std::string_view key) { return guard.find(key) != nullptr; }) ||
         spec.root.find("where") != nullptr || params.find("previous") != nullptr ||
         params.find("next") != nullptr;
}

bool is_one_line(std::string_view text) { return text.find('\n') == std::string_view::npos; }

}  // namespace

std::vector<std::string> in_company(const std::string& trap, const internal::RuleSpec& spec) {
  std::vector<std::string> texts;
  const std::string line(kLine), other(kOtherLine);
  if (is_one_line(trap) && spec.scope == internal::Scope::kLine) {
    texts.push_back(trap + "\r\n");
    if (!judges_company(spec)) {
      texts.push_back(other + " " + trap);
      texts.push_back(trap + " " + other);
      texts.push_back("“" + trap + "”");
      texts.push_back("(" + trap + ")");
      texts.push_back(trap + " ");
    }
  }
  if (judges_company(spec)) return texts;
  texts.push_back(line + "\n\n" + trap);
  texts.push_back(trap + "\n\n" + line + "\n");
  texts.push_back(line + "\n\n" + trap + "\n\n" + other + "\n");
  return texts;
}

}  // namespace textmend::fuzzing
