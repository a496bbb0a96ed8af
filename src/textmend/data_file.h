// Files that a rule names: word lists, and conditions that several rules share.

#ifndef TEXTMEND_DATA_FILE_H_
#define TEXTMEND_DATA_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/node.h"

namespace textmend::internal {

// The file `path` below `folder`, which holds the packs of rules; where it is not there, or
// `folder` is empty, the built-in one ("lists/agencies.txt"). Null where there is neither.
SourcePtr read_data_file(const std::string& folder, const std::string& path);

// The lines of such a file, without blanks at their ends, empty ones and comments (`#`).
std::optional<std::vector<std::string>> read_list_file(const std::string& folder,
                                                       const std::string& path);

// What all files hold that `node` names: by the key `file`, or one that ends in `_file`.
std::string read_named_files(const std::string& folder, const Node& node);

}  // namespace textmend::internal

#endif  // TEXTMEND_DATA_FILE_H_
