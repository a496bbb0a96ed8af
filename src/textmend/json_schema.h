// The key tables as JSON Schema (draft 7), so that editors complete and check rule files,
// configurations and profiles while they are written. What only textmend can know (patterns,
// templates, needs, ids) is for `rules check`.

#ifndef TEXTMEND_JSON_SCHEMA_H_
#define TEXTMEND_JSON_SCHEMA_H_

#include <string>

namespace textmend::internal {

// Each one JSON object, indented, ending in LF.
std::string rule_json_schema();
std::string config_json_schema();
std::string profile_json_schema();

}  // namespace textmend::internal

#endif  // TEXTMEND_JSON_SCHEMA_H_
