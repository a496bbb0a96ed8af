// Kind `mojibake`: text that was read in the wrong encoding, read again (mojibake.h).

#include "textmend/mojibake.h"

#include <fmt/format.h>

#include <optional>

#include "textmend/rule_file.h"

namespace textmend::internal {

namespace {

class MojibakeRule : public Rule {
 public:
  MojibakeRule(RuleCommon common, std::vector<const CodePage*> pages, bool controls)
      : Rule(std::move(common)), controls_(controls) {
    if (!pages.empty()) mojibake_.emplace(std::move(pages));
  }

  void find(const Subject& subject, Findings& findings) const override {
    std::vector<MojibakeRepair> repairs;
    if (mojibake_) repairs = mojibake_->find(subject.text, subject.at_end);
    if (controls_) repairs = find_misread_controls(subject.text, subject.at_end);
    for (MojibakeRepair& repair : repairs) {
      Finding finding;
      finding.edit.begin = finding.match_begin = repair.begin;
      finding.edit.end = finding.match_end = repair.end;
      finding.edit.with = std::move(repair.with);
      finding.evidence = repair.page;
      findings.list.push_back(std::move(finding));
    }
  }

 private:
  std::optional<Mojibake> mojibake_;
  bool controls_;
};

RulePtr make(RuleBuilder& builder) {
  std::vector<const CodePage*> pages;
  for (const std::string& name : get_strings(builder.params(), "read_as")) {
    const CodePage* page = find_code_page(name);
    if (page == nullptr) {
      std::string known;
      for (const CodePage& one : code_pages()) known += fmt::format(" `{}`", one.name);
      builder.problems().error("bad-value", builder.params().find("read_as")->place,
                               fmt::format("`read_as` names no encoding `{}`", name),
                               fmt::format("known are{}", known));
      return nullptr;
    }
    pages.push_back(page);
  }
  const bool controls = get_boolean(builder.params(), "controls", false);
  if (pages.empty() != controls) {
    builder.problems().error("bad-value", builder.params().place,
                             "kind `mojibake` wants either `read_as` or `controls = true`");
    return nullptr;
  }
  RuleCommon common = builder.common();
  return std::make_shared<MojibakeRule>(std::move(common), std::move(pages), controls);
}

constexpr Key kKeys[] = {
    {"needs", KeyType::kNeeds,
     "Where to look: pairs of a character that stands for a lead byte and one that stands for a "
     "continuation byte.",
     true},
    {"read_as", KeyType::kStrings,
     "The encodings in which UTF-8 was read, in order of preference: `windows-1252` (and Latin-1), "
     "`windows-1250`, `windows-1251`, `windows-1253`, `windows-1254`, `windows-1257`, "
     "`iso-8859-2`, `macroman`, `cp437`. Text is repaired that was read so once or several times, "
     "where the repaired form is clearly more plausible."},
    {"controls", KeyType::kBoolean,
     "Instead of it: control characters from U+0080 to U+009F become what windows-1252 has there, "
     "or macroman where that can't be."},
};

}  // namespace

extern const Kind kMojibakeKind;
const Kind kMojibakeKind{"mojibake",
                         "Text that was read in the wrong encoding.",
                         Phase::kCharacters,
                         Scope::kLine,
                         "line",
                         kKeys,
                         &make};

}  // namespace textmend::internal
