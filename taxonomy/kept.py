"""What was made of a folder of entries before, kept in the user's own cache folder: plain text, and used only while nothing has changed.

A *state* stands for the content of all files of the folder and for the code that reads them; whatever is kept is named after the
state that it was made of, so that it cannot be stale. To know the state, files are read only if their sizes, times or numbers differ
from those of the last look. Nothing depends on what is kept: where it is absent, damaged or belongs to somebody else, it is made anew.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple
from zlib import adler32, crc32

from taxonomy.limits import ENTRY, REGISTER_MIB
from taxonomy.version import __version__

SOUND = "index.json"
"""The name under which something is kept only of a folder without faults."""
_FORMAT = "1"
"""Changes with the form of what is kept."""
_LOOK, _OF, _EACH = "look", "of", "each"
_UNSURE = 2_000_000_000
"""Nanoseconds in which a file may change twice without another time: some file systems count in steps of two seconds."""
_PRIVATE = 0o700


class Shelf(NamedTuple):
    """Where things made of one state of a folder are kept.

    Attributes:
        folder: the folder for everything made of that folder of entries.
        state: its state.
    """

    folder: Path
    state: str

    def path(self, name: str) -> Path:
        """Where a thing of that name is kept, or would be."""
        return self.folder / f"{self.state}.{name}"

    def read(self, name: str) -> str | None:
        """What is kept under a name; None where nothing is."""
        with suppress(OSError, ValueError):
            return self.path(name).read_text(encoding="utf-8")
        return None

    def write(self, name: str, content: str) -> None:
        """Keep something, and let go of what was made of other states and of folders that are gone; what cannot be written is not kept."""
        from shutil import rmtree  # noqa: PLC0415  # slow to import, and seldom needed

        with suppress(OSError, ValueError):
            put(self.path(name), [content.encode()])
            for old in self.folder.iterdir():
                if old.name not in {_LOOK, _OF, _EACH} and not old.name.startswith((f"{self.state}.", ".")):
                    old.unlink()
            for other in self.folder.parent.iterdir():
                if (other / _OF).is_file() and not Path((other / _OF).read_text(encoding="utf-8")).exists():
                    rmtree(other)


class Lines(NamedTuple):
    """Lines that are kept of single files, each used only while its file and the code stay as they are.

    Attributes:
        place: where they are kept.
        code: the code that makes them.
        rows: name, size, times and number of each file, by name; of files that have changed a moment ago none.
    """

    place: Path
    code: bytes
    rows: Mapping[str, bytes]

    def read(self) -> dict[bytes, bytes]:
        """What is kept, by the rows of the files."""
        with suppress(OSError):
            head, _, kept = self.place.read_bytes().partition(b"\n")
            if head == self._head(kept):
                told = [line.rpartition(b"\0") for line in kept.split(b"\n")]
                return {row: line for row, _, line in told}
        return {}

    def write(self, lines: Mapping[bytes, bytes]) -> None:
        """Keep a line for each row; what cannot be written is not kept."""
        kept = b"\n".join([b"%s\0%s" % each for each in lines.items()])
        with suppress(OSError):
            put(self.place, [self._head(kept), b"\n", kept])

    def _head(self, kept: bytes) -> bytes:
        """What stands before lines that were made by this code and are not damaged."""
        return b"%s %08x" % (self.code, crc32(kept))


def lines_kept(folder: Path) -> Lines | None:
    """Find where lines are kept of the entry files of a folder; None where nothing can be kept."""
    try:
        home = _home(folder)
        seen = _seen(folder) if home else iter(())
        unsure = time.time_ns() - _UNSURE
        rows = {row[7 : row.index("\0")]: row.encode() for row, newest in seen if newest < unsure and "\n" not in row}  # without `papers/`
        return Lines(home / _EACH, _stamp(_code()).encode(), rows) if home else None
    except (OSError, ValueError, RuntimeError):  # the last where no home is known
        return None


def shelf_of(folder: Path) -> Shelf | None:
    """Find where things made of a folder of entries are kept.

    Args:
        folder: the folder, with `papers/` and `register.bib`.

    Returns:
        The shelf of its state; None where nothing can be kept, or where the folder holds something else than files of bounded size.
    """
    try:
        home = _home(folder)
        seen = sorted(_seen(folder)) if home else []
    except (OSError, ValueError, RuntimeError):  # the last where no home is known
        return None
    if home is None or not seen:
        return None
    code = _code()
    look = "\n".join([code, *(row for row, _ in seen)])
    state = _state_at(home, look)
    if state is None:
        now = time.time_ns()
        state = _state(code, folder, [row.partition("\0")[0] for row, _ in seen])
        settled = max(newest for _, newest in seen) < now - _UNSURE
        with suppress(OSError, ValueError):
            put(home / _LOOK, [f"{state}\n{look}".encode()] if settled else [])
    return Shelf(home, state)


def shelf_of_code() -> Shelf | None:
    """Find where things are kept that follow from the code alone; None where nothing can be kept."""
    try:
        home = _home(Path(__file__).parent)
        return Shelf(home, _stamp(_code())) if home else None
    except (OSError, ValueError, RuntimeError):
        return None


def _stamp(code: str) -> str:
    said = code.encode("utf-8", "surrogatepass")
    return f"{crc32(said):08x}{adler32(said):08x}{len(said):x}"


def _home(folder: Path) -> Path | None:
    """The folder in the user's cache for what is made of a folder; two that share one push each other's things out.

    TAXONOMY_CACHE names another cache, or, empty, none.
    """
    told = os.environ.get("TAXONOMY_CACHE")
    if told == "":
        return None
    usual = os.environ.get("XDG_CACHE_HOME", "")
    cache = Path(told) if told else (Path(usual) if os.path.isabs(usual) else Path.home() / ".cache") / "unlearning-taxonomy"  # noqa: PTH117  # a plain name
    home = cache / f"{crc32(os.fsencode(folder.resolve())):08x}"
    if not home.is_dir():
        home.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        put(home / _OF, [str(folder.resolve()).encode()])
    return home if not hasattr(os, "geteuid") or home.stat().st_uid == os.geteuid() else None


def _seen(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file: name, size, times and number in one row, and the newest of its times.

    Raises:
        ValueError: something is no plain file, or larger than any sound one.
    """
    with os.scandir(folder / "papers") as listed:
        most = ENTRY.kib << 10
        found = [(f"papers/{each.name}", each.stat(follow_symlinks=False), most) for each in listed if not each.name.startswith(".")]
    register = folder / "register.bib"
    if os.path.lexists(register):
        found.append(("register.bib", register.lstat(), REGISTER_MIB << 20))
    for name, told, most in found:
        if not S_ISREG(told.st_mode) or told.st_size > most:
            raise ValueError(name)
        yield f"{name}\0{told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}", max(told.st_mtime_ns, told.st_ctime_ns)


def _code() -> str:
    """The code that reads: version, sizes and times of its files, as a checkout changes them, and when a library came or went."""
    package = Path(__file__).parent
    libraries = [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder)]  # noqa: PTH112  # a plain name
    rows = [_FORMAT, __version__, sys.version, *(f"{folder} {os.stat(folder).st_mtime_ns}" for folder in libraries)]  # noqa: PTH116  # likewise
    for folder, inside, names in os.walk(package):
        inside[:] = [name for name in inside if not name.startswith(("_", "."))]
        for name in names:
            told = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118  # hundreds of them at each start
            rows.append(f"{folder}/{name} {told.st_size} {told.st_mtime_ns}")
    return "\n".join(sorted(rows))


def _state_at(home: Path, look: str) -> str | None:
    """The state that an earlier look found, if all looks the same."""
    with suppress(OSError, ValueError):
        state, _, then = (home / _LOOK).read_text(encoding="utf-8").partition("\n")
        return state if then == look and state.isalnum() else None
    return None


def _state(code: str, folder: Path, names: list[str]) -> str:
    """What the code and all files say."""
    from hashlib import blake2b  # noqa: PLC0415  # slow to import, and seldom needed

    state = blake2b(code.encode("utf-8", "surrogatepass"), digest_size=16)
    for name in names:
        content = (folder / name).read_bytes()
        state.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        state.update(content)
    return state.hexdigest()


def put(path: Path, content: Iterable[bytes]) -> None:
    """Write a file in one step, so that nobody finds half of it; nothing is left where that fails.

    Raises:
        OSError: it cannot be written.
    """
    from tempfile import mkstemp  # noqa: PLC0415  # slow to import, and seldom needed

    handle, beside = mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
        os.replace(beside, path)  # noqa: PTH105  # a plain name
    except BaseException:
        os.unlink(beside)  # noqa: PTH108  # likewise
        raise
