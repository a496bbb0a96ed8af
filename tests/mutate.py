#!/usr/bin/env python3
"""Whether the tests see it when a line of src/textmend is wrong.

usage: tests/mutate.py [--number N] [--seed N] [--least N] [--only FILE:LINE] [--list]

Breaks lines that run (as tests/coverage.py found them) one at a time in a copy of the tree, builds
that copy, and runs the tests until one fails: those of the file, all unit tests, golden texts, the
tests of the rules, the cases of the program, the corpora of the fuzz targets. What takes five times
as long as without the change counts as caught: it hangs. Prints each change and what caught it, or
SURVIVED. Exits with 1 when fewer than --least were caught.

Of the same tree, coverage and seed the same changes come out. Half a minute each, four for one that
survives; copy and build are in build/mutate/.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES = ROOT / "build" / "coverage" / "lines.json"
TREE = ROOT / "build" / "mutate" / "tree"
BUILD = ROOT / "build" / "mutate" / "build"
# One source is built anew for each change; without any optimisation the tests take longer than that.
# Assertions stay.
OPTIONS = ["-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1 -Werror=return-type",
           "-DTEXTMEND_PLAN_TRIES=20", "-DCMAKE_CXX_COMPILER_LAUNCHER="]

# Changes -----------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Change:
    file: str
    line: int  # from 1
    operator: str
    before: str
    after: str

    def described(self) -> str:
        return (f"{self.file}:{self.line}: {self.operator}\n"
                f"    - {self.before.strip()}\n    + {self.after.strip()}")


LITERALS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<!\w)\'(?:[^\'\\\n]|\\.)+\'', re.DOTALL)


def masked(source: str) -> str:
    """The source with blanks for comments and literals, every other character in its place."""
    return LITERALS.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), source)


def closing(text: str, opening: int) -> int:
    """Where the parenthesis that opens there closes; -1 where it does so on another line."""
    depth = 0
    for at in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return -1


def negations(code: str) -> Iterator[tuple[int, int, Callable[[str], str]]]:
    for match in re.finditer(r"\b(?:if|while) \(", code):
        begin = match.end()
        end = closing(code, begin - 1)
        # `if (init; condition)` and declarations have no single expression.
        if end > 0 and ";" not in code[begin:end] and not re.search(r"(?<![=!<>])=(?!=)", code[begin:end]):
            yield begin, end, lambda old: f"!({old})"


def dropped(code: str, following: str) -> Iterator[tuple[int, int, Callable[[str], str]]]:
    match = re.match(r"\s*(?:\} else )?if \(.*\) ((?:return|continue|break)\b[^;]*;)$", code)
    alone = re.match(r"\s*((?:return|continue|break)\b[^;]*;)$", code)
    if match:
        yield match.start(1), match.end(1), lambda old: "{}"
    # The last statement of a function would leave it without a value.
    elif alone and re.match(r"\s{2,}\}|\s+(?:case|default)\b", following):
        yield alone.start(1), alone.end(1), lambda old: ";"


# Operators with blanks around them: without, they are templates, pointers and references.
SWAPS = {
    "comparison": {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="},
    "logic": {"&&": "||", "||": "&&"},
    "arithmetic": {"+": "-", "-": "+", "+=": "-=", "-=": "+="},
}


def changes_of_line(code: str, following: str) -> Iterator[tuple[str, int, int, Callable[[str], str]]]:
    """Operator, begin, end, and what comes instead."""
    for begin, end, change in negations(code):
        yield "negated condition", begin, end, change
    for begin, end, change in dropped(code, following):
        yield "dropped statement", begin, end, change
    for operator, swaps in SWAPS.items():
        for match in re.finditer(r"(?<=\S )([-+<>=!&|]{1,2})(?= \S|$)", code):
            if match[1] in swaps:
                yield operator, match.start(1), match.end(1), swaps.__getitem__
    for match in re.finditer(r"\b(?:true|false)\b", code):
        yield "true and false", *match.span(), lambda old: "false" if old == "true" else "true"
    for match in re.finditer(r"(?<![\w.\[])\d+(?![\w.'])", code):
        yield "off by one", *match.span(), lambda old: str(int(old) + 1)
    for match in re.finditer(r"\+\+|--", code):
        yield "step", *match.span(), lambda old: "--" if old == "++" else "++"


def changes_of_file(file: str, runs: dict[str, int]) -> dict[str, list[Change]]:
    """By operator."""
    text = (ROOT / file).read_text(encoding="utf-8")
    lines, codes = text.split("\n"), masked(text).split("\n")
    result: dict[str, list[Change]] = {}
    for number, count in runs.items():
        at = int(number) - 1
        code = codes[at]
        if count == 0 or re.match(r"\s*(?:#|static_assert|case\b|for \(const auto)|.*\b(?:constexpr|template)\b", code):
            continue
        following = codes[at + 1] if at + 1 < len(codes) else ""
        for operator, begin, end, change in changes_of_line(code, following):
            line = lines[at]
            after = line[:begin] + change(line[begin:end]) + line[end:]
            result.setdefault(operator, []).append(Change(file, at + 1, operator, line, after))
    return result


def choose(seed: int) -> Iterator[Change]:
    """Without end: files in random order, round and round; in each an operator, then a place."""
    executed = json.loads(LINES.read_text(encoding="utf-8"))
    chance = random.Random(seed)
    left = {}
    for file, runs in sorted(executed.items()):
        if file.startswith("src/textmend/") and file.endswith(".cpp"):
            left[file] = changes_of_file(file, runs)
    while any(left.values()):
        files = sorted(file for file in left if left[file])
        chance.shuffle(files)
        for file in files:
            operator = chance.choice(sorted(left[file]))
            changes = left[file][operator]
            yield changes.pop(chance.randrange(len(changes)))
            if not changes:
                del left[file][operator]


# Builds and tests --------------------------------------------------------------------------------


class Caught(Exception):
    """A test failed; its name."""


class DoesNotCompile(Exception):
    pass


def copy_tree() -> None:
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    names = {name for name in listed if name and (ROOT / name).is_file()}
    for path in TREE.rglob("*") if TREE.exists() else []:
        if path.is_file() and str(path.relative_to(TREE)) not in names:
            path.unlink()
    for name in names:
        source, copy = ROOT / name, TREE / name
        if not copy.exists() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)


def kill_session(leader: int) -> None:
    """With all that it started: a test runs the program, and ninja gives each of its commands a
    process group of its own, but all stay in the session."""
    for process in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(ValueError, ProcessLookupError):
            if os.getsid(int(process.name)) == leader:
                os.kill(int(process.name), signal.SIGKILL)


def run(command: list[object], seconds: float | None = None) -> tuple[int, str]:
    """Exit code, and what it says; a code of -1 for one that does not end in time."""
    with subprocess.Popen([str(part) for part in command], cwd=TREE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, start_new_session=True) as process:
        try:
            output = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            kill_session(process.pid)
            process.communicate()
            return -1, ""
        return process.returncode, output.decode("utf-8", "replace")


def make(*targets: str, seconds: float | None = None) -> int:
    return run(["nice", "ninja", "-C", BUILD, *targets], seconds)[0]


def stages(file: str = "") -> list[tuple[str, list[object]]]:
    """Fast and near first. What needs texts from elsewhere is left out."""
    tests = [BUILD / "tests" / "textmend_tests", "--abort", "--filenames-as-tags"]
    textmend = BUILD / "textmend"
    name = pathlib.Path(file).stem + "_test"
    own = [("own", [*tests, f"[#{name}]"])] if (TREE / "tests" / "unit" / f"{name}.cpp").exists() else []
    return own + [
        ("unit", [*tests, "~[#cases_test]~[#fuzzing_test]"]),
        ("golden", [*tests, "golden texts come out as they should"]),
        ("rules test", [textmend, "rules", "test"]),
        ("rules check", [textmend, "rules", "check"]),
        ("cases", [*tests, "[#cases_test]~*at hand~golden*"]),
        ("fuzzing", [*tests, "[#fuzzing_test]"]),
        ("corpora", ["ctest", "--test-dir", BUILD, "--stop-on-failure", "-R", "^fuzz-"]),
    ]


def failure(stage: str, code: int, output: str) -> str:
    if code == -1:
        return f"{stage}: hangs"
    names = (re.search(r"^-{70,}\n(.+)\n", output, re.MULTILINE)
             or re.search(r"^\s*\d+ - (\S+) \(", output, re.MULTILINE)
             or re.search(r"^([^\n:]*\.toml:\d+: [^\n]*)", output, re.MULTILINE))
    return f"{stage}: {names[1] if names else 'exit code ' + str(code)}"


def test(limits: dict[str, float], file: str = "") -> dict[str, float]:
    """How long each stage took. Raises Caught when one fails or takes too long."""
    times = {}
    for stage, command in stages(file):
        if stage == "corpora" and make(seconds=limits.get("build")) != 0:
            raise Caught("build: the rest does not build")
        started = time.monotonic()
        code, output = run(["nice", *command], limits.get(stage, limits.get("unit")))
        if code != 0:
            raise Caught(failure(stage, code, output))
        times[stage] = time.monotonic() - started
    return times


def build(limits: dict[str, float]) -> None:
    # What makes the tables is all of the library; that it can't make them is a finding.
    if make("textmend_make_tables") != 0:
        raise DoesNotCompile
    if make("textmend_tests", "textmend_cli", seconds=limits.get("build")) != 0:
        raise Caught("build: the built-in rules are checked there, and their tables made")


def try_change(change: Change, limits: dict[str, float]) -> str:
    """What caught it, or nothing. Raises DoesNotCompile."""
    path = TREE / change.file
    original = (ROOT / change.file).read_text(encoding="utf-8")
    lines = original.split("\n")
    lines[change.line - 1] = change.after
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        build(limits)
        test(limits, change.file)
    except Caught as caught:
        return str(caught)
    finally:
        path.write_text(original, encoding="utf-8")
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2].removeprefix("usage: "))
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, default=None, help="9 in 10 by default")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if not LINES.exists():
        parser.error("needs build/coverage/lines.json: run tests/coverage.py first")
    chosen = (change for change in choose(arguments.seed)
              if not arguments.only or f"{change.file}:{change.line}" in arguments.only)
    if arguments.list:
        for _, change in zip(range(arguments.number), chosen):
            print(change.described())
        return 0

    copy_tree()
    code, output = run(["cmake", "-S", TREE, "-B", BUILD, *OPTIONS])
    if code != 0:
        parser.error(f"the copy can't be configured:\n{output}")
    started = time.monotonic()
    try:
        build({})
        print(f"built in {time.monotonic() - started:.0f} s", flush=True)
        times = test({})
    except (Caught, DoesNotCompile) as error:
        parser.error(f"fails without a change: {error or 'it does not build'}")
    print(", ".join(f"{stage} {seconds:.0f} s" for stage, seconds in times.items()), flush=True)
    # Other work on the machine must not look like a loop without end.
    limits = {stage: 5 * seconds + 30 for stage, seconds in times.items()}
    limits["build"] = 300

    results: list[tuple[Change, str]] = []
    for change in chosen:
        if len(results) == arguments.number:
            break
        started = time.monotonic()
        try:
            caught = try_change(change, limits)
        except DoesNotCompile:
            continue
        results.append((change, caught))
        print(f"{len(results):2} {change.described()}\n    {caught or 'SURVIVED'}"
              f" ({time.monotonic() - started:.0f} s)", flush=True)
    survivors = [change for change, caught in results if not caught]
    least = arguments.least if arguments.least is not None else -(-9 * len(results) // 10)
    caught_count = len(results) - len(survivors)
    print(f"\n{caught_count} of {len(results)} caught (seed {arguments.seed})")
    for change in survivors:
        print(f"SURVIVED {change.described()}")
    return 0 if caught_count >= least else 1


if __name__ == "__main__":
    sys.exit(main())
