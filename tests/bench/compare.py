#!/usr/bin/env python3
"""Compares textmend with a plain copy, with other tools and with its own targets, in one run.

Builds the preset `bench`, makes the texts (build/bench/corpus), and prints a table that is also
written to build/bench/result.json. All programs run pinned to one core, one after the other in
turns, and the median counts. README.md explains the rows.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "tests" / "bench"
BUILD = ROOT / "build" / "bench"
CORPUS = BUILD / "corpus"
VENV = BUILD / "venv"
SHM = Path("/dev/shm")
TEXTMEND = [str(BUILD / "textmend"), "--isolated"]
COPY = [str(BUILD / "plain_copy")]
HOSTILE = [
    "marks", "marks-lines", "spaces", "base64", "runs", "quotes", "blank", "ligatures",
    "ligatures-lines", "one-line",
]  # fmt: skip

# Targets -----------------------------------------------------------------------------------------

COPY_SHARE = 0.4
SED_TIMES = 40
FTFY_TIMES = 250
INSIDE_MBPS, INSIDE_MEMCPY_MBPS = 1000, 7800  # on a machine that copies memory so fast
WORLD_SHARE = 0.4
DAMAGED_MBPS, DAMAGED_FTFY_TIMES = 40, 20
HOSTILE_MBPS, HOSTILE_DOUBLING = 5, 2.2
START_MS = 5
PEAK_MB = 256
RULES, RULES_SHARE = 200, 0.5


def say(text):
    print(text, file=sys.stderr, flush=True)


# Running -----------------------------------------------------------------------------------------


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # user + system, of the children of a pipe too
    peak: int  # bytes


def run(command, stdin, timeout, stdout=subprocess.DEVNULL):
    """The cost of `command`, or None if it failed or took too long."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    timer = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return None
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


@dataclass
class Job:
    command: list
    path: Path
    to: Path = Path(os.devnull)

    def run(self, timeout):
        with self.path.open("rb") as stdin, self.to.open("wb") as stdout:
            return run(self.command, stdin, timeout, stdout)

    @property
    def megabytes(self):
        return self.path.stat().st_size / 1e6


class Race:
    """Jobs that run in turns; the median of each counts."""

    def __init__(self, options):
        self.options = options
        self.jobs = {}
        self.costs = {}

    def add(self, name, *job):
        self.jobs[name] = Job(*job)

    def start(self):
        dropped = set()
        for turn in range(self.options.runs):
            for name, job in self.jobs.items():
                if name in dropped:
                    continue
                if turn == 0:
                    say(f"  {name}, {job.megabytes:.1f} MB")
                cost = job.run(self.options.timeout)
                if cost is None:
                    say(f"  {name} failed or took more than {self.options.timeout:.0f} s")
                    dropped.add(name)
                    self.costs.pop(name, None)
                    continue
                self.costs.setdefault(name, []).append(cost)
        return self

    def cpu(self, name):
        costs = self.costs.get(name)
        return statistics.median(cost.cpu for cost in costs) if costs else None

    def wall(self, name):
        costs = self.costs.get(name)
        return statistics.median(cost.wall for cost in costs) if costs else None

    def rate(self, name):
        """MB of input a second of processor time."""
        cpu = self.cpu(name)
        return self.jobs[name].megabytes / max(cpu, 1e-6) if cpu is not None else None

    def wall_rate(self, name):
        wall = self.wall(name)
        return self.jobs[name].megabytes / wall if wall is not None else None


class Table:
    def __init__(self):
        self.rows = []

    def add(self, row, value, unit="", target="", met=None, note=""):
        """`met` is True, False, or None where nothing can be said."""
        note = note or ("not measured" if value is None else "")
        self.rows.append(dict(row=row, value=value, unit=unit, target=target, met=met, note=note))

    def at_least(self, row, value, least, unit="", note=""):
        met = value is not None and value >= least
        self.add(row, value, unit, f">= {number(least)}", met, note)

    def at_most(self, row, value, most, unit="", note=""):
        met = value is not None and value <= most
        self.add(row, value, unit, f"<= {number(most)}", met, note)

    def print(self):
        cells = [("", "value", "", "target", "met", "")]
        for row in self.rows:
            cells.append(
                (
                    row["row"],
                    number(row["value"]),
                    row["unit"],
                    row["target"],
                    {True: "yes", False: "NO", None: ""}[row["met"]],
                    row["note"],
                )
            )
        widths = [max(len(line[i]) for line in cells) for i in range(5)]
        for name, value, unit, target, met, note in cells:
            print(
                f"{name:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}  "
                f"{target:<{widths[3]}}  {met:<{widths[4]}} {note}".rstrip()
            )


def number(value):
    if value is None:
        return "-"
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"


def ratio(a, b):
    return a / b if a is not None and b else None


# Texts -------------------------------------------------------------------------------------------


def text(kind, megabytes, folder=CORPUS):
    """The file of that kind and size, made if it is missing or older than what makes it."""
    maker = BENCH / "make_corpus.py"
    newest = max(path.stat().st_mtime for path in [maker, *(BENCH / "text").glob("*.txt")])
    path = folder / f"{kind}.txt"
    size = megabytes * 1e6
    if path.exists() and path.stat().st_mtime > newest:
        there = path.stat().st_size
        if size * 0.98 - 50_000 <= there <= size:
            return path
    say(f"making {kind}.txt, {megabytes:g} MB")
    subprocess.run([sys.executable, maker, folder, "--mb", str(megabytes), kind], check=True)
    return path


def head(path, megabytes):
    """A file of the first megabytes of `path`, up to a line end or blank."""
    size = int(megabytes * 1e6)
    if path.stat().st_size <= size:
        return path
    slice_path = path.with_name(f"{path.stem}-{megabytes:g}mb.part.txt")
    fresh = slice_path.exists() and slice_path.stat().st_mtime >= path.stat().st_mtime
    if not fresh:
        with path.open("rb") as file:
            data = file.read(size)
        end = max(data.rfind(b"\n"), data.rfind(b" ")) + 1 or size
        if data.rfind(b"\n") > size * 0.9:
            end = data.rfind(b"\n") + 1
        slice_path.write_bytes(data[:end])
    return slice_path


# Peers -------------------------------------------------------------------------------------------


def python_peers():
    """The Python peers that are there, installed into a venv of their own if need be."""
    python = VENV / "bin" / "python"
    there = []
    for name in ("ftfy", "plsfix"):
        test = [python, "-c", f"import {name}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if not python.exists() or subprocess.run(test, **quiet).returncode != 0:
            say(f"installing {name} into {VENV.relative_to(ROOT)}")
            subprocess.run([sys.executable, "-m", "venv", VENV], **quiet)
            subprocess.run([python, "-m", "pip", "install", "-q", name], **quiet)
        if python.exists() and subprocess.run(test, **quiet).returncode == 0:
            there.append(name)
        else:
            say(f"no {name} here and none to be had: left out")
    return {name: [str(python), str(BENCH / "peers" / "lines.py"), name] for name in there}


def peers():
    found = python_peers()
    tools = {
        "sed": ["sed", "-E", "-f", str(BENCH / "peers" / "fifteen.sed")],
        "perl": ["perl", "-CSD", str(BENCH / "peers" / "fifteen.pl")],
        "sd": [str(BENCH / "peers" / "fifteen-sd.sh")],
        "uconv": ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "any-nfc"],
    }
    for name, command in tools.items():
        if shutil.which(name):
            found[name] = command
        else:
            say(f"no {name} here: left out")
    return found


# Parts of the comparison -------------------------------------------------------------------------


def speed(options, table):
    """Whole processes, file to /dev/null."""
    files = {
        "clean": text("clean", options.mb),
        "mostly": text("mostly", options.mb),
        "damaged": text("damaged", options.mb / 8),
        "world": text("world", options.mb * 3 / 8),
    }
    check = subprocess.run([*TEXTMEND, "--check", files["clean"]], stdout=subprocess.DEVNULL)
    table.at_most("clean text that is changed", float(check.returncode != 0), 0, "files")

    race = Race(options)
    race.add("copy mostly", COPY, files["mostly"])
    for kind, path in files.items():
        race.add(f"textmend {kind}", TEXTMEND, path)
    if SHM.is_dir():  # some kernels throw away what goes to /dev/null before they look at it
        out = SHM / f"textmend-compare-{os.getpid()}"
        race.add("copy mostly, kept", COPY, files["mostly"], out)
        race.add("textmend mostly, kept", TEXTMEND, files["mostly"], out)
    there = peers()
    for name, command in there.items():
        for kind in ("mostly", "damaged"):
            race.add(f"{name} {kind}", command, head(files[kind], options.peer_mb))
    try:
        race.start()
    finally:
        if SHM.is_dir():
            out.unlink(missing_ok=True)

    for name in race.jobs:
        wall = race.wall_rate(name)
        note = f"{number(wall)} by the clock" if wall is not None else ""
        table.add(name, race.rate(name), "MB/s", note=note)
    mostly = race.rate("textmend mostly")

    def versus(row, name, times, kind="mostly"):
        if name not in race.jobs:
            table.add(row, None, "x", f">= {times}", None, f"no {name.split()[0]} here")
            return
        share = ratio(race.rate(f"textmend {kind}"), race.rate(name))
        table.at_least(row, share, times, "x")

    versus("textmend / copy, mostly", "copy mostly", COPY_SHARE)
    if SHM.is_dir():
        kept = ratio(race.rate("textmend mostly, kept"), race.rate("copy mostly, kept"))
        table.add("textmend / copy, mostly, kept", kept, "x")
    versus("textmend / sed, mostly", "sed mostly", SED_TIMES)
    versus("textmend / ftfy, mostly", "ftfy mostly", FTFY_TIMES)
    for name in ("plsfix", "perl", "sd", "uconv"):
        if name in there:
            table.add(f"textmend / {name}, mostly", ratio(mostly, race.rate(f"{name} mostly")), "x")
    world = ratio(race.rate("textmend world"), race.rate("textmend clean"))
    table.at_least("world / clean", world, WORLD_SHARE, "x")
    table.at_least("damaged", race.rate("textmend damaged"), DAMAGED_MBPS, "MB/s")
    versus("textmend / ftfy, damaged", "ftfy damaged", DAMAGED_FTFY_TIMES, "damaged")


def inside(options, table):
    """Cleaner::clean in process, against memcpy."""
    for kind in ("clean", "mostly"):
        text(kind, options.mb)
    text("damaged", options.mb / 8)
    text("world", options.mb * 3 / 8)
    say("  in process")
    done = subprocess.run(
        [
            BUILD / "parts_bench",
            "--benchmark_format=json",
            f"--benchmark_repetitions={max(2, options.runs)}",  # of one run there is no median
            "--benchmark_enable_random_interleaving=true",
            "--benchmark_report_aggregates_only=true",
            "--benchmark_min_time=0.2",
        ],
        env=os.environ | {"TEXTMEND_BENCH_MB": str(min(options.mb, 32))},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    if done.returncode != 0:
        table.at_least("in process, clean", None, INSIDE_MBPS, "MB/s", "parts_bench failed")
        return
    medians = {
        found["run_name"]: found
        for found in json.loads(done.stdout)["benchmarks"]
        if found.get("aggregate_name") == "median"
    }
    rates = {}
    for name, found in sorted(medians.items()):
        if "bytes_per_second" in found:
            rates[name] = found["bytes_per_second"] / 1e6
            table.add(f"in process: {name}", rates[name], "MB/s")
        else:
            micro = {"ns": 1e-3, "us": 1, "ms": 1e3}[found["time_unit"]]
            table.add(f"in process: {name}", found["cpu_time"] * micro / 1e3, "ms")
    memcpy = rates.get("memcpy")
    target = INSIDE_MBPS * (memcpy or INSIDE_MEMCPY_MBPS) / INSIDE_MEMCPY_MBPS
    note = f"{INSIDE_MBPS} where memcpy has {INSIDE_MEMCPY_MBPS}"
    table.at_least("in process, clean", rates.get("clean/clean"), target, "MB/s", note)


def hostile(options, table):
    """Twice the bytes may take little more than twice the time."""
    files = {kind: text(kind, options.hostile_mb) for kind in HOSTILE}
    if options.line_mb > options.hostile_mb:  # over the limit for lines
        name = f"one-line, {options.line_mb:g} MB"
        files[name] = text("one-line", options.line_mb, CORPUS / "long")
    short = CORPUS / "short.txt"
    short.write_text("x\n")
    race = Race(options)
    race.add("start", TEXTMEND, short)
    for name, path in files.items():
        half = options.line_mb / 2 if path.parent != CORPUS else options.hostile_mb / 2
        race.add(f"{name} 1", TEXTMEND, head(path, half))
        race.add(f"{name} 2", TEXTMEND, path)
    race.start()

    for name in files:
        rates = [race.rate(f"{name} {i}") for i in (1, 2)]
        slowest = min(rates) if None not in rates else None
        shown = f"N {number(rates[0])}, 2N {number(rates[1])}"
        table.at_least(f"hostile: {name}", slowest, HOSTILE_MBPS, "MB/s", shown)
        if slowest is None:
            table.at_most(f"hostile: {name}, doubling", None, HOSTILE_DOUBLING, "x")
            continue
        once, twice = (race.cpu(f"{name} {i}") - (race.cpu("start") or 0) for i in (1, 2))
        grows = race.jobs[f"{name} 2"].megabytes / race.jobs[f"{name} 1"].megabytes
        if once < 0.01:
            table.at_most(
                f"hostile: {name}, doubling", grows, HOSTILE_DOUBLING, "x", "too fast to tell"
            )
        else:
            table.at_most(f"hostile: {name}, doubling", twice / once, HOSTILE_DOUBLING, "x")


def start(options, table):
    """`echo x | textmend` against `cat`."""
    say(f"  start-up, {options.starts} times each")
    times = {"cat": [], "textmend": []}
    for _ in range(options.starts):
        for name, command in (("cat", ["cat"]), ("textmend", TEXTMEND)):
            read_end, write_end = os.pipe()
            os.write(write_end, b"x\n")
            os.close(write_end)
            cost = run(command, read_end, options.timeout)
            os.close(read_end)
            if cost is not None:
                times[name].append(cost.wall * 1e3)
    if not times["cat"] or not times["textmend"]:
        table.at_most("start-up over cat", None, START_MS, "ms")
        return
    cat, ours = (statistics.median(times[name]) for name in ("cat", "textmend"))
    note = f"textmend {ours:.1f}, cat {cat:.1f}"
    table.at_most("start-up over cat", ours - cat, START_MS, "ms", note)


def write_rules(folder):
    """Rule files as users may write them: names, units, lines that go."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "many").mkdir(parents=True)
    first = ["Nor", "Har", "Val", "Brem", "Tol", "Kess", "Wen", "Gray", "Lan", "Ost"]
    last = ["dale", "wick", "gate", "mere", "stead", "holm", "ford", "combe", "ness", "by"]
    units = ["Mio", "Mrd", "Tsd", "Stk", "qkm", "kmh", "Uhr", "kWh", "MWh", "Std"]
    for i in range(RULES):
        a, b, unit = first[i % 10], last[i // 10 % 10], units[i // 10 % 10] + "s" * (i // 100)
        b += "s" * (i // 100)
        if i % 10 < 5:  # a name that was torn apart
            kind, before, after = "replace", f"In {a} {b} it rained.", f"In {a}{b} it rained."
            params = [
                f"needs = ['{f'{a} {b}'[:8]}']",
                f"pattern = '(?<!\\p{{L}}){a} {b}(?!\\p{{L}})'",
                f"with = '{a}{b}'",
            ]
        elif i % 10 < 8:  # a unit without a space in front
            space = [" ", "\u00a0", "\u202f"][i % 10 - 5]
            kind, before, after = "replace", f"It has 30{unit}.", f"It has 30{space}{unit}."
            params = [
                f"needs = ['[0-9]{unit}']",
                f"pattern = '(?<=\\d){unit}(?!\\p{{L}})'",
                f"with = '{space}{unit}'",
            ]
        elif i % 10 == 8:  # lines of a certain site
            line = f"More from the {a}{b} desk"
            kind, before, after = "drop-lines", f"It rained.\\n{line}", "It rained."
            params = [f"literals = ['{line}', 'Follow {a}{b} by post']"]
        else:  # a line with something in it
            kind, before, after = "drop-lines", f"It rained.\\n5 min{i} read", "It rained."
            params = [f"needs = ['min{i} r']", f"anchor = ['^\\d{{1,2}} min{i} read$']"]
        lines = [
            "schema = 1",
            f'kind = "{kind}"',
            f'title = "Rule {i}"',
            'docs = { what = "A repair", why = "To measure many rules", not_for = "Use" }',
            "[params]",
            *params,
            "[[test]]",
            'name = "fires"',
            f'in = "{before}"',
            f'out = "{after}"',
        ]
        path = folder / "many" / f"rule-{i:03}.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rules(options, table):
    """Two hundred rules more."""
    folder = BUILD / "rules"
    write_rules(folder)
    mostly = text("mostly", options.mb)
    with_rules = [*TEXTMEND, "--rules", str(folder)]
    race = Race(options)
    race.add("textmend", TEXTMEND, mostly)
    race.add(f"textmend and {RULES} rules", with_rules, mostly)
    race.start()
    share = ratio(race.rate(f"textmend and {RULES} rules"), race.rate("textmend"))
    table.at_least(f"speed that {RULES} rules more leave", share, RULES_SHARE, "x")


def memory(options, table):
    """Peak memory while much text streams through a pipe: the largest of all in that pipe."""
    megabytes = options.stream_mb
    mostly = text("mostly", options.mb)
    say(f"  {megabytes:g} MB through a pipe")
    times = int(megabytes * 1e6 / mostly.stat().st_size) + 1
    script = 'for i in $(seq "$1"); do cat "$2"; done | head -c "$3" | "$4" --isolated'
    pipe = ["sh", "-c", script, "sh", str(times), str(mostly), str(int(megabytes * 1e6))]
    cost = run([*pipe, TEXTMEND[0]], subprocess.DEVNULL, options.timeout * 30)
    peak = cost.peak / 1e6 if cost else None
    note = f"{number(megabytes / cost.wall)} MB/s by the clock" if cost else ""
    table.at_most(f"peak memory, {megabytes / 1000:g} GB", peak, PEAK_MB, "MB", note)


PARTS = {
    "speed": speed,
    "inside": inside,
    "hostile": hostile,
    "start": start,
    "rules": rules,
    "memory": memory,
}

# -------------------------------------------------------------------------------------------------


def pin():
    """To one core, with all that is started from here. The last: interrupts like the first."""
    try:
        core = max(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {core})
        return core
    except (AttributeError, OSError):
        return None


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all of them")
    parser.add_argument("--mb", type=float, default=128, help="size of the prose (128)")
    parser.add_argument("--hostile-mb", type=float, default=10, help="of hostile texts (10)")
    parser.add_argument("--line-mb", type=float, default=100, help="of the one long line (100)")
    parser.add_argument("--peer-mb", type=float, default=4, help="what slow peers get (4)")
    parser.add_argument("--stream-mb", type=float, default=1000, help="for peak memory (1000)")
    parser.add_argument("--long", action="store_true", help="10 GB for peak memory")
    parser.add_argument("--runs", type=int, default=3, help="times that each program runs (3)")
    parser.add_argument("--starts", type=int, default=200, help="for start-up (200)")
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one run (120)")
    parser.add_argument("--small", action="store_true", help="a try of two minutes; sizes of a toy")
    parser.add_argument("--no-build", action="store_true", help="take what build/bench holds")
    options = parser.parse_intermixed_args(arguments)
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"no such part: {part}")
    if options.small:
        options.mb, options.hostile_mb, options.line_mb = 4, 1, 20
        options.peer_mb, options.stream_mb, options.starts = 0.5, 20, 20
    if options.long:
        options.stream_mb = 10_000
    return options


def main(arguments):
    options = options_of(arguments)
    if not options.no_build:
        say("building")
        subprocess.run(["cmake", "--preset", "bench"], cwd=ROOT, check=True, stdout=sys.stderr)
        subprocess.run(
            ["cmake", "--build", "--preset", "bench"], cwd=ROOT, check=True, stdout=sys.stderr
        )
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("TEXTMEND_CORPUS", None)
    core = pin()
    table = Table()
    for name, part in PARTS.items():
        if not options.parts or name in options.parts:
            say(name)
            part(options, table)

    missed = sum(row["met"] is False for row in table.rows)
    judged = sum(row["met"] is not None for row in table.rows)
    pinned = f"core {core}" if core is not None else "not pinned"
    print(f"{processor()}, {pinned}, median of {options.runs}; MB/s of processor time\n")
    table.print()
    print(f"\n{judged - missed} of {judged} targets met")
    result = {
        "processor": processor(),
        "pinned": core is not None,
        "options": vars(options),
        "rows": table.rows,
        "met": judged - missed,
        "targets": judged,
    }
    (BUILD / "result.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 0 if missed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
