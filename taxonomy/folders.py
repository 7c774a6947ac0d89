"""Folders that are made beside others and put in their place in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory

from taxonomy.locks import alone_in, is_in_use

_HERE = -100  # AT_FDCWD: paths are seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside another, in which its successor is made; it is gone afterwards.

    What a run left behind that was killed is cleared away; what a run works in that still goes on is left alone.

    Args:
        target: the folder whose successor is made.

    Raises:
        OSError: nothing can be made there.
    """
    prefix = f".{target.name}-in-the-making-"
    target.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(target.parent):
        for left in target.parent.glob(f"{escape(prefix)}*"):
            with suppress(OSError):
                if not is_in_use(left):
                    shutil.rmtree(left)
        scratch = TemporaryDirectory(dir=target.parent, prefix=prefix, ignore_cleanup_errors=True)
        mine = alone_in(Path(scratch.name))
        mine.__enter__()
    try:
        yield Path(scratch.name)
    finally:
        scratch.cleanup()
        mine.__exit__(None, None, None)


def put_in_place(fresh: Path, target: Path) -> None:
    """Put a finished folder where another stands, so that a reader sees the old one or the new one and never a part.

    Args:
        fresh: the finished folder; afterwards what stood at the target, if anything did.
        target: where it goes; on the same file system.

    Raises:
        OSError: it cannot be put there; what stood there still does.
    """
    if not os.path.lexists(target):
        try:
            fresh.rename(target)
        except OSError:
            if not os.path.lexists(target):  # else another program was first, and is replaced as if it had been there before
                raise
        else:
            return
    if not _exchanged(fresh, target):
        aside = fresh.with_name(f"{fresh.name}.old")
        target.rename(aside)
        try:
            fresh.rename(target)
        except OSError:
            aside.rename(target)
            raise
        aside.rename(fresh)


def keep_unchanged(fresh: Path, before: Path) -> None:
    """Put the files of another folder into a finished one where both hold the same: they are not written anew, and their times stay.

    Args:
        fresh: the finished folder; its files' content does not change.
        before: the other one, which need not be there; on the same file system.
    """
    for folder, _, names in os.walk(fresh):
        other = before / Path(folder).relative_to(fresh)
        if not other.is_dir():
            continue
        for name in names:
            with suppress(OSError):  # where a file cannot have a second name, the new one stays
                _keep(os.path.join(folder, name), os.path.join(other, name))  # noqa: PTH118  # tens of thousands of them


def _keep(new: str, old: str) -> None:
    """Put an older file in the place of a new one, if it is the same in all but its time."""
    one, other = os.lstat(new), os.lstat(old)
    if (one.st_mode, one.st_size) != (other.st_mode, other.st_size) or not S_ISREG(one.st_mode) or one.st_ino == other.st_ino:
        return
    with open(new, "rb") as fresh, open(old, "rb") as before:  # noqa: PTH123  # tens of thousands of them
        if fresh.read() != before.read():
            return
    kept = f"{new}.kept"
    os.link(old, kept)
    os.replace(kept, new)  # noqa: PTH105  # likewise


def write(path: Path, content: str | bytes) -> None:
    """Write a file, with the folders that it lies in.

    Raises:
        OSError: it cannot be written.
    """
    told = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(told)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(told)


def digest_of(folder: Path) -> str:
    """What stands for the names and contents of all files of a folder."""
    from hashlib import blake2b  # noqa: PLC0415  # slow to import, and seldom needed

    digest = blake2b(digest_size=32)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def packed(folder: Path) -> bytes:
    """All files of a folder in one piece, as a tape archive."""
    import io  # noqa: PLC0415  # slow to import, and seldom needed
    import tarfile  # noqa: PLC0415  # likewise

    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
    return held.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Make a folder of what `packed` gave; its files have the rights that files are made with now.

    Raises:
        OSError: a file cannot be written.
    """
    import io  # noqa: PLC0415  # slow to import, and seldom needed
    import tarfile  # noqa: PLC0415  # likewise

    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:  # folders come before what is in them
            path = folder / member.name
            if member.isdir():
                path.mkdir()
            elif file := archive.extractfile(member):
                path.write_bytes(file.read())


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two paths in one step, where the system can."""
    if sys.platform not in {"darwin", "linux"}:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    one_name, other_name = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(one_name, other_name, _EXCHANGE) == 0)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        return bool(libc.renameat2(_HERE, one_name, _HERE, other_name, _EXCHANGE) == 0)
    return False
