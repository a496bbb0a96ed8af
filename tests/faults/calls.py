"""Every system call that matters fails in turn, is interrupted, does half of what it was asked for,
or is the last one of the process."""

import collections
import errno
import os
import re

from tree import Skip, Tree, expect

# What an error of a call may be. ENOSYS and EINVAL are here because some file systems can't.
ERRORS = {
    "open": [errno.EIO, errno.EMFILE],
    "openat": [errno.EIO, errno.ENOSPC],
    "opendir": [errno.EACCES],
    "read": [errno.EIO],
    "pread": [errno.EIO],
    "write": [errno.ENOSPC, errno.EIO, errno.EDQUOT],
    "fsync": [errno.EIO, errno.ENOSPC],
    "close": [errno.EIO],
    "flock": [errno.ENOLCK, errno.EWOULDBLOCK],
    "renameat2": [errno.EIO, errno.EINVAL, errno.ENOSYS, errno.EPERM],
    "renameat": [errno.EIO, errno.EXDEV],
    "linkat": [errno.EPERM, errno.EMLINK, errno.EIO],
    "unlinkat": [errno.EIO],
    "fstat": [errno.EIO],
    "fstatat": [errno.EIO, errno.ENOENT],
    "faccessat": [errno.EROFS, errno.EACCES],
    "fchown": [errno.EPERM],
    "fchmod": [errno.EPERM],
    "futimens": [errno.EPERM],
    "flistxattr": [errno.EIO, errno.ENOTSUP],
    "fgetxattr": [errno.EIO],
    "fsetxattr": [errno.EPERM, errno.ENOSPC],
    "fremovexattr": [errno.EIO],
    "getentropy": [errno.EIO],
    "realpath": [errno.EACCES],
}
# Calls without which nothing is lost: a run that meets an error there may end well.
HARMLESS = {"opendir", "close", "unlinkat", "flock", "flistxattr"}
CHANGING = {"openat", "write", "fsync", "linkat", "renameat2", "unlinkat"}
OPTIONS = ["--backup", "--keep-times"]
# One file after the other, and several in a folder that are replaced together.
WAYS = ["-j1", "-j2"]


class Case:
    """Two files, one large enough for several writes, with backups, attributes and times; so that
    a run makes every call there is."""

    def __init__(self, tools, name, count=2, jobs="-j1", **texts):
        self.tools = tools
        self.options = [*OPTIONS, jobs]
        texts = texts or {"size": 100_000}
        self.tree = Tree(tools.folder(name), tools.program, count, kinds=count, **texts)
        self.has_attributes = self.set_attributes()

    def set_attributes(self):
        """False where the file system has none: then their calls are not tried."""
        try:
            for path in self.tree.files:
                os.setxattr(path, "user.origin", b"scraped")
        except OSError:
            return False
        return True

    def calls(self):
        """The calls that a run makes, in their order."""
        result = self.run(fault="none")
        expect(result.returncode == 0, f"fails without a fault: {result.stderr}")
        self.tree.expect_all_new()
        return result.calls

    def run(self, **fault):
        """A run over old files."""
        for path in self.tree.strays():
            os.unlink(path)
        self.tree.restore()
        self.set_attributes()
        return self.tools.program.write(self.tree.files, *self.options, **fault)

    def backups(self):
        return [path for path in self.tree.strays() if path.endswith(".txt~")]

    def expect_sound(self, fault, killed=False):
        """Every file is whole, and there are backups of exactly those that are new. After a second
        run there is nothing else."""
        new = self.tree.count_new()
        # A file system that says it has no attributes is believed.
        if self.has_attributes and not re.fullmatch(f"flistxattr:.*:{errno.ENOTSUP}", fault):
            for path in self.tree.files:
                expect("user.origin" in os.listxattr(path), f"{fault}: {path} lost an attribute")
        for path in self.backups():
            with open(path, "rb") as file:
                expect(file.read() == self.tree.old[self.tree.kinds[path[:-1]]], f"{path}: {fault}")
        # A run that was killed may have made the backup and nothing more.
        expect(
            len(self.backups()) == new or killed and len(self.backups()) == new + 1,
            f"{fault}: {new} files are new and have {len(self.backups())} backups",
        )
        if killed:
            result = self.tools.program.write(self.tree.files, *self.options)
            expect(result.returncode == 0, f"{fault}: the next run: {result.stderr}")
            self.tree.expect_all_new()
        strays = set(self.tree.strays()) - set(self.backups())
        expect(not strays, f"{fault}: left over: {strays}")
        return new


def numbers(count, tools):
    """Which of `count` calls are tried: in a short run the first and the last."""
    return range(1, count + 1) if tools.long else sorted({1, count})


def try_failing_calls(tools, jobs):
    case = Case(tools, f"failing{jobs}", jobs=jobs)
    tried = 0
    totals = collections.Counter(case.calls())
    # `renameat` is the way where names can't be exchanged.
    expect({"write", "fsync", "renameat2", "openat", "close"} <= set(totals), f"calls: {totals}")
    for call, count in totals.items():
        for number in numbers(count, tools):
            for error in ERRORS[call] if tools.long else ERRORS[call][:1]:
                fault = f"{call}:{number}:{error}"
                result = case.run(fault=fault)
                tried += 1
                if call == "unlinkat" and case.tree.strays():
                    tools.program.write(case.tree.files)  # sweeps
                new = case.expect_sound(fault)
                expect(result.returncode in (0, 2), f"{fault}: exit code {result.returncode}")
                if result.returncode == 0:
                    expect(new == 2, f"{fault}: exit code 0, and not all is cleaned")
                else:
                    expect(result.stderr.startswith("textmend: "), f"{fault}: {result.stderr}")
                    expect(new < 2 or call in HARMLESS, f"{fault}: cleaned, but {result.stderr}")
    return f"{tried} faults in {len(totals)} calls with {jobs}"


def test_failing_calls(tools):
    return try_failing_calls(tools, "-j1")


def test_failing_calls_together(tools):
    return try_failing_calls(tools, "-j2")


def test_no_exchange(tools):
    """Where a file system can't exchange names: a plain rename, and its faults."""
    case = Case(tools, "no-exchange")
    result = case.run(fault=f"renameat2:0:{errno.EINVAL}")
    expect(result.returncode == 0, result.stderr)
    # Every other renameat2 fails: the first file is renamed, the second exchanged.
    expect(case.expect_sound("renameat2") == 2, "not all is cleaned")
    expect(result.calls.count("renameat") == 1, "no plain rename")


def test_interrupted_calls(tools):
    case = Case(tools, "interrupted")
    for call in ["open", "openat", "read", "write", "fsync"]:
        result = case.run(fault=f"{call}:0:{errno.EINTR}")
        expect(result.returncode == 0, f"{call}: {result.stderr}")
        expect(case.expect_sound(f"EINTR in {call}") == 2, f"EINTR in {call}: not all is cleaned")


def test_partial_calls(tools):
    case = Case(tools, "partial")
    for call in ["read", "write"]:
        for number in (0, 1, 2, 3) if tools.long else (0,):
            result = case.run(fault=f"{call}:{number}:short")
            expect(result.returncode == 0, f"{call}: {result.stderr}")
            expect(case.expect_sound(f"short {call}") == 2, f"short {call}: not all is cleaned")


def expect_second_reading_sound(case):
    faults = {"short": 0}  # and the exit code
    if case.tools.long:
        faults |= {str(errno.EINTR): 0, str(errno.EIO): 2}
    for what, code in faults.items():
        for number in (0, 1) if case.tools.long else (0,):
            fault = f"pread:{number}:{what}"
            result = case.run(fault=fault)
            expect(result.returncode == code, f"{fault}: {result.returncode} {result.stderr}")
            new = case.expect_sound(fault)
            expect(new == (len(case.tree.files) if code == 0 else 0), f"{fault}: {new} are new")


def test_copied_head(tools):
    """A file whose first section (1 Mi lines) needs no change: it is read again to be copied."""
    head = "Ok.\n" * (1 << 20)
    expect_second_reading_sound(Case(tools, "head", count=1, size=2000, head=head))


def test_other_encoding(tools):
    """A file in UTF-16 is read again to be compared with what its text would be written as."""
    expect_second_reading_sound(Case(tools, "utf-16", count=1, size=20_000, encoding="utf-16"))


def try_deaths(tools, jobs):
    case = Case(tools, f"killed-at{jobs}", jobs=jobs)
    tried = 0
    for call, count in collections.Counter(case.calls()).items():
        if not tools.long and call not in CHANGING:
            continue
        for number in numbers(count, tools):
            for when in ("before", "after") if tools.long else ("after",):
                fault = f"{call}:{number}:kill-{when}"
                result = case.run(fault=fault)
                expect(result.returncode == -9, f"{fault}: lived: {result.returncode}")
                case.expect_sound(fault, killed=True)
                tried += 1
    return f"{tried} deaths with {jobs}"


def test_killed_at_calls(tools):
    """Unlike random moments these miss none. A short run tries the calls that change what is on
    disk."""
    return try_deaths(tools, "-j1")


def test_killed_at_calls_together(tools):
    return try_deaths(tools, "-j2")


def test_order(tools):
    """A power cut can't be tried; but what is on disk when is known from the order of calls: a new
    file before it has its name, and the folder before an old file goes."""
    new = ["write", "fchmod", "futimens", "fsync"]
    swap, settle = ["linkat", "renameat2"], ["fsync", "unlinkat"]
    wanted = {
        "-j1": (new + swap + settle) * 2,
        "-j2": new * 2 + swap * 2 + ["fsync", "unlinkat", "unlinkat"],
    }
    for jobs in WAYS:
        case = Case(tools, f"order{jobs}", jobs=jobs)
        made = case.calls()
        if "renameat" in made:
            raise Skip("no names can be exchanged in this folder")
        steps = [call for call in made if call in new + swap + settle]
        steps = [call for i, call in enumerate(steps) if steps[i : i + 2] != ["write", "write"]]
        expect(steps == wanted[jobs], f"the order with {jobs} is {steps}")


def test_unsynced_folder(tools):
    """Files that share the sync of their folder are as they were if it fails, and nobody counts
    them."""
    case = Case(tools, "unsynced", jobs="-j2")
    last = case.calls().count("fsync")
    for text in ("--stats-json=-", "--report=-"):
        case.options = [*OPTIONS, "-j2", text]
        result = case.run(fault=f"fsync:{last}:{errno.EIO}")
        expect(result.returncode == 2, f"exit code {result.returncode}")
        expect(result.stderr.count("can't sync its folder: Input/output error") == 2, result.stderr)
        expect(case.expect_sound("unsynced") == 0, "replaced all the same")
        if text.startswith("--stats"):
            expect('"changed":0,"failed":2' in result.stdout, result.stdout)
        else:
            expect(result.stdout.count('"error":') == 2, result.stdout)


TESTS = [
    test_order,
    test_unsynced_folder,
    test_failing_calls,
    test_failing_calls_together,
    test_no_exchange,
    test_interrupted_calls,
    test_partial_calls,
    test_copied_head,
    test_other_encoding,
    test_killed_at_calls,
    test_killed_at_calls_together,
]
