#include "textmend/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "textmend/embedded.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

SourcePtr read_data_file(const std::string& folder, const std::string& path) {
  if (!folder.empty()) {
    std::string name = fmt::format("{}/{}", folder, path);
    std::ifstream file(name, std::ios::binary);
    std::ostringstream text;
    if (file && (text << file.rdbuf())) {
      return std::make_shared<const Source>(Source{std::move(name), std::move(text).str()});
    }
  }
  const std::string_view built_in = embedded_file(path);
  return built_in.data() == nullptr ? nullptr : builtin_source({path, built_in});
}

std::optional<std::vector<std::string>> read_list_file(const std::string& folder,
                                                       const std::string& path) {
  const SourcePtr source = read_data_file(folder, path);
  if (source == nullptr) return std::nullopt;
  const std::string_view text = source->text;
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = trim_blanks(text.substr(at, end - at));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && line[0] != '#') lines.emplace_back(line);
    at = end + 1;
  }
  return lines;
}

std::string read_named_files(const std::string& folder, const Node& node) {
  std::string text;
  for (const Node& item : node.items) text += read_named_files(folder, item);
  for (const Node::Member& member : node.members) {
    text += read_named_files(folder, member.value);
    if (member.value.type != Node::Type::kString) continue;
    if (member.key != "file" && !member.key.ends_with("_file")) continue;
    if (const SourcePtr file = read_data_file(folder, member.value.string)) text += file->text;
  }
  return text;
}

}  // namespace textmend::internal
