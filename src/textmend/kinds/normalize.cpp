// Kind `normalize`: a Unicode normal form or an ICU transform.

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>

#include <algorithm>
#include <memory>

#include "textmend/rule_file.h"

namespace textmend::internal {

namespace {

void add(std::size_t begin, std::size_t end, std::string with, Findings& findings) {
  Finding finding;
  finding.edit.begin = finding.match_begin = begin;
  finding.edit.end = finding.match_end = end;
  finding.edit.with = std::move(with);
  findings.list.push_back(std::move(finding));
}

class NormalFormRule : public Rule {
 public:
  NormalFormRule(RuleCommon common, const icu::Normalizer2& normalizer, bool nfc)
      : Rule(std::move(common)), normalizer_(normalizer), nfc_(nfc) {}

  bool bounded() const override { return false; }

  void find(const Subject& subject, Findings& findings) const override {
    // Everything below U+0300 is NFC: its bytes are below 0xCC.
    const auto may_change = [this](char c) {
      return static_cast<unsigned char>(c) >= (nfc_ ? 0xCC : 0x80);
    };
    if (std::none_of(subject.text.begin(), subject.text.end(), may_change)) return;
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece text(subject.text.data(), static_cast<int32_t>(subject.text.size()));
    if (normalizer_.isNormalizedUTF8(text, status) != 0 || U_FAILURE(status)) return;
    std::string normal;
    icu::StringByteSink<std::string> sink(&normal);
    icu::Edits edits;
    normalizer_.normalizeUTF8(0, text, sink, &edits, status);
    if (U_FAILURE(status)) return;
    for (auto it = edits.getFineChangesIterator(); it.next(status) != 0;) {
      const auto begin = static_cast<std::size_t>(it.sourceIndex());
      add(begin, begin + static_cast<std::size_t>(it.oldLength()),
          normal.substr(static_cast<std::size_t>(it.destinationIndex()),
                        static_cast<std::size_t>(it.newLength())),
          findings);
    }
  }

 private:
  const icu::Normalizer2& normalizer_;  // ICU's own, never freed
  bool nfc_;
};

class TransformRule : public Rule {
 public:
  TransformRule(RuleCommon common, std::unique_ptr<icu::Transliterator> transform)
      : Rule(std::move(common)), transform_(std::move(transform)) {}

  void find(const Subject& subject, Findings& findings) const override {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(subject.text.data(), static_cast<int32_t>(subject.text.size())));
    // transliterate(Replaceable&) is const and keeps no state between calls.
    transform_->transliterate(text);
    std::string with;
    text.toUTF8String(with);
    if (with != subject.text) add(0, subject.text.size(), std::move(with), findings);
  }

 private:
  std::unique_ptr<icu::Transliterator> transform_;
};

// ICU 72 leaks what it has parsed of an id with an unclosed bracket, so filters and inverses
// (`[…]`,
// `(…)`) do not reach it. A rule's `needs` say where it applies.
bool is_transform_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_/; ").find(c) != std::string_view::npos;
  });
}

std::unique_ptr<icu::Transliterator> make_transform(const std::string& id) {
  if (!is_transform_id(id)) return nullptr;
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> transform(icu::Transliterator::createInstance(
      icu::UnicodeString::fromUTF8(id), UTRANS_FORWARD, status));
  if (U_FAILURE(status)) transform.reset();
  return transform;
}

RulePtr make(RuleBuilder& builder) {
  const Node& form = *builder.params().find("form");
  RuleCommon common = builder.common();
  UErrorCode status = U_ZERO_ERROR;
  if (form.string == "nfc" || form.string == "nfkc") {
    const bool nfc = form.string == "nfc";
    const icu::Normalizer2* normalizer =
        nfc ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status)) {
      builder.problems().error(
          "bad-value", form.place,
          fmt::format("ICU can't make `{}`: {}", form.string, u_errorName(status)));
      return nullptr;
    }
    return std::make_shared<NormalFormRule>(std::move(common), *normalizer, nfc);
  }
  builder.require("needs", "for a transform");
  std::unique_ptr<icu::Transliterator> transform = make_transform(form.string);
  if (!transform) {
    builder.problems().error(
        "bad-value", form.place, fmt::format("no normal form or ICU transform `{}`", form.string),
        "for example `nfc`, `nfkc`, `Fullwidth-Halfwidth`, `NFD; Lower`, without `[…]` and `(…)`");
    return nullptr;
  }
  return std::make_shared<TransformRule>(std::move(common), std::move(transform));
}

constexpr Key kKeys[] = {
    {"form", KeyType::kString,
     "`nfc`, `nfkc`, or the id of an ICU transform, several joined by `;`.", true},
    {"needs", KeyType::kNeeds, "Required for a transform; the normal forms have their own."},
};

}  // namespace

extern const Kind kNormalizeKind;
const Kind kNormalizeKind{"normalize",
                          "A Unicode normal form or ICU transform.",
                          Phase::kCharacters,
                          Scope::kLine,
                          "line",
                          kKeys,
                          &make};

}  // namespace textmend::internal
