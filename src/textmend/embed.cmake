# textmend_embed(TARGET FOLDER): compiles the rule files, lists and lexicons below FOLDER into TARGET.
# embedded.h is the interface.
# textmend_embed_tables(TARGET MAKER): compiles the tables that the program MAKER writes into TARGET;
# rule_table.h and lexicon_table.h are the interfaces.
#
# The bytes come in by the assembler's .incbin: no generated arrays, so 4 MB of lexicon cost no
# compile time, and any byte is safe. The generated file only names the files; a file that is added
# or removed makes CMake run again (CONFIGURE_DEPENDS), one that changes makes the object be
# assembled again (OBJECT_DEPENDS).

# Sets DATA to an asm() that puts the bytes of PATHS between SYMBOL_N_begin and SYMBOL_N_end, and the
# C++ declarations of these.
function(textmend_incbin data symbol)
  set(assembly "")
  set(declarations "")
  set(number 0)
  foreach(path IN LISTS ARGN)
    # Escaped twice: for the assembler and for C++.
    foreach(level RANGE 1)
      string(REPLACE "\\" "\\\\" path "${path}")
      string(REPLACE "\"" "\\\"" path "${path}")
    endforeach()
    # One statement a file: compilers need not take string literals of more than 64 KiB.
    string(APPEND assembly "EMBED(\"${symbol}_${number}\", \"${path}\")\n")
    string(APPEND declarations
      "HIDDEN extern const char ${symbol}_${number}_begin[];\n"
      "HIDDEN extern const char ${symbol}_${number}_end[];\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(CONFIGURE [[
#define HIDDEN __attribute__((visibility("hidden")))
#define EMBED(symbol, path)                                          \
  asm(".pushsection .rodata\n"                                       \
      ".balign 8\n"                                                  \
      ".globl " symbol "_begin\n.hidden " symbol "_begin\n"          \
      ".globl " symbol "_end\n.hidden " symbol "_end\n"              \
      symbol "_begin:\n.incbin \"" path "\"\n" symbol "_end:\n.byte 0\n" \
      ".popsection\n");

@assembly@

extern "C" {
@declarations@}
]] text @ONLY)
  set(${data} "${text}" PARENT_SCOPE)
endfunction()

function(textmend_embed target folder)
  file(GLOB_RECURSE files RELATIVE ${folder} CONFIGURE_DEPENDS
    ${folder}/*.toml ${folder}/lists/* ${folder}/lexicon/*.txt ${folder}/scan/*.txt)
  # Notices and descriptions lie next to the data.
  list(FILTER files EXCLUDE REGEX "(\\.md|-copyright\\.txt)$|(^|/)\\.")
  list(REMOVE_DUPLICATES files)
  list(SORT files)  # bytewise, as embedded.h promises
  list(LENGTH files count)

  set(entries "")
  set(number 0)
  foreach(file IN LISTS files)
    # Only the folder can hold other characters.
    if(NOT file MATCHES "^[A-Za-z0-9._/-]+$")
      message(FATAL_ERROR "rules/${file}: use only letters, digits, '.', '_' and '-' in file names")
    endif()
    string(APPEND entries
      "    {\"${file}\", textmend_embedded_${number}_begin, textmend_embedded_${number}_end},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  list(TRANSFORM files PREPEND "${folder}/")
  textmend_incbin(data textmend_embedded ${files})

  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_data.cpp)
  # file(CONFIGURE) leaves the file alone when it would not change.
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Made by src/textmend/embed.cmake.
#include "textmend/embedded_data.h"

@data@
namespace textmend::internal {

extern const std::size_t embedded_count = @count@;
extern const EmbeddedPlace embedded_places[] = {
@entries@    {nullptr, nullptr, nullptr}};

}  // namespace textmend::internal
]])
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${output})
endfunction()

function(textmend_embed_tables target maker)
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  set(files ${folder}/rules.table ${folder}/lexicon.table ${folder}/plan.table)
  add_custom_command(OUTPUT ${files} COMMAND ${maker} ${folder} DEPENDS ${maker} VERBATIM
    COMMENT "Checking the built-in rules and making their table")
  textmend_incbin(data textmend_table ${files})
  set(output ${folder}/tables.cpp)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Made by src/textmend/embed.cmake.
#include "textmend/lexicon_table.h"
#include "textmend/rule_table.h"
#include "textmend/scan/builtin_plan.h"

@data@
namespace textmend::internal {

std::string_view rule_table() { return {textmend_table_0_begin, textmend_table_0_end}; }
std::string_view lexicon_table() { return {textmend_table_1_begin, textmend_table_1_end}; }
std::string_view scan::plan_table() { return {textmend_table_2_begin, textmend_table_2_end}; }

}  // namespace textmend::internal
]])
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${output})
endfunction()
