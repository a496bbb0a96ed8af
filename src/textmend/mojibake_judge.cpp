// Which sequences are taken: see mojibake.h.

#include <algorithm>
#include <string>
#include <string_view>

#include "textmend/mojibake_sequence.h"

namespace textmend::internal {

namespace {

constexpr int kEnough = 4;

// Judges the sequences of one page in a line.
class Judge {
 public:
  Judge(const Cells& cells, const PageBytes& page, Sequences& sequences)
      : cells_(cells), sequences_(sequences) {
    count_broken(page);
    std::size_t at = 0;
    for (const Sequence& one : sequences) {
      for (; at < one.first; ++at) add_uncovered(cells[at].c);
      places_.push_back(text_.size());
      text_.push_back(one.written());
      at = one.first + one.count;
    }
    for (; at < cells.size(); ++at) add_uncovered(cells[at].c);
  }

  std::size_t broken() const { return broken_; }

  void run() {
    for (std::size_t i = 0; i < sequences_.size(); ++i) score(i);
    const auto could = [](const Sequence& one) {
      return one.fits > kMisfit && one.whole != Whole::kGrave && one.whole != Whole::kHyphenless;
    };
    const bool alone = std::count_if(sequences_.begin(), sequences_.end(), could) <= 1;
    const bool own = is_cyrillic_or_greek(sequences_[0].page->characters[0x43]);
    const int penalty =
        own ? (own_letters_ ? 2 : 0) : (alone && (sound_ || sequences_.size() > 1) ? 3 : 0);
    for (Sequence& one : sequences_) {
      one.taken = is_certain(one, penalty);
      one.may_nest = !(own && own_letters_) && (one.odd > 0 || !alone);
    }
    take_near_misses();
    const auto certain = std::count_if(sequences_.begin(), sequences_.end(),
                                       [](const Sequence& one) { return one.taken; });
    if (certain == 0) return;
    const bool all = (certain > 1 || !sound_) && !(own && own_letters_);
    for (std::size_t i = 0; i < sequences_.size(); ++i) {
      Sequence& one = sequences_[i];
      if (one.taken || one.fits <= kMisfit) continue;
      if (one.whole == Whole::kSpaced && own && own_letters_) continue;
      one.taken = one.whole == Whole::kQuoteless ? closes_quotation(i)
                  : one.whole != Whole::kYes     ? true
                                                 : all || one.points - penalty + 2 >= kEnough;
    }
  }

 private:
  // Leads of three bytes and more that are in no sequence, with part of their rest behind them.
  void count_broken(const PageBytes& page) {
    std::size_t next = 0;
    for (std::size_t i = 0; i + 1 < cells_.size(); ++i) {
      if (next < sequences_.size() && i == sequences_[next].first) {
        i += sequences_[next++].count - 1;
        continue;
      }
      const Sort behind = sort_of(cells_[i + 1].c);
      if (length_of(page.bytes[i]) > 2 && is_rest(page.bytes[i + 1]) && !is_letter(behind) &&
          behind != Sort::kBlank && behind != Sort::kClosing && behind != Sort::kApostrophe) {
        ++broken_;
      }
    }
  }

  void add_uncovered(char32_t c) {
    text_.push_back(c);
    if (c < 0x80) return;
    if (is_cyrillic_or_greek(c)) own_letters_ = true;
    const Sort sort = sort_of(c);
    if (sort != Sort::kBlank && sort != Sort::kControl && sort != Sort::kLost) sound_ = true;
  }

  char32_t source(std::ptrdiff_t i) const {
    const bool inside = i >= 0 && i < static_cast<std::ptrdiff_t>(cells_.size());
    const char32_t c = inside ? cells_[static_cast<std::size_t>(i)].c : 0;
    const char32_t known = windows_1252(c);
    return known != 0 ? known : c;
  }

  int odd(const Sequence& one) const {
    const auto first = static_cast<std::ptrdiff_t>(one.first);
    const auto count = static_cast<std::ptrdiff_t>(one.count);
    int points = 0;
    for (std::ptrdiff_t i = first - 1; i < first + count; ++i) {
      points += oddness(source(i), source(i + 1));
      if (i > first) points += oddness_in_word(source(i - 1), source(i), source(i + 1));
    }
    for (std::size_t i = one.first; i < one.first + one.count && one.bytes > 2; ++i) {
      if (cells_[i].c >= 0x80 && cells_[i].c < 0xA0) ++points;
    }
    const Sort before = sort_of(source(first - 1)), lead = sort_of(source(first));
    const bool begins = !is_letter(before) && before != Sort::kMark && before != Sort::kDigit &&
                        before != Sort::kApostrophe;
    if (lead == Sort::kUpper && begins && !is_letter(sort_of(source(first + 1)))) ++points;
    // `à` in a word, where the fixed space is none: `CÃ\u00A0nan`.
    if (one.c == U'à' && one.count == 2 && sort_of(source(first + 2)) == Sort::kLower) ++points;
    // A brand, of which the sign is no letter.
    if (source(first + 1) == U'™' && count == 2 && is_letter(sort_of(source(first - 1))) &&
        is_letter(sort_of(source(first - 2)))) {
      --points;
    }
    return points + odd_word(first);
  }

  // A word of which a sequence makes two letters and more, all Latin and none of them in ASCII.
  int odd_word(std::ptrdiff_t at) const {
    if (source(at) > 0x24F || !is_letter(sort_of(source(at)))) return 0;
    if (!is_letter(sort_of(source(at + 1)))) return 0;
    int letters = 0;
    for (const std::ptrdiff_t step : {-1, 1}) {
      for (std::ptrdiff_t i = step > 0 ? at : at - 1; is_letter(sort_of(source(i))); i += step) {
        if (source(i) < 0x80 || source(i) > 0x24F || ++letters > 20) return 0;
      }
    }
    return letters > 1 ? 2 : 0;
  }

  int prior(const Sequence& one) const {
    const char32_t lead = cells_[one.first].c;
    if (one.bytes == 2) return lead == U'Ã' || lead == U'Â' ? 1 : 0;
    const bool punctuation = one.bytes == 3 && one.c >= 0x2000 && one.c < 0x2140;
    return static_cast<int>(one.count > 4 ? 3 : one.bytes - 2) + (punctuation ? 1 : 0);
  }

  void score(std::size_t i) {
    Sequence& one = sequences_[i];
    one.odd = odd(one);
    const bool control = one.c >= 0x80 && one.c < 0xA0;
    if (one.written() == 0 || (control && !one.page->c1)) {
      one.fits = kMisfit;
    } else if (one.whole == Whole::kLost || one.whole == Whole::kAsked) {
      one.fits = 2;
    } else {
      const auto place = static_cast<std::ptrdiff_t>(places_[i]);
      one.fits = fit([&](int step) {
        const std::ptrdiff_t at = place + step;
        const bool inside = at >= 0 && at < static_cast<std::ptrdiff_t>(text_.size());
        return inside ? text_[static_cast<std::size_t>(at)] : char32_t{0};
      });
    }
    if (is_formula(one)) one.fits = kMisfit;
    one.points = one.odd + one.fits + prior(one);
  }

  // A root of π or another operand behind a variable or a function.
  bool is_formula(const Sequence& one) const {
    if (cells_[one.first].c != U'√' || one.count != 2) return false;
    constexpr std::u32string_view kOperands = U"πΩµ∂∑∏∫∞";
    if (kOperands.find(cells_[one.first + 1].c) == std::u32string_view::npos) return false;
    std::u32string word;
    for (std::size_t i = one.first; i > 0 && is_letter(sort_of(cells_[i - 1].c)); --i) {
      word.insert(word.begin(), cells_[i - 1].c);
    }
    constexpr std::u32string_view kFunctions[] = {U"sin", U"cos", U"tan", U"log", U"ln",  U"exp",
                                                  U"lim", U"cot", U"sec", U"csc", U"det", U"arg"};
    const bool in_word = is_letter(sort_of(source(static_cast<std::ptrdiff_t>(one.first) + 2)));
    if (word.empty()) return cells_[one.first + 1].c == U'π' || !in_word;
    constexpr std::u32string_view kNoLetters = U"πΩ∞";
    const bool variable = word.size() == 1 && !in_word;
    return (variable && kNoLetters.find(cells_[one.first + 1].c) != std::u32string_view::npos) ||
           std::find(std::begin(kFunctions), std::end(kFunctions), word) != std::end(kFunctions);
  }

  bool behind_small_letter(const Sequence& one) const {
    return one.first > 0 && sort_of(cells_[one.first - 1].c) == Sort::kLower;
  }

  bool is_certain(const Sequence& one, int penalty) const {
    if (one.points - penalty < kEnough) return false;
    switch (one.whole) {
      case Whole::kYes:
      case Whole::kLost:
      case Whole::kStraight:
        return true;
      case Whole::kAsked:
        return one.bytes > 2 && one.odd > 1;
      case Whole::kGrave:
        return behind_small_letter(one) || one.count == 2;
      default:
        return false;
    }
  }

  // Two that are odd and all but certain make each other so.
  void take_near_misses() {
    const auto near = [](const Sequence& one) {
      return !one.taken && one.whole == Whole::kYes && one.odd > 1 && one.points == kEnough - 1;
    };
    if (std::count_if(sequences_.begin(), sequences_.end(), near) < 2) return;
    for (Sequence& one : sequences_) one.taken = one.taken || near(one);
  }

  bool closes_quotation(std::size_t i) const {
    for (std::size_t at = places_[i]; at-- > 0;) {
      if (text_[at] == U'“') return true;
      if (text_[at] == U'”') return false;
    }
    return false;
  }

  const Cells& cells_;
  Sequences& sequences_;
  std::vector<char32_t> text_;       // with all sequences read again
  std::vector<std::size_t> places_;  // of the sequences in text_
  std::size_t broken_ = 0;
  bool sound_ = false;        // something beyond ASCII that is in no sequence
  bool own_letters_ = false;  // Cyrillic or Greek that is in no sequence
};

}  // namespace

std::size_t judge(const Cells& cells, const PageBytes& page, Sequences& sequences) {
  Judge judge(cells, page, sequences);
  judge.run();
  return judge.broken();
}

}  // namespace textmend::internal
