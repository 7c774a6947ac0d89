"""A few entries against their neighbours: the same faults as with all that the others say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from taxonomy.checking import check_paths
from taxonomy.errors import Finding
from taxonomy.reading import read_corpus, seen_with
from taxonomy.together import check_files
from tests.invented import CORPUS, edited, entry, folder_of, setting

REJECTED = sorted((Path(__file__).parent / "data" / "rejected").rglob("*.yaml"))


def beside(path: Path, folder: Path) -> list[Finding]:
    """The faults of a file beside what is read of its neighbours."""
    return check_files([path], folder)


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
        {"aliases": ["placeholder2024wanted"]},
        {"title": "For-getting in ten in-vented steps", "authors": ["Guy Nowhere"]},
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


def test_doubles_are_found_whatever_letters_they_are_written_in(tmp_path: Path) -> None:
    """Letters that have two other forms make no difference, whether a file, its folder or the register is checked."""
    one, other = (
        entry("ada2024study", title="Unlearning in \u211d with ForgetMe\u2122"),
        entry("bob2023other", title="unlearning in r with forgetmetm"),
    )
    folder = folder_of(tmp_path / "entries", one, other)
    assert [finding.code for finding in check_paths([folder])] == ["DOC010"]
    assert [finding.code for finding in check_paths([folder / "papers" / "ada2024study.yaml"])] == ["DOC010"]
    (folder / "papers" / "bob2023other.yaml").unlink()
    record = "@misc{bob2023other,\n  title = {Unlearning in \u211d with ForgetMe\u2122},\n  author = {Ada Example},\n  year = {2023},\n}\n"
    (folder / "register.bib").write_text(record, encoding="utf-8")
    assert [finding.code for finding in check_paths([folder / "register.bib"])] == ["DOC010"]


@pytest.mark.parametrize("broken", [b"@misc{a2020b, title={\xe9}}", None])
def test_register_that_cannot_be_read_is_a_fault(tmp_path: Path, broken: bytes | None) -> None:
    """A register that is no UTF-8, or a folder, is told by itself as it is with the whole."""
    folder = edited(tmp_path / "entries")
    register = folder / "register.bib"
    register.unlink()
    if broken is None:
        register.mkdir()
    else:
        register.write_bytes(broken)
    assert [finding.code for finding in check_paths([register])] == ["DOC014"]


def test_id_that_is_another_name_of_a_neighbour_is_found(tmp_path: Path) -> None:
    """An entry is told at its own id that another one is found under that name, too."""
    path = next((folder_of(tmp_path / "other", entry("example2020rows", year=2020)) / "papers").iterdir())
    (fault,) = beside(path, CORPUS)
    assert [fault] == wholly(path, CORPUS)
    assert (fault.code, fault.message) == ("DOC016", "the id 'example2020rows' is another name of the entry 'example2021erasing'")


def test_record_of_a_paper_that_is_coded_is_found_in_the_register(tmp_path: Path) -> None:
    """The register by itself, which a hook checks, is held against the entries around it, and the fault stands at the record."""
    folder = edited(tmp_path / "entries")
    register = folder / "register.bib"
    assert check_paths([register]) == []
    before = register.read_text(encoding="utf-8")
    record = "@misc{sample2022other,\n  title = {Poisons},\n  author = {Bo Sample},\n  year = {2022},\n  eprint = {2202.00002},\n}\n"
    register.write_text(f"{before}\n{record}", encoding="utf-8")
    (fault,) = check_paths([register])
    assert (fault.line, fault.code) == (before.count("\n") + 2, "DOC010")
    assert "the entry 'sample2022poisons' has the same arXiv id" in fault.message


@pytest.mark.parametrize("name", ["ada2024study.yaml", "ada2024study.yml"])
def test_entry_beside_the_folder_of_entries_is_told_where_to_go(tmp_path: Path, name: str) -> None:
    """A file that nobody would ever look at is a fault, whether it or the folder is checked."""
    folder = edited(tmp_path / "entries")
    (folder / name).write_text("id: ada2024study\n", encoding="utf-8")
    for paths in ([folder], [folder / name]):
        (fault,) = check_paths(paths)
        assert (fault.code, fault.fix) == ("DOC014", f"move it to {folder.as_posix()}/papers/ada2024study.yaml")


def test_name_of_a_file_that_is_no_id_is_not_advised(tmp_path: Path) -> None:
    """An id is told only where the file's name could be one."""
    path = next((folder_of(tmp_path / "other", entry()) / "papers").iterdir())
    for name, advised in (("My_paper", False), ("other2024name", True)):
        other = path.with_name(f"{name}.yaml")
        path = path.rename(other)
        (fault,) = beside(path, CORPUS)
        assert (fault.code, "or write id:" in fault.fix) == ("DOC009", advised)


def test_neighbours_with_faults_make_no_faults(tmp_path: Path) -> None:
    """A method whose entry is broken may still be compared with, and a broken neighbour is nobody's fault here."""
    folder = edited(tmp_path / "entries", ("papers/example2021erasing.yaml", "authors:", "autors: ["))
    assert beside(folder / "papers" / "sample2022poisons.yaml", folder) == []
    (folder / "register.bib").write_bytes(b"\xff")
    assert beside(folder / "papers" / "sample2022poisons.yaml", folder) == []
    (folder / "register.bib").unlink()
    assert beside(folder / "papers" / "sample2022poisons.yaml", folder) == []
