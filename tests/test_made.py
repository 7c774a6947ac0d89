"""What was made before is taken again only where it is whole and was made of the same; without a cache all is made anew."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from taxonomy import made as module
from taxonomy.made import let_go, made


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of one's own."""
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def count(of: str, what: str = "thing", by: tuple[str, ...] = ("jinja2",)) -> tuple[bytes, int]:
    """Ask for a thing; its content, and how often it had to be made."""
    times: list[bytes] = []

    def make() -> bytes:
        times.append(of.encode())
        return b"made of " + times[-1]

    return made(what, of, by, make), len(times)


def kept(cache: Path) -> list[Path]:
    """The files in the cache."""
    return [path for path in cache.rglob(".made/*") if path.is_file()]


def test_thing_is_made_once(cache: Path) -> None:
    """The second time it is taken from the cache; of other ingredients, and as another sort of thing, it is another."""
    assert count("a") == (b"made of a", 1)
    assert count("a") == (b"made of a", 0)
    assert count("b") == (b"made of b", 1)
    assert count("a", what="other") == (b"made of a", 1)
    assert len(kept(cache)) == 3


def test_other_library_makes_it_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of a library has made counts for nothing."""
    assert count("a")[1] == 1
    monkeypatch.setattr(module, "_version", lambda _: "0.0")
    assert count("a")[1] == 1
    assert len(kept(cache)) == 2


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 100])
def test_damaged_thing_is_made_anew(content: bytes, cache: Path) -> None:
    """What was cut off or written over is not believed."""
    count("a")
    (path,) = kept(cache)
    path.write_bytes(content)
    assert count("a") == (b"made of a", 1)
    assert count("a") == (b"made of a", 0)


def test_nothing_is_kept_without_a_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where keeping is switched off, or the cache is a file, all is made each time."""
    monkeypatch.setenv("TAXONOMY_CACHE", "")
    assert [count("a")[1], count("a")[1]] == [1, 1]
    (tmp_path / "file").touch()
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "file"))
    assert [count("a")[1], count("a")[1]] == [1, 1]


def test_what_nobody_asks_for_is_let_go(cache: Path) -> None:
    """After a month without being asked for a thing goes; asking keeps it."""
    count("a")
    (old,) = kept(cache)
    count("b")
    month_ago = time.time() - 31 * 86_400
    for path in kept(cache):
        os.utime(path, (month_ago, month_ago))
    count("b")
    let_go()
    assert [path for path in kept(cache) if path == old] == []
    assert len(kept(cache)) == 1
    assert count("b") == (b"made of b", 0)


def test_what_cannot_be_kept_is_made_and_leaves_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no failure of what is made."""
    count("a")

    def refuse(_: Path, __: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    assert count("b") == (b"made of b", 1)
    assert len(kept(cache)) == 1
