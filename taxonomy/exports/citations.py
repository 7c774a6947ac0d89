"""Citations of the coded papers and of the register: BibTeX, and CSL-JSON for citation processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from taxonomy.bibliography import Work, to_bibtex
from taxonomy.corpus import Corpus
from taxonomy.exports.files import json_bytes
from taxonomy.exports.works import addresses_of, coded_works, publication_of, registered_works
from taxonomy.plain import versions

_CSL_TYPES = {"article": "article-journal", "inproceedings": "paper-conference", "misc": "article"}
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
    """A work as an item of CSL-JSON; what is not known is left out."""
    publication = publication_of(work)
    venue = {"publisher": work.venue} if publication == "misc" else {"container-title": work.venue}
    data, rules = versions().values()
    item = {
        "id": work.key,
        "type": _CSL_TYPES[publication],
        "title": work.title,
        "author": list(_names(work)),
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


def _names(work: Work) -> Iterator[dict[str, str]]:
    yield from map(csl_name, work.authors)
    if work.more_authors:
        yield {"literal": "others"}


def csl_name(name: str) -> dict[str, str]:
    """Split a name, `Given Family`, as CSL-JSON has it: lower-case words before the last are a particle of the family name."""
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in _SUFFIXES else ""  # noqa: PLR2004  # given and family name stay
    if len(words) < 2:  # noqa: PLR2004  # there is no given name
        return {"family": name}
    start = next((at for at, word in enumerate(words[1:-1], start=1) if word.islower()), len(words) - 1)
    family = next((at for at in range(start, len(words)) if not words[at].islower()), len(words) - 1)
    parts = {
        "given": " ".join(words[:start]),
        "non-dropping-particle": " ".join(words[start:family]),
        "family": " ".join(words[family:]),
        "suffix": suffix,
    }
    return {part: text for part, text in parts.items() if text}
