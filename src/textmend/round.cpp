#include "textmend/round.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "textmend/subject.h"
#include "textmend/unicode.h"

namespace textmend::internal {

void Round::decline(const Rule& rule, std::size_t offset, DeclinedPlace::Why why) {
  if (!options_.count_declined) return;
  declined_.push_back({rule.id(), document_.to_base({offset, offset}).begin, why});
}

template <typename Place>
void Round::decline_unproved(const Rule& rule, const Findings& findings, Place&& place) {
  if (!options_.count_declined) return;
  for (const std::size_t at : findings.unproved) {
    const bool found = std::any_of(
        findings.list.begin(), findings.list.end(),
        [&](const Finding& one) { return one.match_begin <= at && at < one.match_end; });
    if (!found) decline(rule, place(at), DeclinedPlace::Why::kEvidence);
  }
}

// A line on its way through a stage: its text, and the edits made to it so far.
class Round::LineWork {
 public:
  LineWork(Round& round, std::size_t index)
      : round_(round),
        index_(index),
        line_(round.document_.lines()[index]),
        text_(line_.content),
        buckets_(line_.buckets) {}

  void run(const Rule& rule) {
    Findings findings = find(rule);
    if (findings.limit) {
      round_.note_limit(rule, index_);
      limited_ = true;
      return;
    }
    round_.decline_unproved(rule, findings, [this](std::size_t at) { return in_document(at); });
    std::vector<Edit> accepted;
    Unless unless(text_, 0);
    for (Finding& finding : findings.list) accept(rule, finding, unless, accepted);
    if (accepted.empty()) return;
    round_.fired_.insert(rule.id());
    std::string changed = apply_edits(text_, accepted);
    take(std::move(accepted));
    own_ = std::move(changed);
    text_ = own_;
    if (round_.scanner_ != nullptr) buckets_ = round_.scanner_->scan(text_);
  }

  std::size_t size() const { return text_.size(); }
  std::uint64_t buckets() const { return buckets_; }
  std::int32_t round() const { return line_.round; }
  bool limited() const { return limited_; }

  // The edits in the document's coordinates.
  void take_edits(std::vector<Edit>& to) {
    for (Edit& edit : edits_) {
      if (edit.with.find('\n') != std::string::npos) {
        edit.with = with_line_ends(edit.with, line_end());
      }
      edit.begin += line_.begin;
      edit.end += line_.begin;
      to.push_back(std::move(edit));
    }
  }

 private:
  // As the line ends; the last line, which may not, as the one before it.
  std::string_view line_end() const {
    const bool has_none = line_.ending_bytes().empty() && index_ > 0;
    return has_none ? round_.document_.lines()[index_ - 1].ending_bytes() : line_.ending_bytes();
  }

  Findings find(const Rule& rule) {
    // Nothing has changed the line since the round began: a survey may have looked at it.
    if (line_.round < round_.document_.round() && text_.data() == line_.content.data()) {
      std::optional<Findings> found = round_.gates_.take_surveyed(rule, text_);
      if (found) return std::move(*found);
    }
    const Scanner* scanner = round_.scanner_;
    const bool wanted = scanner != nullptr && scanner->is_exact(scanner->bucket(rule));
    return (wanted ? find_in_wanted_line : find_in_line)(rule, text_, round_.options_.limits,
                                                         round_.facts_, round_.scratch_);
  }

  // Adds edits of text_ to edits_.
  void take(std::vector<Edit> accepted) {
    // Most lines are changed once, and in places apart.
    bool apart = edits_.empty();
    for (std::size_t i = 1; i < accepted.size() && apart; ++i) {
      apart = accepted[i - 1].end < accepted[i].begin;
    }
    if (apart) {
      edits_ = std::move(accepted);
      return;
    }
    compose(edits_, std::move(accepted), [this](std::size_t begin, std::size_t end) {
      return std::string(line_.content.substr(begin, end - begin));
    });
  }

  // The place of an offset of text_ in the document, which does not know edits_ yet.
  std::size_t in_document(std::size_t offset) const {
    return line_.begin + map_back(edits_, {offset, offset}).begin;
  }

  Range in_base(const Edit& edit) const {
    const Range in_line = map_back(edits_, {edit.begin, edit.end});
    return round_.document_.to_base({line_.begin + in_line.begin, line_.begin + in_line.end});
  }

  // `unless` is of the whole line.
  void accept(const Rule& rule, Finding& finding, Unless& unless, std::vector<Edit>& accepted) {
    Edit& edit = finding.edit;
    const std::size_t begin = edit.begin;
    const std::string_view before = text_.substr(begin, edit.end - begin);
    const auto decline = [&](DeclinedPlace::Why why) {
      round_.decline(rule, in_document(begin), why);
    };
    if (!round_.settle(rule, finding)) return decline(DeclinedPlace::Why::kEvidence);
    if (!finding.flag_only) {
      trim(edit, before);
      if (edit.begin == edit.end && edit.with.empty()) return;
    }
    if (!accepted.empty() && edit.begin < accepted.back().end) return;
    if (!guard_allows(rule, finding, unless)) return decline(DeclinedPlace::Why::kGuard);
    if (!round_.protection_allows(finding, in_base(edit), edit.with)) {
      return decline(DeclinedPlace::Why::kProtection);
    }
    if (finding.flag_only) {  // also one that was trimmed, and lacks company
      round_.note_flag(rule, in_document(begin), before);
      return;
    }
    edit.steps = {{rule.id(), finding.evidence,
                   std::string(text_.substr(edit.begin, edit.end - edit.begin)), edit.with}};
    accepted.push_back(std::move(edit));
  }

  // [guard] unless looks at the line, of a long one at the neighbourhood.
  bool guard_allows(const Rule& rule, Finding& finding, Unless& unless) const {
    const Limits& limits = round_.options_.limits;
    if (text_.size() <= limits.pattern_bytes) return round_.guard_allows(rule, finding, unless);
    std::size_t begin = finding.match_begin - std::min(finding.match_begin, limits.reach);
    while (begin < finding.match_begin && is_continuation(text_[begin])) ++begin;
    std::size_t end = std::min(text_.size(), finding.match_end + limits.reach);
    while (end < text_.size() && is_continuation(text_[end])) --end;
    Unless around(text_.substr(begin, end - begin), begin);
    return round_.guard_allows(rule, finding, around);
  }

  Round& round_;
  std::size_t index_;
  const Line line_;  // as it was when the stage began
  std::string own_;
  std::string_view text_;
  std::uint64_t buckets_;    // of text_
  std::vector<Edit> edits_;  // from line_.content to text_
  bool limited_ = false;
};

Round::Round(const Program& program, const CleanOptions& options, Document& document,
             const Facts& facts, const Scanner* scanner, SectionPlace place, std::size_t most_bytes,
             MatchScratch& scratch, RoundMemory& memory)
    : program_(program),
      options_(options),
      document_(document),
      scanner_(scanner),
      place_(place),
      most_bytes_(most_bytes),
      scratch_(scratch),
      memory_(memory),
      facts_(facts),
      protection_(program.protect, document, options_, scanner, scratch),
      gates_(document, program, facts_, options_.limits, scanner, scratch) {}

bool Round::run() {
  const std::vector<RulePtr>& rules = program_.rules;
  for (std::size_t i = 0; i < rules.size();) {
    if (rules[i]->common().scope != Scope::kLine) {
      // A rule with needs finds nothing in a section without them.
      const bool wanted = (bucket_of(i) & document_.lines().buckets()) != 0;
      if (wanted && !run_rule(*rules[i])) return false;
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < rules.size() && rules[end]->common().scope == Scope::kLine) ++end;
    if (!run_line_stage(i, end)) return false;
    i = end;
  }
  return true;
}

bool Round::may_run(const Rule& rule) const {
  if (rule.common().only_flags && !options_.flags) return false;
  const Where::At at = rule.common().where.at;
  return (at != Where::At::kHead || place_.first) && (at != Where::At::kTail || place_.last);
}

std::uint64_t Round::bucket(const Rule& rule) const {
  return scanner_ != nullptr ? scanner_->bucket(rule) : Line::kAllBuckets;
}

std::uint64_t Round::bucket_of(std::size_t rule) const {
  return scanner_ != nullptr ? program_.buckets[rule] : Line::kAllBuckets;
}

bool Round::run_line_stage(std::size_t begin, std::size_t end) {
  // Most rules are wanted by no line of a short text, and are not even looked at.
  struct Member {
    const Rule* rule;
    std::uint64_t bucket;
    bool is_known = false, is_active = false;
    std::size_t looks = 0;
    LineRange reach = {};
  };
  // To tell the language costs more than to look at a few lines.
  constexpr std::size_t kManyLooks = 8;
  const Lines& lines = document_.lines();
  const auto is_active = [&](Member& one) {
    if (one.is_known) return one.is_active;
    one.is_known = true;
    one.is_active = may_run(*one.rule) && gates_.shows_habit(*one.rule);
    if (one.is_active) one.reach = lines_in_reach(one.rule->common().where, lines);
    return one.is_active;
  };
  const std::uint64_t present = lines.buckets();
  std::uint64_t buckets = 0, old_buckets = 0;  // those that may want lines that have not changed
  std::vector<Member> members;
  members.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    Member& one = members.emplace_back(Member{program_.rules[i].get(), bucket_of(i)});
    if ((one.bucket & present) == 0 || !is_active(one)) continue;
    buckets |= one.bucket;
    if (one.rule->common().asks_facts) old_buckets |= one.bucket;
  }
  const std::int32_t dirty_since = document_.dirty_since();
  std::vector<Edit> edits;
  std::vector<std::size_t> limited;
  for (std::size_t i = lines.next(0, buckets, old_buckets, dirty_since); i < lines.size();
       i = lines.next(i + 1, buckets, old_buckets, dirty_since)) {
    LineWork work(*this, i);
    // A line that a rule has changed may want others than any line did before.
    for (Member& one : members) {
      if ((work.buckets() & one.bucket) == 0 || !is_active(one) || !one.reach.contains(i)) continue;
      // Its guard would hold back all that the rule finds.
      if (++one.looks == kManyLooks && !options_.count_declined &&
          !gates_.is_in_language(*one.rule)) {
        one.bucket = 0;
        continue;
      }
      if (work.round() >= dirty_since || one.rule->common().asks_facts) work.run(*one.rule);
      if (work.size() > most_bytes_) return false;
    }
    if (work.limited()) limited.push_back(i);
    work.take_edits(edits);
  }
  for (const std::size_t i : limited) document_.look_again(i);
  document_.apply(std::move(edits));
  return document_.size() <= most_bytes_;
}

bool Round::run_rule(const Rule& rule) {
  if (!may_run(rule) || !gates_.shows_habit(rule)) {
    memory_.needless.erase(&rule);  // of this round's lines nothing is known
    return true;
  }
  std::vector<Edit> edits;
  if (rule.common().scope == Scope::kLines) {
    find_in_windows(rule, edits);
  } else {
    find_in_document(rule, edits);
  }
  if (edits.empty()) return true;
  fired_.insert(rule.id());
  document_.apply(std::move(edits));
  return document_.size() <= most_bytes_;
}

void Round::find_in_windows(const Rule& rule, std::vector<Edit>& edits) {
  const Lines& lines = document_.lines();
  const LineRange reach = lines_in_reach(rule.common().where, lines);
  const std::uint64_t own = bucket(rule);
  const bool exact = scanner_ != nullptr && scanner_->is_exact(own);
  Window::IsFurniture is_furniture;
  if (rule.common().looks_through_pages()) {
    is_furniture = [&](std::size_t line) {
      const std::size_t begin = lines[line].begin;
      const std::size_t in_base = document_.to_base({begin, begin}).begin;
      return facts_.is_like_furniture(document_.base_lines().index_at(in_base));
    };
  }
  for (std::size_t i = lines.next(reach.begin, own); i < reach.end; i = lines.next(i + 1, own)) {
    if (!exact && !rule.common().needs.wants(lines[i].content)) continue;
    const Window window(lines, i, options_.limits, is_furniture);
    if (window.text().empty()) continue;
    Findings findings = find_in_window(rule, window, facts_, scratch_);
    if (findings.limit) {
      note_limit(rule, i);
      continue;
    }
    const auto place = [&](std::size_t at) { return window.in_document(at); };
    decline_unproved(rule, findings, place);
    Unless unless(window.text(), 0);
    for (Finding& finding : findings.list) {
      const auto decline_it = [&](DeclinedPlace::Why why) {
        decline(rule, place(finding.match_begin), why);
      };
      if (!settle(rule, finding)) {
        decline_it(DeclinedPlace::Why::kEvidence);
        continue;
      }
      std::vector<Edit> parts;
      if (!finding.flag_only) {
        parts = window.in_document(finding.edit);
        if (parts.empty()) continue;
      }
      if (!guard_allows(rule, finding, unless)) {
        decline_it(DeclinedPlace::Why::kGuard);
        continue;
      }
      if (finding.flag_only) {
        flag_in_window(rule, finding, window, edits);
        continue;
      }
      // All or none: each of two edits alone would lose half of the word.
      const bool allowed = std::all_of(parts.begin(), parts.end(), [&](const Edit& part) {
        return (edits.empty() || part.begin >= edits.back().end) &&
               protection_allows(finding, part);
      });
      if (!allowed) {
        decline_it(DeclinedPlace::Why::kProtection);
        continue;
      }
      for (Edit& part : parts) {
        part.steps = {
            {rule.id(), finding.evidence, document_.text(part.begin, part.end), part.with}};
        edits.push_back(std::move(part));
      }
    }
  }
}

void Round::flag_in_window(const Rule& rule, const Finding& finding, const Window& window,
                           const std::vector<Edit>& edits) {
  Edit range;
  range.begin = window.in_document(finding.match_begin);
  range.end = window.in_document(finding.match_end);
  if (!edits.empty() && range.begin < edits.back().end) return;
  if (!protection_allows(finding, range)) return;
  note_flag(rule, range.begin, document_.text(range.begin, range.end));
}

// Whether a line holds a need of the rule, with or without the blanks at its ends.
bool Round::holds_need(const Rule& rule) {
  const Needs& needs = rule.common().needs;
  if (needs.empty()) return true;
  const Lines& lines = document_.lines();
  const std::uint64_t own = bucket(rule);
  const std::uint64_t of_old_lines = memory_.needless.contains(&rule) ? 0 : own;
  const std::int32_t since = document_.dirty_since();
  for (std::size_t i = lines.next(0, own, of_old_lines, since); i < lines.size();
       i = lines.next(i + 1, own, of_old_lines, since)) {
    const std::string_view text = lines[i].content, trimmed = trim_blanks(text);
    if (needs.wants(text) || (trimmed.size() < text.size() && needs.wants(trimmed))) {
      memory_.needless.erase(&rule);
      return true;
    }
  }
  memory_.needless.insert(&rule);
  return false;
}

void Round::find_in_document(const Rule& rule, std::vector<Edit>& edits) {
  const Lines& lines = document_.lines();
  Findings findings;
  scratch_.set_edges(true, true);
  const std::uint64_t own = bucket(rule);
  const bool exact = scanner_ != nullptr && scanner_->is_exact(own);
  // Another rule's lines, where the two share a bit, are no reason to make this one.
  if (!exact && !holds_need(rule)) return;
  rule.find_all({document_, facts_, scratch_, own, exact}, findings);
  gates_.set_survey(rule, findings.list, [this](std::size_t begin, std::size_t end) {
    return document_.text(begin, end);
  });
  for (Finding& finding : findings.list) {
    Edit& edit = finding.edit;
    // An edit of whole lines may touch a line that no pattern may see.
    const Line first = lines[lines.index_at(finding.match_begin)];
    const Line last = lines[lines.index_at(finding.match_end)];
    const std::size_t begin = first.opaque ? finding.match_begin : first.begin;
    const std::size_t end =
        last.opaque ? finding.match_end : std::max(last.content_end(), finding.match_end);
    if (!edits.empty() && edit.begin < edits.back().end) continue;
    const UnlessText context = rule.guard().unless.empty()
                                   ? UnlessText{begin, {}}
                                   : unless_text(document_, {begin, end}, finding, options_.limits);
    Unless unless(context.text, context.begin);
    if (!guard_allows(rule, finding, unless)) {
      decline(rule, edit.begin, DeclinedPlace::Why::kGuard);
      continue;
    }
    const std::string text = document_.text(edit.begin, edit.end);
    std::string_view before = text;
    if (!finding.flag_only) before = trim(edit, text);
    if (!protection_allows(finding, edit)) {
      decline(rule, edit.begin, DeclinedPlace::Why::kProtection);
      continue;
    }
    if (finding.flag_only) {
      note_flag(rule, edit.begin, before);
      continue;
    }
    if (finding.removes) removed_[rule.id()] += count_visible(before);
    edit.steps = {{rule.id(), finding.evidence, std::string(before), edit.with}};
    edits.push_back(std::move(edit));
  }
}

bool Round::settle(const Rule& rule, Finding& finding) {
  if (gates_.settle(rule, finding)) return true;
  return finding.flag_only = rule.common().flag_unsure;
}

bool Round::guard_allows(const Rule& rule, Finding& finding, Unless& unless) {
  if (gates_.is_known_closed(rule)) return false;
  if (unless.touches(finding, rule.guard().unless, scratch_)) return false;
  scratch_.set_edges(true, true);
  const Gates::Gate gate = gates_.gate(rule);
  // What has evidence but no company is unsure, too.
  if (gate == Gates::Gate::kUnsure && rule.common().flag_unsure) return finding.flag_only = true;
  return gate == Gates::Gate::kOpen;
}

bool Round::protection_allows(const Finding& finding, const Edit& edit) {
  return protection_allows(finding, document_.to_base({edit.begin, edit.end}), edit.with);
}

bool Round::protection_allows(const Finding& finding, Range in_base, std::string_view with) {
  Edit edit;
  edit.begin = in_base.begin;
  edit.end = in_base.end;
  edit.with = with;
  return !protection_.forbids(edit, finding.whole_lines);
}

void Round::note_flag(const Rule& rule, std::size_t offset, std::string_view text) {
  notes_.push_back({Note::Kind::kFlag, rule.id(), offset, std::string(text)});
}

void Round::note_limit(const Rule& rule, std::size_t line) {
  notes_.push_back({Note::Kind::kLimit, rule.id(), document_.lines()[line].begin, "match_limit"});
}

}  // namespace textmend::internal
