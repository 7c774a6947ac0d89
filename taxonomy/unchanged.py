"""Pages of a finished site that a later build can take as they are, since they would be made of the same again.

Of each page is kept what it was made of, as a digest, and the sizes, times, numbers and rights of its files; a page is taken only where its
files are still those. What is kept lies in the user's own cache folder; where it is absent or damaged, all is made anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from taxonomy.made import recall, remember
from taxonomy.shells import Listed

_DIGEST = 20


class Made(NamedTuple):
    """A page of which all files are written.

    Attributes:
        page: what is listed of it.
        digest: what it was made of.
        files: addresses of its files below the site's root.
    """

    page: Listed
    digest: str
    files: tuple[str, ...]


class Unchanged:
    """The pages of a finished site."""

    def __init__(self, site: Path, state: str) -> None:
        """Recall what is kept of a site.

        Args:
            site: where it stands, or will stand.
            state: what all of its pages are made of, besides our code.
        """
        self._site = site.resolve()
        self._state = blake2b(state.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()
        self._pages: Mapping[str, Any] = {}
        with suppress(ValueError):
            kept = json.loads(recall(self._name) or b"{}")
            self._pages = kept.get("pages", {}) if kept.get("state") == self._state else {}

    @property
    def _name(self) -> str:
        return f"pages of {self._site}"

    def digest(self, made_of: bytes) -> str:
        """What stands for everything that a page is made of."""
        return blake2b(made_of, digest_size=_DIGEST, key=self._state.encode()).hexdigest()

    def take(self, path: str, digest: str, into: Path) -> Made | None:
        """Give the files of a page a second name in a site that is being made.

        Args:
            path: the page's address.
            digest: what it would be made of.
            into: the site that is being made; on the same file system.

        Returns:
            The page; None where it must be made, with nothing of it in the site.
        """
        before, listed, files = self._pages.get(path, ("", (), {}))
        if before != digest:
            return None
        done: list[str] = []
        try:
            for name, look in files.items():
                old, new = f"{self._site}/{name}", f"{into}/{name}"
                if _look(old) != look:
                    raise FileNotFoundError(name)
                _second_name(old, new)
                done.append(new)
            return Made(Listed(*listed), digest, tuple(files))
        except OSError:  # where a file has changed or is gone, or cannot have a second name
            for new in done:
                os.unlink(new)  # noqa: PTH108  # a plain name, as tens of thousands are made
            return None

    def keep(self, made: Iterable[Made], finished: Path) -> None:
        """Keep what pages were made of.

        Args:
            made: the pages.
            finished: the site that holds them, before it is put in its place: later another build's may stand there, whose files these
                are not.
        """
        with suppress(OSError):
            pages = {each.page.path: (each.digest, astuple(each.page), _looks(finished, each.files)) for each in made}
            remember(self._name, json.dumps({"state": self._state, "pages": pages}).encode())


def _looks(site: Path, files: Sequence[str]) -> dict[str, list[int]]:
    return {name: _look(f"{site}/{name}") for name in files}


def _look(path: str) -> list[int]:
    """Size, time, number and rights of a file."""
    told = os.lstat(path)
    return [told.st_size, told.st_mtime_ns, told.st_ino, told.st_mode]


def _second_name(old: str, new: str) -> None:
    """Give a file a second name, which it may have already: where a process was ended, another does its pages again."""
    try:
        os.link(old, new)
    except FileExistsError:
        if not os.path.samestat(os.lstat(old), os.lstat(new)):
            raise
    except FileNotFoundError:
        Path(new).parent.mkdir(parents=True, exist_ok=True)
        os.link(old, new)
