"""Citations of a paper and of our entry on it, read as reference managers read them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
import rispy  # type: ignore[import-untyped]  # ships no types

from taxonomy.bibliography import Work, work_of
from taxonomy.citing import csl_entry, csl_item, entry_work, sentence, to_ris
from taxonomy.corpus import Corpus
from taxonomy.model import Entry
from taxonomy.pages.citing import citations, coins, files, issue, json_ld, links
from taxonomy.pages.page import address_of
from tests.invented import entry


def checked(**facts: Any) -> Entry:
    """An entry of these facts."""
    return Entry.model_validate(entry(**facts))


def read(text: str) -> dict[str, Any]:
    """The only record of a text in RIS."""
    (record,) = rispy.loads(text)
    found: dict[str, Any] = record
    return found


def test_ris_is_read_back(corpus: Corpus) -> None:
    """Every paper's record is read with its title, authors, year and address, and begins with its type."""
    for paper in corpus:
        work = work_of(paper.entry)
        text = to_ris(csl_item(work))
        record = read(text)
        assert text.startswith("TY  - ")
        assert (record["title"], record["year"], record["id"]) == (work.title, str(work.year), work.key)
        assert len(record["authors"]) == len(work.authors)
        assert record.get("urls", []) == [csl_item(work)["URL"]] if "URL" in csl_item(work) else "urls" not in record


@pytest.mark.parametrize(("venue", "kind"), [("TMLR", "JOUR"), ("ICLR", "CONF"), ("arXiv", "GEN"), (None, "GEN")])
def test_ris_tells_kinds_apart(venue: str | None, kind: str) -> None:
    """Journals, proceedings and preprints have a type each."""
    assert read(to_ris(csl_item(work_of(checked(venue=venue)))))["type_of_reference"] == kind


def test_ris_holds_a_text_in_one_line() -> None:
    """A text that looks like another field stays text."""
    work = Work("a", "One\nER  - \nTY  - JOUR", ("Ada van der Example Jr",), more_authors=True, year=None)
    record = read(to_ris(csl_item(work)))
    assert record["title"] == "One ER - TY - JOUR"
    assert record["authors"] == ["van der Example, Ada, Jr"]
    assert "year" not in record


def test_citations_in_text_end_once() -> None:
    """Authors, year, title, venue and address stand in one line; a title that is a question keeps its mark alone."""
    work = Work("a", "Is it?", ("Ada Example", "Bo Sample", "Cy Third"), False, 2024, "ICLR", arxiv="2401.00001")  # the fields in order
    assert sentence(work) == "Ada Example, Bo Sample and Cy Third (2024). Is it? ICLR. https://arxiv.org/abs/2401.00001"
    assert sentence(Work("a", "Alone", ("Ada Example",), False, None)) == "Ada Example. Alone."  # the fields in order


def test_entry_is_cited_as_data_of_its_coders() -> None:
    """Our entry has its coders as authors, the year of its coding, the edition and its page."""
    own = checked(year=2020, curation={"coded": "2026-11-30", "coders": ["Bo"], "confidence": "low"})
    item = csl_entry(own)
    assert (item["type"], item["author"], item["issued"]) == ("dataset", [{"family": "Bo"}], {"date-parts": [[2026]]})
    assert item["URL"].endswith("/papers/ada2024study.html")
    assert read(to_ris(item))["edition"] == item["version"]
    assert entry_work(own).key != own.id


def test_each_citation_has_four_formats(corpus: Corpus) -> None:
    """Paper and entry are cited in four formats; those of the paper that are files name them."""
    own = next(iter(corpus)).entry
    for citation, stem in zip(citations(own, files(own)), (own.id, ""), strict=True):
        assert [each["name"] for each in citation["formats"]] == ["BibTeX", "RIS", "CSL-JSON", "Text"]
        assert [each["file"] for each in citation["formats"]] == [
            f"{stem}{suffix}" if stem else "" for suffix in (".bib", ".ris", ".csl.json")
        ] + [""]
    assert json.loads(files(own)[".csl.json"]) == [csl_item(work_of(own))]
    assert files(own)[".ris"].strip() == citations(own, files(own))[0]["formats"][1]["text"]


def test_programs_are_told_what_the_page_is_about() -> None:
    """Schema.org and COinS name title, authors, year, identifiers and addresses, and nothing that is not known."""
    own = checked(venue="ICLR", links={"arxiv": "2401.00001", "doi": "10.1000/a&b"})
    told = json_ld(own)
    assert (told["@type"], told["headline"], told["datePublished"]) == ("ScholarlyArticle", own.title, "2024")
    assert {each["propertyID"]: each["value"] for each in told["identifier"]} == {"DOI": "10.1000/a&b", "arXiv": "2401.00001"}
    fields = parse_qs(coins(own))
    assert fields["rft.au"] == list(own.authors)
    assert fields["rft_id"] == ["info:doi/10.1000/a&b", "https://arxiv.org/abs/2401.00001", "https://doi.org/10.1000/a&b"]
    assert not {"identifier", "sameAs", "isPartOf"} & json_ld(checked()).keys()


def test_places_with_code_are_told_apart() -> None:
    """One place with code is called so; several are named by repository or host, and numbered where that is the same."""
    assert [each.name for each in links(checked(links={"code": ["https://github.com/ada/scrub"]}))] == ["Code"]
    urls = ["https://github.com/ada/scrub.git", "https://www.example.org/a", "https://example.org/b"]
    assert [each.name for each in links(checked(links={"code": urls}))] == [
        "Code: ada/scrub",
        "Code: example.org (1)",
        "Code: example.org (2)",
    ]


def test_titles_of_issues_are_escaped() -> None:
    """The title of an issue stays one parameter of its address."""
    assert parse_qs(issue("a&b=c #1").partition("?")[2]) == {"title": ["a&b=c #1"]}


def test_links_are_made_of_ids_whose_marks_are_escaped() -> None:
    """A DOI may hold what an address takes for a mark of its own, on a paper's page and wherever a work is named."""
    doi, address = "10.1000/a#b?c%d'e&f", "https://doi.org/10.1000/a%23b%3Fc%25d%27e&f"
    work = Work("ada2024x", "A", ("Ada Example",), more_authors=False, year=2024, doi=doi)
    assert [each.path for each in links(checked(links={"doi": doi}))] == [address]
    assert (address_of(work), csl_item(work)["URL"]) == (address, address)
    preprint = replace(work, arxiv="cs.LG/0102003")
    assert address_of(preprint) == "https://arxiv.org/abs/cs.LG/0102003"
    assert address_of(replace(preprint, url="https://example.org/")) == "https://example.org/"
    assert address_of(replace(work, doi=None)) == ""
