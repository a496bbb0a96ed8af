#include "textmend/rule_table.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "textmend/kinds/kind.h"
#include "textmend/scan/plan.h"

namespace textmend::internal {

namespace {

template <typename T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

// A position is one number: what it is in the highest byte, below it the character or the number of
// the set among the sets of the table.
enum class PositionType : std::uint32_t { kCharacter, kFolded, kSet };
constexpr unsigned kTypeShift = 24;
constexpr std::uint32_t kValueMask = (std::uint32_t{1} << kTypeShift) - 1;

class Writer {
 public:
  std::string take() { return std::move(bytes_); }

  void value(Plain auto number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void value(const std::string& text) {
    value(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void value(const std::vector<std::string>& texts) {
    value(static_cast<std::uint32_t>(texts.size()));
    for (const std::string& text : texts) value(text);
  }
  void value(const Kind* kind) { value(std::string(kind->name)); }
  void value(const Needs& needs) {
    value(static_cast<std::uint32_t>(needs.windows().size()));
    for (const NeedWindow& window : needs.windows()) {
      value(window.at_start());
      value(window.at_end());
      value(static_cast<std::uint32_t>(window.positions().size()));
      for (const NeedPosition& position : window.positions()) value(position);
    }
    value(std::vector<std::string>(needs.lines().begin(), needs.lines().end()));
  }

  // Those that are the same stand once; each is a number, 0 for none, and a new one follows its
  // own.
  void value(const std::shared_ptr<const Needs>& needs) {
    if (!needs) return value(std::uint32_t{0});
    std::size_t number = 0;
    while (number < shared_.size() && !are_same(*shared_[number], *needs)) ++number;
    value(static_cast<std::uint32_t>(number + 1));
    if (number < shared_.size()) return;
    shared_.push_back(needs);
    value(*needs);
  }

 private:
  static bool are_same(const Needs& a, const Needs& b) {
    return a.lines() == b.lines() &&
           std::equal(a.windows().begin(), a.windows().end(), b.windows().begin(),
                      b.windows().end(), [](const NeedWindow& one, const NeedWindow& other) {
                        return one.at_start() == other.at_start() &&
                               one.at_end() == other.at_end() &&
                               scan::key_of(one) == scan::key_of(other);
                      });
  }

  void value(const NeedPosition& position) {
    if (position.single() != 0) {
      typed(PositionType::kCharacter, position.single());
    } else if (!position.set()) {
      std::uint32_t letter = 0;
      while (!position.ascii()[letter]) ++letter;
      typed(PositionType::kFolded, letter);
    } else {
      set(*position.set());
    }
  }
  // A set stands where it is first met. Rules have many in common.
  void set(const CodePointSet& set) {
    std::size_t number = 0;
    while (number < sets_.size() && sets_[number] != set.ranges()) ++number;
    typed(PositionType::kSet, static_cast<std::uint32_t>(number));
    if (number < sets_.size()) return;
    sets_.push_back(set.ranges());
    value(static_cast<std::uint32_t>(set.ranges().size()));
    for (const CodePointRange& range : set.ranges()) {
      value(range.first);
      value(range.last);
    }
  }
  void typed(PositionType type, std::uint32_t number) {
    value(static_cast<std::uint32_t>(type) << kTypeShift | number);
  }

  std::string bytes_;
  std::vector<std::vector<CodePointRange>> sets_;
  std::vector<std::shared_ptr<const Needs>> shared_;
};

class Reader {
 public:
  explicit Reader(std::string_view table) : rest_(table) {}

  void value(Plain auto& number) {
    rest_.copy(reinterpret_cast<char*>(&number), sizeof number);
    rest_.remove_prefix(sizeof number);
  }
  void value(std::string& text) {
    const std::size_t size = count();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void value(std::vector<std::string>& texts) {
    texts.resize(count());
    for (std::string& text : texts) value(text);
  }
  void value(const Kind*& kind) {
    std::string name;
    value(name);
    kind = find_kind(name);
  }
  void value(Needs& needs) {
    for (std::size_t left = count(); left > 0; --left) {
      bool at_start = false, at_end = false;
      value(at_start);
      value(at_end);
      std::vector<NeedPosition> positions(count());
      for (NeedPosition& one : positions) one = position();
      needs.add(NeedWindow::of(std::move(positions), at_start, at_end));
    }
    std::vector<std::string> lines;
    value(lines);
    for (std::string& line : lines) needs.add_folded(std::move(line));
  }
  void value(std::shared_ptr<const Needs>& needs) {
    const std::size_t number = count();
    if (number == 0) return;
    if (number > shared_.size()) {
      Needs read;
      value(read);
      shared_.push_back(std::make_shared<const Needs>(std::move(read)));
    }
    needs = shared_[number - 1];
  }
  std::size_t count() {
    std::uint32_t count = 0;
    value(count);
    return count;
  }

 private:
  NeedPosition position() {
    std::uint32_t typed = 0;
    value(typed);
    const std::uint32_t number = typed & kValueMask;
    switch (static_cast<PositionType>(typed >> kTypeShift)) {
      case PositionType::kCharacter:
        return NeedPosition::character(number, false);
      case PositionType::kFolded:
        return NeedPosition::character(number, true);
      case PositionType::kSet:
        break;
    }
    if (number == sets_.size()) {
      std::vector<CodePointRange> ranges(count());
      for (CodePointRange& range : ranges) {
        value(range.first);
        value(range.last);
      }
      sets_.push_back(std::make_shared<const CodePointSet>(std::move(ranges)));
    }
    return NeedPosition::any_of(sets_[number]);
  }

  std::string_view rest_;
  std::vector<CodePointSetPtr> sets_;
  std::vector<std::shared_ptr<const Needs>> shared_;
};

// The order of the values in the table, for both ways. What the outline has from the head is not
// written twice.
template <typename Way, typename Rule>
void pass(Way& way, Rule& rule) {
  auto& [head, outline, traits] = rule;
  way.value(head.id);
  way.value(head.pack);
  way.value(head.file);
  way.value(head.kind);
  way.value(head.title);
  way.value(head.safety);
  way.value(head.phase);
  way.value(head.scope);
  way.value(head.flag_unsure);
  way.value(head.version);
  way.value(head.langs);
  way.value(head.tags);
  way.value(head.after);
  way.value(head.replaces);
  way.value(outline.where.at);
  way.value(outline.where.within);
  way.value(outline.needs);
  way.value(outline.document_needs);
  way.value(outline.habit_of);
  way.value(outline.habit);
  way.value(outline.asks_facts);
  way.value(outline.only_flags);
  way.value(outline.is_rare);
  way.value(traits.bounded);
  way.value(traits.protects);
  way.value(traits.strength);
  way.value(traits.shape);
}

}  // namespace

std::string write_rule_table(std::span<const BuiltinRule> rules) {
  Writer writer;
  writer.value(static_cast<std::uint32_t>(rules.size()));
  for (const BuiltinRule& rule : rules) pass(writer, rule);
  return writer.take();
}

void read_rule_table(std::string_view table, const std::function<void(BuiltinRule)>& each) {
  if (table.empty()) return;
  Reader reader(table);
  for (std::size_t left = reader.count(); left > 0; --left) {
    BuiltinRule rule;
    pass(reader, rule);
    rule.outline.id = rule.head.id;
    rule.outline.phase = rule.head.phase;
    rule.outline.scope = rule.head.scope;
    rule.outline.flag_unsure = rule.head.flag_unsure;
    rule.outline.langs = rule.head.langs;
    each(std::move(rule));
  }
}

}  // namespace textmend::internal
