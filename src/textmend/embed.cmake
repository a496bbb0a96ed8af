# textmend_embed(TARGET FOLDER): compiles the rule files, lists and lexicons below FOLDER into TARGET.
# embedded.h is the interface.
#
# The bytes come in by the assembler's .incbin: no generated arrays, so 4 MB of lexicon cost no
# compile time, and any byte is safe. The generated file only names the files; a file that is added
# or removed makes CMake run again (CONFIGURE_DEPENDS), one that changes makes the object be
# assembled again (OBJECT_DEPENDS).
function(textmend_embed target folder)
  file(GLOB_RECURSE files RELATIVE ${folder} CONFIGURE_DEPENDS
    ${folder}/*.toml ${folder}/lists/* ${folder}/lexicon/*.txt ${folder}/scan/*.txt)
  # Notices and descriptions lie next to the data.
  list(FILTER files EXCLUDE REGEX "(\\.md|-copyright\\.txt)$|(^|/)\\.")
  list(REMOVE_DUPLICATES files)
  list(SORT files)  # bytewise, as embedded.h promises
  list(LENGTH files count)

  set(data "")
  set(declarations "")
  set(entries "")
  set(depends "")
  set(number 0)
  foreach(file IN LISTS files)
    if(NOT file MATCHES "^[A-Za-z0-9._/-]+$")
      message(FATAL_ERROR "rules/${file}: use only letters, digits, '.', '_' and '-' in file names")
    endif()
    set(symbol "textmend_embedded_${number}")
    # Escaped twice: for the assembler and for C++. Only the folder can hold such characters.
    set(path "${folder}/${file}")
    foreach(level RANGE 1)
      string(REPLACE "\\" "\\\\" path "${path}")
      string(REPLACE "\"" "\\\"" path "${path}")
    endforeach()
    string(APPEND data
      "    EMBED(\"${symbol}\", \"${path}\")\n")
    string(APPEND declarations
      "HIDDEN extern const char ${symbol}_begin[];\nHIDDEN extern const char ${symbol}_end[];\n")
    string(APPEND entries
      "    {\"${file}\", ${symbol}_begin, ${symbol}_end},\n")
    list(APPEND depends "${folder}/${file}")
    math(EXPR number "${number} + 1")
  endforeach()

  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_data.cpp)
  # file(CONFIGURE) leaves the file alone when it would not change.
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Made by src/textmend/embed.cmake.
#include "textmend/embedded_data.h"

#define HIDDEN __attribute__((visibility("hidden")))
#define EMBED(symbol, path)                                      \
  ".globl " symbol "_begin\n.hidden " symbol "_begin\n"          \
  ".globl " symbol "_end\n.hidden " symbol "_end\n"              \
  symbol "_begin:\n.incbin \"" path "\"\n" symbol "_end:\n.byte 0\n"

asm(".pushsection .rodata\n"
@data@    ".popsection\n");

extern "C" {
@declarations@}

namespace textmend::internal {

extern const std::size_t embedded_count = @count@;
extern const EmbeddedPlace embedded_places[] = {
@entries@    {nullptr, nullptr, nullptr}};

}  // namespace textmend::internal
]])
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${depends}")
  target_sources(${target} PRIVATE ${output})
endfunction()
