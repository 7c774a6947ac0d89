"""What the page of a paper tells about the paper as a publication: citations, metadata for programs, and ways to answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from taxonomy.bibliography import Work, to_bibtex, work_of
from taxonomy.citing import address_of_doi, addresses_of, csl_entry, csl_item, entry_work, page_of, publication_of, sentence, to_ris
from taxonomy.errors import REPOSITORY_URL
from taxonomy.model import Entry
from taxonomy.pages.page import Link

_GENRES = {"article": "article", "inproceedings": "proceeding", "misc": "preprint"}
_NAMES = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON"}
_FORGES = {"github.com", "gitlab.com", "huggingface.co", "bitbucket.org", "codeberg.org"}


def citations(entry: Entry, written: Mapping[str, str]) -> list[dict[str, Any]]:
    """How to cite the paper, and how to cite our entry: each in four formats, with the file of those that lie beside the page.

    Args:
        entry: the entry.
        written: what `files` gives of it.
    """
    paper, own = work_of(entry), entry_work(entry)
    return [
        {"id": "paper", "title": "Cite the paper", "formats": _formats(paper, written, entry.id)},
        {"id": "own", "title": "Cite this entry", "formats": _formats(own, _written(own, csl_entry(entry)), "")},
    ]


def files(entry: Entry) -> dict[str, str]:
    """Citations of the paper for the files beside its page, by suffix."""
    work = work_of(entry)
    return _written(work, csl_item(work))


def _written(work: Work, item: dict[str, Any]) -> dict[str, str]:
    return {".bib": to_bibtex([work]), ".ris": to_ris(item), ".csl.json": _csl(item)}


def _formats(work: Work, written: Mapping[str, str], stem: str) -> list[dict[str, str]]:
    told = [*((name, written[suffix], suffix) for suffix, name in _NAMES.items()), ("Text", sentence(work), "")]
    return [{"name": name, "text": text.strip(), "file": f"{stem}{suffix}" if stem and suffix else ""} for name, text, suffix in told]


def _csl(item: dict[str, Any]) -> str:
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def json_ld(entry: Entry) -> dict[str, Any]:
    """The paper as schema.org has it; the page is about the paper and does not host it."""
    work = work_of(entry)
    identifiers = {"DOI": work.doi, "arXiv": work.arxiv}
    told = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": entry.title,
        "author": [{"@type": "Person", "name": author} for author in entry.authors],
        "datePublished": str(entry.year),
        "isPartOf": {"@type": "PublicationVolume", "name": entry.venue} if entry.venue else None,
        "identifier": [{"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in identifiers.items() if value],
        "sameAs": list(addresses_of(work)),
        "mainEntityOfPage": page_of(entry),
    }
    return {name: value for name, value in told.items() if value}


def coins(entry: Entry) -> str:
    """The paper as an OpenURL context object (COinS), by which reference managers find it on the page."""
    work = work_of(entry)
    publication = publication_of(work)
    told = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", _GENRES[publication]),
        ("rft.atitle", work.title),
        ("rft.jtitle", work.venue),
        ("rft.date", str(work.year)),
        *(("rft.au", author) for author in work.authors),
        ("rft_id", f"info:doi/{work.doi}" if work.doi else None),
        *(("rft_id", address) for address in addresses_of(work)),
    ]
    return urlencode([(name, value) for name, value in told if value])


def answers(entry: Entry) -> dict[str, str]:
    """Where to edit the entry's file, and where to report an error in it."""
    return {"edit": f"{REPOSITORY_URL}/edit/main/entries/papers/{entry.id}.yaml", "report": issue(f"{entry.id}: wrong fact")}


def issue(title: str) -> str:
    """Where to write an issue of this title."""
    return f"{REPOSITORY_URL}/issues/new?{urlencode({'title': title})}"


def links(entry: Entry) -> list[Link]:
    """Where the paper and its code are; of several places with code each is named."""
    own = entry.links
    found = [
        ("arXiv", f"https://arxiv.org/abs/{own.arxiv}" if own.arxiv else None),
        ("DOI", address_of_doi(own.doi) if own.doi else None),
        ("OpenReview", f"https://openreview.net/forum?id={own.openreview}" if own.openreview else None),
        ("Published version", own.page),
    ]
    return [*(Link(name, url) for name, url in found if url), *_code(own.code)]


def _code(urls: tuple[str, ...]) -> list[Link]:
    if len(urls) == 1:
        return [Link("Code", urls[0])]
    names = list(map(_place, urls))
    numbered = [f"{name} ({names[: at + 1].count(name)})" if names.count(name) > 1 else name for at, name in enumerate(names)]
    return [Link(f"Code: {name}", url) for name, url in zip(numbered, urls, strict=True)]


def _place(url: str) -> str:
    """Owner and name of a repository, else the host."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    repository = "/".join(parts.path.strip("/").split("/")[:2]).removesuffix(".git")
    return repository if host in _FORGES and repository else host
