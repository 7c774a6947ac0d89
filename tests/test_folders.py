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
