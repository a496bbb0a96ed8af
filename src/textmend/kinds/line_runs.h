// Runs of lines that stand again behind themselves, for kind `dedupe-lines`.

#ifndef TEXTMEND_KINDS_LINE_RUNS_H_
#define TEXTMEND_KINDS_LINE_RUNS_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <unordered_map>

namespace textmend::internal {

// A run of lines and its copy, which begins behind the run's end: `p1 p2 … p1 p2`.
struct LineRun {
  std::size_t first = 0, copy = 0;  // indices of the lines with which they begin
  std::size_t length = 0;           // lines; 0: there is none

  std::size_t between() const { return copy - (first + length); }
};

// Finds them. Linear in the lines as long as few of them stand at many distances from themselves:
// what has been compared at one distance is not compared there again.
class LineRuns {
 public:
  // The texts must outlive it.
  explicit LineRuns(std::span<const std::string_view> texts) : texts_(texts) {}

  // The longest copy that begins at texts[line], of the run that begins at the last line in front
  // of it that is the same. To be asked for each line in turn.
  LineRun at(std::size_t line);

 private:
  std::span<const std::string_view> texts_;
  std::unordered_map<std::string_view, std::size_t> last_;  // text: its last line
  // By distance: from a line that was asked for up to here, each is the same as the line that far
  // in front of it.
  std::unordered_map<std::size_t, std::size_t> same_up_to_;
};

}  // namespace textmend::internal

#endif  // TEXTMEND_KINDS_LINE_RUNS_H_
