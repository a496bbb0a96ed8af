#include "textmend/lazy_rule.h"

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
      rule_ = file_->make(problems);
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
      : ProtectRule(std::move(common), traits.strength, traits.shape), made_(std::move(file)) {}

  void spans(std::string_view line, const Limits& limits, MatchScratch& scratch,
             std::vector<Range>& to) const override {
    if (const ProtectRule* rule = made()) {
      rule->spans(line, limits, scratch, to);
    } else {
      to.push_back({0, line.size()});
    }
  }
  void blocks(const Lines& lines, std::uint64_t bucket, MatchScratch& scratch,
              std::vector<LineRange>& to) const override {
    if (const ProtectRule* rule = made()) {
      rule->blocks(lines, bucket, scratch, to);
    } else {
      to.push_back({0, lines.size()});
    }
  }
  bool opens(const Line& line, MatchScratch& scratch) const override {
    if (!common().needs.wants(line.content)) return false;
    const ProtectRule* rule = made();
    return rule == nullptr || rule->opens(line, scratch);
  }
  bool closes(const Line& line, MatchScratch& scratch) const override {
    const ProtectRule* rule = made();
    return rule != nullptr && rule->closes(line, scratch);
  }
  std::size_t within() const override {
    const ProtectRule* rule = made();
    return rule == nullptr ? 0 : rule->within();
  }
  bool in_run(const Line& line, MatchScratch& scratch) const override {
    const ProtectRule* rule = made();
    return rule == nullptr || rule->in_run(line, scratch);
  }
  std::size_t min_run() const override {
    const ProtectRule* rule = made();
    return rule == nullptr ? 1 : rule->min_run();
  }
  const Guard& guard() const override { return made_.guard(); }

 private:
  const ProtectRule* made() const { return static_cast<const ProtectRule*>(made_.get()); }

  MadeOnce made_;
};

}  // namespace

RuleTraits RuleTraits::of(const Rule& rule) {
  RuleTraits traits;
  traits.bounded = rule.bounded();
  if (const auto* protect = dynamic_cast<const ProtectRule*>(&rule)) {
    traits.protects = true;
    traits.strength = protect->strength();
    traits.shape = protect->shape();
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
