"""What the search knows of methods, papers, and works that nobody has coded yet."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.corpus import Corpus
from taxonomy.pages.page import link
from taxonomy.searching import Thing
from taxonomy.selection import searched_text

_NAMED = 3
"""How many authors are named before "et al."."""


def methods_and_papers(corpus: Corpus) -> Iterator[Thing]:
    """Every method and every coded paper as the search finds it, methods first."""
    for name, method in corpus.lexicon.methods.items():
        homes = " and ".join(sorted(corpus.home_notions.get(name, ()))) or "home unknown"
        yield Thing(method.name, link("method", name).path, f"method · {homes}", " ".join((name, *method.aliases)))
    for paper in corpus:
        note = f"{_short(paper.entry.authors)} {paper.entry.year} · {paper.notion}"
        yield Thing(paper.entry.title, link("paper", paper.id).path, note, searched_text(paper))


def works(corpus: Corpus) -> Iterator[Thing]:
    """Every work of the register as the search finds it: by title, authors, arXiv id and key."""
    for work in sorted(corpus.register, key=lambda work: work.key):
        note = f"{_short(work.authors)} {work.year or ''} · known, not coded yet: add it"
        yield Thing(work.title, "contribute.html#paper", note, " ".join((work.key, *work.authors, work.arxiv or "")))


def _short(authors: tuple[str, ...]) -> str:
    """Family names of the first authors."""
    names = [author.split()[-1] if author.split() else author for author in authors]
    return ", ".join(names) if len(names) <= _NAMED else f"{names[0]} et al."
