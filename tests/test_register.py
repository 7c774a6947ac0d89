"""The register file as text: records in, records out, everything else as it stands."""

from __future__ import annotations

import os
import random
from pathlib import Path
from unittest.mock import patch

import pytest

from taxonomy.bibliography import Work, read_bibtex, to_bibtex
from taxonomy.errors import SetupError
from taxonomy.register import with_works, without
from taxonomy.writing import replace_file, write_new
from tests.invented import CORPUS, ROOT

REGISTERS = [CORPUS / "register.bib", ROOT / "entries" / "register.bib"]
NEW = Work("middle2024new", "A new work", ("Mia Middle",), False, 2024)
TEXT = """% head

% about the first
@misc{first2020a,
  title = {First},
  author = {A First},
  year = {2020},
  note = {a field that works do not have},
}

@misc{broken2020b,
  title = {No author}
}


@misc{zeta2020z, title = {Last}, author = {Z Zeta}, year = {2020}}
"""


@pytest.mark.parametrize("path", REGISTERS, ids=["invented", "real"])
def test_taking_out_and_putting_back_changes_nothing(path: Path) -> None:
    """Any records that are taken out and put back give the same bytes."""
    works, _ = read_bibtex(path.read_text(encoding="utf-8"), "")
    text = to_bibtex(works)
    some = random.Random(1).sample(works, len(works) // 2)  # noqa: S311  # not a secret
    assert with_works(without(text, [work.key for work in some]), some) == text
    assert with_works("", works) == to_bibtex(works)
    assert without(text, [work.key for work in works]) == ""
    assert with_works(text, []) == text


def test_only_the_new_lines_are_new() -> None:
    """A work goes before the first record whose key comes after its own; comments, odd fields and broken records stay."""
    text = with_works(TEXT, [NEW])
    assert text.replace(f"{to_bibtex([NEW])}\n", "") == TEXT
    assert text.index("broken2020b") < text.index("middle2024new") < text.index("zeta2020z")
    assert without(text, ["middle2024new"]) == TEXT


def test_work_at_the_end_stands_apart() -> None:
    """A work whose key comes last is added after a blank line, and the file ends in a line feed."""
    last = Work("zz2024x", "Last of all", ("Z Z",), False, 2024)
    assert with_works(TEXT.rstrip(), [last]) == f"{TEXT}\n{to_bibtex([last])}"


def test_work_before_a_record_stands_above_its_comment() -> None:
    """The comment right above a record stays with the record."""
    early = Work("aa2024x", "First of all", ("A A",), False, 2024)
    assert with_works(TEXT, [early]) == TEXT.replace("% about", f"{to_bibtex([early])}\n% about")


def test_record_that_shares_a_line_is_not_taken_out() -> None:
    """A record is not taken out where that would harm another one."""
    text = "@misc{a2020b, title = {A}, author = {A B}, year = {2020}} @misc{c2020d, title = {C}, author = {C D}, year = {2020}}\n"
    with pytest.raises(SetupError, match="take them out by hand"):
        without(text, ["a2020b"])


def test_new_file_is_whole_and_never_over_another(tmp_path: Path) -> None:
    """A file is written once; a second one, or a link that leads nowhere, is refused, and nothing is left beside it."""
    path = tmp_path / "a.yaml"
    write_new(path, "é\n")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "nowhere")
    for taken in (path, tmp_path / "b.yaml"):
        with pytest.raises(SetupError, match="never overwritten"):
            write_new(taken, "other\n")
    assert path.read_bytes() == "é\n".encode()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path) -> None:
    """All of it is handed to the disk, and only then a file of the name is there."""
    seen: list[tuple[int, bool]] = []

    def noted(handle: int) -> None:
        seen.append((os.fstat(handle).st_size, (tmp_path / "a.yaml").exists()))

    with patch("taxonomy.writing.os.fsync", side_effect=noted):
        write_new(tmp_path / "a.yaml", "short")
        replace_file(tmp_path / "b.bib", "also short", was="")
    assert seen == [(5, False), (10, True)]


def test_new_file_needs_no_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without hard links gets the file all the same."""

    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", no_links)
    write_new(tmp_path / "a.yaml", "a\n")
    with pytest.raises(SetupError, match="never overwritten"):
        write_new(tmp_path / "a.yaml", "b\n")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "a\n"


def test_file_is_replaced_with_its_rights(tmp_path: Path) -> None:
    """A file that is written anew keeps its rights, a link to it stays a link, and nothing is left beside it."""
    path, link = tmp_path / "register.bib", tmp_path / "link.bib"
    path.write_text("old\n", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    before = path.stat().st_ino
    replace_file(link, "new\n", was="old\n")
    assert path.stat().st_ino != before  # a whole file took its place; it was not written into
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777, link.is_symlink()) == ("new\n", 0o640, True)
    assert len(list(tmp_path.iterdir())) == 2


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Writing where nothing can be written is one sentence."""
    with pytest.raises(SetupError, match="cannot be written"):
        write_new(tmp_path / "none" / "a.yaml", "a\n")
    with pytest.raises(SetupError, match="cannot be written"):
        replace_file(tmp_path / "none" / "a.bib", "a\n", was="")


def test_file_that_another_program_changed_is_left_alone(tmp_path: Path) -> None:
    """What was written since the file was read is not lost, nor is a file that has appeared since."""
    path = tmp_path / "register.bib"
    path.write_text("theirs\n", encoding="utf-8")
    for was in ("mine\n", ""):
        with pytest.raises(SetupError, match="changed by another program"):
            replace_file(path, "new\n", was=was)
    assert path.read_text(encoding="utf-8") == "theirs\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_place_of_a_record_is_before_the_first_with_a_later_key() -> None:
    """Also in a register that is in no order: before the first record whose key comes after its own, else at the end."""
    keys = ["delta2020d", "beta2020b", "golf2020g", "alpha2020a"]
    text = "\n".join(f"@misc{{{key}, title = {{T {key}}}, author = {{A B}}, year = {{2020}}}}" for key in keys)
    new = [Work(key, f"A work {key}", ("Mia Middle",), False, 2024) for key in ("charlie2020c", "delta2020d2", "echo2020e", "zulu2020z")]
    found = [work.key for work in read_bibtex(with_works(text, new), "")[0]]
    assert found == ["charlie2020c", "delta2020d", "beta2020b", "delta2020d2", "echo2020e", "golf2020g", "alpha2020a", "zulu2020z"]
