// TOML as plain data with places: what rule files, profiles and configurations are read into.
//
// The only code that knows the TOML library is node.cpp. A Node keeps where each key and value
// stands, so that every complaint can name its line and column.

#ifndef TEXTMEND_NODE_H_
#define TEXTMEND_NODE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "textmend/textmend.h"

namespace textmend::internal {

// A file that was read. Places point into it, so it is shared and never changes.
struct Source {
  std::string file;  // as shown to people
  std::string text;
};
using SourcePtr = std::shared_ptr<const Source>;

struct Place {
  SourcePtr source;
  std::size_t line = 0, column = 0;  // 1-based, in code points; 0: the file as a whole
  std::size_t width = 1;             // code points
};

// Collects diagnostics.
class Problems {
 public:
  explicit Problems(std::vector<Diagnostic>& to) : to_(to) {}
  void error(std::string code, const Place& place, std::string message, std::string hint = {});
  void warning(std::string code, const Place& place, std::string message, std::string hint = {});
  bool any_error() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }

 private:
  void add(Diagnostic::Severity severity, std::string code, const Place& place, std::string message,
           std::string hint);
  std::vector<Diagnostic>& to_;
  std::size_t errors_ = 0;
};

struct Node {
  enum class Type { kTable, kArray, kString, kInteger, kNumber, kBoolean, kOther };
  struct Member;

  Type type = Type::kTable;
  std::string string;
  std::int64_t integer = 0;
  double number = 0;  // also set for integers
  bool boolean = false;
  std::vector<Node> items;      // kArray
  std::vector<Member> members;  // kTable, in file order
  Place place;                  // of the value

  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  const Member* member(std::string_view key) const;
  // Replaces or appends; `key_place` is where the key stands that does so.
  Node& set(std::string_view key, Node value, Place key_place = {});
};

struct Node::Member {
  std::string key;
  Place place;  // of the key
  Node value;
};

std::string_view type_name(Node::Type type);  // "string", "table", ...

// Reads `source` as TOML. On a syntax error reports it and returns false.
bool parse_toml(const SourcePtr& source, Node& root, Problems& problems);

// The place of byte `offset` of a string value, looked up in the source behind its quotes.
Place place_in_string(const Node& node, std::size_t offset);

// Of `names`, the one that `word` may have been meant to be; empty when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace textmend::internal

#endif  // TEXTMEND_NODE_H_
