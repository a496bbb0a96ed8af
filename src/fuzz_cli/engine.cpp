#include "fuzz_cli/engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#if defined(TEXTMEND_LIBFUZZER)

// The interface of libFuzzer (compiler-rt/lib/fuzzer/FuzzerInterface.h, LLVM).
extern "C" int LLVMFuzzerRunDriver(int* argc, char*** argv,
                                   int (*callback)(const std::uint8_t* data, std::size_t size));
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed);

// What libFuzzer takes for coverage besides instrumented code. It must be seen from outside of this
// file, or linkers drop it without a word and libFuzzer is blind.
extern "C" {
constexpr std::size_t kCounters = 8192;
[[gnu::section("__libfuzzer_extra_counters"), gnu::used,
  gnu::visibility("default")]] std::uint8_t textmend_fuzz_counters[kCounters];
}

namespace {

// libFuzzer calls plain functions: one campaign a process.
textmend::fuzzing::Campaign* running = nullptr;
std::function<void()> ending;

int try_one(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t kPumpEvery = 40;
  const std::string text(data, data + size);
  if (running->runs() % kPumpEvery == 0) running->try_pump({text, ""});
  for (const std::uint64_t feature : running->try_text(text, "")) {
    textmend_fuzz_counters[feature % kCounters] = 1;
  }
  return 0;
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed) {
  textmend::fuzzing::Random random(seed);
  const std::string text =
      running->damage().mutate(std::string(data, data + size), random, max_size);
  const std::size_t kept = std::min(text.size(), max_size);
  std::copy_n(text.data(), kept, data);
  return kept;
}

#endif

namespace textmend::fuzz_cli {

#if defined(TEXTMEND_LIBFUZZER)

bool has_libfuzzer() { return true; }

void run_libfuzzer(fuzzing::Campaign& campaign, const fuzzing::CampaignOptions& options,
                   const std::string& folder, const std::function<void()>& at_end) {
  const auto started = std::chrono::steady_clock::now();
  campaign.run_fixed();
  running = &campaign;
  ending = at_end;
  std::atexit([] { ending(); });
  std::filesystem::create_directories(folder);
  std::size_t number = 0;
  for (const fuzzing::Text& text : campaign.seeds()) {
    std::ofstream(fmt::format("{}/{}", folder, number++), std::ios::binary) << text.text;
  }
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(
      options.time - (std::chrono::steady_clock::now() - started));
  std::vector<std::string> words = {
      "textmend-fuzz",
      fmt::format("-seed={}", std::max<std::uint64_t>(1, options.seed % (1U << 31U))),
      fmt::format("-max_total_time={}", std::max<std::int64_t>(1, left.count())),
      fmt::format("-runs={}", options.runs == 0 ? std::string("-1") : std::to_string(options.runs)),
      fmt::format("-max_len={}", options.most_bytes),
      "-verbosity=0",
      "-detect_leaks=0",
      "-rss_limit_mb=0",
      // A signal ends the process, and the parent knows what to do.
      "-handle_abrt=0",
      "-handle_segv=0",
      "-handle_bus=0",
      "-handle_fpe=0",
      "-handle_ill=0",
      folder,
  };
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDERR_FILENO);
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  int argc = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  char** argv = pointers.data();
  LLVMFuzzerRunDriver(&argc, &argv, try_one);
  std::exit(0);
}

#else

bool has_libfuzzer() { return false; }

void run_libfuzzer(fuzzing::Campaign& campaign, const fuzzing::CampaignOptions& /*options*/,
                   const std::string& /*folder*/, const std::function<void()>& at_end) {
  campaign.run();
  at_end();
  ::_exit(0);
}

#endif

}  // namespace textmend::fuzz_cli
