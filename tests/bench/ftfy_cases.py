#!/usr/bin/env python3
"""Runs ftfy's own test cases through textmend, ftfy and plsfix, and prints a table.

    tests/bench/ftfy_cases.py FOLDER
    tests/bench/ftfy_cases.py FOLDER --textmend build/dev/textmend --show 20

FOLDER is a checkout of https://github.com/rspeer/python-ftfy, or a folder that holds its
`tests/test-cases/*.json`; the cases are no part of this repository. ftfy and plsfix are installed
from PyPI into build/bench/venv. A tool that can't be had is left out. README.md explains the rows.
The exit code is 1 if textmend misses a case that ftfy passes.
"""

import argparse
import json
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / "build" / "bench" / "venv"
GROUPS = ["repair", "leave", "ftfy fails"]

# One process for all cases, so that the time is that of the work: JSON lines in and out, and the
# seconds for --times runs at the end.
PEER = """
import json, sys, time
{setup}
texts = [json.loads(line) for line in sys.stdin]
started = time.perf_counter()
for _ in range({times}):
    results = [fix(text) for text in texts]
seconds = time.perf_counter() - started
for result in results:
    print(json.dumps(result))
print(seconds / {times})
"""
SETUPS = {
    "ftfy": "import ftfy\nfix = ftfy.fix_text",
    "ftfy, encoding only": "import ftfy\nfix = ftfy.fix_encoding",
    "plsfix": "import plsfix\nfix = plsfix.fix_text",
}


def say(text):
    print(text, file=sys.stderr, flush=True)


def load_cases(folder):
    """All cases with their group. Files are told by their content, whatever their place."""
    cases = []
    for path in sorted(folder.rglob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if not isinstance(content, list):
            continue
        for case in content:
            if not isinstance(case, dict) or not {"original", "fixed", "expect"} <= case.keys():
                continue
            case["encoding"] = case.get("fixed-encoding", case["fixed"])
            if case["expect"] != "pass":
                case["group"] = "ftfy fails"
            else:
                case["group"] = "leave" if case["encoding"] == case["original"] else "repair"
            case["file"] = path.stem
            cases.append(case)
    return cases


def python_with_peers():
    python = VENV / "bin" / "python"
    if not python.exists():
        say(f"making {VENV}")
        venv.create(VENV, with_pip=True)
    for peer in ("ftfy", "plsfix"):
        known = subprocess.run([python, "-c", f"import {peer}"], capture_output=True, check=False)
        if known.returncode != 0:
            install = [python, "-m", "pip", "install", "--quiet", peer]
            if subprocess.run(install, check=False).returncode != 0:
                say(f"{peer} can't be installed and is left out")
    return python


def run_peer(python, name, texts, times):
    program = PEER.format(setup=SETUPS[name], times=times)
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        [python, "-c", program], input=lines, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        return None
    *results, seconds = done.stdout.splitlines()
    return [json.loads(line) for line in results], float(seconds)


def textmend_call(command, texts):
    """Each case is a document of its own: a file, as one stream would be one document."""
    started = time.perf_counter()
    results = []
    for text in texts:
        done = subprocess.run(
            command, input=text.encode("utf-8", "surrogatepass"), capture_output=True, check=False
        )
        results.append(done.stdout.decode("utf-8", "replace"))
    return results, time.perf_counter() - started


def run_textmend(program, texts, times):
    """The results, and the seconds of processor-bound work for all cases: those of one stream of
    all of them, many times over, less those of an empty one."""
    command = [program, "--isolated"]
    results, _ = textmend_call(command, texts)
    repeats = 50 * times
    stream = "\n\n".join(texts * repeats).encode("utf-8", "surrogatepass")
    started = time.perf_counter()
    subprocess.run(command, input=stream, capture_output=True, check=False)
    loaded = time.perf_counter() - started
    started = time.perf_counter()
    subprocess.run(command, input=b"", capture_output=True, check=False)
    empty = time.perf_counter() - started
    return results, max(loaded - empty, 1e-6) / repeats


def is_hit(case, result):
    wanted = (case["encoding"], case["fixed"])
    return result in wanted or result.removesuffix("\n") in wanted


def table(cases, outputs):
    counts = {group: sum(case["group"] == group for case in cases) for group in GROUPS}
    size = sum(len(case["original"].encode("utf-8", "surrogatepass")) for case in cases)
    header = "".join(f"{group + ' ' + str(counts[group]):>16}" for group in GROUPS)
    print(f"{'':22}{header}{'ms for all':>12}{'MB/s':>8}")
    for name, (results, seconds) in outputs.items():
        row = f"{name:22}"
        for group in GROUPS:
            hits = sum(
                is_hit(case, result)
                for case, result in zip(cases, results)
                if case["group"] == group
            )
            row += f"{hits:16}"
        print(f"{row}{1000 * seconds:12.2f}{size / seconds / 1e6:8.2f}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--textmend", default=str(ROOT / "build" / "release" / "textmend"))
    parser.add_argument("--times", type=int, default=5, help="runs of which the mean counts")
    parser.add_argument("--show", type=int, default=10, help="missed cases to print")
    options = parser.parse_args()
    cases = load_cases(options.folder)
    if not cases:
        sys.exit(f"{options.folder} holds no test cases of ftfy")
    texts = [case["original"] for case in cases]
    outputs = {"textmend": run_textmend(options.textmend, texts, options.times)}
    python = python_with_peers()
    for name in SETUPS:
        result = run_peer(python, name, texts, options.times)
        if result is not None:
            outputs[name] = result
    table(cases, outputs)
    missed = [
        (case, result)
        for case, result in zip(cases, outputs["textmend"][0])
        if case["group"] != "ftfy fails" and not is_hit(case, result)
    ]
    for case, result in missed[: options.show]:
        print(f"{case['file']}: {case.get('label', '')}")
        print(f"  in   {case['original']!r}\n  out  {result!r}\n  want {case['encoding']!r}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
