"""What the search on the home page knows: papers, methods, and works that nobody has coded yet."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.corpus import Corpus
from taxonomy.pages.page import link

_NAMED = 3
"""How many authors are named before "et al."."""


def finder(corpus: Corpus) -> list[dict[str, str]]:
    """Everything that can be looked up, methods first.

    Returns:
        Of each its `name`, its `path` below the site's root, a `note` to tell it by, and further `words` that find it.
    """
    return [*_methods(corpus), *_papers(corpus), *_works(corpus)]


def _methods(corpus: Corpus) -> Iterator[dict[str, str]]:
    for name, method in corpus.lexicon.methods.items():
        homes = " and ".join(sorted(corpus.home_notions.get(name, ()))) or "home unknown"
        words = " ".join((name, *method.aliases))
        yield {"name": method.name, "path": link("method", name).path, "note": f"method · {homes}", "words": words}


def _papers(corpus: Corpus) -> Iterator[dict[str, str]]:
    for paper in corpus:
        entry = paper.entry
        methods = (word for method in entry.proposes.methods for word in (method.name, *method.aliases))
        words = " ".join((entry.id, *entry.aliases, *entry.authors, entry.links.arxiv or "", *methods))
        note = f"{_short(entry.authors)} {entry.year} · {paper.notion}"
        yield {"name": entry.title, "path": link("paper", paper.id).path, "note": note, "words": words}


def _works(corpus: Corpus) -> Iterator[dict[str, str]]:
    for work in sorted(corpus.register, key=lambda work: work.key):
        note = f"{_short(work.authors)} {work.year or ''} · known, not coded yet: add it"
        words = " ".join((work.key, *work.authors, work.arxiv or ""))
        yield {"name": work.title, "path": "contribute.html#paper", "note": note, "words": words}


def _short(authors: tuple[str, ...]) -> str:
    """Family names of the first authors."""
    names = [author.split()[-1] if author.split() else author for author in authors]
    return ", ".join(names) if len(names) <= _NAMED else f"{names[0]} et al."
