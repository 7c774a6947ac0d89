"""Bibliographic data of coded papers and of the register, as other programs want it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from taxonomy.bibliography import Work, type_and_venue, work_of
from taxonomy.corpus import Corpus
from taxonomy.identifiers import address


def coded_works(corpus: Corpus) -> list[Work]:
    """Bibliographic data of the coded papers, in order of id."""
    return [work_of(entry) for entry in corpus.entries]


def registered_works(corpus: Corpus) -> list[Work]:
    """Works that nobody has coded yet, in order of key."""
    return sorted(corpus.register, key=lambda work: work.key)


def publication_of(work: Work) -> str:
    """What a work appeared as, in the words of BibTeX: `article`, `inproceedings` or `misc`."""
    return type_and_venue(work.venue)[0]


def addresses_of(work: Work) -> Iterator[str]:
    """Every address at which a work can be found: arXiv, DOI, landing page."""
    if work.arxiv:
        yield f"https://arxiv.org/abs/{quote(work.arxiv, safe='/')}"
    if work.doi:
        yield f"https://doi.org/{quote(work.doi, safe='/:;()@!,+=$&*')}"
    page = address(work.url or "")
    if page:
        yield page
