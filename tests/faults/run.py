#!/usr/bin/env python3
"""Faults on purpose, while textmend writes in place: nothing may be lost, whatever goes wrong.

    tests/faults/run.py PROGRAM INJECT             under a minute; part of ctest
    tests/faults/run.py PROGRAM INJECT --long      about an hour
    tests/faults/run.py PROGRAM INJECT --only kill_9,full_disk --folder /mnt/other

PROGRAM is build/*/textmend, INJECT build/*/tests/libtextmend_inject.so. README.md says what is
tried.
"""

import argparse
import importlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from tree import Failure, Program, Skip

PARTS = ["calls", "attributes", "races", "kills"]
MOUNTS = "disks"  # the part that needs a mount name space


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program")
    parser.add_argument("inject")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", metavar="NAME,...", help="tests, without `test_`")
    parser.add_argument("--folder", help="where the files are; default that of temporary files")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--mounts", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


class Tools:
    """What every test gets."""

    def __init__(self, options, base):
        self.program = Program(options.program, options.inject)
        self.long = options.long
        self.rng = random.Random(options.seed)
        self.base = base

    def folder(self, name):
        path = os.path.join(self.base, name)
        os.mkdir(path)
        return path


def tests(part, only):
    wanted = [name for name in (only or "").split(",") if name]
    for test in importlib.import_module(part).TESTS:
        name = test.__name__.removeprefix("test_")
        if not wanted or name in wanted:
            yield name, test


def run(test, name, tools):
    started = time.monotonic()
    try:
        said, result = test(tools), "ok"
    except Skip as skip:
        said, result = f"can't be tried: {skip}", "ok"
    except Failure as failure:
        said, result = failure, "not ok"
    except Exception:  # the next test may tell more
        said, result = traceback.format_exc(), "not ok"
    seconds = time.monotonic() - started
    print(f"{result} - {name} ({seconds:.1f} s){': ' if said else ''}{said or ''}", flush=True)
    return result == "ok"


def run_mounts(tools, seed):
    """The tests that mount, in a name space of their own, as root of it."""
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "-r", "--mount"]
    probe = [*unshare, "sh", "-c", "mount -t tmpfs none /mnt"]
    try:
        allowed = subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        print("ok - disks: can't be tried: mounting is not allowed here", flush=True)
        return True
    command = [*unshare, sys.executable, *sys.argv, "--mounts", "--seed", str(seed)]
    command += ["--folder", tools.base]  # removed by us, when nothing is mounted there any more
    return subprocess.run(command, check=False).returncode == 0


def main():
    options = arguments()
    if not options.mounts:
        print(f"seed {options.seed}", flush=True)
    base = tempfile.mkdtemp(prefix="textmend-faults-", dir=options.folder)
    os.chmod(base, 0o755)
    tools = Tools(options, base)
    passed = True
    try:
        for part in [MOUNTS] if options.mounts else PARTS:
            for name, test in tests(part, options.only):
                passed &= run(test, name, tools)
        if not options.mounts and any(tests(MOUNTS, options.only)):
            passed &= run_mounts(tools, options.seed)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
