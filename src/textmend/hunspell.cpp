#include "textmend/hunspell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <locale>
#include <sstream>
#include <stdexcept>

#include "textmend/lexicon.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kApostrophe = "’";

// Of letters and what stands inside of words. The rest is not a lexicon's business, but nuspell
// takes "", "12" and "Ende." for right.
bool may_be_word(std::string_view word) {
  bool letters = false;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    letters = letters || is_letter(c);
    if (!is_letter(c) && !is_mark(c) && c != U'\'' && c != U'’' && c != U'-') return false;
  }
  return letters;
}

// Not all dictionaries know the typographic apostrophe.
std::string with_plain_apostrophes(std::string_view word) {
  std::string plain(word);
  for (std::size_t at = plain.find(kApostrophe); at != std::string::npos;
       at = plain.find(kApostrophe, at)) {
    plain.replace(at, kApostrophe.size(), "'");
  }
  return plain;
}

bool spells(const SpellChecker& checker, std::string_view word) {
  if (checker.spell(word)) return true;
  return word.find(kApostrophe) != std::string_view::npos &&
         checker.spell(with_plain_apostrophes(word));
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file || !bytes) throw std::runtime_error(path + " can't be read");
  return std::move(bytes).str();
}

bool allows_compounds(std::string_view command) {
  for (const std::string_view one : {"COMPOUNDFLAG", "COMPOUNDBEGIN", "COMPOUNDMIDDLE",
                                     "COMPOUNDEND", "COMPOUNDLAST", "COMPOUNDRULE"}) {
    if (command == one) return true;
  }
  return false;
}

// The settings of an .aff file without those that break words up, and as asked without those that
// put them together. Every command is a line that begins with its name.
struct Settings {
  std::string text;
  bool compounds = false;  // there were some
};

Settings read_settings(const std::string& path, bool keep_compounds) {
  const std::string bytes = read_bytes(path);
  Settings settings;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = std::string_view(bytes).substr(at, end - at);
    at = end + 1;
    const std::string_view command = line.substr(0, line.find_first_of(" \t\r"));
    const bool compounds = allows_compounds(command);
    settings.compounds = settings.compounds || compounds;
    if (command == "BREAK" || (compounds && !keep_compounds)) continue;
    settings.text.append(line).append("\n");
  }
  settings.text += "BREAK 0\n";  // without it there are breaks by default
  return settings;
}

// The first line of a .dic is the number of its words, for which nuspell makes room before it reads
// them: a wrong one could ask for any amount of memory.
void check_count(const std::string& path, std::istream& dic) {
  constexpr int kByteOrderMark = 0xEF;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  dic.imbue(std::locale::classic());  // a program's own may read numbers otherwise
  if (dic.peek() == kByteOrderMark) dic.ignore(3);
  std::uintmax_t count = 0;
  dic >> count;  // one that is too large comes out as the largest, what is no number as 0
  if (count > size) throw std::runtime_error("it is shorter than its first line says");
  dic.clear();
  dic.seekg(0);
}

// FNV-1a, 64 bits.
std::uint64_t digest(std::string_view bytes) {
  std::uint64_t value = 14695981039346656037ULL;
  for (const char c : bytes) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return value;
}

std::string describe_file(const std::string& path) {
  try {
    const std::string bytes = read_bytes(path);
    return fmt::format(" {} {:016x}", bytes.size(), digest(bytes));
  } catch (const std::runtime_error&) {
    return " unreadable";
  }
}

// The package of Debian that may have it: those of languages with several norms name the country.
std::string package_hint(std::string_view name) {
  std::string package(name);
  for (char& c : package) c = c == '_' ? '-' : fold_ascii(c);
  const std::string lang = package.substr(0, package.find('-'));
  const bool by_country = lang == "de" || lang == "en" || lang == "pt";
  return fmt::format("Debian has it in hunspell-{}, or see `apt-cache search hunspell-{}`",
                     by_country ? package : lang, lang);
}

bool can_be_opened(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && std::ifstream(path).is_open();
}

}  // namespace

HunspellDictionary::Answer HunspellDictionary::ask(std::string_view word) const {
  if (!may_be_word(word)) return Answer::kNo;
  if (spells(*read(listed_, Compounds::kNone), word)) return Answer::kListed;
  const SpellChecker* compounds = read(compounds_, Compounds::kAllowed);
  return compounds != nullptr && spells(*compounds, word) ? Answer::kCompound : Answer::kNo;
}

const SpellChecker* HunspellDictionary::read(Reader& reader, Compounds compounds) const {
  std::call_once(reader.once, [&] {
    try {
      reader.checker = make_checker(compounds);
    } catch (const std::exception& error) {
      reader.fault = fmt::format("the dictionary {} can't be read: {}", stem_, error.what());
    }
  });
  if (!reader.fault.empty()) throw LexiconError(reader.fault);
  return reader.checker.get();
}

std::unique_ptr<const SpellChecker> HunspellDictionary::make_checker(Compounds compounds) const {
  const bool keep = compounds == Compounds::kAllowed;
  Settings settings = read_settings(stem_ + ".aff", keep);
  if (keep && !settings.compounds) return nullptr;
  std::istringstream aff(std::move(settings.text));
  std::ifstream dic(stem_ + ".dic", std::ios::binary);
  if (!dic) throw std::runtime_error(stem_ + ".dic can't be read");
  check_count(stem_ + ".dic", dic);
  return std::make_unique<const SpellChecker>(aff, dic);
}

std::string HunspellDictionary::describe() const {
  return fmt::format("{} {}{}{}", fs::path(stem_).filename().string(), nuspell_version(),
                     describe_file(stem_ + ".aff"), describe_file(stem_ + ".dic"));
}

HunspellPlace find_hunspell(const std::string& name, const std::string& folder) {
  if (!nuspell_fault().empty()) {
    return {{}, nuspell_fault(), "nuspell reads the dictionary; Debian has it in libnuspell5"};
  }
  const bool is_path = name.find('/') != std::string::npos;
  fs::path aff = is_path ? fs::path(folder) / name : find_aff(name);
  if (aff.empty()) return {{}, "there is no such dictionary", package_hint(name)};
  if (const fs::path end = aff.extension(); end == ".aff" || end == ".dic") aff.replace_extension();
  for (const char* end : {".aff", ".dic"}) {
    const std::string path = aff.string() + end;
    if (!can_be_opened(path)) {
      return {{},
              fmt::format("{} can't be opened", path),
              "a dictionary is two files, NAME.aff and NAME.dic"};
    }
  }
  return {aff.string(), {}, {}};
}

}  // namespace textmend::internal
