"""What was made before, by what it was made of: bytes in the user's own cache folder, so that a second build makes only what has changed.

A thing is kept under a name that its ingredients and the code have given it, so that it cannot be stale. Nothing depends on what is
kept: where it is absent or damaged, or where nothing can be kept, it is made anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from taxonomy.kept import put, shelf_of_code

_DAY = 86_400
_LONGEST = 30 * _DAY
"""Seconds after which a thing that nobody asked for is let go."""
_CHECKED = 16
"""Bytes before a thing by which damage is seen."""


def look_at_code() -> None:
    """See which code this is, before it does anything that takes long: what somebody changes in it meanwhile made none of what is kept."""
    _here()


def made(what: str, of: str, by: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
    """Make a thing, or take it as it was made before of the same.

    Args:
        what: what sort of thing it is.
        of: everything that it follows from, besides our code and the libraries.
        by: names of the libraries that make it.
        make: makes it.
    """
    path = _path(what, *map(_version, by), of)
    found = _read(path) if path else None
    if found is None:
        found = make()
        _keep(path, found)
    return found


def remember(what: str, content: bytes) -> None:
    """Keep what is to be known the next time; of the same code only."""
    _keep(_path(what), content)


def recall(what: str) -> bytes | None:
    """What was last remembered under that name, if anything is."""
    path = _path(what)
    return _read(path) if path else None


def _path(*told: str) -> Path | None:
    """Where something is kept of which that is told."""
    place = _here()
    if place is None:
        return None
    folder, code = place
    name = "\0".join((code, *told))
    return folder / blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _keep(path: Path | None, content: bytes) -> None:
    with suppress(OSError):
        if path:
            put(path, [_check(content), content])


@cache
def _version(library: str) -> str:
    """The version of a library, which takes long to find."""
    return version(library)


def let_go() -> None:
    """Let go of what nobody has asked for in a month."""
    place = _here()
    with suppress(OSError):
        for path in place[0].iterdir() if place else ():
            if path.stat().st_mtime < time.time() - _LONGEST:
                path.unlink()


def _here() -> tuple[Path, str] | None:
    """Where things are kept now, and what stands for our code."""
    return _place(os.environ.get("TAXONOMY_CACHE"), os.environ.get("XDG_CACHE_HOME"))


@lru_cache(maxsize=1)
def _place(_told: str | None, _usual: str | None) -> tuple[Path, str] | None:
    """Where things are kept, and what stands for our code, for one setting of the environment."""
    shelf = shelf_of_code()
    if shelf is None:
        return None
    folder = shelf.folder / ".made"  # of a name that begins with a dot, a shelf leaves it alone
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        return folder, shelf.state
    return None


def _read(path: Path) -> bytes | None:
    try:
        held = path.read_bytes()
        content = held[_CHECKED:]
        if held[:_CHECKED] != _check(content):
            return None
        if path.stat().st_mtime < time.time() - _DAY:
            with suppress(OSError):  # of a cache that only others may change
                path.touch()
    except OSError:
        return None
    return content


def _check(content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECKED).digest()
