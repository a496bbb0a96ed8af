#include "textmend/scan/builtin_plan.h"

#include "textmend/embedded.h"

namespace textmend::internal::scan {

const Plan& builtin_plan() {
  static const Plan plan = read_plan(plan_table());
  return plan;
}

std::string_view sample_text() { return embedded_file("scan/sample.txt"); }

}  // namespace textmend::internal::scan
