"""Addresses that lead to the page of a paper: its arXiv id, and ids that it had before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from taxonomy.citing import page_of
from taxonomy.corpus import Corpus
from taxonomy.model import Entry
from taxonomy.policy import protected

_ID = re.compile(r"[a-z]+[0-9]{4}[a-z0-9]+")
_PAGE = protected("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta name="robots" content="noindex">
<link rel="icon" href="{root}assets/images/favicon.png">
<link rel="canonical" href="{canonical}"><meta http-equiv="refresh" content="0; url={target}"></head>
<body><h1>{title}</h1><p><a href="{target}">The page has moved here.</a></p></body></html>
""")


def redirects(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Addresses below the site's root, each with the small page that leads on from there."""
    taken = {entry.id for entry in corpus.entries}
    for entry in corpus.entries:
        if entry.links.arxiv:
            yield _redirect(f"arxiv/{entry.links.arxiv}/index.html", entry)
        yield from (_redirect(f"papers/{alias}.html", entry) for alias in entry.aliases if _ID.fullmatch(alias) and alias not in taken)


def _redirect(path: str, entry: Entry) -> tuple[str, str]:
    root = "../" * path.count("/")
    return path, _PAGE.format(
        title=escape(entry.title), canonical=escape(page_of(entry)), root=root, target=escape(f"{root}papers/{entry.id}.html")
    )
