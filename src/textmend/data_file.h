// Files that a rule names: word lists, and conditions that several rules share.

#ifndef TEXTMEND_DATA_FILE_H_
#define TEXTMEND_DATA_FILE_H_

#include <string>
#include <vector>

#include "textmend/node.h"

namespace textmend::internal {

// The file that `name`, a string, names below `folder`, which holds the packs of rules; where it is
// not there, or `folder` is empty, the built-in one ("lists/agencies.txt"). Null after reporting
// that there is neither, or that it can't be read or is not UTF-8.
SourcePtr read_data_file(const std::string& folder, const Node& name, Problems& problems);

// Adds the lines of such a file to `lines`, without blanks at their ends, empty ones and comments
// (`#`). False after a fault.
bool read_list_file(const std::string& folder, const Node& name, std::vector<std::string>& lines,
                    Problems& problems);

// What all files hold that `node` names: by the key `file`, or one that ends in `_file`.
std::string read_named_files(const std::string& folder, const Node& node);

}  // namespace textmend::internal

#endif  // TEXTMEND_DATA_FILE_H_
