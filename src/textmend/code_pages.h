// Code pages: 8-bit encodings in which UTF-8 is misread, and the characters that text is ordinarily
// written with.
//
// The tables are written by src/tables/make_code_pages.py, which names their source. All of it is
// constant data: no ICU, nothing to be made at start-up.

#ifndef TEXTMEND_CODE_PAGES_H_
#define TEXTMEND_CODE_PAGES_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "textmend/needs.h"

namespace textmend::internal {

struct CodePage {
  std::string_view name;  // as in rule files
  // Bytes from 0x80 to 0x9F may also stand as U+0080 to U+009F.
  bool c1 = false;
  std::array<char16_t, 128> characters;  // of the bytes from 0x80 on; 0: none
};

std::span<const CodePage> code_pages();

// Null when there is none of that name.
inline const CodePage* find_code_page(std::string_view name) {
  for (const CodePage& page : code_pages()) {
    if (page.name == name) return &page;
  }
  return nullptr;
}

// Ranges of U+00A0 to U+07FF, sorted and disjoint: what some national 8-bit set has, and all of the
// scripts from Armenian to N'Ko. Letters of phonetics and of old spellings are missing.
std::span<const CodePointRange> ordinary_characters();

}  // namespace textmend::internal

#endif  // TEXTMEND_CODE_PAGES_H_
