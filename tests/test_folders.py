"""A folder takes the place of another whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from taxonomy import folders
from taxonomy.folders import put_in_place


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
