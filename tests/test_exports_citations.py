"""BibTeX and CSL-JSON, read by bibtexparser, pybtex and citeproc."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # ships no types
from pybtex.database import parse_string  # type: ignore[import-untyped]  # ships no types

import taxonomy
from taxonomy.bibfields import VENUE_FIELDS, GroupName, Venue
from taxonomy.bibliography import Work, read_bibtex, to_bibtex
from taxonomy.citing import csl_item, csl_name
from taxonomy.corpus import Corpus
from taxonomy.exports import files_of
from taxonomy.plain import versions
from taxonomy.reading import read_corpus
from tests.hostile import TEXTS, hostile_corpus, paper_id
from tests.invented import ROOT, folder_of


def contents(corpus: Corpus, style: str) -> dict[str, str]:
    """Contents of the files of a format by name."""
    return {file.name: file.content.decode() for file in files_of(corpus, style)}


def items(corpus: Corpus, name: str = "papers") -> dict[str, dict[str, Any]]:
    """Items of a file of CSL-JSON by id."""
    return {item["id"]: item for item in json.loads(contents(corpus, "csl-json")[f"{name}.csl.json"])}


def cited(listed: list[dict[str, Any]]) -> list[str]:
    """What a citation processor prints for items, in a style of the Harvard kind."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(listed), formatter.plain)
    for item in listed:
        bibliography.register(Citation([CitationItem(item["id"].lower())]))
    return [str(line) for line in bibliography.bibliography()]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus with hostile text in every free field."""
    return hostile_corpus(tmp_path_factory.mktemp("hostile"))


def test_bibtex_reads_in_other_programs(corpus: Corpus) -> None:
    """Two other parsers read every record of both files, and fail on none."""
    for name, keys in (("papers.bib", set(corpus.papers)), ("register.bib", {work.key for work in corpus.register})):
        text = contents(corpus, "bibtex")[name]
        library = parse_bibtex(text)
        assert set(library.entries_dict) == keys
        assert library.failed_blocks == []
        assert set(parse_string(text, "bibtex").entries) == keys


def test_bibtex_begins_with_the_versions(corpus: Corpus) -> None:
    """The first line of each file tells both versions where no program reads a record."""
    for text in contents(corpus, "bibtex").values():
        first = text.partition("\n")[0]
        assert "@" not in first
        assert all(f"{name} {version}" in first for name, version in versions().items())


def test_bibtex_round_trip(corpus: Corpus) -> None:
    """Our own reader reads both files without a finding for the line of versions, and what it read gives the same records."""
    for name, text in contents(corpus, "bibtex").items():
        works, findings = read_bibtex(text, name)
        assert findings == []
        assert to_bibtex(works) == text.partition("\n\n")[2]


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_titles_survive_bibtex(name: str, hostile: Corpus) -> None:
    """Two other parsers read the record however hostile its text, and our reader gets the title back with single spaces."""
    alone = Corpus.of([hostile[paper_id(name)].entry], [], hostile.lexicon)
    text = contents(alone, "bibtex")["papers.bib"]
    assert parse_bibtex(text).entries_dict[paper_id(name)]["year"] == "2024"
    assert parse_string(text, "bibtex").entries[paper_id(name)].fields["year"] == "2024"
    ((work,), _) = read_bibtex(text, name)
    assert work.title == " ".join(TEXTS[name].split())


def test_citeproc_cites_every_paper(corpus: Corpus) -> None:
    """A citation processor reads both files without a warning and prints authors, year and title of each work."""
    for name in ("papers", "register"):
        listed = list(items(corpus, name).values())
        lines = "\n".join(cited(listed))
        assert [item["title"] for item in listed if item["title"] not in lines] == []
        assert all(str(item["issued"]["date-parts"][0][0]) in lines for item in listed)
    (line,) = cited([items(corpus)["ersatz2024two"]])
    assert line.startswith("Ersatz, É. and Muster, E. (2024) “Two things at once”, ECCV.")


def test_citeproc_reads_the_real_works() -> None:
    """A citation processor reads the real papers and the real register without a warning."""
    corpus = read_corpus(ROOT / "entries")[0]
    assert len(CiteProcJSON(list(items(corpus).values()))) == len(corpus)
    assert len(CiteProcJSON(list(items(corpus, "register").values()))) == len(corpus.register)


def test_an_item_of_csl_json(corpus: Corpus) -> None:
    """An item holds what a citation needs, and nothing that is not known."""
    source = f"unlearning-taxonomy, data {versions()['data_version']}, rules {versions()['rules_version']}"
    assert items(corpus)["ersatz2024two"] == {
        "id": "ersatz2024two",
        "type": "paper-conference",
        "title": "Two things at once",
        "author": [{"given": "Émile", "family": "Ersatz"}, {"given": "Eve", "family": "Muster"}],
        "issued": {"date-parts": [[2024]]},
        "container-title": "ECCV",
        "URL": "https://openreview.net/forum?id=InventedId2",
        "source": source,
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"venue": "TMLR"}, {"type": "article-journal", "container-title": "TMLR"}),
        ({"venue": "ICLR"}, {"type": "paper-conference", "container-title": "ICLR"}),
        ({"venue": "arXiv", "arxiv": "2404.00001"}, {"type": "article", "publisher": "arXiv", "number": "arXiv:2404.00001"}),
        ({"venue": None}, {"type": "article"}),
        ({"doi": "10.1234/ab(c)"}, {"DOI": "10.1234/ab(c)", "URL": "https://doi.org/10.1234/ab(c)"}),
        ({"doi": "10.1234/<x> y"}, {"DOI": "10.1234/<x> y", "URL": "https://doi.org/10.1234/%3Cx%3E%20y"}),
        ({"url": "https://works.example/a", "arxiv": "2404.00001"}, {"URL": "https://works.example/a"}),
        ({"url": "javascript:alert(1)"}, {}),
        ({"more_authors": True}, {"author": [{"given": "Ada", "family": "Example"}]}),
        ({"authors": (GroupName("NIIS"), "Ada Example")}, {"author": [{"literal": "NIIS"}, {"given": "Ada", "family": "Example"}]}),
        ({"venue": Venue.of("Unlikely Name", "article")}, {"type": "article-journal", "container-title": "Unlikely Name"}),
        ({"venue": Venue.of("Unlikely Name", "incollection")}, {"type": "chapter", "container-title": "Unlikely Name"}),
        ({"venue": Venue.of("Unlikely Name", "mastersthesis")}, {"type": "thesis", "publisher": "Unlikely Name"}),
        ({"venue": Venue.of("Unlikely Name", "techreport")}, {"type": "report", "publisher": "Unlikely Name"}),
        ({"venue": Venue.of("Unlikely Name", "book")}, {"type": "book", "publisher": "Unlikely Name"}),
    ],
)
def test_kinds_and_addresses(facts: dict[str, Any], expected: dict[str, Any]) -> None:
    """Journals, proceedings and preprints are told apart; addresses are plain http or https."""
    plain: dict[str, Any] = {"key": "a", "title": "A", "authors": ("Ada Example",), "more_authors": False, "year": 2024}
    item = csl_item(Work(**{**plain, **facts}))
    assert {name: item.get(name) for name in expected} == expected
    assert "javascript" not in str(item)


def test_a_work_without_year_has_no_date() -> None:
    """What is not known is left out rather than null."""
    item = csl_item(Work("a", "A", ("Ada Example",), False, None))  # the fields of a work, in order
    assert "issued" not in item
    assert None not in item.values()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Example", {"given": "Ada", "family": "Example"}),
        ("Ada B. C. Example", {"given": "Ada B. C.", "family": "Example"}),
        ("Ludwig van Sample", {"given": "Ludwig", "non-dropping-particle": "van", "family": "Sample"}),
        ("Eva van der Muster", {"given": "Eva", "non-dropping-particle": "van der", "family": "Muster"}),
        ("Bo de la Sample Example", {"given": "Bo", "non-dropping-particle": "de la", "family": "Sample Example"}),
        ("Bo Sample Jr.", {"given": "Bo", "family": "Sample", "suffix": "Jr."}),
        ("Bo Sample, Jr.", {"given": "Bo", "family": "Sample", "suffix": "Jr."}),
        ("The Invented Collaboration", {"literal": "The Invented Collaboration"}),
        ("Bo III", {"given": "Bo", "family": "III"}),
        ("Example", {"family": "Example"}),
        ("ada example", {"given": "ada", "family": "example"}),
        ("ada von example", {"given": "ada", "non-dropping-particle": "von", "family": "example"}),
        ("李 明", {"given": "李", "family": "明"}),
    ],
)
def test_names_are_split(name: str, expected: dict[str, str]) -> None:
    """The last word is the family name, lower-case words before it its particle; nothing of a name is lost."""
    assert csl_name(name) == expected


def test_hostile_text_survives_csl_json(hostile: Corpus) -> None:
    """Titles and venues come back as they were, no part of a name is lost, and a citation processor takes them all."""
    found = items(hostile)
    for name, text in TEXTS.items():
        item = found[paper_id(name)]
        assert (item["title"], item["container-title"]) == (text, text)
        assert sorted(" ".join(item["author"][0].values()).split()) == sorted(text.split())
    assert len(cited(list(found.values()))) == len(TEXTS)


def test_types_and_groups_reach_both_formats(tmp_path: Path) -> None:
    """What a register record says it is, and a group that wrote it, stand in BibTeX and in CSL-JSON, and citation programs take them."""
    record = "@{kind}{{{kind}2024x, title = {{T}}, author = {{{{NIIS}}}}, year = {{2024}}, {field} = {{Unlikely Name}}}}\n"
    register = "".join(record.format(kind=kind, field=field) for kind, field in VENUE_FIELDS.items())
    corpus = taxonomy.load(folder_of(tmp_path, register=register))
    text = contents(corpus, "bibtex")["register.bib"]
    assert {entry.key: entry.entry_type for entry in parse_bibtex(text).entries} == {f"{kind}2024x": kind for kind in VENUE_FIELDS}
    assert text.count("author = {{NIIS}}") == len(VENUE_FIELDS)
    assert {str(person) for person in parse_string(text, "bibtex").entries["book2024x"].persons["author"]} == {"{NIIS}"}
    listed = list(items(corpus, "register").values())
    assert all(item["author"] == [{"literal": "NIIS"}] for item in listed)
    assert len(cited(listed)) == len(VENUE_FIELDS)


def test_keys_of_the_register_are_kept(tmp_path: Path) -> None:
    """A key of any shape stays the id of the item."""
    register = "@article{DBLP:conf/x/Y24,\n title={A},\n author={B C},\n year={2024},\n}\n"
    assert list(items(taxonomy.load(folder_of(tmp_path, register=register)), "register")) == ["DBLP:conf/x/Y24"]
