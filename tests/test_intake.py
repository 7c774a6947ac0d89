"""Strangers' bibliographies into the register: what is new, what is known, and round trips."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from taxonomy.bibliography import Work, read_bibtex, read_register, to_bibtex
from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.exports.citations import bibtex_files
from taxonomy.holdings import Holdings, read_holdings, working_folder
from taxonomy.intake import take_in
from taxonomy.lexicon import load_lexicon
from tests.invented import CORPUS, ROOT, entry, folder_of
from tests.test_records import DATA


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A copy of the invented corpus."""
    return shutil.copytree(CORPUS, tmp_path / "entries")


def imported(text: str, folder: Path) -> str:
    """Take a bibliography into a folder's register, and give back the register's text."""
    holdings = read_holdings(folder)
    holdings.add_records([added.work for added in take_in(text, "x.bib", holdings).added])
    return (folder / "register.bib").read_text(encoding="utf-8")


def test_known_works_are_skipped(held: Path) -> None:
    """A work that an entry, the register or an earlier record of the file has is told, with what is the same and where it stands."""
    text = """
@misc{a, title = {Something else}, author = {Bo Sample}, year = {2022}, eprint = {2202.00002v1}}
@misc{b, title = {WANTED: an Entry!}, author = {C. Placeholder}, year = {2023}}
@misc{c, title = {Quite new}, author = {Ada Example}, year = {2020}, doi = {10.1234/new}}
@misc{d, title = {Quite new, in another edition}, author = {Ada Example}, year = {2021}, doi = {https://doi.org/10.1234/NEW}}
"""
    found = take_in(text, "x.bib", read_holdings(held))
    assert [(each.record, each.work.key) for each in found.added] == [("c", "example2020quite")]
    assert [(each.line, each.record, each.same, each.key) for each in found.skipped] == [
        (2, "a", "arxiv", "sample2022poisons"),
        (3, "b", "title", "placeholder2024wanted"),
        (5, "d", "doi", "example2020quite"),
    ]
    assert "papers/sample2022poisons.yaml" in found.skipped[0].place
    assert [each.place for each in found.skipped[1:]] == ["the register record 'placeholder2024wanted'", "the record in line 4"]


def test_title_alone_does_not_make_two_authors_one(held: Path) -> None:
    """A work of the same title by somebody else is another work; its id is its own."""
    found = take_in("@misc{a, title = {Wanted: an entry}, author = {Eve Muster}, year = {2024}}", "x.bib", read_holdings(held))
    assert [each.work.key for each in found.added] == ["muster2024wanted"]
    (remark,) = found.remarks
    place = "the register record 'placeholder2024wanted' (by 'Cy Placeholder', arXiv 2406.00007)"
    assert remark.message == f"record 'a': {place} has the same title; check that they are different papers"


def test_two_titles_of_one_file_are_told(held: Path) -> None:
    """Two works of one title by different authors in one file are both kept, and the later one names the earlier."""
    text = "@misc{a, title = {Twin}, author = {Ada Example}, year = 2020}\n@misc{b, title = {TWIN}, author = {Bo Sample}, year = 2020}\n"
    found = take_in(text, "x.bib", read_holdings(held))
    assert [each.work.key for each in found.added] == ["example2020twin", "sample2020twin"]
    assert [(remark.line, "the record in line 1 (by 'Ada Example')" in remark.message) for remark in found.remarks] == [(2, True)]


def test_work_without_an_id_is_not_kept(held: Path) -> None:
    """A work of whose name no id can be made is told with its line, unless its key is one; nothing is called anonymous."""
    text = "@misc{li2021wang, title = {遗忘}, author = {李, 明}, year = 2021}\n@misc{b, title = {机器}, author = {李, 明}, year = 2021}\n"
    found = take_in(text, "x.bib", read_holdings(held))
    assert [each.work.key for each in found.added] == ["li2021wang"]
    assert [(finding.line, finding.message) for finding in found.unread] == [
        (2, "record 'b': no id can be made of the first author '明 李', for which there are no Latin letters")
    ]


def test_remarks_are_about_what_was_kept(held: Path) -> None:
    """Nothing is said of how a record was read that is known already; the rest comes in order of line."""
    text = (
        "@misc{placeholder2024wanted, title = {Wanted: another entry}, author = {Cy Placeholder}, year = 2024}\n"
        "@misc{b, title = {Wanted: an entry}, author = {Cy Placeholder}, year = {c. 2024}}\n"
        "@misc{c, title = {Odd}, author = {Ada Example}, year = {c. 2024}}\n"
    )
    assert [remark.line for remark in take_in(text, "x.bib", read_holdings(held)).remarks] == [1, 3]


def test_keys_become_ids(held: Path) -> None:
    """A key that has the form of an id and is free is kept; every other one is made anew, and a letter calls for a look."""
    text = """
@misc{example2020free, title = {Kept as it is}, author = {Ada Example}, year = {2020}}
@misc{Example:2020, title = {Made anew}, author = {Ada Example}, year = {2020}}
@misc{placeholder2024wanted, title = {Wanted: another entry}, author = {Cy Placeholder}, year = {2024}}
@misc{x2020a, title = {A letter is no word}, author = {Ada Example}, year = {2020}}
"""
    found = take_in(text, "x.bib", read_holdings(held))
    assert [each.work.key for each in found.added] == ["example2020free", "example2020made", "placeholder2024wantedb", "example2020letter"]
    (remark,) = found.remarks
    assert (remark.line, "since placeholder2024wanted has the same first author" in remark.message) == (4, True)


def test_nothing_is_written_before_it_is_asked_for(held: Path) -> None:
    """Comparing changes nothing."""
    before = (held / "register.bib").read_bytes()
    take_in((DATA / "names.bib").read_text(encoding="utf-8"), "x.bib", read_holdings(held))
    assert (held / "register.bib").read_bytes() == before


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.bib")))
def test_taking_in_is_stable(name: str, held: Path) -> None:
    """The register takes a bibliography in once: sorted, sound, and unchanged by a second time; what was there stays."""
    before = (held / "register.bib").read_text(encoding="utf-8")
    text = (DATA / name).read_text(encoding="utf-8")
    once = imported(text, held)
    works, findings = read_bibtex(once, "x.bib")
    assert findings == []
    assert [work.key for work in works] == sorted(work.key for work in works)
    assert imported(text, held) == once
    assert all(record in once for record in before.split("\n\n"))


def exported_of(corpus: Corpus) -> dict[str, str]:
    """The text of each file of BibTeX that is exported."""
    return {name: b"".join(parts).decode() for name, parts in bibtex_files(corpus)}


@pytest.mark.parametrize("folder", [CORPUS, ROOT / "entries"], ids=["invented", "real"])
def test_export_import_export_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """What is exported as BibTeX, taken into an empty register and exported again is the same, byte by byte."""
    works, _ = read_register(folder / "register.bib")
    exported = exported_of(Corpus.of([], works, load_lexicon()))["register.bib"]
    empty = folder_of(tmp_path / "empty")
    imported(exported, empty)
    again, findings = read_register(empty / "register.bib")
    assert findings == []
    assert exported_of(Corpus.of([], again, load_lexicon()))["register.bib"] == exported


@pytest.mark.parametrize("name", ["mixed.bib", "odd.bib"])
def test_export_of_an_import_is_stable(name: str, held: Path, tmp_path: Path) -> None:
    """Types, groups and all: what was imported is exported, imported and exported again byte by byte the same."""
    first = to_bibtex(read_bibtex(imported((DATA / name).read_text(encoding="utf-8"), held), "x.bib")[0])
    assert imported(first, folder_of(tmp_path / "empty")) == first


def test_coded_papers_come_back_too(corpus: Corpus, tmp_path: Path) -> None:
    """The exported citations of coded papers make the same register records."""
    exported = exported_of(corpus)["papers.bib"]
    text = imported(exported, folder_of(tmp_path / "empty"))
    assert exported.endswith(text)


def test_register_with_faults_keeps_them(held: Path) -> None:
    """Broken records, comments and odd fields of the register stay as they stand."""
    broken = "% remark\n@misc{zz2024odd,\n  title = {No author},\n  note = {odd},\n}\n"
    path = held / "register.bib"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{broken}", encoding="utf-8")
    assert imported("@misc{a, title = {Quite new}, author = {Ada Example}, year = {2020}}", held).endswith(broken)


def test_register_that_would_not_read_back_is_left_alone(held: Path) -> None:
    """Where a new record would not come out of the register again, nothing is changed."""
    holdings = read_holdings(held)
    with pytest.raises(SetupError, match="would not read back"):
        holdings.add_records([Work("placeholder2024wanted", "A key that is taken", ("Ada Example",), False, 2024)])
    assert (held / "register.bib").read_text(encoding="utf-8") == holdings.text


def test_drafts_count_as_entries(tmp_path: Path) -> None:
    """An entry file that is not valid yet, or cannot be read at all, holds its id, and its paper where it says so."""
    folder = folder_of(tmp_path / "entries", {**entry("ada2024draft", aliases=["ada2023old"], links={"arxiv": "2401.00001"}), "kind": "?"})
    (folder / "papers" / "bo2024broken.yaml").write_text("title: [\n", encoding="utf-8")
    holdings = read_holdings(folder)
    assert holdings.taken == {"ada2024draft", "ada2023old", "bo2024broken"}
    assert holdings.find(Work("", "Other", ("X",), False, 2020, arxiv="2401.00001")) is not None


def test_only_folders_of_entries_are_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder of entries there is nothing to write to; the data of the package are never written to."""
    monkeypatch.chdir(tmp_path)
    for chosen in (None, tmp_path):
        with pytest.raises(SetupError, match="give --entries DIR"):
            working_folder(chosen)
    folder_of(tmp_path / "entries")
    assert working_folder(None) == Path("entries")


def test_register_that_is_not_text_is_told(tmp_path: Path) -> None:
    """A register that cannot be read stops everything, so that nothing of it is lost."""
    folder = folder_of(tmp_path / "entries")
    (folder / "register.bib").write_bytes(b"\xff")
    with pytest.raises(SetupError, match=r"register\.bib, line 1: the register is not UTF-8 text; save it as UTF-8$"):
        read_holdings(folder)


def test_records_are_removed(held: Path) -> None:
    """Records that are taken out leave the others as they were."""
    holdings: Holdings = read_holdings(held)
    holdings.remove_records(["placeholder2024wanted"])
    text = (held / "register.bib").read_text(encoding="utf-8")
    assert holdings.text.startswith(text.rstrip())
    assert "placeholder2024wanted" not in text
