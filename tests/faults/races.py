"""Other processes at work on the same files."""

import os
import re
import shlex
import subprocess
import threading
import time

from tree import Tree, expect

CHANGED = "was changed by someone else meanwhile: it was left alone"
LOCKED = "is locked by another program, perhaps another textmend: the file is as it was"


def try_swaps(tools, jobs):
    """With two threads there is another file beside it, which is cleaned whatever happens. Where a
    file that was prepared has changed before its turn, it is cleaned anew: what is lost then is
    nothing either."""
    count = 1 if jobs == "-j1" else 2
    tree = Tree(tools.folder(f"swapped{jobs}"), tools.program, count, kinds=1, size=80_000)
    path = tree.files[0]
    foreign = b"What another program wrote.\n"
    name = shlex.quote(path)
    ways = {
        "replaced": f"cp {name}.new {name}.tmp && mv {name}.tmp {name}",
        "written to": f"cat {name}.new > {name}",
        "appended to": f"cat {name}.new >> {name}",
        "removed": f"rm -f {name}",
    }
    made = tools.program.write(tree.files, jobs, fault="none").calls
    made = made[: made.index("renameat2") + 1]  # behind it our work is done
    moments = [
        (call, made[: i + 1].count(call))
        for i, call in enumerate(made)
        if call in ("openat", "write", "fchmod", "fsync", "renameat2")
    ]
    expect(len(moments) >= 5, f"calls: {made}")
    with open(path + ".new", "wb") as file:
        file.write(foreign)
    for call, number in moments:
        for way, command in ways.items():
            tree.restore()
            result = tools.program.write(
                tree.files, jobs, fault=f"{call}:{number}:run-before", run=command
            )
            told = f"{way} before {call} {number}: {result.stderr}"
            anew = count > 1 and result.returncode == 0
            expect(anew or result.returncode == 2, f"exit code {result.returncode}: {told}")
            if way == "removed":
                expect(not os.path.exists(path), told)
            else:
                expect(anew or CHANGED in result.stderr, told)
                with open(path, "rb") as file:
                    kept = file.read()
                before = (tree.new if anew else tree.old)[0] if way == "appended to" else b""
                expect(kept == before + foreign, f"lost: {told}")
            for other in tree.files[1:]:
                expect(tree.count_new([other]) == 1, f"not the other file: {told}")
            strays = set(tree.strays()) - {path + ".new"}
            expect(not strays, f"{strays}: {told}")
    return f"{len(moments)} moments, {len(ways)} ways"


def test_swapped_file(tools):
    """Another process puts a new file in the old one's place, or writes to it, at each call that a
    run makes after it opened the file: what the other one wrote is never lost."""
    return try_swaps(tools, "-j1")


def test_swapped_file_beside_another(tools):
    return try_swaps(tools, "-j2")


def test_runs_at_once(tools):
    """Every file is cleaned by one of them, and nobody takes another's temporary file for a
    leftover."""
    tree = Tree(tools.folder("at-once"), tools.program, 500 if tools.long else 60)
    met = 0
    for _ in range(10 if tools.long else 2):
        tree.restore()
        runs = []
        for k in range(3):
            files = list(tree.files)
            if k == 2:
                tools.rng.shuffle(files)
            runs.append(
                subprocess.Popen(
                    tools.program.command("-w", *files), stderr=subprocess.PIPE, encoding="utf-8"
                )
            )
        for run in runs:
            _, said = run.communicate()
            lines = said.splitlines()
            met += len(lines)
            other = [line for line in lines if not re.search(f"({LOCKED}|{CHANGED})$", line)]
            expect(not other, f"{other[:3]}")
            expect(run.returncode == (2 if lines else 0), f"exit code {run.returncode}: {lines}")
        tree.expect_all_new()
        tree.expect_no_strays("after runs at once")
    return f"they met {met} times"


class Editor(threading.Thread):
    """Saves new versions of random files, as editors do. Knows the last version of each."""

    def __init__(self, tree, rng):
        super().__init__()
        self.tree, self.rng = tree, rng
        self.last = {}
        self.running = True

    def run(self):
        version = 0
        while self.running:
            path = self.rng.choice(self.tree.files)
            version += 1
            text = f"Version {version} of this file , as its author saved it.\n".encode()
            with open(path + ".save", "wb") as file:
                file.write(text)
            os.rename(path + ".save", path)
            self.last[path] = text
            time.sleep(0.0005)


def test_editor(tools):
    """Somebody works on the files all the time: no version of theirs is lost."""
    tree = Tree(tools.folder("editor"), tools.program, 200 if tools.long else 40)
    editor = Editor(tree, tools.rng)
    editor.start()
    refused = 0
    try:
        for _ in range(100 if tools.long else 5):
            result = tools.program.write(tree.files)
            lines = result.stderr.splitlines()
            refused += len(lines)
            other = [line for line in lines if not line.endswith(CHANGED)]
            expect(not other, f"{other[:3]}")
    finally:
        editor.running = False
        editor.join()
    for path in tree.files:
        with open(path, "rb") as file:
            text = file.read()
        if path in editor.last:
            cleaned = editor.last[path].replace(b" ,", b",")
            expect(text in (editor.last[path], cleaned), f"{path}: a version was lost")
        else:
            expect(text == tree.new[tree.kinds[path]], f"{path} is not cleaned")
    tree.expect_no_strays("beside an editor")
    return f"{len(editor.last)} files saved, {refused} times in the way"


def test_closed_report(tools):
    """No file is replaced before it is on record, and a reader who has gone takes no more."""
    tree = Tree(tools.folder("report"), tools.program, 300)
    run = subprocess.Popen(
        tools.program.command("-w", "--report", "-", *tree.files),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    head = run.stdout.read(20_000)
    run.stdout.close()
    said = run.stderr.read().decode()
    run.stderr.close()
    run.wait()
    expect(run.returncode == 2 and "Broken pipe" in said, f"exit code {run.returncode}: {said}")
    expect(0 < len(head) and tree.count_new() < len(tree.files), "the report was not cut")
    tree.expect_no_strays("after a closed report")


TESTS = [
    test_swapped_file,
    test_swapped_file_beside_another,
    test_runs_at_once,
    test_editor,
    test_closed_report,
]
