// Text that rules leave alone: URLs, paths, code, tables.
//
// Protected spans are matched on the lines as they came into the round, when the first edit there
// is proposed, and an edit is judged by the place in the round's input that it goes back to.

#ifndef TEXTMEND_PROTECTION_H_
#define TEXTMEND_PROTECTION_H_

#include <map>
#include <span>
#include <vector>

#include "textmend/rule.h"

namespace textmend::internal {

// A rule of kind `protect`.
class ProtectRule : public Rule {
 public:
  enum class Strength { kInline, kBlock };
  ProtectRule(RuleCommon common, Strength strength)
      : Rule(std::move(common)), strength_(strength) {}

  Strength strength() const { return strength_; }
  // Shape span: adds the protected ranges of one line, offsets in it.
  virtual void spans(std::string_view /*line*/, const Limits& /*limits*/, MatchScratch& /*scratch*/,
                     std::vector<Range>& /*to*/) const {}
  // Shapes fence and run: adds the protected lines, indices.
  virtual void blocks(std::span<const Line> /*lines*/, MatchScratch& /*scratch*/,
                      std::vector<LineRange>& /*to*/) const {}
  // Which of the two it has: true for blocks().
  virtual bool finds_blocks() const { return false; }

 private:
  Strength strength_;
};

class Protection {
 public:
  Protection(std::span<const RulePtr> rules, const Document& document, const Limits& limits,
             MatchScratch& scratch);

  // Whether `edit`, given in coordinates of the document's base, may not be made. An inline span
  // may go or move as a whole, when the edit covers it and takes whole lines or writes it again.
  bool forbids(const Edit& edit, bool whole_lines);

 private:
  struct Spans {
    std::vector<Range> inlines;  // in base coordinates
    std::vector<Range> blocks;
  };
  const Spans& spans_of_line(std::size_t index);
  void find_blocks();

  std::vector<const ProtectRule*> rules_;
  const Document& document_;
  const Limits& limits_;
  MatchScratch& scratch_;
  bool blocks_found_ = false;
  std::vector<Range> blocks_;  // base coordinates, sorted, merged
  std::map<std::size_t, Spans> spans_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_PROTECTION_H_
