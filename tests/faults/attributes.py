"""What a file has besides its content goes along, or the file is refused."""

import errno
import os
import shutil
import stat
import struct
import subprocess

from tree import Skip, Tree, expect

ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"
# Tags of the kernel's <linux/posix_acl.h>.
USER_OBJ, USER, GROUP_OBJ, GROUP, MASK, OTHER = 1, 2, 4, 8, 0x10, 0x20
NOBODY = 65534


def access_list(*entries):
    """As in the kernel's <linux/posix_acl_xattr.h>: version 2, then tag, rights, id."""
    undefined = 2**32 - 1
    packed = struct.pack("<I", 2)
    for tag, rights, who in entries:
        packed += struct.pack("<HHI", tag, rights, undefined if who is None else who)
    return packed


def set_or_skip(path, name, value):
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.EPERM):
            raise Skip(f"no {name} in this folder: {error.strerror}") from error
        raise


def attributes(path):
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def one_file(tools, name):
    tree = Tree(tools.folder(name), tools.program, 1, kinds=1, size=2000)
    return tree, tree.files[0]


def test_extended_attributes(tools):
    tree, path = one_file(tools, "xattr")
    set_or_skip(path, "user.origin", b"scraped \0 in May")
    os.setxattr(path, "user.empty", b"")
    os.setxattr(path, "user.large", b"x" * 2000)
    try:
        os.setxattr(path, "trusted.mark", b"t")
    except PermissionError:
        pass  # for root only, and not in every container
    before = attributes(path)
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    tree.expect_all_new()
    expect(attributes(path) == before, f"{before} became {attributes(path)}")


def test_access_list(tools):
    tree, path = one_file(tools, "acl")
    wanted = access_list((USER_OBJ, 6, None), (USER, 4, 4711), (GROUP_OBJ, 0, None),
                         (GROUP, 6, 4712), (MASK, 4, None), (OTHER, 0, None))
    os.chmod(path, 0o600)
    set_or_skip(path, ACCESS, wanted)
    mode = os.stat(path).st_mode
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    tree.expect_all_new()
    expect(os.getxattr(path, ACCESS) == wanted, "another access list")
    expect(os.stat(path).st_mode == mode, f"mode {os.stat(path).st_mode:o} for {mode:o}")


def test_folders_default(tools):
    """A folder gives new files an access list. A file without one must not get it: it would let
    others read."""
    tree, path = one_file(tools, "acl-default")
    os.chmod(path, 0o664)
    set_or_skip(os.path.dirname(path), DEFAULT,
                access_list((USER_OBJ, 7, None), (USER, 7, 4711), (GROUP_OBJ, 0, None),
                            (MASK, 7, None), (OTHER, 0, None)))
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    tree.expect_all_new()
    expect(ACCESS not in os.listxattr(path), "the folder's access list stayed")
    expect(stat.S_IMODE(os.stat(path).st_mode) == 0o664, f"mode {os.stat(path).st_mode:o}")


def as_nobody(tools, tree, *options):
    """A run by somebody else, who may write in the folders. The program has to be readable."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0 or setpriv is None:
        raise Skip("needs root and setpriv to become somebody else")
    command = [setpriv, "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    if subprocess.run([*command, tools.program.path, "--version"], stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL, check=False).returncode != 0:
        raise Skip("nobody can't run the program where it is")
    for folder in tree.folders:
        os.chmod(folder, 0o777)
    return subprocess.run([*command, *tools.program.command("-w", *options, *tree.files)],
                          stderr=subprocess.PIPE, encoding="utf-8", check=False)


def expect_refused(tree, result, reason):
    expect(result.returncode == 2 and reason in result.stderr, f"{result.returncode}: {result.stderr}")
    expect(tree.count_new() == 0, "it was replaced")
    tree.expect_no_strays("of a refused file")


def test_foreign_file(tools):
    tree, path = one_file(tools, "foreign")
    os.chmod(path, 0o666)
    result = as_nobody(tools, tree)
    expect_refused(tree, result, "can't keep its owner and group (0:0): Operation not permitted")


def test_foreign_group(tools):
    tree, path = one_file(tools, "foreign-group")
    if os.geteuid() == 0:
        os.chown(path, NOBODY, 4711)
    expect_refused(tree, as_nobody(tools, tree), "can't keep its owner and group")


def test_capability(tools):
    """A right of the file that only root may give."""
    tree, path = one_file(tools, "capability")
    # <linux/capability.h>: revision 2, effective; cap_net_raw.
    set_or_skip(path, "security.capability", struct.pack("<IIIII", 0x02000001, 1 << 13, 0, 0, 0))
    os.chown(path, NOBODY, NOBODY)
    set_or_skip(path, "security.capability", struct.pack("<IIIII", 0x02000001, 1 << 13, 0, 0, 0))
    result = as_nobody(tools, tree)
    expect_refused(tree, result, "can't keep its extended attribute security.capability")
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    expect("security.capability" in os.listxattr(path), "lost")


def test_root_keeps_the_owner(tools):
    if os.geteuid() != 0:
        raise Skip("needs root")
    tree, path = one_file(tools, "owner")
    os.chown(path, 4711, 4712)
    os.chmod(path, 0o6755)
    result = tools.program.write(tree.files)
    expect(result.returncode == 0, result.stderr)
    tree.expect_all_new()
    now = os.stat(path)
    expect((now.st_uid, now.st_gid) == (4711, 4712), f"{now.st_uid}:{now.st_gid}")
    expect(stat.S_IMODE(now.st_mode) == 0o6755, f"mode {now.st_mode:o}")


TESTS = [
    test_extended_attributes,
    test_access_list,
    test_folders_default,
    test_foreign_file,
    test_foreign_group,
    test_capability,
    test_root_keeps_the_owner,
]
