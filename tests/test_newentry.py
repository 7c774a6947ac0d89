"""Entry files that are begun and closed: where a paper is found, its id, duplicates, and the register's record."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from taxonomy import newentry
from taxonomy.bibliography import Work
from taxonomy.errors import SetupError, UnknownIdError
from taxonomy.holdings import Holdings, read_holdings
from taxonomy.lookup import LookupFailedError
from taxonomy.newentry import Found, begin, find_by_arxiv, find_by_doi, find_by_id, find_in_bibtex, finish, joined, text_of
from taxonomy.reading import read_corpus
from tests.invented import CORPUS
from tests.test_draft import answered

FULL = Work("", "Forgetting in ten invented steps", ("Guy Nowhere", "Ada Example"), False, 2021, "arXiv", "2001.00006", "10.1234/ten")
FRESH = Work("", "A quite new study", ("Ada Example",), False, 2026, "arXiv", "2601.00001")


@pytest.fixture
def held(tmp_path: Path) -> Holdings:
    """What a copy of the invented corpus holds."""
    return read_holdings(shutil.copytree(CORPUS, tmp_path / "entries"))


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work | None], list[str]]:
    """A way to say what arXiv and Crossref know; the list that it gives notes what they are asked."""

    def know(work: Work | None) -> list[str]:
        asked: list[str] = []

        def answer(identifier: str) -> Work:
            asked.append(identifier)
            if work is None:
                raise LookupFailedError("nobody can be reached")
            return work

        monkeypatch.setattr(newentry, "from_arxiv", answer)
        monkeypatch.setattr(newentry, "from_crossref", answer)
        return asked

    return know


def test_whole_record_needs_no_service(held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """A register record with all its authors makes an entry without a network."""
    asked = services(None)
    begun = begin(find_by_id("placeholder2024wanted", held), held)
    assert (begun.work, begun.path.name, asked) == (held.records["placeholder2024wanted"], "placeholder2024wanted.yaml", [])
    assert begun.remarks == ()


def test_cut_record_is_completed(held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """A record that cuts the list of authors gets all of them from arXiv; its key, year and venue stay."""
    asked = services(FULL)
    begun = begin(find_by_id("nowhere2020forgetting", held), held)
    assert asked == ["2001.00006"]
    assert begun.work == replace(held.records["nowhere2020forgetting"], authors=FULL.authors, more_authors=False, doi=FULL.doi)
    assert begun.source == "the register record 'nowhere2020forgetting' and arXiv"


def test_cut_record_is_taken_as_it_is_without_a_network(held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """Where nobody can be asked, the register's record is used, and a sentence says what is missing."""
    services(None)
    begun = begin(find_by_id("nowhere2020forgetting", held), held)
    assert begun.work == held.records["nowhere2020forgetting"]
    assert begun.remarks == ("the register cuts the list of authors, and nobody can be reached",)


@pytest.mark.parametrize("text", ["2601.00001", "arXiv:2601.00001v2", "https://arxiv.org/abs/2601.00001"])
@pytest.mark.parametrize("find", [find_by_arxiv, find_by_id])
def test_new_paper_is_looked_up(
    text: str, find: Callable[[str, Holdings], Found], held: Holdings, services: Callable[[Work | None], list[str]]
) -> None:
    """An arXiv id, in whatever form and by whichever way it is given, makes an entry with an id of its own."""
    services(FRESH)
    begun = begin(find(text, held), held)
    assert begun.work == replace(FRESH, key="example2026quite")
    assert begun.source == "arXiv 2601.00001"


@pytest.mark.parametrize("find", [find_by_doi, find_by_id])
def test_doi_is_looked_up(find: Callable[[str, Holdings], Found], held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """A DOI, or its address, is asked for at Crossref."""
    asked = services(replace(FRESH, arxiv=None, doi="10.1234/new"))
    assert begin(find("https://doi.org/10.1234/new", held), held).work.key == "example2026quite"
    assert asked == ["10.1234/new"]


def test_register_stands_in_for_a_service(held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """A paper that the service cannot tell is taken from the register, if it has the paper."""
    services(None)
    begun = begin(find_by_arxiv("2406.00007", held), held)
    assert begun.work.key == "placeholder2024wanted"
    assert begun.remarks == ("nobody can be reached; the entry is made of the register record 'placeholder2024wanted'",)
    with pytest.raises(LookupFailedError):
        find_by_arxiv("2601.00001", held)


def test_register_record_of_the_same_title_is_what_the_entry_is_made_of(
    held: Holdings, services: Callable[[Work | None], list[str]]
) -> None:
    """A paper that the register knows under its title gets the register's id, year and venue, and what the register lacks."""
    services(replace(FRESH, title="Wanted: an entry.", authors=("Placeholder, C.",), arxiv="2406.00007", doi="10.1234/w"))
    begun = begin(find_by_doi("10.1234/w", held), held)
    assert begun.work == replace(held.records["placeholder2024wanted"], doi="10.1234/w")
    assert begun.source == "the register record 'placeholder2024wanted', which has the same arXiv id"


def test_coded_paper_is_refused_before_anybody_is_asked(held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """A paper with an entry is refused with a sentence that names the entry."""
    asked = services(FRESH)
    with pytest.raises(SetupError, match=r"papers/sample2022poisons\.yaml has the same arXiv id"):
        find_by_arxiv("2202.00002", held)
    assert asked == []


def test_coded_paper_is_refused_by_title(held: Holdings) -> None:
    """A paper that an entry has under the same title is refused, whatever its identifiers."""
    work = replace(FRESH, title="POISONS, of which a part was found", authors=("Bo Sample",), arxiv=None)
    with pytest.raises(SetupError, match=r"papers/sample2022poisons\.yaml has the same title"):
        begin(Found(work, "x.bib"), held)


@pytest.mark.parametrize(("find", "text"), [(find_by_arxiv, "x"), (find_by_doi, "x"), (find_by_arxiv, "10.1234/x")])
def test_wrong_identifier_is_told(find: Callable[[str, Holdings], Found], text: str, held: Holdings) -> None:
    """What is no identifier is refused with an example of one."""
    with pytest.raises(SetupError, match="write it as"):
        find(text, held)


@pytest.mark.parametrize(("name", "near"), [("placeholder2024wnted", "placeholder2024wanted"), ("beispiel", "beispiel2019vergessen")])
def test_unknown_record_names_the_nearest(name: str, near: str, held: Holdings) -> None:
    """A key that the register does not have is answered with the nearest ones, or those that begin so."""
    with pytest.raises(UnknownIdError, match=f"unknown register record '{name}'; did you mean '{near}'"):
        find_by_id(name, held)


TWO = "@misc{a, title = {First}, author = {Ada Example}, year = 2020}\n@misc{b, title = {Second}, author = {Bo Sample}, year = 2021}"

VOLUME = "@proceedings{v, title = {P}, year = 2020}\n@inproceedings{a, title = {T}, author = {Ada Example}, crossref = {v}}"


def test_standard_input_is_named_as_the_command_line_names_it() -> None:
    """The command that is proposed can be typed; the sentence speaks of standard input."""
    with pytest.raises(SetupError, match=r"standard input holds 2 records .* taxonomy new a --bibtex -; "):
        find_in_bibtex(TWO, "-", None)
    assert find_in_bibtex(TWO, "-", "a").source == "standard input"


@pytest.mark.parametrize(("name", "quoted"), [("x.bib", "x.bib"), ("my file.bib", "'my file.bib'")])
def test_file_in_place_of_an_id_is_told(name: str, quoted: str, held: Holdings, tmp_path: Path) -> None:
    """The name of a file, there or not, is answered with the command that reads it."""
    for each in (name, str(tmp_path / "entries" / "register.bib")):
        with pytest.raises(
            SetupError, match=f"is the name of a file, not an id; .*: taxonomy new --bibtex {quoted if each == name else each}"
        ):
            find_by_id(each, held)
    with pytest.raises(UnknownIdError):
        find_by_id("a" * 300, held)


def test_bibtex_gives_the_record_that_is_meant() -> None:
    """One record is taken; of several, the one whose key is given. What is said is about this record."""
    assert find_in_bibtex(VOLUME, "x.bib", None).remarks == ()
    assert find_in_bibtex(TWO.replace("2020", "{c. 2020}"), "x.bib", "b").remarks == ()
    assert find_in_bibtex(TWO.replace("2021", "{c. 2021}"), "x.bib", "b").remarks == (
        "record 'b' is read, but its year 'c. 2021' is taken as 2021",
    )
    unread = "line 1 of x.bib: record 'a' has the year '?', and is passed over"
    assert find_in_bibtex(TWO.replace("2020", "{?}"), "x.bib", None).remarks == (unread,)
    assert find_in_bibtex(TWO.splitlines()[0], "x.bib", None).work.title == "First"
    assert find_in_bibtex(TWO, "x.bib", "b").work.title == "Second"


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        (TWO, None, r"x.bib holds 2 records \('a', 'b'\); say which one by its key, such as taxonomy new a --bibtex x.bib; "),
        (TWO.replace("{b,", "{a,"), "a", "x.bib holds 2 records with the key 'a'; give each a key of its own"),
        (TWO.replace("{a,", "{x y,") + TWO, None, r"holds 4 records \('x y', 'b', 'a'\); .* taxonomy new 'x y' --bibtex x.bib;"),
        (TWO.replace("Bo Sample", ""), "b", r"can be made of \(line 2: record 'b' has no author\)"),
        (VOLUME, "v", r"can be made of \(line 1: record 'v' is the volume of record 'a', and no work of its own\)"),
        (TWO, "c", "unknown record of x.bib: 'c'"),
        ("@misc{a, title = {First}}", None, r"can be made of \(line 1: record 'a' has no author and no year\)"),
        ("no BibTeX", None, "x.bib holds no record that an entry can be made of$"),
    ],
)
def test_bibtex_that_does_not_tell_one_paper_is_refused(text: str, key: str | None, says: str) -> None:
    """Several records without a choice, an unknown key, and records that cannot be used are one sentence each."""
    with pytest.raises((SetupError, UnknownIdError), match=says):
        find_in_bibtex(text, "x.bib", key)


def test_odd_key_of_a_register_record_becomes_an_id(tmp_path: Path) -> None:
    """A register record whose key is no id gets one."""
    folder = shutil.copytree(CORPUS, tmp_path / "entries")
    (folder / "register.bib").write_text("@misc{Odd:Key, title = {Odd forgetting}, author = {Ada Example}, year = 2020}", encoding="utf-8")
    held = read_holdings(folder)
    assert begin(find_by_id("Odd:Key", held), held).work.key == "example2020odd"


def test_namesake_gets_a_letter_and_a_caution(held: Holdings) -> None:
    """A paper whose id is taken by another one gets a letter, and a person is asked to look."""
    begun = begin(Found(replace(FRESH, title="Wanted: something else", authors=("Cy Placeholder",), year=2024), "x.bib"), held)
    assert begun.work.key == "placeholder2024wantedb"
    assert begun.remarks[0].startswith("its id is placeholder2024wantedb, since placeholder2024wanted has the same first author")


def test_same_title_by_another_is_told(held: Holdings) -> None:
    """A paper whose title is that of another one is begun, with a word on who has it."""
    begun = begin(Found(replace(FRESH, title="Wanted: an entry", arxiv=None), "x.bib"), held)
    assert begun.work.key == "example2026wanted"
    assert begun.remarks[0].startswith(
        "the register record 'placeholder2024wanted' (by 'Cy Placeholder', arXiv 2406.00007) has the same title"
    )


def test_paper_without_latin_letters_needs_an_id(held: Holdings) -> None:
    """Where no id can be made, the sentence says how to give one; the key of the record then is the id."""
    work = replace(FRESH, title="忘れる", authors=("安",), arxiv=None)
    with pytest.raises(SetupError, match=r"no id can be made of the first author '安'.*; give the paper an id as key of its BibTeX record"):
        begin(Found(work, "x.bib"), held)
    assert begin(Found(replace(work, key="an2026forget"), "x.bib"), held).work.key == "an2026forget"


def test_longer_list_of_names_wins() -> None:
    """Names replace a cut list only where there are as many at least, and nothing that the register knows is lost."""
    record = Work("a2020b", "T", ("A", "B"), True, 2020, None, url="https://x.invalid.example/")
    assert joined(record, FULL).authors == FULL.authors
    assert joined(record, replace(FULL, authors=("A",))).authors == ("A", "B")
    assert joined(replace(record, more_authors=False), FULL).authors == ("A", "B")
    assert (joined(record, FULL).url, joined(record, FULL).venue) == (record.url, "arXiv")


def test_entry_that_is_begun_is_closed_when_it_is_valid(held: Holdings, services: Callable[[Work | None], list[str]]) -> None:
    """The register keeps the record while the entry is a draft, and loses it once the entry is valid; then the folder is sound."""
    services(None)
    name = "placeholder2024wanted"
    begun = begin(find_by_id(name, held), held)
    draft = text_of(begun, held.folder)
    begun.path.write_text(draft, encoding="utf-8")
    with pytest.raises(SetupError, match=r"9 answer\(s\) are missing or wrong; `taxonomy check"):
        finish(name, read_holdings(held.folder))
    assert name in read_holdings(held.folder).records
    begun.path.write_text(answered(draft), encoding="utf-8")
    assert finish(name, read_holdings(held.folder)) == (name,)
    assert read_corpus(held.folder)[1] == []
    with pytest.raises(SetupError, match="is valid; edit it"):
        finish(name, read_holdings(held.folder))


def test_entry_with_unknown_terms_is_not_closed(held: Holdings) -> None:
    """A term that nobody declares keeps the record in the register."""
    name = "placeholder2024wanted"
    begun = begin(find_by_id(name, held), held)
    text = answered(text_of(begun, held.folder)).replace("problem: example-deletion", "problem: nowhere")
    begun.path.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=r"1 answer\(s\)"):
        finish(name, read_holdings(held.folder))


def test_terms_of_the_folder_are_offered(held: Holdings) -> None:
    """The draft lists the methods that the folder's own entries propose."""
    assert "row-eraser" in text_of(begin(find_by_id("placeholder2024wanted", held), held), held.folder)


@pytest.mark.parametrize(
    ("has_schema", "address"), [(True, "../../taxonomy/schema.json"), (False, "https://unlearning-taxonomy.github.io/schema.json")]
)
def test_editors_find_the_schema(has_schema: bool, address: str, held: Holdings) -> None:  # noqa: FBT001  # a column of the table
    """In a checkout the schema is the checkout's own, elsewhere the published one."""
    if has_schema:
        (held.folder.parent / "taxonomy").mkdir()
        (held.folder.parent / "taxonomy" / "schema.json").write_text("{}", encoding="utf-8")
    text = text_of(begin(find_by_id("placeholder2024wanted", held), held), held.folder)
    assert text.startswith(f"# yaml-language-server: $schema={address}\n")
