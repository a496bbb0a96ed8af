// What scrapers, PDF extractors and OCR do to a text, one kind a function. Each changes one place
// that is chosen at random, or nothing where it finds none. Valid UTF-8 stays valid, but for
// bad_bytes().

#ifndef TEXTMEND_FUZZING_DAMAGE_KINDS_H_
#define TEXTMEND_FUZZING_DAMAGE_KINDS_H_

#include <string>

#include "fuzzing/random.h"

namespace textmend::fuzzing::damage {

// Of characters and words: damage_characters.cpp.
void blank_before_mark(std::string& text, Random& random);
void double_mark(std::string& text, Random& random);
void lose_blank(std::string& text, Random& random);
void other_blank(std::string& text, Random& random);
void break_word(std::string& text, Random& random);
void break_ligature(std::string& text, Random& random);
void misread(std::string& text, Random& random);
void other_quotes(std::string& text, Random& random);
void escape(std::string& text, Random& random);
void odd_character(std::string& text, Random& random);
void letter_space(std::string& text, Random& random);
void other_character(std::string& text, Random& random);
void bad_bytes(std::string& text, Random& random);

// Of lines, pages and pieces of any length: damage_lines.cpp.
void break_line(std::string& text, Random& random);
void join_lines(std::string& text, Random& random);
void blank_lines(std::string& text, Random& random);
void line_ends(std::string& text, Random& random);
void page_end(std::string& text, Random& random);
void copy_line(std::string& text, Random& random);
void drop_line(std::string& text, Random& random);
void repeat(std::string& text, Random& random);
void remove_some(std::string& text, Random& random);
void move_some(std::string& text, Random& random);
void protected_text(std::string& text, Random& random);

}  // namespace textmend::fuzzing::damage

#endif  // TEXTMEND_FUZZING_DAMAGE_KINDS_H_
