// The library nuspell, which reads Hunspell dictionaries, loaded when the first of them is named.
//
// Debian has it as a shared library only, and linked like the others it would add a twentieth to
// the instructions of every start, for something that most runs never use.

#ifndef TEXTMEND_NUSPELL_H_
#define TEXTMEND_NUSPELL_H_

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace nuspell::inline v5 {
class Dictionary;
}

namespace textmend::internal {

// All calls are thread safe. The library stays loaded to the end of the process.

// Why nuspell can't be loaded; empty when it is.
const std::string& nuspell_fault();

// The name of the library's file with its whole version: "libnuspell.so.5.1.2". Empty when it can't
// be loaded.
std::string nuspell_version();

// The path of NAME.aff in the folders that nuspell looks in, first those of DICPATH and of the
// user; empty if it is in none of them, or nuspell can't be loaded.
std::filesystem::path find_aff(const std::string& name);

// A dictionary in memory. Immutable.
class SpellChecker {
 public:
  // Reads both files to the end. Throws std::runtime_error with one line where they make no
  // dictionary, or nuspell can't be loaded.
  SpellChecker(std::istream& aff, std::istream& dic);
  SpellChecker(const SpellChecker&) = delete;
  SpellChecker& operator=(const SpellChecker&) = delete;
  ~SpellChecker();

  bool spell(std::string_view word) const;

 private:
  nuspell::Dictionary* dictionary_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_NUSPELL_H_
