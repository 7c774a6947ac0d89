"""Names of files, ids and keys from strangers: none leads out of its folder, into another's place, or to a device."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from taxonomy import foreign, limits
from taxonomy.documents import read_document
from taxonomy.errors import SetupError
from taxonomy.filetext import register_text
from taxonomy.holdings import read_holdings
from taxonomy.reading import read_corpus
from taxonomy.vocabulary.terms import PaperId, TermId
from tests.invented import entry, folder_of, run, setting

TRAVERSALS = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "a/b",
    "a\\b",
    "C:a",
    "a%2fb",
    "~root",
    "$(id)",
    "a\x00b",
    "-rf",
    ".hidden",
    "index",
]


@pytest.mark.parametrize("name", [*TRAVERSALS, "con", "nul", "aux", "prn", "com1", "lpt9", "Index", "a_b", "ａbc", "a--b", "a-", "é", ""])
def test_id_of_a_term_is_a_name_of_a_file_everywhere(name: str) -> None:
    """Ids become addresses and names of files; only lower-case words joined by hyphens, and no name of a device, can."""
    with pytest.raises(ValidationError):
        TypeAdapter(TermId).validate_python(name)


@pytest.mark.parametrize("name", ["console", "null", "indexes", "com10", "a-1"])
def test_id_like_a_device_is_none(name: str) -> None:
    """A longer name is a name like any other."""
    assert TypeAdapter(TermId).validate_python(name) == name


@pytest.mark.parametrize("name", [*TRAVERSALS, "con", "nul", "Ada2024study", "ada2024_study", "ａda2024study", "ada2024study\n", "ada2024"])
def test_id_of_a_paper_is_a_name_of_a_file_everywhere(name: str) -> None:
    """Family name, year and word, in small letters of ASCII, and nothing else."""
    with pytest.raises(ValidationError):
        TypeAdapter(PaperId).validate_python(name)


@pytest.mark.parametrize(
    "stem", ["Ada2024study", "ADA2024STUDY", "ａda2024study", "ada2024-study", "ada2024_study", "con", "nul", "index", "ada2024study "]
)
def test_file_that_is_called_almost_like_another_is_a_fault(stem: str, tmp_path: Path) -> None:
    """Names that differ in case, width or joints, or that a system keeps for itself, are not the id that stands in the file."""
    folder = folder_of(tmp_path, entry("ada2024study"))
    text = (folder / "papers" / "ada2024study.yaml").read_text(encoding="utf-8")
    (folder / "papers" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    corpus, findings = read_corpus(folder)
    assert "DOC009" in {finding.code for finding in findings if finding.path.endswith(f"/{stem}.yaml")}
    assert [paper.id for paper in corpus] in ([], ["ada2024study"])


@pytest.mark.parametrize("key", TRAVERSALS[:-1])
def test_key_of_a_record_names_no_file(key: str, tmp_path: Path) -> None:
    """A BibTeX key from a stranger neither becomes a path nor an id: the entry gets an id made of author, year and title."""
    folder = folder_of(tmp_path / "entries", register="")
    (tmp_path / "x.bib").write_text(f"@misc{{{key}, title = {{A Study}}, author = {{Ada Example}}, year = {{2024}}}}\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    answer = run("new", "--bibtex", tmp_path / "x.bib", "--entries", folder)
    made = [path for path in sorted(tmp_path.rglob("*")) if path not in before]
    assert [path.relative_to(folder).as_posix() for path in made] in (["papers/example2024study.yaml"], []), answer.output
    answer = run("import", tmp_path / "x.bib", "--entries", folder)
    assert not set(answer.stdout.split()) & set(TRAVERSALS)


@pytest.mark.parametrize("name", ["../../outside", "/outside", "..%2foutside"])
def test_new_writes_nowhere_else(name: str, tmp_path: Path) -> None:
    """An id on the command line that leads elsewhere is refused, and no file is written."""
    folder = folder_of(tmp_path / "a" / "entries")
    assert run("new", name, "--entries", folder).exit_code == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_register_is_an_ordinary_file_of_bounded_size(tmp_path: Path) -> None:
    """A pipe is not waited for, a folder is told, what is too large is not read, and a link is followed."""
    folder = folder_of(tmp_path / "entries")
    os.mkfifo(folder / "register.bib")
    with pytest.raises(SetupError, match=r"register\.bib, line 1: the register cannot be read: it is no ordinary file"):
        read_holdings(folder)
    (folder / "register.bib").unlink()
    subprocess.run(["truncate", "--size=17M", str(folder / "large.bib")], check=True)  # noqa: S607  # of every Unix
    (folder / "register.bib").symlink_to("large.bib")
    with pytest.raises(SetupError, match="larger than 16 MiB"):
        read_holdings(folder)
    os.truncate(folder / "large.bib", limits.REGISTER_MIB << 20)
    assert len(register_text(folder / "register.bib")) == limits.REGISTER_MIB << 20
    (folder / "large.bib").write_bytes(b"% one\r\n% two\r")
    assert register_text(folder / "register.bib") == "% one\n% two\n"
    assert register_text(folder / "none.bib") == ""


def told_of(path: Path, read: Callable[[Path], object]) -> str:
    """What is said of a file that is refused."""
    try:
        return str(read(path))
    except (OSError, SetupError) as error:
        return str(error)


READERS: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "entry": ("ada2024study.yaml", read_document, "the file is larger than 64 KiB"),
    "folder": ("ada2024study.yaml", lambda path: read_corpus(path.parents[1])[1], "the file is larger than 64 KiB"),
    "register": ("register.bib", register_text, "it is larger than 16 MiB"),
    "bibliography": ("x.bib", lambda path: foreign.read_text(str(path)), "is larger than 64 MiB; split it"),
    "issue": ("issue.md", lambda path: run("answer", path).stderr, "the text of the issue is longer than 256 KiB"),
}


@pytest.mark.parametrize(("name", "read", "says"), READERS.values(), ids=READERS)
def test_file_of_any_size_is_read_to_its_bound_only(name: str, read: Callable[[Path], object], says: str, tmp_path: Path) -> None:
    """A file of terabytes, which no memory holds, is refused like one that is a byte too large."""
    path = tmp_path / "papers" / name
    path.parent.mkdir()
    path.touch()
    try:
        os.truncate(path, 1 << 42)
    except OSError:
        pytest.skip("this disk knows no file of terabytes")
    assert says in told_of(path, read)


def test_file_that_is_no_utf8_is_one_fault_of_a_folder(tmp_path: Path) -> None:
    """Its bytes are told, the other entries stand, and what it declares is looked for as far as it can be read."""
    folder = folder_of(tmp_path, entry("ada2024study"))
    (folder / "papers" / "bo2024other.yaml").write_bytes(b"title: caf\xe9\n")
    corpus, findings = read_corpus(folder)
    assert [(Path(finding.path).name, finding.code) for finding in findings] == [("bo2024other.yaml", "DOC014")]
    assert [paper.id for paper in corpus] == ["ada2024study"]


def test_link_among_the_entries_declares_nothing(tmp_path: Path) -> None:
    """What a link leads to is not read, so that nothing of it excuses a name that nobody declares."""
    folder = folder_of(tmp_path / "entries", entry("ada2024study", settings=[setting("rows", baselines=["borrowed"])]))
    (tmp_path / "elsewhere.yaml").write_text("proposes: {methods: [{id: borrowed}]}\n", encoding="utf-8")
    (folder / "papers" / "bo2024other.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert {finding.code for finding in read_corpus(folder)[1]} == {"DOC007", "DOC014"}
    (folder / "papers" / "bo2024other.yaml").unlink()
    (tmp_path / "elsewhere.yaml").rename(folder / "papers" / "bo2024other.yaml")
    assert "DOC007" not in {finding.code for finding in read_corpus(folder)[1]}
