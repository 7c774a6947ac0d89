"""Citations of the coded papers and of the register: BibTeX, and CSL-JSON for citation processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from taxonomy.bibfields import is_group
from taxonomy.bibliography import Work, to_bibtex
from taxonomy.corpus import Corpus
from taxonomy.exports.files import json_bytes
from taxonomy.exports.works import addresses_of, coded_works, publication_of, registered_works
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
_SUFFIXES = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}


def bibtex_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Coded papers and register as BibTeX; text before the first record, where BibTeX reads none, tells the versions."""
    data, rules = versions().values()
    head = f"% unlearning-taxonomy: data_version {data}, rules_version {rules}\n\n"
    yield "papers.bib", f"{head}{to_bibtex(coded_works(corpus))}".encode()
    yield "register.bib", f"{head}{to_bibtex(registered_works(corpus))}".encode()


def csl_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Coded papers and register as CSL-JSON; the `source` of each item tells the versions."""
    yield "papers.csl.json", json_bytes([csl_item(work) for work in coded_works(corpus)])
    yield "register.csl.json", json_bytes([csl_item(work) for work in registered_works(corpus)])


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
