#include "textmend/kinds/line_copies.h"

#include "catch2/catch.hpp"
#include "textmend/document.h"

namespace textmend::internal {
namespace {

TEST_CASE("line copies: folding") {
  const auto same = [](std::string_view a, std::string_view b) {
    CHECK((folded_start(a, b) == b.size()) == (fold_line(a) == fold_line(b)));
    return folded_start(a, b) == b.size();
  };
  CHECK(same("The lamp, she said", "THE LAMP, she said"));
  CHECK(same("“So it goes” – she said", "\"So it goes\" - she said"));
  CHECK(same("ÉTÉ et hiver", "été  et\u00A0hiver"));
  CHECK(same("МОЛ и лампа", "мол и лампа"));
  CHECK_FALSE(same("The lamp", "The lamps"));
  CHECK_FALSE(same("The lamp", "The damp"));
  CHECK_FALSE(same("", "a"));
  CHECK(folded_start("The lamp", "the lamp (Photo: Jo)") == 8);
  CHECK(folded_start("The lamp (Photo: Jo)", "the lamp") == std::string_view::npos);
}

TEST_CASE("line copies: what sounds alike") {
  CHECK(sound_alike("The lamp, she said", "THE LAMP – she said!"));
  CHECK(sound_alike("", " …!"));
  CHECK(sound_alike("Lamp 7", "lamp7"));
  CHECK(sound_alike("Die Straße lag", "DIE STRASSE LAG"));
  CHECK(sound_alike("été: hiver", "Été hiver"));
  CHECK(sound_alike("ﬁnd it", "Find it"));
  CHECK_FALSE(sound_alike("The lamp", "The lamps"));
  CHECK_FALSE(sound_alike("The lamps", "The lamp"));
  CHECK_FALSE(sound_alike("The lamp 7", "The lamp 8"));
  CHECK_FALSE(sound_alike("été", "ete"));
  CHECK_FALSE(sound_alike("été 1", "Été 2"));
  CHECK_FALSE(sound_alike("lamp", ""));
}

TEST_CASE("line copies: what is a sentence") {
  CHECK(is_sentence("The lamp burns all night."));
  CHECK(is_sentence("“The lamp burns,” she said."));
  CHECK(is_sentence("火曜日の朝、古い波止場のランプが灯った。"));
  CHECK(is_sentence("الموجة تضرب السلم كل ليلة."));
  CHECK_FALSE(is_sentence("THE LAMP BURNS ALL NIGHT."));
  CHECK_FALSE(is_sentence("The lamp burns all night"));
  CHECK_FALSE(is_sentence("12:04 the lamp burns all night."));
  CHECK_FALSE(is_sentence("Yes, sir."));
  CHECK_FALSE(is_sentence("灯る。"));
  CHECK_FALSE(is_sentence(""));
}

TEST_CASE("line copies: near and inside") {
  constexpr std::string_view kLine = "the lamp on the old mole burns all night in May";
  CHECK(holds_words(kLine, "The lamp on the old mole burns all night in May"));
  CHECK(holds_words(kLine, "The lamp on the mole burns all night in May"));
  CHECK(holds_words(kLine, "The lamp on the mole burns, all night, in May."));
  CHECK_FALSE(holds_words(kLine, "The lamp on the mole burns all night"));
  CHECK_FALSE(holds_words(kLine, "The lamp on the new mole burns all night in May"));
  CHECK_FALSE(holds_words("the lamp on the mole burns all night in May", kLine));
  CHECK_FALSE(holds_words("one two three four five six seven eight nine 10",
                          "one two three four five six seven eight nine 11"));
  CHECK_FALSE(holds_words("one two three four five six seven eight nine ten 11",
                          "one two three four five six seven eight nine ten"));
  CHECK(holds_sentence("It rained. The lamp burns. It snowed.", "The lamp burns."));
  CHECK(holds_sentence("The lamp burns. It snowed.", "The lamp burns."));
  CHECK_FALSE(holds_sentence("He says The lamp burns. It snowed.", "The lamp burns."));
  CHECK_FALSE(holds_sentence("The lamp burns.", "The lamp burns."));
}

TEST_CASE("lines: twins stand next to each other, blank lines between") {
  const std::string text = "one\n\none\ntwo\ntwo \nthree\n \nthree\nthree";
  const Document document(text, 1000);
  std::vector<std::size_t> found;
  const Lines& lines = document.lines();
  for (std::size_t i = lines.next_twin(0, 1); i < lines.size(); i = lines.next_twin(i + 1, 1)) {
    found.push_back(i);
  }
  CHECK(found == std::vector<std::size_t>{2, 7, 8});
  CHECK(lines.next_twin(0, 4) == 7);
  CHECK(lines.next_twin(9, 1) == lines.size());
}

}  // namespace
}  // namespace textmend::internal
