// The program `textmend-fuzz`, which `textmend rules fuzz` runs: reads the rules, shares the time
// among them, and prints what was found.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "cli/load_rules.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "fuzz_cli/fault_report.h"
#include "fuzz_cli/workers.h"
#include "fuzzing/campaign.h"

namespace textmend::fuzz_cli {
namespace {

using cli::Messages;
using cli::Output;
using cli::RulesArguments;
using fuzzing::Fault;
using fuzzing::FaultKind;
using fuzzing::SpecPtr;

constexpr int kClean = 0, kFound = 1, kTrouble = 2;
// What a task may need besides its time: making the rules, minimising what was found last.
constexpr std::chrono::seconds kGrace{30};

// A fault as a message and back.
std::vector<std::string> to_fields(const Fault& fault) {
  return {"fault",
          std::to_string(static_cast<int>(fault.kind)),
          fault.rule,
          fault.other,
          fault.lang,
          fault.text,
          fault.actual,
          fault.expected.value_or(""),
          fault.expected ? "1" : "",
          fault.detail};
}

Fault to_fault(const std::vector<std::string>& fields) {
  Fault fault;
  fault.kind = static_cast<FaultKind>(std::stoi(fields.at(1)));
  fault.rule = fields.at(2);
  fault.other = fields.at(3);
  fault.lang = fields.at(4);
  fault.text = fields.at(5);
  fault.actual = fields.at(6);
  if (!fields.at(8).empty()) fault.expected = fields.at(7);
  fault.detail = fields.at(9);
  return fault;
}

class Command {
 public:
  Command(const RulesArguments& arguments, const Messages& messages)
      : arguments_(arguments),
        options_(arguments.fuzz),
        messages_(messages),
        out_(cli::Fd(::dup(1)), "stdout", Output::ClosedPipes::kAreFine),
        host_(host_of(options_.annotate)) {}

  int run() {
    const auto rules = cli::load_rules(arguments_.rules, messages_);
    if (!rules || !read_rules(*rules)) return kTrouble;
    std::vector<std::string> good;
    for (const std::string& file : arguments_.on) {
      auto text = cli::read_text(file, messages_);
      if (!text) return kTrouble;
      good.push_back(std::move(*text));
    }
    const fuzzing::Material material =
        fuzzing::material_of(*rules, own_, std::move(good), arguments_.rules.lang);
    Workers(jobs()).run(make_tasks(*rules, material));
    return report();
  }

 private:
  static Host host_of(std::string_view name) {
    if (name == "github") return Host::kGithub;
    if (name == "azure") return Host::kAzure;
    return name == "auto" ? detect_host() : Host::kNone;
  }

  std::size_t jobs() const {
    return options_.jobs != 0 ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
  }

  // The rules that were named: files, folders, ids, packs. False after saying what is wrong.
  bool read_rules(const RuleSet& rules) {
    std::vector<Diagnostic> diagnostics;
    internal::Problems problems(diagnostics);
    bool all_found = true;
    for (const std::string& name : arguments_.names) {
      const std::size_t before = own_.size();
      if (std::filesystem::exists(name)) {
        for (SpecPtr& spec : cli::read_rule_files(name, problems)) own_.push_back(std::move(spec));
      } else {
        for (const RuleSet::State::Entry& entry : rules.state().entries) {
          const bool named = entry.head().id == name || entry.head().pack == name;
          // Owned by the rule set, which outlives this.
          if (named) own_.emplace_back(std::shared_ptr<const internal::RuleSpec>(), &entry.spec());
        }
      }
      if (own_.size() > before || problems.any_error()) continue;
      messages_.error({name}, "no rule file, folder of packs, rule or pack");
      all_found = false;
    }
    for (const SpecPtr& spec : own_) internal::build_rule(*spec, internal::Node{}, problems);
    for (const Diagnostic& diagnostic : diagnostics) messages_.diagnostic(diagnostic);
    for (const SpecPtr& spec : own_) outcomes_.push_back({spec, {}, 0});
    return all_found && !problems.any_error();
  }

  // Each rule has the same share of the time; where there are fewer rules than jobs, some seeds.
  std::vector<Workers::Task> make_tasks(const RuleSet& rules, const fuzzing::Material& material) {
    const std::size_t seeds = std::max<std::size_t>(1, jobs() / own_.size());
    const std::size_t tasks = own_.size() * seeds;
    const std::size_t at_once = std::min(jobs(), tasks);
    fuzzing::CampaignOptions options;
    options.runs = options_.runs;
    options.time = std::chrono::milliseconds(static_cast<std::int64_t>(
        1000 * options_.seconds * static_cast<double>(at_once) / static_cast<double>(tasks)));
    std::vector<Workers::Task> list;
    for (std::size_t i = 0; i < tasks; ++i) {
      options.seed = options_.seed + i % seeds;
      RuleOutcome& outcome = outcomes_[i / seeds];
      Workers::Task task;
      task.time = options.time + kGrace;
      task.run = [this, &rules, &material, &outcome, options](const Channel& channel) {
        search(rules, material, outcome.spec, options, channel);
      };
      task.receive = [&outcome](const std::vector<std::string>& fields) {
        if (fields.at(0) == "runs") {
          outcome.runs += std::stoull(fields.at(1));
        } else {
          add(outcome, to_fault(fields));
        }
      };
      task.finish = [&outcome](End end, const std::string& text, int /*status*/) {
        if (end == End::kDone) return;
        Fault fault;
        fault.kind = end == End::kCrashed ? FaultKind::kCrash : FaultKind::kHang;
        fault.rule = outcome.spec->id;
        fault.text = text;
        add(outcome, std::move(fault));
      };
      list.push_back(std::move(task));
    }
    return list;
  }

  static void add(RuleOutcome& outcome, Fault fault) {
    const bool known = std::any_of(outcome.faults.begin(), outcome.faults.end(),
                                   [&](const Fault& other) { return other.same_as(fault); });
    if (!known) outcome.faults.push_back(std::move(fault));
  }

  // In a child.
  void search(const RuleSet& rules, const fuzzing::Material& material, const SpecPtr& spec,
              const fuzzing::CampaignOptions& options, const Channel& channel) const {
    const std::unique_ptr<fuzzing::Trial> trial = fuzzing::Trial::make(rules, own_, spec);
    if (!trial) return;
    fuzzing::Campaign campaign(*trial, material, options);
    campaign.on_text([&channel](const std::string& text) { channel.tell(text); });
    campaign.on_fault([&channel](const Fault& fault) { channel.send(to_fields(fault)); });
    campaign.run();
    channel.send({"runs", std::to_string(campaign.runs())});
  }

  int report() {
    std::size_t faults = 0;
    std::uint64_t runs = 0;
    const bool json_to_stdout = options_.json == "-";
    for (const RuleOutcome& outcome : outcomes_) {
      runs += outcome.runs;
      faults += outcome.faults.size();
      for (const Fault& fault : outcome.faults) {
        if (!json_to_stdout) out_.write(fault_text(*outcome.spec, fault));
        if (!json_to_stdout) out_.write(annotation(host_, *outcome.spec, fault));
      }
    }
    if (!json_to_stdout) {
      out_.write(fmt::format("fuzz: {} rules, {} texts, {} faults (seed {})\n", outcomes_.size(),
                             runs, faults, options_.seed));
    }
    const std::string json = outcome_json(outcomes_, options_.seed);
    if (json_to_stdout) {
      out_.write(json);
    } else if (!options_.json.empty()) {
      std::ofstream file(options_.json, std::ios::binary);
      file << json;
      file.close();
      if (!file) {
        messages_.error({options_.json}, "can't be written");
        return kTrouble;
      }
    }
    out_.close();
    return faults > 0 ? kFound : kClean;
  }

  const RulesArguments& arguments_;
  const RulesArguments::Fuzz& options_;
  const Messages& messages_;
  Output out_;
  Host host_;
  std::vector<SpecPtr> own_;
  std::vector<RuleOutcome> outcomes_;
};

// `textmend-fuzz ARGUMENTS` is `textmend rules fuzz ARGUMENTS`.
cli::CommandLine parse(int argc, const char* const* argv) {
  std::vector<const char*> words(argv, argv + argc);
  if (argc < 2 || std::string_view(argv[1]) != "rules") {
    words.insert(words.begin() + std::min(argc, 1), {"rules", "fuzz"});
  }
  return cli::parse_command_line(static_cast<int>(words.size()), words.data());
}

int run(int argc, const char* const* argv) {
  const cli::CommandLine line = parse(argc, argv);
  const Messages messages(line.rules.talk);
  if (line.action == cli::CommandLine::Action::kHelp) {
    Output out(cli::Fd(::dup(1)), "stdout", Output::ClosedPipes::kAreFine);
    out.write(line.text);
    out.close();
    return kClean;
  }
  if (line.action != cli::CommandLine::Action::kRules ||
      line.rules.command != RulesArguments::Command::kFuzz) {
    messages.error({}, line.text.empty() ? "this program only fuzzes" : line.text, line.hint);
    return kTrouble;
  }
  try {
    return Command(line.rules, messages).run();
  } catch (const cli::ClosedPipe&) {
    return kClean;
  } catch (const std::exception& error) {
    messages.error({}, error.what());
    return kTrouble;
  }
}

}  // namespace
}  // namespace textmend::fuzz_cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return textmend::fuzz_cli::run(argc, argv);
}
