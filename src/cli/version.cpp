#include "cli/version.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <array>
#include <cstdint>

namespace textmend::cli {
namespace {

using IcuGetter = void (*)(UVersionInfo);

std::string of_icu(IcuGetter getter) {
  UVersionInfo numbers;
  std::array<char, U_MAX_VERSION_STRING_LENGTH> text = {};
  getter(numbers);
  u_versionToString(numbers, text.data());
  return text.data();
}

std::string of_pcre2(std::uint32_t what) {
  std::array<char, 64> text = {};
  return pcre2_config(what, text.data()) > 0 ? text.data() : "unknown";
}

}  // namespace

std::string version_text() { return fmt::format("textmend {}\n", version()); }

std::vector<std::pair<std::string, std::string>> versions() {
  return {{"textmend", std::string(version())},
          {"icu", of_icu(u_getVersion)},
          {"unicode", of_icu(u_getUnicodeVersion)},
          {"pcre2", of_pcre2(PCRE2_CONFIG_VERSION)},
          {"pcre2_unicode", of_pcre2(PCRE2_CONFIG_UNICODE_VERSION)}};
}

std::string origin_text(const RuleSet& rules) {
  return fmt::format("fingerprint {}\nICU {}, Unicode {}\nPCRE2 {}, Unicode {}\n",
                     rules.fingerprint(), of_icu(u_getVersion), of_icu(u_getUnicodeVersion),
                     of_pcre2(PCRE2_CONFIG_VERSION), of_pcre2(PCRE2_CONFIG_UNICODE_VERSION));
}

}  // namespace textmend::cli
