#include "textmend/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "textmend/config.h"
#include "textmend/embedded.h"
#include "textmend/rule_file.h"
#include "textmend/unicode.h"

namespace textmend::internal {

SourcePtr read_data_file(const std::string& folder, const Node& name, Problems& problems) {
  const std::string& path = name.string;
  if (!folder.empty()) {
    const std::string own = fmt::format("{}/{}", folder, path);
    std::error_code error;
    if (std::filesystem::exists(own, error)) {
      SourcePtr source;
      return read_file(own, source, problems) ? source : nullptr;
    }
  }
  const std::string_view built_in = embedded_file(path);
  if (built_in.data() != nullptr) return builtin_source({path, built_in});
  problems.error("no-list", name.place, fmt::format("no list file `{}`", path),
                 "paths are relative to the folder that holds the packs");
  return nullptr;
}

bool read_list_file(const std::string& folder, const Node& name, std::vector<std::string>& lines,
                    Problems& problems) {
  const SourcePtr source = read_data_file(folder, name, problems);
  if (source == nullptr) return false;
  const std::string_view text = source->text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = trim_blanks(line);
    if (!line.empty() && line[0] != '#') lines.emplace_back(line);
    at = end + 1;
  }
  return true;
}

std::string read_named_files(const std::string& folder, const Node& node) {
  std::vector<Diagnostic> reported;  // when the rule was built
  Problems problems(reported);
  std::string text;
  for (const Node& item : node.items) text += read_named_files(folder, item);
  for (const Node::Member& member : node.members) {
    text += read_named_files(folder, member.value);
    if (member.value.type != Node::Type::kString) continue;
    if (member.key != "file" && !member.key.ends_with("_file")) continue;
    if (const SourcePtr file = read_data_file(folder, member.value, problems)) text += file->text;
  }
  return text;
}

}  // namespace textmend::internal
