// The plan that was made for the needs of the built-in rules when the library was built.

#ifndef TEXTMEND_SCAN_BUILTIN_PLAN_H_
#define TEXTMEND_SCAN_BUILTIN_PLAN_H_

#include <string_view>

#include "textmend/scan/plan.h"

namespace textmend::internal::scan {

const Plan& builtin_plan();

// What the build put into the library. Empty in the program that makes it.
std::string_view plan_table();

// Text of several languages by which plans are judged.
std::string_view sample_text();

}  // namespace textmend::internal::scan

#endif  // TEXTMEND_SCAN_BUILTIN_PLAN_H_
