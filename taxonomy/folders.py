"""Folders that are put in the place of others in one step."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def put_in_place(fresh: Path, target: Path) -> None:
    """Put a finished folder where another stands, so that a reader sees the old one or the new one and never a part.

    Args:
        fresh: the finished folder; afterwards what stood at the target, if anything did.
        target: where it goes; on the same file system.

    Raises:
        OSError: it cannot be put there; what stood there still does.
    """
    if not os.path.lexists(target):
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        aside = fresh.with_name(f"{fresh.name}.old")
        target.rename(aside)
        try:
            fresh.rename(target)
        except OSError:
            aside.rename(target)
            raise
        aside.rename(fresh)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two paths in one step, where the system can."""
    libc = ctypes.CDLL(None, use_errno=True)
    one_name, other_name = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(one_name, other_name, _EXCHANGE) == 0)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        return bool(libc.renameat2(_HERE, one_name, _HERE, other_name, _EXCHANGE) == 0)
    return False
