"""Bibliographic data of coded papers and of the register, as other programs want it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from pydantic_core import PydanticCustomError

from taxonomy.bibliography import Work, to_bibtex, work_of
from taxonomy.corpus import Corpus
from taxonomy.text import http_url


def coded_works(corpus: Corpus) -> list[Work]:
    """Bibliographic data of the coded papers, in order of id."""
    return [work_of(entry) for entry in corpus.entries]


def registered_works(corpus: Corpus) -> list[Work]:
    """Works that nobody has coded yet, in order of key."""
    return sorted(corpus.register, key=lambda work: work.key)


def publication_of(work: Work) -> str:
    """What a work appeared as, in the words of BibTeX: `article`, `inproceedings` or `misc`."""
    return to_bibtex([work]).partition("{")[0].removeprefix("@")


def web_address(address: str | None) -> str | None:
    """The address if it is a plain http or https address of a named host, else None."""
    try:
        return http_url(address) if address else None
    except PydanticCustomError:
        return None


def addresses_of(work: Work) -> Iterator[str]:
    """Every address at which a work can be found: arXiv, DOI, landing page."""
    if work.arxiv:
        yield f"https://arxiv.org/abs/{quote(work.arxiv, safe='/')}"
    if work.doi:
        yield f"https://doi.org/{quote(work.doi, safe='/:;()@!,+=$&*')}"
    page = web_address(work.url)
    if page:
        yield page
