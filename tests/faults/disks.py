"""Full disks, disks that can't be written, limits on file sizes. Runs in a mount name space of its
own (see run.py), so that no mount outlives it."""

import os
import resource
import subprocess

from tree import Tree, expect


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def test_full_disk(tools):
    """Room for a part of the second copy, from nothing to enough; each page is tried. The first run
    meets the end of the disk, the next has room."""
    folder = tools.folder("full")
    mount("-t", "tmpfs", "-o", "size=1m", "none", folder)
    tree = Tree(folder, tools.program, 3, kinds=3, size=150_000)
    filler = os.path.join(folder, "filler")
    page = 4096
    full = tried = 0
    free = 0
    step = page if tools.long else 4 * page
    while True:
        tree.restore()
        with open(filler, "wb") as file:
            room = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize - free
            file.write(b"x" * max(room, 0))
        result = tools.program.write(tree.files)
        os.unlink(filler)
        tried += 1
        new = tree.count_new()
        tree.expect_no_strays(f"with {free} bytes free")
        if new == len(tree.files):
            expect(result.returncode == 0, result.stderr)
            break
        full += 1
        expect(result.returncode == 2, f"exit code {result.returncode}: {result.stderr}")
        expect("No space left on device: the file is as it was" in result.stderr, result.stderr)
        free += step
    expect(full > 5, f"the disk was full only {full} times")
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    return f"{tried} sizes of the free space"


def test_read_only_mount(tools):
    folder = tools.folder("read-only")
    mount("-t", "tmpfs", "-o", "size=1m", "none", folder)
    tree = Tree(folder, tools.program, 5)
    mount("-o", "remount,ro", folder)
    result = tools.program.write(tree.files)
    expect(result.returncode == 2, f"exit code {result.returncode}")
    expect(result.stderr.count("Read-only file system") == 5, result.stderr)
    expect(tree.count_new() == 0, "written where nothing can be")
    result = subprocess.run(tools.program.command("--check", "--quiet", *tree.files), check=False)
    expect(result.returncode == 1, "--check can't read there")


def test_bound_file(tools):
    """A file that is a mount point itself, as containers have them, can't be replaced."""
    tree = Tree(tools.folder("bound"), tools.program, 2)
    mount("--bind", tree.files[0], tree.files[0])
    result = tools.program.write(tree.files)
    expect(result.returncode == 2, f"exit code {result.returncode}")
    expect("Device or resource busy: the file is as it was" in result.stderr, result.stderr)
    expect(tree.count_new() == 1, "not only the other file is new")
    tree.expect_no_strays("at a mount point")
    subprocess.run(["umount", tree.files[0]], check=True)


def test_file_size_limit(tools):
    tree = Tree(tools.folder("limit"), tools.program, 2, kinds=2, size=300_000)
    size = max(len(text) for text in tree.new)
    met = 0
    for limit in range(0, size + 40_000, 10_000 if tools.long else 40_000):
        tree.restore()
        result = tools.program.write(
            tree.files,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        new = tree.count_new()
        tree.expect_no_strays(f"under a limit of {limit}")
        fits = sum(len(tree.new[kind]) <= limit for kind in tree.kinds.values())
        expect(new == fits, f"under a limit of {limit} {new} files are new, and {fits} fit")
        expect(result.returncode == (0 if fits == 2 else 2), result.stderr)
        met += fits < 2
    expect(met > 3, "the limit was not met")


TESTS = [test_full_disk, test_read_only_mount, test_bound_file, test_file_size_limit]
