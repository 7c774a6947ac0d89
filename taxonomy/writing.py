"""Text files that are written whole or not at all, and never over what a person wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from taxonomy.errors import SetupError

_MODE = 0o644


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet.

    Args:
        path: the file.
        text: its content.

    Raises:
        SetupError: something of that name is there, or the file cannot be written; nothing was changed.
    """
    with _beside(path, text, _MODE) as beside:
        try:
            os.link(beside, path)
        except OSError as error:  # also where the file system knows no second names of a file
            if os.path.lexists(path):
                raise SetupError(f"{path} is there already and is never overwritten; edit it, or delete it first") from error
            beside.replace(path)


def replace_file(path: Path, text: str) -> None:
    """Write a file anew.

    Args:
        path: the file; a link is followed.
        text: its new content.

    Raises:
        SetupError: it cannot be written; what was there is as it was.
    """
    target = path.resolve()
    with _beside(target, text, target.stat().st_mode & 0o777 if target.exists() else _MODE) as beside:
        beside.replace(target)


@contextmanager
def _beside(path: Path, text: str, mode: int) -> Iterator[Path]:
    """A whole file in the folder of the one that is to be written; it is gone afterwards."""
    name = ""
    try:
        handle, name = mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(mode)
        yield Path(name)
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror or error}; nothing was changed") from error
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
