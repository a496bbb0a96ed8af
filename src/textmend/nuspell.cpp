#include "textmend/nuspell.h"

#include <dlfcn.h>

#include <algorithm>
#include <new>
#include <nuspell/dictionary.hxx>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace textmend::internal {

namespace {

namespace fs = std::filesystem;

// What we call of it. Its types come from its headers; the functions are found by the names that
// the C++ ABI gives them, for which there is no other source than the library itself. The unit
// tests call each of them.
struct Nuspell {
  void (*construct)(nuspell::Dictionary*) = nullptr;
  void (*load)(nuspell::Dictionary*, std::istream&, std::istream&) = nullptr;
  bool (*spell)(const nuspell::Dictionary*, std::string_view) = nullptr;
  void (*add_folders)(std::vector<fs::path>&) = nullptr;
  fs::path (*search)(const std::vector<fs::path>&, const fs::path&) = nullptr;
  std::string fault, file;

  Nuspell();

 private:
  template <typename Function>
  void bind(void* library, Function*& function, const char* name) {
    function = reinterpret_cast<Function*>(::dlsym(library, name));
    if (function == nullptr && fault.empty()) {
      fault =
          std::string(TEXTMEND_NUSPELL " is not the library that this was built for: no ") + name;
    }
  }
};

Nuspell::Nuspell() {
  void* const library = ::dlopen(TEXTMEND_NUSPELL, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* const why = ::dlerror();
    fault = why != nullptr ? why : TEXTMEND_NUSPELL " can't be loaded";
    return;
  }
  bind(library, construct, "_ZN7nuspell2v510DictionaryC1Ev");
  bind(library, load, "_ZN7nuspell2v510Dictionary12load_aff_dicERSiS2_");
  bind(library, spell,
       "_ZNK7nuspell2v510Dictionary5spellESt17basic_string_viewIcSt11char_traitsIcEE");
  bind(library, add_folders,
       "_ZN7nuspell2v524append_default_dir_pathsERSt6vectorINSt10filesystem7__cxx114pathESaIS4_EE");
  bind(library, search,
       "_ZN7nuspell2v524search_dirs_for_one_dictERKSt6vectorINSt10filesystem7__cxx114pathESaIS4_"
       "EERKS4_");
  Dl_info info{};
  if (spell != nullptr && ::dladdr(reinterpret_cast<void*>(spell), &info) != 0) {
    std::error_code error;
    file = fs::canonical(info.dli_fname, error).filename().string();
  }
}

const Nuspell& library() {
  static const Nuspell nuspell;
  return nuspell;
}

// nuspell's messages have several lines, some of which begin with its name.
std::string one_line(std::string_view text) {
  constexpr std::string_view kName = "Nuspell error: ";
  std::string line;
  while (!text.empty()) {
    std::string_view part = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (part.starts_with(kName)) part.remove_prefix(kName.size());
    if (part.empty()) continue;
    if (!line.empty()) line += ": ";
    line += part;
    while (line.ends_with('.')) line.pop_back();
  }
  return line;
}

void release(nuspell::Dictionary* dictionary) {
  dictionary->~Dictionary();
  ::operator delete(dictionary);
}

}  // namespace

const std::string& nuspell_fault() { return library().fault; }

std::string nuspell_version() { return library().file; }

fs::path find_aff(const std::string& name) {
  if (!nuspell_fault().empty()) return {};
  std::vector<fs::path> folders;
  library().add_folders(folders);
  return library().search(folders, name);
}

SpellChecker::SpellChecker(std::istream& aff, std::istream& dic) {
  if (!nuspell_fault().empty()) throw std::runtime_error(nuspell_fault());
  // The constructor is the library's, so `new` can't call it; the destructor is made of headers.
  dictionary_ = static_cast<nuspell::Dictionary*>(::operator new(sizeof(nuspell::Dictionary)));
  library().construct(dictionary_);
  try {
    library().load(dictionary_, aff, dic);
  } catch (const std::exception& error) {
    release(dictionary_);
    throw std::runtime_error(one_line(error.what()));
  }
}

SpellChecker::~SpellChecker() { release(dictionary_); }

bool SpellChecker::spell(std::string_view word) const { return library().spell(dictionary_, word); }

}  // namespace textmend::internal
