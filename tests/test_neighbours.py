"""A few entries against their neighbours: the same faults as with all that the others say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from taxonomy.errors import Finding
from taxonomy.neighbours import neighbours
from taxonomy.reading import read_corpus, seen_with
from tests.invented import CORPUS, edited, entry, folder_of, setting

REJECTED = sorted((Path(__file__).parent / "data" / "rejected").rglob("*.yaml"))


def beside(path: Path, folder: Path) -> list[Finding]:
    """The faults of a file beside what is read of its neighbours."""
    return seen_with(neighbours([path], folder), [path], against_register=True).findings


def wholly(path: Path, folder: Path) -> list[Finding]:
    """The faults of a file beside everything that its neighbours say."""
    return seen_with(read_corpus(folder)[0], [path], against_register=True).findings


@pytest.mark.parametrize("path", sorted((CORPUS / "papers").glob("*.yaml")), ids=lambda path: path.stem)
def test_sound_entries_have_no_fault(path: Path) -> None:
    """Terms that other entries propose are known, and no entry is its own double."""
    assert beside(path, CORPUS) == []


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_faults_are_those_of_the_whole(path: Path) -> None:
    """Every broken file has the faults that it has beside the whole corpus."""
    assert beside(path, CORPUS) == wholly(path, CORPUS)


@pytest.mark.parametrize(
    "facts",
    [
        {"links": {"arxiv": "2202.00002"}},
        {"title": "Poisons of which a part was found", "authors": ["Bo Sample"]},
        {"links": {"doi": "10.1234/Vergessen_2019"}},
        {"title": "\u00dcber das Vergessen: 100% of S & more", "authors": ["J\u00f6rg Beispiel"]},
        {"links": {"arxiv": "2001.00006"}},
        {"title": "Wanted: an entry", "authors": ["Cy Placeholder"]},
        {"proposes": {"methods": [{"id": "row-eraser", "name": "Row eraser"}]}},
        {"settings": [setting(baselines=["two-eraser", "nobody-knows"])]},
    ],
)
def test_doubles_and_unknown_terms_are_found(tmp_path: Path, facts: dict[str, Any]) -> None:
    """A paper that an entry or the register knows, an id that is taken, and a name that nobody declared, as with everything read."""
    path = next((folder_of(tmp_path / "other", entry(**facts)) / "papers").iterdir())
    found = beside(path, CORPUS)
    assert found == wholly(path, CORPUS)
    assert len(found) == 1


def test_neighbours_with_faults_make_no_faults(tmp_path: Path) -> None:
    """A method whose entry is broken may still be compared with, and a broken neighbour is nobody's fault here."""
    folder = edited(tmp_path / "entries", ("papers/example2021erasing.yaml", "authors:", "autors: ["))
    assert beside(folder / "papers" / "sample2022poisons.yaml", folder) == []
    (folder / "register.bib").write_bytes(b"\xff")
    assert beside(folder / "papers" / "sample2022poisons.yaml", folder) == []
    (folder / "register.bib").unlink()
    assert beside(folder / "papers" / "sample2022poisons.yaml", folder) == []
