#include "textmend/kinds/lines_again.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "textmend/gates.h"
#include "textmend/unicode.h"

namespace textmend::internal {

namespace {

struct HeadAndFoot {
  std::vector<std::size_t> head, foot;  // lines that are not blank
};

HeadAndFoot around_text(const Lines& lines) {
  HeadAndFoot around;
  bool has_text = false;
  std::size_t index = 0;
  lines.each([&](const Line& line) {
    if (!line.opaque && is_paragraph(trim_blanks(line.content))) {
      has_text = true;
      around.foot.clear();
    } else if (!line.blank()) {
      (has_text ? around.foot : around.head).push_back(index);
    }
    ++index;
    return true;
  });
  return has_text ? around : HeadAndFoot();
}

}  // namespace

std::unordered_set<std::size_t> lines_again(const Lines& lines, std::size_t least) {
  constexpr std::size_t kMostPlaces = 4;  // of one text at the foot that are tried
  constexpr std::size_t kMostLines = 64;  // of a menu
  const auto [head, foot] = around_text(lines);
  const auto text = [&lines](std::size_t line) { return trim_blanks(lines[line].content); };
  std::unordered_map<std::string_view, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < foot.size(); ++i) {
    std::vector<std::size_t>& of_text = places[text(foot[i])];
    if (of_text.size() < kMostPlaces) of_text.push_back(i);
  }
  const auto size_of = [&](std::size_t i, std::size_t j) {
    std::size_t size = 0;
    while (size < kMostLines && i + size < head.size() && j + size < foot.size() &&
           text(head[i + size]) == text(foot[j + size])) {
      ++size;
    }
    return size;
  };
  std::unordered_set<std::size_t> again;
  for (std::size_t i = 0; i < head.size();) {
    std::size_t longest = 0;
    if (const auto known = places.find(text(head[i])); known != places.end()) {
      for (const std::size_t j : known->second) {
        const std::size_t size = size_of(i, j);
        longest = std::max(longest, size);
        for (std::size_t k = 0; size >= least && k < size; ++k) {
          again.insert(head[i + k]);
          again.insert(foot[j + k]);
        }
      }
    }
    i += longest >= std::max<std::size_t>(least, 1) ? longest : 1;
  }
  return again;
}

}  // namespace textmend::internal
