"""Text files that are written whole or not at all, and never over what a person or another program wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from taxonomy.errors import SetupError
from taxonomy.locks import alone_in
from taxonomy.messages import reason

_MODE = 0o644


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; of several programs that try, one succeeds.

    Args:
        path: the file.
        text: its content.

    Raises:
        SetupError: something of that name is there, or the file cannot be written; nothing was changed.
    """
    with _beside(path, text, _MODE) as beside:
        try:
            _put_new(beside, path)
        except FileExistsError as error:
            raise SetupError(f"{path} is there already and is never overwritten; edit it, or delete it first") from error


def _put_new(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # the file system knows no second names of a file: whoever makes the empty file may fill it
        path.touch(exist_ok=False)
        beside.replace(path)


def replace_file(path: Path, text: str, *, was: str) -> None:
    """Write a file anew, unless another program has written it meanwhile.

    Args:
        path: the file; a link is followed.
        text: its new content.
        was: the content from which the new one was made; empty where there was no file.

    Raises:
        SetupError: the file holds something else by now, or cannot be written; what is there is as it was.
    """
    target = path.resolve()
    with _spoken(path), alone_in(target.parent):
        is_there = target.exists()
        if (target.read_text(encoding="utf-8") if is_there else "") != was:
            raise SetupError(f"{path} was changed by another program meanwhile; nothing was written, run the command again")
        with _beside(target, text, target.stat().st_mode & 0o777 if is_there else _MODE) as beside:
            beside.replace(target)


@contextmanager
def _beside(path: Path, text: str, mode: int) -> Iterator[Path]:
    """A whole file in the folder of the one that is to be written; it is gone afterwards."""
    name = ""
    try:
        with _spoken(path):
            handle, name = mkstemp(dir=path.parent, prefix=".new-")
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            yield Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)


@contextmanager
def _spoken(path: Path) -> Iterator[None]:
    """Tell the system's refusal in a sentence."""
    try:
        yield
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {reason(error)}; nothing was changed") from error
