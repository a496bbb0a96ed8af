#include "textmend/fingerprint.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <cstdint>
#include <string_view>

#include "textmend/embedded.h"
#include "textmend/lexicon_sources.h"
#include "textmend/pattern.h"

namespace textmend::internal {

namespace {

using Entry = RuleSet::State::Entry;

// FNV-1a, 64 bits.
class Digest {
 public:
  explicit Digest(std::uint64_t seed) : value_(14695981039346656037ULL ^ seed) {}
  void add(std::string_view bytes) {
    for (const char c : bytes) {
      value_ = (value_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    value_ = (value_ ^ 0xFFU) * 1099511628211ULL;  // ends the field
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_;
};

std::string unicode_version() {
  UVersionInfo icu{}, unicode{};
  u_getVersion(icu);
  u_getUnicodeVersion(unicode);
  return fmt::format("ICU {}.{}, Unicode {}.{}", icu[0], icu[1], unicode[0], unicode[1]);
}

void flatten(const Node& node, std::string& to) {
  switch (node.type) {
    case Node::Type::kTable:
      to += '{';
      for (const Node::Member& member : node.members) {
        to += fmt::format("{}:", member.key);
        flatten(member.value, to);
      }
      to += '}';
      break;
    case Node::Type::kArray:
      to += '[';
      for (const Node& item : node.items) flatten(item, to);
      to += ']';
      break;
    case Node::Type::kString:
      to += fmt::format("{}\"{}\"", node.string.size(), node.string);
      break;
    case Node::Type::kInteger:
      to += fmt::format("{};", node.integer);
      break;
    case Node::Type::kNumber:
      to += fmt::format("{};", node.number);
      break;
    case Node::Type::kBoolean:
      to += node.boolean ? "true;" : "false;";
      break;
    case Node::Type::kOther:
      break;
  }
}

std::string describe(const Entry& entry) {
  std::string text = entry.head().id;
  flatten(entry.spec().root, text);
  flatten(entry.overrides, text);
  return text + entry.data;
}

std::string digest_of(std::string_view text) {
  Digest digest(0);
  digest.add(text);
  return fmt::format("{:016x}", digest.value());
}

// Everything that can change an answer.
std::string describe(const RuleSet::State& state) {
  const Limits limits;
  std::string text =
      fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", version(),
                  pattern_library_version(), unicode_version(), limits.section_bytes,
                  limits.section_lines, limits.line_bytes, limits.pattern_bytes, limits.reach,
                  limits.window_lines, limits.match_limit, limits.jit_stack_bytes,
                  limits.growth_factor, limits.growth_bytes, limits.removed_bytes, limits.rounds);
  for (const Entry& entry : state.entries) {
    if (entry.on) text += "\n" + describe(entry);
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.ends_with(".toml")) text += file.content;
  }
  return text + state.program.lexicons->describe();
}

}  // namespace

std::string fingerprint_of(const RuleSet::State& state) {
  const std::string text = describe(state);
  Digest first(0), second(0x9E3779B97F4A7C15ULL);
  first.add(text);
  second.add(text);
  return fmt::format("{:016x}{:016x}", first.value(), second.value());
}

RuleSetParts parts_of(const RuleSet::State& state) {
  constexpr const char* kNamedWords = "named by configuration or call";
  RuleSetParts parts;
  for (const Entry& entry : state.entries) {
    if (entry.on) parts.rules.emplace(entry.head().id, digest_of(describe(entry)));
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.ends_with(".toml")) continue;
    parts.lexicons.emplace(file.path, digest_of(file.content));
  }
  const std::string named = state.program.lexicons->describe();
  if (!named.empty()) parts.lexicons.emplace(kNamedWords, digest_of(named));
  return parts;
}

}  // namespace textmend::internal
