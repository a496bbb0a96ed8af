"""Runs that are killed, or asked to stop, at random moments."""

import collections
import os
import re
import signal
import subprocess
import time

from tree import TEMPORARY, Tree, expect


STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start(tools, files, ignored=()):
    def set_signals():  # whatever we inherited
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)

    return subprocess.Popen(
        tools.program.command("-w", *files),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=set_signals,
    )


def times_for(tools, tree):
    """Seconds that a run takes before its first file, and with the whole tree."""
    seconds = []
    for options in [["--version"], ["-w", *tree.files]]:
        started = time.monotonic()
        subprocess.run(tools.program.command(*options), stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.monotonic() - started)
    tree.expect_all_new()
    tree.restore()
    return seconds


def test_kill_9(tools):
    """After each kill every file is wholly old or new, and what was left over is gone after the
    next run over that folder. A run goes on where the last one was killed."""
    kills, seconds = (1000, 3600) if tools.long else (60, 8)
    tree = Tree(tools.folder("kill-9"), tools.program, 5000 if tools.long else 200)
    start_time, whole_time = times_for(tools, tree)
    done = left = trees = new = most_new = 0
    end = time.monotonic() + seconds
    # On a slow machine fewer will do, but not none.
    while done < kills and (time.monotonic() < end or done < 5 or most_new < 20):
        files = tree.files[max(0, new - 50) :]
        run = start(tools, files)
        # Some die before their first file, most in the middle of one.
        time.sleep(tools.rng.uniform(start_time * 0.7, start_time + min(whole_time, 0.5)))
        run.send_signal(signal.SIGKILL)
        run.communicate()
        expect(run.returncode in (0, -signal.SIGKILL), f"exit code {run.returncode}")
        done += run.returncode != 0
        strays = tree.strays()
        if strays:
            expect(all(TEMPORARY.search(path) for path in strays), strays)
            left += 1
            folders = {os.path.dirname(path) for path in strays}
            result = tools.program.write([p for p in tree.files if os.path.dirname(p) in folders])
            expect(result.returncode == 0, result.stderr)
            tree.expect_no_strays("after the next run")
        new = tree.count_new()
        most_new = max(most_new, new)
        if new == len(tree.files):
            trees += 1
            new = 0
            tree.restore()
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    tree.expect_all_new()
    tree.expect_no_strays("at the end")
    return (
        f"{done} kills over {len(tree.files)} files, {left} left temporary files, which "
        f"the next run removed; {trees} times through the tree"
    )


def test_stop_signals(tools):
    """What is done is told, nothing is left over, and the shell sees the signal."""
    tree = Tree(tools.folder("stop"), tools.program, 400 if tools.long else 60)
    start_time, whole_time = times_for(tools, tree)
    caught = collections.Counter()
    # A signal may come too early or too late.
    numbers = [number for number in STOPS for _ in range(20 if tools.long else 3)]
    for _ in range(10 * len(numbers)):
        if not numbers:
            break
        number = numbers[-1]
        tree.restore()
        run = start(tools, tree.files)
        time.sleep(tools.rng.uniform(start_time * 0.8, whole_time))
        run.send_signal(number)
        _, said = run.communicate()
        tree.expect_no_strays(f"after {number.name}")
        new = tree.count_new()
        told = re.fullmatch(rf"textmend: stopped by {number.name}: (\d+) files? done, .*\n", said)
        if run.returncode == 0:
            expect(new == len(tree.files), "exit code 0, and not all is cleaned")
        elif told:
            expect(run.returncode == -number, f"exit code {run.returncode}")
            expect(int(told[1]) == new, f"said {said}, but {new} are")
            caught[number.name] += 1
            numbers.pop()
        else:  # before there was anything to stop
            expect(run.returncode == -number and new == 0 and not said, f"{number.name}: {said}")
    expect(not numbers, f"too few signals came in time: {caught}")
    return " ".join(f"{name} {count}" for name, count in caught.items())


def test_nohup(tools):
    tree = Tree(tools.folder("nohup"), tools.program, 50)
    run = start(tools, tree.files, ignored=[signal.SIGHUP])
    time.sleep(0.05)
    run.send_signal(signal.SIGHUP)
    run.communicate()
    expect(run.returncode == 0, f"exit code {run.returncode}")
    tree.expect_all_new()


TESTS = [test_kill_9, test_stop_signals, test_nohup]
