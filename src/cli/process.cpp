#include "cli/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "cli/load_rules.h"
#include "cli/lock.h"
#include "cli/output.h"
#include "cli/profile_cleaners.h"
#include "cli/run.h"
#include "cli/split_stream.h"
#include "cli/stop.h"
#include "textmend/decode.h"
#include "textmend/rule_set.h"
#include "textmend/textmend.h"

namespace textmend::cli {
namespace {

// What is wrong with the encodings; empty if nothing is.
std::string encoding_fault(const Options& options) {
  if (!options.encoding.empty() && options.encoding != "auto" &&
      !internal::knows_encoding(options.encoding)) {
    return "--encoding: ICU knows no encoding " + options.encoding;
  }
  if (!options.output_encoding.empty() && !internal::knows_encoding(options.output_encoding)) {
    return "--output-encoding: ICU knows no encoding " + options.output_encoding;
  }
  if (options.mode != Mode::kDiff) return {};
  if (!options.output_encoding.empty()) {
    return "--diff shows the file's own bytes: leave out --output-encoding";
  }
  if (options.invalid == "replace" || options.invalid == "repair") {
    return "--diff shows the file's own bytes: use --invalid " + options.invalid +
           " with --write or to stdout";
  }
  return {};
}

// What is wrong with the pointers; empty if nothing is.
std::string pointer_fault(const RecordOptions& records) {
  std::vector<std::string> all = records.fields;
  all.push_back(records.lang_field);
  all.push_back(records.id_field);
  all.push_back(records.profile_field);
  all.push_back(records.annotate);
  for (const std::string& pointer : all) {
    if (!is_json_pointer(pointer)) return "no JSON pointer: " + pointer;
  }
  return {};
}

// Whether somebody hears of what rules flag and of the limits they meet.
bool reads_flags(const Options& options) {
  return options.talk.verbose || options.stats || options.stats_json || options.report ||
         !options.records.annotate.empty() || options.fail_on.flag || options.fail_on.limit;
}

// What is wrong with what the rules are asked to do; empty if nothing is.
std::string records_fault(const Options& options, const Cleaner& cleaner) {
  if (options.records.fields.empty()) return {};
  RecordOptions records = options.records;
  records.cleaner_for = [](std::string_view) { return nullptr; };
  struct Nowhere : Sink {
    void section(const Section& /*section*/) override {}
  } nowhere;
  if (cleaner.records(records, nowhere)) return {};
  return "--annotate: " + records.annotate + " is a cleaned string, or lies in or around one";
}

// Loads the rules that can do what is asked for. Nothing after saying why there are none.
std::optional<RuleSet> rules_for(const Options& options, const Messages& messages) {
  RuleOptions choice = rule_options(options.rules);
  choice.line_rules_only = options.line_buffered && options.records.fields.empty();
  std::optional<RuleSet> rules = load_rules(choice, messages);
  if (!rules) return std::nullopt;
  if (options.locked) {
    const std::string lock = find_lock();
    if (lock.empty()) {
      messages.error({}, "--locked: there is no textmend.lock here or above",
                     "`textmend rules lock` writes one");
      return std::nullopt;
    }
    const bool any_profile = !options.records.profile_field.empty();
    if (!holds_lock(*rules, options.rules, any_profile, lock, messages)) return std::nullopt;
  }
  if (!choice.line_rules_only) return rules;
  std::size_t left_out = 0;
  for (const RuleInfo& rule : rules->rules()) {
    if (rule.why != internal::kLeftOut) continue;
    ++left_out;
    const auto& named = options.rules.select;
    if (std::find(named.begin(), named.end(), rule.id) == named.end()) continue;
    messages.error({}, fmt::format("--line-buffered: {} looks at more than one line", rule.id),
                   "leave out one of the two");
    return std::nullopt;
  }
  messages.remark({}, fmt::format("--line-buffered: {} rules that look at more than one line are "
                                  "left out",
                                  left_out));
  return rules;
}

}  // namespace

int clean_documents(const Options& options, const Messages& messages) {
  if (const std::string fault = pointer_fault(options.records); !fault.empty()) {
    messages.error({}, fault, "\"\" names the whole record, \"/text\" a member of it");
    return 2;
  }
  if (const std::string fault = encoding_fault(options); !fault.empty()) {
    messages.error({}, fault);
    return 2;
  }
  Makeup makeup{options.records, std::nullopt};
  if (options.split_on) {
    std::string fault;
    makeup.separator = Separator::read(*options.split_on, fault);
    if (!makeup.separator) {
      messages.error({}, "--split-on: " + fault);
      return 2;
    }
  }
  const std::optional<RuleSet> rules = rules_for(options, messages);
  if (!rules) return 2;
  // Kept until the process ends: to take them apart costs a tenth of a start.
  [[maybe_unused]] static const auto* const kept = new RuleSet(*rules);
  const Cleaner cleaner(*rules,
                        {.lang = options.rules.lang,
                         .limits = {},
                         .scanner = options.scanner,
                         .flags = reads_flags(options),
                         .max_removed = options.max_removed,
                         .count_declined = options.stats_json.has_value(),
                         .line_by_line = options.line_buffered && options.records.fields.empty()});
  if (const std::string fault = records_fault(options, cleaner); !fault.empty()) {
    messages.error({}, fault);
    return 2;
  }
  ProfileCleaners profiles(options.rules, *rules, cleaner.options());
  makeup.records.cleaner_for = [&](std::string_view name) { return profiles.find(name); };
  Run run(options, makeup, *rules, messages);
  bool failed = false;
  catch_stop_signals();
  try {
    failed = !run.clean_all(cleaner);
    run.finish();
    if (run.stopped()) die_of_stop_signal();
    return run.exit_code(failed);
  } catch (const ClosedPipe&) {
    return run.exit_code(failed);  // who reads us has seen enough
  }
}

}  // namespace textmend::cli
