"""Bibliographic data of coded papers and of the register, as other programs want it."""

from __future__ import annotations

from taxonomy.bibliography import Work, work_of
from taxonomy.corpus import Corpus


def coded_works(corpus: Corpus) -> list[Work]:
    """Bibliographic data of the coded papers, in order of id."""
    return [work_of(entry) for entry in corpus.entries]


def registered_works(corpus: Corpus) -> list[Work]:
    """Works that nobody has coded yet, in order of key."""
    return sorted(corpus.register, key=lambda work: work.key)
