"""A folder of damaged files, of which each must stay what it was or become what the program makes
of it, and nothing else may be left in it."""

import os
import random
import re
import subprocess
import tempfile

TEMPORARY = re.compile(r"\.textmend-[0-9a-f]{16}\.tmp$")
FOLDER_FILES = 50
RULE = "core/space-before-comma-and-stop"
# What a file is made of: one damaged sentence, and many good ones. (Where many marks are spaced,
# that is the house style, and left alone.)
DAMAGED = "The mill at %d Harbour Lane was sold , and the wheel has not turned since.\n"
GOOD = "On day %d, a Monday, the council met again, and it voted for the new bridge, at last.\n"


class Failure(Exception):
    """What a test found."""


class Skip(Exception):
    """Why a test can't be tried here."""


def expect(truth, what):
    if not truth:
        raise Failure(what)


def damaged(seed, size):
    """About `size` bytes, with damage at the beginning and at the end and in between."""
    rng = random.Random(seed)
    lines = [(GOOD if i % 11 else DAMAGED) % rng.randrange(10**6) for i in range(1 + size // 900 * 11)]
    return "".join(lines).encode()


class Program:
    """How textmend is called, with or without a fault."""

    def __init__(self, path, inject):
        self.path = os.path.abspath(path)
        self.inject = os.path.abspath(inject)

    def command(self, *options):
        # What is tried is how files are written: one rule will do, and starts in half the time.
        return [self.path, "--isolated", "--profile", "none", "--select", RULE, *options]

    def clean(self, text):
        return subprocess.run(self.command(), input=text, stdout=subprocess.PIPE, check=True).stdout

    def environment(self, fault, log, run):
        env = dict(os.environ)
        if fault or log:
            env["LD_PRELOAD"] = self.inject
            env["TEXTMEND_FAULT_LOG"] = log
        if fault:
            env["TEXTMEND_FAULT"] = fault
        if run:
            env["TEXTMEND_FAULT_RUN"] = run
        return env

    def write(self, files, *options, fault=None, run=None, **how):
        """Cleans in place, with a fault that inject.cpp explains. The result has returncode, stderr
        as text and, if there was a fault ("none" is one), calls: the names of those made."""
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
            result = subprocess.run(
                self.command("-w", *options, *files),
                env=self.environment(fault, fault and log.name, run),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                timeout=600,
                **how,
            )
            result.calls = log.read().split()
        if fault:
            call, number = (*fault.split(":"), "0")[:2]
            made = result.calls if fault == "none" else [x for x in result.calls if x == call]
            expect(len(made) >= max(int(number), 1), f"{fault}: only {len(made)} such calls")
        return result


class Tree:
    """`count` files in folders of 50. Their contents are `kinds` different ones, of up to `size`
    bytes of UTF-8, so that the right answers are known without a run for each file. `head`, a
    section that needs no change, stands before each."""

    def __init__(self, folder, program, count, kinds=7, size=4000, head="", encoding="utf-8"):
        self.folder = folder
        texts = [damaged(f"{i}", (i + 1) * size // kinds) for i in range(kinds)]
        self.old = [(head + text.decode()).encode(encoding) for text in texts]
        self.new = [(head + program.clean(text).decode()).encode(encoding) for text in texts]
        for old, new in zip(self.old, self.new):
            expect(old != new, "a text that needs no change proves nothing")
        self.kinds = {}  # file: number of its content
        for i in range(count):
            path = os.path.join(folder, f"{i // FOLDER_FILES:03}", f"{i:05}.txt")
            self.kinds[path] = i % kinds
        self.files = list(self.kinds)
        self.folders = sorted({os.path.dirname(path) for path in self.files})
        for path in self.folders:
            os.makedirs(path)
        self.restore()

    def restore(self):
        for path, kind in self.kinds.items():
            with open(path, "wb") as file:
                file.write(self.old[kind])

    def count_new(self, files=None):
        """Fails unless every file is wholly old or wholly new; returns how many are new."""
        new = 0
        for path in files or self.files:
            with open(path, "rb") as file:
                text = file.read()
            kind = self.kinds[path]
            if text == self.new[kind]:
                new += 1
            else:
                expect(text == self.old[kind], f"{path} is neither old nor new")
        return new

    def expect_all_new(self):
        expect(self.count_new() == len(self.files), "not every file is cleaned")

    def strays(self):
        """All that is in the folders besides the files."""
        found = []
        for folder in self.folders:
            with os.scandir(folder) as entries:
                found += [entry.path for entry in entries if entry.path not in self.kinds]
        return found

    def expect_no_strays(self, when):
        strays = self.strays()
        expect(not strays, f"{len(strays)} stray files {when}: {strays[:3]}")
