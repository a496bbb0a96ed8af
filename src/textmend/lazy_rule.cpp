#include "textmend/lazy_rule.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace textmend::internal {

namespace {

// The rule behind a stand-in.
class MadeOnce {
 public:
  explicit MadeOnce(RuleFilePtr file) : file_(std::move(file)) {}

  // Null when it can't be made: it could in the build, so the libraries are others now. Those who
  // ask then do what they do where a pattern met a limit.
  const Rule* get() const {
    std::call_once(once_, [this] {
      std::vector<Diagnostic> none;
      Problems problems(none);
      rule_ = build_rule(file_->spec(), Node{}, problems);
    });
    return rule_.get();
  }
  const Guard& guard() const {
    static const Guard none;  // without the rule there are no findings to guard
    const Rule* rule = get();
    return rule == nullptr ? none : rule->guard();
  }

 private:
  RuleFilePtr file_;
  mutable std::once_flag once_;
  mutable RulePtr rule_;
};

class LazyRule : public Rule {
 public:
  LazyRule(RuleFilePtr file, RuleCommon common, bool bounded)
      : Rule(std::move(common)), bounded_(bounded), made_(std::move(file)) {}

  void find(const Subject& subject, Findings& findings) const override {
    if (const Rule* rule = made_.get()) {
      rule->find(subject, findings);
    } else {
      findings.limit = true;
    }
  }
  void find_all(const Overview& overview, Findings& findings) const override {
    if (const Rule* rule = made_.get()) {
      rule->find_all(overview, findings);
    } else {
      findings.limit = true;
    }
  }
  bool bounded() const override { return bounded_; }
  const Guard& guard() const override { return made_.guard(); }

 private:
  bool bounded_;
  MadeOnce made_;
};

class LazyProtectRule : public ProtectRule {
 public:
  LazyProtectRule(RuleFilePtr file, RuleCommon common, const RuleTraits& traits)
      : ProtectRule(std::move(common), traits.strength),
        finds_blocks_(traits.finds_blocks),
        made_(std::move(file)) {}

  void spans(std::string_view line, const Limits& limits, MatchScratch& scratch,
             std::vector<Range>& to) const override {
    if (finds_blocks_) return;
    if (const ProtectRule* rule = made()) {
      rule->spans(line, limits, scratch, to);
    } else {
      to.push_back({0, line.size()});
    }
  }
  void blocks(std::span<const Line> lines, MatchScratch& scratch,
              std::vector<LineRange>& to) const override {
    // A block has a line that holds a need.
    const bool wanted =
        finds_blocks_ && std::any_of(lines.begin(), lines.end(), [this](const Line& line) {
          return !line.opaque && common().needs.wants(line.content);
        });
    if (!wanted) return;
    if (const ProtectRule* rule = made()) {
      rule->blocks(lines, scratch, to);
    } else {
      to.push_back({0, lines.size()});
    }
  }
  bool finds_blocks() const override { return finds_blocks_; }
  const Guard& guard() const override { return made_.guard(); }

 private:
  const ProtectRule* made() const { return static_cast<const ProtectRule*>(made_.get()); }

  bool finds_blocks_;
  MadeOnce made_;
};

}  // namespace

RuleTraits RuleTraits::of(const Rule& rule) {
  RuleTraits traits;
  traits.bounded = rule.bounded();
  if (const auto* protect = dynamic_cast<const ProtectRule*>(&rule)) {
    traits.protects = true;
    traits.strength = protect->strength();
    traits.finds_blocks = protect->finds_blocks();
  }
  return traits;
}

RulePtr make_lazy_rule(RuleFilePtr file, RuleOutline outline, const RuleTraits& traits) {
  RuleCommon common{std::move(outline), {}};
  if (traits.protects) {
    return std::make_shared<LazyProtectRule>(std::move(file), std::move(common), traits);
  }
  return std::make_shared<LazyRule>(std::move(file), std::move(common), traits.bounded);
}

}  // namespace textmend::internal
