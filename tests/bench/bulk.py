#!/usr/bin/env python3
"""How much faster two cores are than one, over folders and JSON lines, and what a record costs.

    tests/bench/bulk.py                              build/release/textmend, in /dev/shm
    tests/bench/bulk.py --against OLD --turns 20     another program in the same turns
    tests/bench/bulk.py --folder DIR small-write     on another file system; some rows only
    tests/bench/bulk.py --alone                      on a machine that has other work to do; root only

All runs of a row go in turns, with one thread and with two, so that what else the machine does
meets all of them. A row says the best time by the clock for one and for two threads, how many times
faster two are (the median of the turns), and the processor time that they take. Before a run that
writes, the folder is copied anew. With --alone the programs have real-time priority (chrt), for the
second that they run: else two threads often share a core where others have to wait for it.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKER = ROOT / "tests" / "bench" / "make_corpus.py"


def prose(base, kind, megabytes):
    subprocess.run([sys.executable, MAKER, base, "--mb", str(megabytes), kind], check=True)
    return (base / f"{kind}.txt").read_text(encoding="utf-8")


def pieces(text, size):
    """Runs of whole lines of about that many characters."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + size)
        end = len(text) if end < 0 else end + 1
        yield text[at:end]
        at = end


def make_tree(base, name, text, count, size):
    """Folders of 100 files; the text is used again and again."""
    folder = base / name
    parts = list(pieces(text, size))
    for i in range(count):
        path = folder / f"{i // 100:03}" / f"{i:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(parts[i % len(parts)], encoding="utf-8")
    return folder


def make_records(path, text):
    """Records of 2 KB, as a crawler writes them: one line end in six is an escape."""
    with path.open("w", encoding="utf-8") as file:
        for number, part in enumerate(pieces(text, 2000)):
            record = {"id": number, "url": f"https://example.org/{number}", "text": part}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


class Work:
    """What is run: arguments, with what is cleaned, and how to get that anew."""

    def __init__(self, arguments, source, writes=False):
        self.arguments, self.source, self.writes = arguments, source, writes
        self.target = source.with_name("work") if writes else source

    def size(self):
        if self.source.is_file():
            return self.source.stat().st_size / 1e6
        return sum(path.stat().st_size for path in self.source.rglob("*.txt")) / 1e6

    def cost(self, program, jobs, prefix):
        """Seconds by the clock, and of processor time."""
        if self.writes:
            shutil.rmtree(self.target, ignore_errors=True)
            shutil.copytree(self.source, self.target)
            os.sync()
        command = [*prefix, program, "--isolated", *self.arguments, "-j", str(jobs), str(self.target)]
        before = os.times()
        started = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - started
        after = os.times()
        if done.returncode not in (0, 1):
            sys.exit(f"{command} failed: {done.returncode}")
        cpu = (after.children_user - before.children_user) + (
            after.children_system - before.children_system
        )
        return wall, cpu


def works(base, wanted):
    """Rows by name; only what is wanted is made."""
    made = {}

    def source(name):
        if name in made:
            return made[name]
        if name == "small":
            made[name] = make_tree(base, name, prose(base, "mostly", 20), 20_000, 4000)
        elif name == "large":
            made[name] = make_tree(base, name, prose(base, "mostly", 20), 200, 1_000_000)
        else:
            kind = "clean" if name == "records" else "mostly"
            made[name] = make_records(base / f"{name}.jsonl", prose(base, kind, 64))
        return made[name]

    jsonl = ["--jsonl", "/text"]
    rows = {
        "small-check": (["--check"], "small"),
        "small-stats": (["--check", "--stats"], "small"),
        "small-write": (["-w"], "small"),
        "large-check": (["--check"], "large"),
        "large-stats": (["--check", "--stats"], "large"),
        "large-write": (["-w"], "large"),
        "records": (jsonl, "records"),
        "records-damaged": (jsonl, "records-damaged"),
        "records-annotate": ([*jsonl, "--annotate", "/mend"], "records"),
    }
    for name in wanted or rows:
        if name not in rows:
            sys.exit(f"no row {name}; there are {', '.join(rows)}")
        arguments, kind = rows[name]
        yield name, Work(arguments, source(kind), "-w" in arguments)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--program", default=str(ROOT / "build/release/textmend"))
    parser.add_argument("--against", help="another program")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--folder", default="/dev/shm")
    parser.add_argument("--alone", action="store_true", help="with real-time priority")
    options = parser.parse_args()
    programs = [options.program] + ([options.against] if options.against else [])
    prefix = ["chrt", "-f", "1"] if options.alone else []
    base = Path(tempfile.mkdtemp(prefix="textmend-bulk-", dir=options.folder))
    try:
        print(f"{'':28}   -j 1    -j 2   times   MB/s a core   cpu -j 1  -j 2")
        for name, work in works(base, options.rows):
            best, times = {}, {program: [] for program in programs}
            for _ in range(options.turns):
                for program in programs:
                    walls = []
                    for jobs in (1, 2):
                        cost = work.cost(program, jobs, prefix)
                        old = best.get((program, jobs), cost)
                        best[program, jobs] = tuple(map(min, old, cost))
                        walls.append(cost[0])
                    times[program].append(walls[0] / walls[1])
            for program in programs:
                (wall1, cpu1), (wall2, cpu2) = best[program, 1], best[program, 2]
                row = name if program == options.program else f"{name}, against"
                print(
                    f"{row:28} {wall1:6.3f}  {wall2:6.3f}  {statistics.median(times[program]):6.2f} "
                    f"{work.size() / cpu1:13.0f}   {cpu1:8.3f}  {cpu2:.3f}",
                    flush=True,
                )
    finally:
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
