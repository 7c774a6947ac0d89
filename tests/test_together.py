"""A folder checked while only briefs are held of its files: the same faults as with everything read, in any number of processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy import abreast, briefs, kept
from taxonomy.briefs import Brief, read_briefly
from taxonomy.checking import check_paths
from taxonomy.documents import Document, read_document
from taxonomy.model import Entry
from taxonomy.reading import read_corpus
from taxonomy.together import check_folder
from tests.invented import CORPUS, edited, entry, folder_of, measurement, setting

REJECTED = sorted((Path(__file__).parent / "data" / "rejected").rglob("*.yaml"))
NAMES = ["ada2024study", "bob2023other", "cyd2022third", "dan2021fourth"]
TERMS = ["row-eraser", "two-eraser", "salun-x", "retraining", "cifar-10", "test-accuracy"]
REGISTER = """@misc{eve2020wanted,
  title = {A title of three},
  author = {Eve Placeholder},
  year = {2020},
  eprint = {2001.00006},
  archiveprefix = {arXiv},
}
"""


def method(name: str) -> dict[str, Any]:
    """A method as an entry proposes it."""
    return {"id": name, "name": name.title(), "aliases": [f"the {name}"]}


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    """A paper that easily shares with another one what no two may share, or names what nobody declares."""
    facts: dict[str, Any] = {}
    some = {
        "aliases": st.lists(st.sampled_from([*NAMES, "eve2020wanted", "zoe2019alias"]), max_size=2, unique=True),
        "title": st.sampled_from(["A title of three", "A title of THREE", "Another one"]),
        "authors": st.sampled_from([["Ada Example"], ["Eve Placeholder"], []]),
        "links": st.sampled_from([{"arxiv": "2001.00006"}, {"doi": "10.1234/five"}, {"page": "https://arxiv.org/abs/2001.00006"}]),
        "proposes": st.builds(lambda names: {"methods": list(map(method, names))}, st.lists(st.sampled_from(TERMS), max_size=2)),
        "settings": st.builds(
            lambda compared, metric: [setting(baselines=compared, measurements=[measurement(metric, "test-set", "higher-is-better")])],
            st.lists(st.sampled_from([*TERMS, "nobody-knows"]), max_size=2, unique=True),
            st.sampled_from(["test-accuracy", "row-eraser", "nobody-knows"]),
        ),
        "acknowledged": st.just([{"code": "MET999", "note": "So be it.", "evidence": "Section 2"}]),
        "year": st.sampled_from([2024, "soon"]),
    }
    for name in draw(st.sets(st.sampled_from(sorted(some)), max_size=4)):
        facts[name] = draw(some[name])
    return facts


@settings(max_examples=150, deadline=None)
@given(st.lists(papers(), min_size=1, max_size=4), st.sampled_from(["", "wrong-id", "torn"]), st.booleans())
def test_faults_are_those_of_reading_everything(facts: list[Mapping[str, Any]], harm: str, registered: bool) -> None:  # noqa: FBT001  # drawn
    """Whatever files share or name, and whatever is torn, the faults are those that reading everything finds."""
    with TemporaryDirectory() as scratch:
        entries = [entry(name, **each) for name, each in zip(NAMES, facts, strict=False)]
        folder = folder_of(Path(scratch) / "entries", *entries, register=REGISTER if registered else "")
        first = folder / "papers" / f"{NAMES[0]}.yaml"
        if harm == "wrong-id":
            first.rename(first.with_name("eva2001wrong.yaml"))
        if harm == "torn":
            first.write_text(first.read_text(encoding="utf-8") + "a: [", encoding="utf-8")
        assert check_folder(folder).findings == read_corpus(folder)[1]


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_every_kind_of_fault_is_found_in_a_folder(tmp_path: Path, path: Path) -> None:
    """Each broken file has the same faults in a folder that is read in brief."""
    folder = edited(tmp_path / "entries")
    (folder / "papers" / path.name).write_bytes(path.read_bytes())
    assert check_folder(folder).findings == read_corpus(folder)[1] != []


def test_brief_is_the_same_after_it_was_written() -> None:
    """What a line tells is what was put on it, for every invented paper."""
    for path in sorted((CORPUS / "papers").glob("*.yaml")):
        document = read_document(path)
        assert isinstance(document, Document)
        brief = Brief.of(Entry.model_validate(document.value))
        again = Brief.read(brief.line())
        assert again.line() == brief.line()
        assert (again.name, list(again.uses), dict(again.identities)) == (path.stem, list(brief.uses), dict(brief.identities))


def test_several_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in order by however many processes there are, faulty ones among them."""
    folder = folder_of(
        tmp_path / "entries", *(entry(f"ada2024study{number}", year=2024 - (number % 7 == 0) * 2000) for number in range(40))
    )
    alone = check_folder(folder).findings
    assert len(alone) == 6
    monkeypatch.setattr(briefs, "_MANY", 1)
    monkeypatch.setattr(briefs, "_CHUNK", 3)
    monkeypatch.setattr(abreast, "processors", lambda: 3)
    assert check_folder(folder).findings == alone


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two papers that was checked, with a cache of its own and no doubt about files written a moment ago."""
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "_UNSURE", 0)
    folder = folder_of(tmp_path / "entries", entry("ada2024study"), entry("bob2023other"))
    assert check_paths([folder]) == []
    return folder


def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []

    def noting(path: Path) -> Any:
        names.append(path.name)
        return read_document(path)

    monkeypatch.setattr(briefs, "read_document", noting)
    return names


def test_only_changed_files_are_read_again(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of a sound file is kept until it changes, also where its size and time stay; a file with faults is always read."""
    read = files_read(monkeypatch)
    assert (check_paths([held]), read) == ([], [])
    path = held / "papers" / "ada2024study.yaml"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("kind: method", "kind: nobody"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (fault,) = check_paths([held])
    assert (fault.code, read) == ("DOC008", ["ada2024study.yaml"])
    assert check_paths([held]) == [fault]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"\xff\xfe",
        lambda _: b"another code\n",
        lambda kept: kept[:-9],
        lambda kept: kept.replace(b'"ada', b'{"ada'),
        None,
    ],
)
def test_damaged_lines_are_left_alone(held: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes] | None) -> None:
    """Where what was kept is cut, changed, no text, of other code or a folder, the files are read."""
    (place,) = (held.parent / "cache").rglob("each")
    if damage is None:
        place.unlink()
        place.mkdir()
    else:
        place.write_bytes(damage(place.read_bytes()))
    read = files_read(monkeypatch)
    assert check_paths([held]) == []
    assert read == ["ada2024study.yaml", "bob2023other.yaml"]


def test_line_of_another_file_is_not_taken(held: Path) -> None:
    """Files that were exchanged are both read again."""
    one, other = sorted((held / "papers").iterdir())
    scratch = one.rename(one.with_suffix(".tmp"))
    other.rename(one)
    scratch.rename(other)
    assert {finding.code for finding in check_paths([held])} == {"DOC009"}
    assert read_briefly([one.name], held).briefs == []


def test_files_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    """A name that is shown as another file's hides no double."""
    folder = folder_of(tmp_path / "entries", entry("ada2024study", aliases=["zoe2019alias"]))
    text = (folder / "papers" / "ada2024study.yaml").read_text(encoding="utf-8")
    for name in ("\u202eab.yaml", "\\u202eab.yaml"):
        (folder / "papers" / name).write_text(text, encoding="utf-8")
    assert check_folder(folder).findings == read_corpus(folder)[1]
    assert "DOC016" in {finding.code for finding in check_folder(folder).findings}
