"""How to cite a work: an item of CSL-JSON, a record for reference managers (RIS), and one line of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from taxonomy.bibfields import is_group
from taxonomy.bibliography import Work, type_and_venue
from taxonomy.errors import SITE_URL
from taxonomy.identifiers import address
from taxonomy.model import Entry
from taxonomy.plain import versions

_CSL_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "misc": "article",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "book": "book",
}
_CONTAINED = {"article", "inproceedings", "incollection"}
"""Types of works that appear within something else, which is their venue; the venue of others publishes them."""
_RIS_TYPES = {
    "article-journal": "JOUR",
    "paper-conference": "CONF",
    "chapter": "CHAP",
    "article": "GEN",
    "thesis": "THES",
    "report": "RPRT",
    "book": "BOOK",
    "dataset": "DATA",
}
_SUFFIXES = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}
_SITE = "Unlearning taxonomy"


def publication_of(work: Work) -> str:
    """What a work appeared as, in the words of BibTeX, such as `article`, `inproceedings` or `misc`."""
    return type_and_venue(work.venue)[0]


def addresses_of(work: Work) -> Iterator[str]:
    """Every address at which a work can be found: arXiv, DOI, landing page."""
    if work.arxiv:
        yield f"https://arxiv.org/abs/{work.arxiv}"
    if work.doi:
        yield address_of_doi(work.doi)
    page = address(work.url or "")
    if page:
        yield page


def address_of_doi(doi: str) -> str:
    """Address of a DOI, which may hold what an address takes for a mark of its own."""
    return f"https://doi.org/{quote(doi, safe='/:;()@!,+=$&*')}"


def entry_work(entry: Entry) -> Work:
    """Our entry on a paper as a work of its own, by those who coded it."""
    title = f"Entry on “{entry.title}”, {_SITE}, edition {versions()['data_version']}"
    year = int(str(entry.curation.coded)[:4])
    return Work(f"{entry.id}-entry", title, entry.curation.coders, more_authors=False, year=year, url=page_of(entry))


def page_of(entry: Entry) -> str:
    """Address of the page of a paper on the published site."""
    return f"{SITE_URL}papers/{entry.id}.html"


def csl_item(work: Work) -> dict[str, Any]:
    """A work as an item of CSL-JSON; what is not known is left out, and so is that a list of authors is cut, for which CSL has no word."""
    publication = publication_of(work)
    venue = {"container-title" if publication in _CONTAINED else "publisher": work.venue}
    data, rules = versions().values()
    item = {
        "id": work.key,
        "type": _CSL_TYPES[publication],
        "title": work.title,
        "author": [csl_name(name) for name in work.authors],
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        **venue,
        "number": f"arXiv:{work.arxiv}" if work.arxiv and publication == "misc" else None,
        "DOI": work.doi,
        "URL": _landing_page(addresses_of(work)),
        "source": f"unlearning-taxonomy, data {data}, rules {rules}",
    }
    return {name: value for name, value in item.items() if value}


def csl_entry(entry: Entry) -> dict[str, Any]:
    """Our entry on a paper as an item of CSL-JSON: a piece of data of this edition."""
    return {**csl_item(entry_work(entry)), "type": "dataset", "publisher": _SITE, "version": versions()["data_version"]}


def to_ris(item: dict[str, Any]) -> str:
    """Write an item of CSL-JSON as RIS, which reference managers read; text stands in one line each."""
    import rispy  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; only pages write RIS

    record = {
        "type_of_reference": _RIS_TYPES[item["type"]],
        "title": item["title"],
        "authors": list(map(_family_first, item["author"])),
        "year": str(item["issued"]["date-parts"][0][0]) if "issued" in item else "",
        "secondary_title": item.get("container-title", ""),
        "publisher": item.get("publisher", ""),
        "edition": item.get("version", ""),
        "notes": [item["number"]] if "number" in item else [],
        "doi": item.get("DOI", ""),
        "urls": [item["URL"]] if "URL" in item else [],
        "id": item["id"],
    }
    written: str = rispy.dumps([{name: _in_lines(value) for name, value in record.items() if value}])
    return written[written.index("TY  - ") :]  # a number comes before each record


def sentence(work: Work) -> str:
    """Cite a work in one line of text: authors, year, title, venue, address."""
    names = [*work.authors, *(["others"] if work.more_authors else [])]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    parts = [f"{listed} ({work.year})" if work.year else listed, work.title, work.venue]
    ended = [part if part[-1] in ".?!" else f"{part}." for part in parts if part]
    return " ".join([*ended, *filter(None, [_landing_page(addresses_of(work))])])


def _in_lines(value: Any) -> Any:
    """Text without line feeds: in RIS a line is a field."""
    return [" ".join(each.split()) for each in value] if isinstance(value, list) else " ".join(value.split())


def _family_first(name: dict[str, str]) -> str:
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family") or name.get("literal"))))
    return ", ".join(filter(None, (family, name.get("given"), name.get("suffix"))))


def _landing_page(addresses: Iterable[str]) -> str | None:
    """The last address, which is the published version's where there is one."""
    return next(reversed(list(addresses)), None)


def csl_name(name: str) -> dict[str, str]:
    """Split a name, `Given Family`, as CSL-JSON has it: lower-case words before the last are a particle of the family name.

    A group's name stays whole.
    """
    if is_group(name):
        return {"literal": name}
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in _SUFFIXES else ""  # noqa: PLR2004  # given and family name stay
    if len(words) < 2:  # noqa: PLR2004  # there is no given name
        return {"family": name}
    words[-1] = words[-1].removesuffix(",") if suffix else words[-1]
    start = next((at for at, word in enumerate(words[1:-1], start=1) if word.islower()), len(words) - 1)
    family = next((at for at in range(start, len(words)) if not words[at].islower()), len(words) - 1)
    parts = {
        "given": " ".join(words[:start]),
        "non-dropping-particle": " ".join(words[start:family]),
        "family": " ".join(words[family:]),
        "suffix": suffix,
    }
    return {part: text for part, text in parts.items() if text}
