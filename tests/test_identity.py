"""Ids of papers, identifiers in the ways in which people write them, and works that are known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from taxonomy.bibliography import UnusableRecordError, Work, identities, letters_of, read_register, work_of
from taxonomy.crosscheck import read_entries, sound
from taxonomy.identifiers import address, arxiv_id, doi
from taxonomy.identity import KnownWorks, free_id, namesake, paper_id, title_cautions
from tests.invented import ROOT

STUDY = Work("ada2024study", "A study", ("Ada Example",), False, 2024)


@pytest.mark.parametrize(
    ("author", "title", "expected"),
    [
        ("Ada Example", "Towards an Invented Study", "example2024invented"),
        ("Ada Example", "Don't Forget It", "example2024dont"),
        ("Ada Example", "Who\u2019s Forgetting?", "example2024whos"),
        ("Ada Example", "R.A.C.E.: Robust Forgetting", "example2024robust"),
        ("Ada Example", "Position: We Should Forget", "example2024should"),
        ("Ada Example", "GaAs–AlGaAs lasers", "example2024gaas"),
        ("Jörg Łucja Ångström-Müßig", "Étude", "angstrommussig2024etude"),
        ("Max Muster, Jr.", "Forgetting", "muster2024forgetting"),
        ("Dina Sample P", "Forgetting", "sample2024forgetting"),
        ("The Invented Consortium", "Forgetting", "consortium2024forgetting"),
        ("Ada Example", "To be or not to be", "example2024tobeornottobe"),
        ("Anonymous", "Forgetting", "anon2024forgetting"),
        ("Иван Щербаков", "Забывание данных", "shcherbakov2024zabyvanie"),
        ("Γιώργος Παπαδόπουλος", "Λήθη", "papadopoulos2024lithi"),
        ("민수 김", "잊기", "gim2024ijgi"),
        ("はな たなか", "わすれる", "tanaka2024wasureru"),
        ("Ming 李", "機械学習のUnlearning", "ming2024unlearning"),
        ("Əli Məmmədov", "β-VAE and 忘れる", "mammadov2024vae"),
        ("Ada " + "x" * 90, "y" * 90, f"{'x' * 35}2024{'y' * 35}"),
    ],
)
def test_id_is_name_year_and_first_telling_word(author: str, title: str, expected: str) -> None:
    """An id is ASCII and lower case, and skips articles, prepositions, auxiliary verbs and single letters."""
    found = paper_id(replace(STUDY, authors=(author,), title=title))
    assert found == expected
    assert re.fullmatch(r"[a-z]+[0-9]{4}[a-z0-9]+", found)


@pytest.mark.parametrize(
    ("author", "title", "says", "example"),
    [
        ("明 李", "机器遗忘", "the first author '明 李'", "li2024forgetting"),
        ("Ming Li", "忘れる", "the title '忘れる'", "li2024forgetting"),
        ("李", "Machine Forgetting", "the first author '李'", "li2024machine"),
        ("Ada Example", "?!", "the title '?!'", "example2024forgetting"),
    ],
)
def test_id_that_cannot_be_made_is_asked_for(author: str, title: str, says: str, example: str) -> None:
    """Letters without a Latin form give no id; a sentence says how to give one, and a key in the form of an id is one."""
    work = replace(STUDY, key="X", authors=(author,), title=title)
    with pytest.raises(UnusableRecordError) as caught:
        paper_id(work)
    assert caught.value.message == f"no id can be made of {says}, for which there are no Latin letters"
    assert caught.value.fix.endswith(f"family name, year and title word, such as {example}")
    assert paper_id(replace(work, key="li2024wang")) == "li2024wang"


def first_ids(work: Work, titles: tuple[str, ...]) -> set[str]:
    """The ids that a work could have got when it first came out: up to three years before, under any of its titles."""
    return {paper_id(replace(work, title=title, year=(work.year or 2000) - before)) for title in titles for before in range(4)}


def test_ids_of_real_papers_are_reproduced() -> None:
    """The rule gives the ids that papers and register records really have, of the first version's year and title, but for one in fifty."""
    read, _ = read_entries(sorted((ROOT / "entries" / "papers").glob("*.yaml")))
    works = [(work_of(entry), (entry.title, *entry.aliases)) for entry, _ in sound(read)]
    works += [(work, (work.title,)) for work in read_register(ROOT / "entries" / "register.bib")[0]]
    unlike = [work.key for work, titles in works if not any(re.fullmatch(f"{first}[a-z]?", work.key) for first in first_ids(work, titles))]
    assert len(unlike) < len(works) / 50


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (set(), "x2024y"),
        ({"x2024y"}, "x2024yb"),
        ({"x2024ya", "x2024yb"}, "x2024yc"),
        ({"x2024y", "x2024yb"}, "x2024yc"),
        ({"x2024y", *(f"x2024y{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")}, "x2024yz2"),
    ],
)
def test_taken_id_gets_a_letter(taken: set[str], expected: str) -> None:
    """An id in use is never given again, and a namesake gets the next letter."""
    assert free_id("x2024y", taken) == expected


def test_letter_is_a_reason_for_caution() -> None:
    """Where an id had to get a letter, a person is asked to look."""
    assert namesake("x2024y", "x2024y", {"z"}) == ""
    assert "its id is x2024yb, since x2024y has the same" in namesake("x2024yb", "x2024y", {"x2024y", "x2024ys"})
    assert "its id is x2024yb, since x2024ya has the same" in namesake("x2024yb", "x2024y", {"x2024ya"})
    assert "since x2024y and x2024yb have the same" in namesake("x2024yc", "x2024y", {"x2024y", "x2024yb"})
    assert "since x2024y, x2024yb and others have" in namesake("x2024yd", "x2024y", {"x2024y", "x2024yb", "x2024yc"})


@pytest.mark.parametrize(
    "text",
    [
        "2310.12508",
        "2310.12508v3",
        "arXiv:2310.12508",
        "arxiv preprint arXiv:2310.12508v1 [cs.LG]",
        "https://arxiv.org/abs/2310.12508",
        "http://www.arxiv.org/pdf/2310.12508v2.pdf",
        "10.48550/arXiv.2310.12508",
        "abs/2310.12508",
    ],
)
def test_arxiv_ids_are_found(text: str) -> None:
    """An arXiv id is found in whatever form people copy it."""
    assert arxiv_id(text, bare=True) == "2310.12508"


@pytest.mark.parametrize(
    "text", ["", "2310", "10.1234/2310.12508", "2399.12508", "arXiv:2310.1250812", "https://x.invalid.example/abs2310.12508x"]
)
def test_other_numbers_are_no_arxiv_ids(text: str) -> None:
    """Numbers that only look like an id are none: months end at twelve, and text needs a word that says so."""
    assert arxiv_id(text, bare=True) is None
    assert arxiv_id("2310.12508") is None


def test_old_arxiv_ids_are_found() -> None:
    """Ids from before 2007 have the archive's name."""
    assert arxiv_id("https://arxiv.org/abs/quant-ph/0201082v1") == "quant-ph/0201082"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1234/A_(b)", "10.1234/A_(b)"),
        ("https://doi.org/10.1234/a.b", "10.1234/a.b"),
        ("see doi:10.1234/x, page 2", "10.1234/x"),
        ("none", None),
    ],
)
def test_dois_are_found(text: str, expected: str | None) -> None:
    """A DOI is found alone, in an address or within text, as it is written."""
    assert doi(text) == expected


def test_addresses_are_web_addresses() -> None:
    """Only plain web addresses pass."""
    assert address("https://x.invalid.example/a") == "https://x.invalid.example/a"
    assert address("javascript:alert(1)") is None


def test_works_share_an_identity() -> None:
    """The arXiv id and the DOI may stand in an address; of the title, case, accents and signs make no difference."""
    assert dict(identities(replace(STUDY, url="https://arxiv.org/abs/2401.00001v2")))["arxiv"] == "2401.00001"
    assert dict(identities(replace(STUDY, url="https://doi.org/10.1234/AB")))["doi"] == "10.1234/ab"
    assert dict(identities(replace(STUDY, title="Étude: A-B")))["title"] == dict(identities(replace(STUDY, title="etude ab")))["title"]
    assert dict(identities(replace(STUDY, title="?!"))) == {}


KNOWN = replace(STUDY, arxiv="2401.00001", doi="10.1234/a")


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"title": "Another", "doi": None}, "arxiv"),
        ({"title": "Another", "arxiv": None}, "doi"),
        ({"arxiv": None, "doi": None, "title": "A STUDY."}, "title"),
        ({"arxiv": None, "doi": None, "authors": ("Example Ada",)}, "title"),
        ({"arxiv": None, "doi": None, "authors": ("Anonymous",)}, "title"),
        ({"arxiv": None, "doi": None, "authors": ()}, "title"),
        ({"arxiv": None, "doi": None, "authors": ("Bo Sample",)}, None),
        ({"arxiv": "2402.00002", "doi": None}, None),
        ({"arxiv": None, "doi": None, "title": "Another"}, None),
    ],
)
def test_known_works_are_found(change: dict[str, object], same: str | None) -> None:
    """Works are the same by arXiv id, by DOI, or by title unless their first authors or arXiv ids tell them apart."""
    found = KnownWorks([("a shelf", KNOWN)]).find(replace(KNOWN, key="other", **change))  # type: ignore[arg-type]  # a table of changes
    assert (found and found[:2]) == ((same, "a shelf") if same else None)


def test_same_name_in_any_script_is_the_same() -> None:
    """A first author is the same in Latin letters as in others, and, where there are no Latin ones, where the name is the same."""
    assert KnownWorks([("a shelf", replace(STUDY, authors=("Ivan Ivanov",)))]).find(replace(STUDY, authors=("Иван Иванов",))) is not None
    work = replace(STUDY, authors=("明 李",))
    known = KnownWorks([("a shelf", work)])
    assert known.find(work) is not None
    assert known.find(replace(work, authors=("安 李",))) is None


def test_other_works_of_the_title_are_told() -> None:
    """A work of the same title that seems to be another one is named with its place and its author; the same work is not."""
    others = [("a shelf", KNOWN), ("a drawer", replace(KNOWN, key="x", arxiv=None, authors=("Bo Sample", "Cy Placeholder")))]
    known = KnownWorks([*others, ("a copy", others[1][1])])
    assert title_cautions(known.of_title(replace(STUDY, authors=("Eve Muster",)))) == [
        "a shelf (by 'Ada Example', arXiv 2401.00001) has the same title; check that they are different papers",
        "a drawer (by 'Bo Sample' and others) has the same title; check that they are different papers",
    ]
    assert [place for place, _ in known.of_title(STUDY)] == ["a drawer", "a copy"]
    assert list(known.of_title(replace(STUDY, title="?!"))) == []


def test_letters_of_a_title_are_its_own() -> None:
    """What was made of a title once is made of itself again, for every character that there is."""
    for number in range(0x110000):
        letters = letters_of(chr(number))
        assert letters_of(letters) == letters, hex(number)
