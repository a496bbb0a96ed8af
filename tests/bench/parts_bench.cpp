// How fast the parts are, in process.
//
//   build/bench/parts_bench --benchmark_filter=clean
//
// The texts are in the folder named by TEXTMEND_CORPUS, or else in corpus/ of the build folder; of
// those that are missing, small ones are made. TEXTMEND_BENCH_MB (32) is how much of each is read.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "textmend/document.h"
#include "textmend/rule_set.h"
#include "textmend/scanner.h"
#include "textmend/textmend.h"
#include "textmend/unicode.h"
#include "textmend/word_index.h"

namespace {

using textmend::Cleaner;
using textmend::RuleSet;

std::string from_environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

// The first megabytes of a text, up to a line end.
std::string read_text(const std::string& kind) {
  static const std::string folder = from_environment("TEXTMEND_CORPUS", TEXTMEND_CORPUS);
  static const double megabytes = std::stod(from_environment("TEXTMEND_BENCH_MB", "32"));
  const std::string path = folder + '/' + kind + ".txt";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    const std::string command = "'" TEXTMEND_MAKE_CORPUS "' '" + folder + "' --mb 4 " + kind;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    file.open(path, std::ios::binary);
  }
  std::string text(static_cast<std::size_t>(megabytes * 1e6), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  text.resize(text.rfind('\n') + 1);
  if (text.empty()) throw std::runtime_error("no text in " + path);
  return text;
}

RuleSet load_rules() {
  std::vector<textmend::Diagnostic> problems;
  std::optional<RuleSet> rules = RuleSet::load({.profiles = {"default"}}, problems);
  if (!rules) throw std::runtime_error(problems.empty() ? "" : to_string(problems.front()));
  return *rules;
}

void count_bytes(benchmark::State& state, std::string_view text) {
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

// Limits ------------------------------------------------------------------------------------------

void copy_memory(benchmark::State& state) {
  const std::string text = read_text("mostly");
  std::string to(text.size(), '\0');
  for (auto _ : state) {
    std::memcpy(to.data(), text.data(), text.size());
    benchmark::ClobberMemory();
  }
  count_bytes(state, text);
}
BENCHMARK(copy_memory)->Name("memcpy");

// The whole ---------------------------------------------------------------------------------------

void clean(benchmark::State& state, const char* kind) {
  const std::string text = read_text(kind);
  const Cleaner cleaner(load_rules());
  for (auto _ : state) benchmark::DoNotOptimize(cleaner.clean(text));
  count_bytes(state, text);
}
BENCHMARK_CAPTURE(clean, clean, "clean")->Name("clean/clean")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(clean, mostly, "mostly")->Name("clean/mostly")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(clean, damaged, "damaged")->Name("clean/damaged")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(clean, world, "world")->Name("clean/world")->Unit(benchmark::kMillisecond);

// Start-up ----------------------------------------------------------------------------------------

void load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(load_rules());
}
BENCHMARK(load)->Unit(benchmark::kMicrosecond);

// From the rule files to the first line: what is put off until it is needed counts too.
void load_and_clean(benchmark::State& state) {
  for (auto _ : state) {
    const Cleaner cleaner(load_rules());
    benchmark::DoNotOptimize(cleaner.clean("the storm , they said.\n"));
  }
}
BENCHMARK(load_and_clean)->Name("load and first clean")->Unit(benchmark::kMicrosecond);

// Parts -------------------------------------------------------------------------------------------
// These know the insides of the library.

void validate(benchmark::State& state, const char* kind) {
  const std::string text = read_text(kind);
  for (auto _ : state) benchmark::DoNotOptimize(textmend::internal::is_valid_utf8(text));
  count_bytes(state, text);
}
BENCHMARK_CAPTURE(validate, clean, "clean")->Name("validate/clean");
BENCHMARK_CAPTURE(validate, world, "world")->Name("validate/world");

void split_lines(benchmark::State& state) {
  const std::string text = read_text("mostly");
  for (auto _ : state) {
    const textmend::internal::Document document(text, textmend::Limits{}.line_bytes);
    benchmark::DoNotOptimize(document.invalid_lines());
  }
  count_bytes(state, text);
}
BENCHMARK(split_lines)->Name("split/mostly");

void scan(benchmark::State& state, const char* kind) {
  const std::string text = read_text(kind);
  const textmend::internal::Document document(text, textmend::Limits{}.line_bytes);
  const RuleSet rules = load_rules();
  const textmend::internal::Scanner& scanner = *rules.state().program.scanner;
  std::vector<textmend::internal::Line> lines;
  document.lines().each([&lines](const textmend::internal::Line& line) {
    lines.push_back(line);
    return true;
  });
  for (auto _ : state) {
    scanner.scan(text, lines);
    benchmark::DoNotOptimize(lines.data());
  }
  count_bytes(state, text);
}
BENCHMARK_CAPTURE(scan, clean, "clean")->Name("scan/clean");
BENCHMARK_CAPTURE(scan, mostly, "mostly")->Name("scan/mostly");
BENCHMARK_CAPTURE(scan, world, "world")->Name("scan/world");

void count_words(benchmark::State& state, const char* kind) {
  const std::string text = read_text(kind);
  for (auto _ : state) {
    textmend::internal::WordIndex index;
    index.add(text);
    benchmark::DoNotOptimize(index.count("the"));
  }
  count_bytes(state, text);
}
BENCHMARK_CAPTURE(count_words, mostly, "mostly")->Name("words/mostly");
BENCHMARK_CAPTURE(count_words, world, "world")->Name("words/world");

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    benchmark::RunSpecifiedBenchmarks();
  } catch (const std::exception& error) {
    std::cerr << "parts_bench: " << error.what() << '\n';
    return 1;
  }
  benchmark::Shutdown();
  return 0;
}
