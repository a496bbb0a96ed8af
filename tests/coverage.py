#!/usr/bin/env python3
"""Which lines of src/textmend the tests and the corpora of the fuzz targets run.

usage: tests/coverage.py [--found FOLDER] [--report] [--source] [--least PERCENT]

Builds the preset `coverage` (g++ and gcov), runs all tests, which replay the corpora in fuzz/ too,
and prints a table and the lines that never ran. Exits with 1 when a test failed, or when fewer lines
than --least of all ran (95).

  --found FOLDER  replays FOLDER/TARGET as well: what `tests/run.sh` keeps is in build/asan/found
  --report        counts again without building or running anything
  --source        prints the lines that never ran, not only their numbers

The counts are kept in build/coverage/lines.json, for tests/mutate.py. Processes that end by a signal
or by _exit() count nothing, so that what only they run is missing.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "coverage"
# Tests of what the program looks like from outside compile Catch2 and much else, and no line of ours
# that the library does not have.
OBJECTS = "CMakeFiles"

Counts = dict[str, dict[int, int]]


def run(*command: object, check: bool = True) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=check).returncode


def run_tests(found: pathlib.Path | None) -> bool:
    run("cmake", "--preset", "coverage")
    run("cmake", "--build", "--preset", "coverage")
    # The build makes its tables with the library: that is no test.
    for data in BUILD.rglob("*.gcda"):
        data.unlink()
    # Some tests run the program where it may not write: that its counts can't be kept is no news.
    os.environ["GCOV_ERROR_FILE"] = os.devnull
    passed = run("ctest", "--preset", "coverage", check=False) == 0
    for folder in sorted(found.iterdir()) if found else []:
        target = BUILD / "fuzz" / f"{folder.name}_fuzz"
        if folder.is_dir() and target.exists():
            passed &= run(target, folder, check=False) == 0
    return passed


def count_lines() -> Counts:
    counts: Counts = collections.defaultdict(lambda: collections.defaultdict(int))
    for data in sorted((BUILD / OBJECTS).rglob("*.gcno")):
        # What never ran has no .gcda, and counts with all its lines.
        text = subprocess.run(["gcov", "--json-format", "--stdout", data], cwd=BUILD, check=True,
                              capture_output=True).stdout
        for document in filter(None, text.split(b"\n")):
            result = json.loads(document)
            for file in result["files"]:
                path = pathlib.Path(os.path.normpath(
                    os.path.join(result["current_working_directory"], file["file"])))
                if not path.is_relative_to(ROOT / "src"):
                    continue
                lines = counts[str(path.relative_to(ROOT))]
                for line in file["lines"]:
                    lines[line["line_number"]] += line["count"]
    return counts


def ranges(numbers: list[int]) -> str:
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def report(counts: Counts, with_source: bool) -> float:
    """Prints the table of src/textmend; the share of its lines that ran, in percent."""
    total = total_run = 0
    missing: dict[str, list[int]] = {}
    print(f"{'file':<44} {'lines':>6} {'ran':>6} {'%':>7}")
    for file, lines in sorted(counts.items()):
        if not file.startswith("src/textmend/") or not lines:
            continue
        missing[file] = sorted(number for number, count in lines.items() if count == 0)
        ran = len(lines) - len(missing[file])
        total, total_run = total + len(lines), total_run + ran
        print(f"{file:<44} {len(lines):>6} {ran:>6} {100 * ran / len(lines):>7.2f}")
    percent = 100 * total_run / total
    print(f"{'src/textmend':<44} {total:>6} {total_run:>6} {percent:>7.2f}\n")
    print("Lines that never ran:")
    for file, numbers in missing.items():
        if not numbers:
            continue
        if not with_source:
            print(f"{file}: {ranges(numbers)}")
            continue
        source = (ROOT / file).read_text(encoding="utf-8").split("\n")
        for number in numbers:
            print(f"{file}:{number}: {source[number - 1].strip()}")
    return percent


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2].removeprefix("usage: "))
    parser.add_argument("--found", type=pathlib.Path)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--source", action="store_true")
    parser.add_argument("--least", type=float, default=95.0)
    arguments = parser.parse_args()
    passed = arguments.report or run_tests(arguments.found)
    counts = count_lines()
    (BUILD / "lines.json").write_text(json.dumps(counts, sort_keys=True), encoding="utf-8")
    percent = report(counts, arguments.source)
    enough = percent >= arguments.least
    print(f"\n{'ok' if enough else 'not ok'} - {percent:.2f} % of the lines of src/textmend ran")
    if not passed:
        print("not ok - a test failed")
    return 0 if passed and enough else 1


if __name__ == "__main__":
    sys.exit(main())
