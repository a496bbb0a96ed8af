#include "textmend/rule_table.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

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

// Parts of one sort that rules share. Those that are the same stand once, by a number from 1; 0 is
// for none.
template <typename T>
class Pool {
 public:
  // The number of `part`; `encode` makes the bytes of one that is new.
  template <typename Same, typename Encode>
  std::uint32_t number_of(const T& part, Same&& same, Encode&& encode) {
    std::size_t at = 0;
    while (at < parts_.size() && !same(parts_[at], part)) ++at;
    if (at == parts_.size()) {
      parts_.push_back(part);
      bytes_.push_back(encode());
    }
    return static_cast<std::uint32_t>(at + 1);
  }
  const std::vector<std::string>& bytes() const { return bytes_; }

 private:
  std::vector<T> parts_;
  std::vector<std::string> bytes_;
};

struct Pools {
  Pool<std::vector<CodePointRange>> sets;
  Pool<std::vector<std::string_view>> lists;  // of the needs that the rules hold
  Pool<std::shared_ptr<const Needs>> needs;
};

class Writer {
 public:
  explicit Writer(Pools& pools) : pools_(pools) {}
  std::string take() { return std::move(bytes_); }

  void value(Plain auto number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void value(std::string_view text) {
    value(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  template <typename Text>
    requires std::is_convertible_v<const Text&, std::string_view>
  void value(const std::vector<Text>& texts) {
    value(static_cast<std::uint32_t>(texts.size()));
    for (const Text& text : texts) value(std::string_view(text));
  }
  void value(const Kind* kind) { value(kind->name); }
  void value(const Needs& needs) {
    value(static_cast<std::uint32_t>(needs.windows().size()));
    for (const NeedWindow& window : needs.windows()) {
      value(window.at_start());
      value(window.at_end());
      value(static_cast<std::uint32_t>(window.positions().size()));
      for (const NeedPosition& position : window.positions()) value(position);
    }
    value(needs.lines().empty() ? 0 : number_of(needs.lines()));
  }
  void value(const std::shared_ptr<const Needs>& needs) {
    if (!needs) return value(std::uint32_t{0});
    const auto same = [](const auto& a, const auto& b) { return are_same(*a, *b); };
    value(pools_.needs.number_of(needs, same, [&] { return written(*needs); }));
  }

 private:
  void value(const CodePointRange& range) {
    value(range.first);
    value(range.last);
  }
  void value(const std::vector<CodePointRange>& ranges) {
    value(static_cast<std::uint32_t>(ranges.size()));
    for (const CodePointRange& range : ranges) value(range);
  }
  void value(const NeedPosition& position) {
    if (position.set()) {
      const std::vector<CodePointRange>& ranges = position.set()->ranges();
      typed(PositionType::kSet,
            pools_.sets.number_of(ranges, std::equal_to<>(), [&] { return written(ranges); }));
      return;
    }
    const bool folds = position.ranges().size() == 2;
    typed(folds ? PositionType::kFolded : PositionType::kCharacter, position.ranges()[0].first);
  }
  void typed(PositionType type, std::uint32_t number) {
    value(static_cast<std::uint32_t>(type) << kTypeShift | number);
  }

  std::uint32_t number_of(const std::vector<std::string_view>& lines) {
    return pools_.lists.number_of(lines, std::equal_to<>(), [&] { return written(lines); });
  }
  template <typename T>
  std::string written(const T& part) {
    Writer writer(pools_);
    writer.value(part);
    return writer.take();
  }
  static bool are_same(const Needs& a, const Needs& b) {
    return a.lines() == b.lines() &&
           std::equal(a.windows().begin(), a.windows().end(), b.windows().begin(),
                      b.windows().end(), [](const NeedWindow& one, const NeedWindow& other) {
                        return one.at_start() == other.at_start() &&
                               one.at_end() == other.at_end() &&
                               scan::key_of(one) == scan::key_of(other);
                      });
  }

  std::string bytes_;
  Pools& pools_;
};

}  // namespace

class RuleTable::Reader {
 public:
  // `table` gives the parts that rules share; null where the bytes name none.
  Reader(std::string_view bytes, RuleTable* table) : rest_(bytes), table_(table) {}
  std::string_view rest() const { return rest_; }

  void value(Plain auto& number) {
    rest_.copy(reinterpret_cast<char*>(&number), sizeof number);
    rest_.remove_prefix(sizeof number);
  }
  void value(std::string_view& text) {
    const std::size_t size = count();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void value(std::string& text) {
    std::string_view view;
    value(view);
    text = view;
  }
  template <typename Text>
    requires std::is_constructible_v<std::string_view, Text>
  void value(std::vector<Text>& texts) {
    texts.resize(count());
    for (Text& text : texts) value(text);
  }
  void value(const Kind*& kind) {
    std::string_view name;
    value(name);
    kind = find_kind(name);
  }
  void value(Needs& needs) {
    std::size_t left = count();
    for (needs.reserve(left); left > 0; --left) {
      bool at_start = false, at_end = false;
      value(at_start);
      value(at_end);
      std::size_t size = count();
      std::vector<NeedPosition> positions;
      for (positions.reserve(size); size > 0; --size) positions.push_back(position());
      needs.add(NeedWindow::of(std::move(positions), at_start, at_end));
    }
    if (const std::size_t list = count()) needs.share_lines(table_->get(table_->lists_, list));
  }
  void value(std::shared_ptr<const Needs>& needs) {
    if (const std::size_t number = count()) needs = table_->get(table_->needs_, number);
  }
  std::size_t count() {
    std::uint32_t count = 0;
    value(count);
    return count;
  }

  void part(std::shared_ptr<const CodePointSet>& set) {
    std::vector<CodePointRange> ranges(count());
    for (CodePointRange& range : ranges) {
      value(range.first);
      value(range.last);
    }
    set = std::make_shared<const CodePointSet>(std::move(ranges));
  }
  void part(LineListPtr& list) {
    std::vector<std::string_view> lines;
    value(lines);
    list = make_line_list(std::move(lines));
  }
  void part(std::shared_ptr<const Needs>& needs) {
    Needs read;
    value(read);
    needs = std::make_shared<const Needs>(std::move(read));
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
    return NeedPosition::any_of(table_->get(table_->sets_, number));
  }

  std::string_view rest_;
  RuleTable* table_;
};

namespace {

// The order of the values in the table, for both ways. What the outline has from the head is not
// written twice.
template <typename Way, typename Head>
void pass_head(Way& way, Head& head) {
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
}

template <typename Way, typename Outline, typename Traits>
void pass_rest(Way& way, Outline& outline, Traits& traits) {
  way.value(outline.where.at);
  way.value(outline.where.within);
  way.value(outline.needs);
  way.value(outline.document_needs);
  way.value(outline.habit_of);
  way.value(outline.habit);
  way.value(outline.asks_facts);
  way.value(outline.only_flags);
  way.value(outline.use);
  way.value(traits.bounded);
  way.value(traits.protects);
  way.value(traits.strength);
  way.value(traits.shape);
}

}  // namespace

std::string write_rule_table(std::span<const BuiltinRule> rules) {
  Pools pools;
  Writer rows(pools);
  for (const BuiltinRule& rule : rules) {
    pass_head(rows, rule.head);
    Writer rest(pools);
    pass_rest(rest, rule.outline, rule.traits);
    rows.value(std::string_view(rest.take()));
  }
  Writer table(pools);
  table.value(pools.sets.bytes());
  table.value(pools.lists.bytes());
  table.value(pools.needs.bytes());
  table.value(std::string_view(rows.take()));
  return table.take();
}

RuleTable::RuleTable(std::string_view bytes) {
  if (bytes.empty()) return;
  Reader reader(bytes, this);
  reader.value(sets_.bytes);
  reader.value(lists_.bytes);
  reader.value(needs_.bytes);
  reader.value(rows_);
}

template <typename T>
const std::shared_ptr<const T>& RuleTable::get(Shared<T>& shared, std::size_t number) {
  shared.read.resize(shared.bytes.size());
  std::shared_ptr<const T>& part = shared.read[number - 1];
  if (!part) Reader(shared.bytes[number - 1], this).part(part);
  return part;
}

std::vector<RuleTable::Row> RuleTable::rows() const {
  std::vector<Row> rows;
  for (Reader reader(rows_, nullptr); !reader.rest().empty();) {
    pass_head(reader, rows.emplace_back().head);
    reader.value(rows.back().rest);
  }
  return rows;
}

void RuleTable::read_rest(std::string_view rest, const RuleHead& head, RuleOutline& outline,
                          RuleTraits& traits) {
  outline.id = head.id;
  outline.phase = head.phase;
  outline.scope = head.scope;
  outline.flag_unsure = head.flag_unsure;
  outline.langs = head.langs;
  Reader reader(rest, this);
  pass_rest(reader, outline, traits);
}

}  // namespace textmend::internal
