"""A folder takes the place of another whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from taxonomy import folders
from taxonomy.folders import digest_of, keep_unchanged, packed, put_in_place, unpack


def folder(path: Path, text: str) -> Path:
    """A folder that holds one file with a text."""
    path.mkdir()
    (path / "file").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("in_one_step", [True, False])
def test_folder_takes_the_place_of_another(tmp_path: Path, *, in_one_step: bool) -> None:
    """The new folder stands where the old one stood, and the old one where the new one was, on every system."""
    fresh, target = folder(tmp_path / "fresh", "new"), folder(tmp_path / "target", "old")
    exchanged = folders._exchanged if in_one_step else lambda *_: False
    with patch.object(folders, "_exchanged", exchanged):
        put_in_place(fresh, target)
    assert [(tmp_path / name / "file").read_text() for name in ("fresh", "target")] == ["old", "new"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "target"]


def test_folder_goes_where_nothing_stands(tmp_path: Path) -> None:
    """Where nothing stands, the folder is moved there."""
    put_in_place(folder(tmp_path / "fresh", "new"), tmp_path / "target")
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("in_one_step", [True, False])
def test_failure_leaves_the_old_folder(tmp_path: Path, *, in_one_step: bool) -> None:
    """If the new folder is gone, the old one stays where it was."""
    target = folder(tmp_path / "target", "old")
    exchanged = folders._exchanged if in_one_step else lambda *_: False
    with patch.object(folders, "_exchanged", exchanged), pytest.raises(OSError, match="fresh"):
        put_in_place(tmp_path / "fresh", target)
    assert (target / "file").read_text() == "old"


class Library:
    """Stands for the system's library: notes what it is asked to exchange, and says that it did."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def renamex_np(self, *told: object) -> int:
        """What macOS has."""
        self.asked.append(told)
        return 0


def test_each_system_exchanges_in_its_own_way(tmp_path: Path) -> None:
    """MacOS is asked by its own name for it; a system that knows none answers that nothing was exchanged."""
    library = Library()
    with patch("taxonomy.folders.ctypes.CDLL", return_value=library), patch("taxonomy.folders.sys.platform", "darwin"):
        assert folders._exchanged(tmp_path / "a", tmp_path / "b")
    assert library.asked == [(bytes(tmp_path / "a"), bytes(tmp_path / "b"), 2)]
    with patch("taxonomy.folders.sys.platform", "win32"):
        assert not folders._exchanged(tmp_path / "a", tmp_path / "b")


def test_system_without_locks_waits_for_nobody_and_clears_nothing_away(tmp_path: Path) -> None:
    """Where folders cannot be locked, work goes on, and what may be another program's is left alone."""
    left = tmp_path / ".site-in-the-making-left"
    left.mkdir()
    with patch("taxonomy.locks.fcntl", None), folders.workshop(tmp_path / "site"):
        assert left.is_dir()


def written(folder: Path, **files: str) -> Path:
    """A folder with files of these contents, one folder down."""
    (folder / "in").mkdir(parents=True)
    for name, content in files.items():
        (folder / "in" / name).write_text(content, encoding="utf-8")
    return folder


def test_files_that_did_not_change_stay_the_old_ones(tmp_path: Path) -> None:
    """Of two folders the finished one keeps its contents, and takes the other's file where both say the same."""
    fresh, old = written(tmp_path / "fresh", same="1", changed="2", new="3"), written(tmp_path / "old", same="1", changed="1", gone="4")
    keep_unchanged(fresh, old)
    assert {path.name: path.read_text(encoding="utf-8") for path in (fresh / "in").iterdir()} == {"same": "1", "changed": "2", "new": "3"}
    assert [name for name in ("same", "changed") if (fresh / "in" / name).samefile(old / "in" / name)] == ["same"]


def test_only_plain_files_of_the_same_rights_are_kept(tmp_path: Path) -> None:
    """A link, a folder or a file of other rights is not taken for the same, and no other folder need be there."""
    fresh, old = written(tmp_path / "fresh", a="1", b="1", c="1"), written(tmp_path / "old", b="1")
    (old / "in" / "a").symlink_to(old / "in" / "b")
    (old / "in" / "b").chmod(0o600)
    (old / "in" / "c").mkdir()
    before = {path: path.stat().st_ino for path in (fresh / "in").iterdir()}
    keep_unchanged(fresh, old)
    keep_unchanged(fresh, tmp_path / "absent")
    assert {path: path.stat().st_ino for path in (fresh / "in").iterdir()} == before


def test_unpacked_files_have_the_rights_of_now(tmp_path: Path) -> None:
    """Who packed a folder makes no difference to who may read what comes out of it."""
    before = os.umask(0o077)
    try:
        (tmp_path / "one" / "inner").mkdir(parents=True)
        (tmp_path / "one" / "inner" / "file").write_text("x", encoding="utf-8")
        content = packed(tmp_path / "one")
        os.umask(0o022)
        unpack(content, tmp_path / "two")
    finally:
        os.umask(before)
    assert (tmp_path / "two" / "inner" / "file").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "two" / "inner").stat().st_mode & 0o777 == 0o755


def test_folder_is_packed_and_unpacked(tmp_path: Path) -> None:
    """What comes out is what went in, and the digest of a folder changes with any name and any content."""
    one = written(tmp_path / "one", a="1", b="")
    unpack(packed(one), tmp_path / "two")
    assert digest_of(tmp_path / "two") == digest_of(one)
    digests = {digest_of(one)}
    for change in (lambda: (one / "in" / "a").write_text("2"), lambda: (one / "in" / "b").rename(one / "b")):
        change()
        digests.add(digest_of(one))
    assert len(digests) == 3
