#include "textmend/gates.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "textmend/subject.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

// A line of prose, in any script: long, of more than one word, without the marks of markup and
// code, and the end of a sentence at its end.
bool is_paragraph(std::string_view line) {
  constexpr std::size_t kShortest = 150;  // bytes
  constexpr std::string_view kEnds[] = {".", "!", "?", "…",  "。", "！", "？", "؟", "۔",
                                        "”", "’", "»", "\"", ")",  "」", "』", "“", ":"};
  return line.size() >= kShortest && line.find_first_of("<>{}\\=|") == std::string_view::npos &&
         std::any_of(std::begin(kEnds), std::end(kEnds),
                     [line](std::string_view end) { return line.ends_with(end); });
}

}  // namespace

bool Gates::is_open(const Rule& rule) {
  const auto [gate, is_new] = gates_.try_emplace(&rule, true);
  if (is_new) gate->second = judge(rule);
  return gate->second;
}

bool Gates::judge(const Rule& rule) {
  const RuleOutline& common = rule.common();
  if (!common.langs.empty()) {
    bool wanted = common.langs[0].starts_with('!');
    for (const std::string& lang : common.langs) {
      if (lang == facts_.lang()) wanted = true;
      if (lang.starts_with('!') && std::string_view(lang).substr(1) == facts_.lang()) return false;
    }
    if (!wanted) return false;
  }
  const Guard& guard = rule.guard();
  if (guard.document && !lines_match(rule, *guard.document, guard.document_kinds)) return false;
  if (guard.no_document && lines_match(rule, *guard.no_document, 1)) return false;
  if (!has_paragraphs(guard.paragraphs)) return false;
  if (guard.at_least > 1 || guard.at_least_kinds > 1) {
    const Survey seen = survey(rule);
    if (seen.proved < guard.at_least || seen.kinds < guard.at_least_kinds) return false;
  }
  return !guard.share_of || share_allows(rule);
}

bool Gates::share_allows(const Rule& rule) {
  const Guard& guard = rule.guard();
  const std::size_t own = survey(rule).matches;
  // Each further match of the others speaks for the rule: as soon as they are enough, more of them
  // change nothing, and where damage is rare that is soon.
  const auto enough = [&](std::size_t others) {
    const auto total = static_cast<double>(own + others);
    return own + others >= guard.from && static_cast<double>(own) <= guard.max_share * total &&
           static_cast<double>(others) >= guard.majority * total;
  };
  std::size_t others = 0;
  scratch_.set_edges(true, true);
  document_.base_lines().each([&](const Line& line) {
    if (line.opaque || line.content.size() > limits_.pattern_bytes) return true;
    Match match;
    Pattern::Result result = guard.share_of->find(line.content, 0, scratch_, match);
    for (; result == Pattern::Result::kMatch;
         result = guard.share_of->find_next(line.content, scratch_, match)) {
      ++others;
    }
    return !enough(others);
  });
  if (own + others < guard.from) return guard.majority == 0.0;
  return enough(others);
}

Gates::Survey Gates::count_findings(const std::vector<Finding>& findings, const TextRange& text) {
  Survey result;
  std::set<std::string> kinds;
  for (const Finding& finding : findings) {
    ++result.matches;
    if (finding.flag_only) continue;
    ++result.proved;
    kinds.insert(text(finding.match_begin, finding.match_end));
  }
  result.kinds = kinds.size();
  return result;
}

void Gates::set_survey(const Rule& rule, const std::vector<Finding>& findings,
                       const TextRange& text) {
  if (!rule.guard().surveys()) return;
  surveys_[&rule] = count_findings(findings, text);
}

Gates::Survey Gates::survey(const Rule& rule) {
  if (const auto known = surveys_.find(&rule); known != surveys_.end()) return known->second;
  std::vector<Finding> all;
  std::string texts;  // the matched texts, one behind the other; findings point into it
  const auto add = [&](Findings& findings, std::string_view text) {
    for (Finding& finding : findings.list) {
      const std::size_t begin = texts.size();
      texts += text.substr(finding.match_begin, finding.match_end - finding.match_begin);
      finding.match_begin = begin;
      finding.match_end = texts.size();
      all.push_back(std::move(finding));
    }
  };
  const std::uint64_t bucket = scanner_ != nullptr ? scanner_->bucket(rule) : Line::kAllBuckets;
  const Lines& lines = document_.base_lines();
  for (std::size_t i = lines.next(0, bucket); i < lines.size(); i = lines.next(i + 1, bucket)) {
    const Line line = lines[i];
    if (rule.common().scope == Scope::kLine) {
      Findings findings = find_in_line(rule, line.content, limits_, facts_, scratch_);
      add(findings, line.content);
      continue;
    }
    if (!rule.common().needs.wants(line.content)) continue;
    const Window window(lines, i, limits_);
    Findings findings = find_in_window(rule, window, facts_, scratch_);
    add(findings, window.text());
  }
  const Survey result = count_findings(all, [&texts](std::size_t begin, std::size_t end) {
    return texts.substr(begin, end - begin);
  });
  return surveys_[&rule] = result;
}

bool Gates::lines_match(const Rule& rule, const Pattern& pattern, std::size_t kinds) {
  const std::uint64_t bucket =
      scanner_ != nullptr ? scanner_->document_bucket(rule) : Line::kAllBuckets;
  const auto [entry, is_new] = matches_.try_emplace({pattern.source(), bucket, kinds}, false);
  // Without the scanner there is no bit to tell the needs of one rule from those of another.
  if (!is_new && scanner_ != nullptr) return entry->second;
  const Needs& needs = rule.common().document_needs;
  scratch_.set_edges(true, true);
  const Lines& lines = document_.base_lines();
  std::set<std::string> found;
  for (std::size_t i = lines.next(0, bucket); i < lines.size() && found.size() < kinds;
       i = lines.next(i + 1, bucket)) {
    const std::string_view text = lines[i].content;
    if (text.size() <= limits_.pattern_bytes && needs.wants(text) && pattern.may_match(text) &&
        pattern.matches(text, scratch_) && (kinds == 1 || !is_heading(lines, i, pattern))) {
      found.emplace(trim_blanks(text));
    }
  }
  return entry->second = found.size() >= kinds;
}

// Whether the line stands over a sentence: then it may be a heading. Furniture that ends in a full
// stop is no sentence.
bool Gates::is_heading(const Lines& lines, std::size_t line, const Pattern& pattern) {
  do {
    if (++line == lines.size()) return false;
  } while (lines[line].blank());
  const std::string_view next = trim_blanks(lines[line].content);
  const bool is_sentence = next.ends_with(".") || next.ends_with("。");
  return is_sentence && (next.size() > limits_.pattern_bytes || !pattern.matches(next, scratch_));
}

bool Gates::has_paragraphs(std::size_t count) {
  if (count == 0) return true;
  const auto [entry, is_new] = paragraphs_.try_emplace(count, false);
  if (!is_new) return entry->second;
  std::size_t seen = 0;
  document_.base_lines().each([&](const Line& line) {
    seen += !line.opaque && is_paragraph(trim_blanks(line.content));
    return seen < count;
  });
  return entry->second = seen == count;
}

}  // namespace textmend::internal
