"""The table of settings as columns: each word once, and by its number in the rows, so that thousands of rows are little to fetch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.selection import searched_text

_FOLLOWING = {"severity": "flag", "family": "metric"}
"""Facets whose values follow from those of another one, which are told once for each value."""


def columns(corpus: Corpus, rows: Sequence[Mapping[str, Any]], follows: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What a page needs to show, filter, count and sort rows.

    Args:
        corpus: the corpus.
        rows: the rows, in the order of its settings, each with its facets.
        follows: for each facet that follows from another one, its value for each value of the other.

    Returns:
        Papers and settings as lists of equal length, and the facets.
    """
    coded = [paper for paper in corpus if paper.settings]
    facets = [name for name in rows[0]["facets"] if name not in _FOLLOWING] if rows else []
    return {
        "papers": {
            "id": [paper.id for paper in coded],
            "title": [paper.entry.title for paper in coded],
            "settings": [len(paper.settings) for paper in coded],
        },
        "settings": {
            "id": [setting.id for setting in corpus.settings()],
            "name": [setting.facts.name for setting in corpus.settings()],
        },
        "facets": {name: _numbered([row["facets"][name] for row in rows]) for name in facets},
        "follows": {name: {"from": _FOLLOWING[name], "values": dict(values)} for name, values in follows.items()},
    }


def words(corpus: Corpus) -> dict[str, list[str]]:
    """What a search for words looks through besides the columns: of each paper, and of each of its settings."""
    coded = [paper for paper in corpus if paper.settings]
    return {
        "papers": [_each_once(searched_text(paper), paper.entry.title) for paper in coded],
        "settings": [(setting.facts.forget_set.concept or "").lower() for setting in corpus.settings()],
    }


def _each_once(text: str, told: str) -> str:
    """The words of a text that are not told elsewhere, each once."""
    known = set(told.lower().split())
    return " ".join(word for word in dict.fromkeys(text.lower().split()) if word not in known)


def _numbered(cells: Iterable[Sequence[str]]) -> dict[str, Any]:
    """The values, the most frequent first, and for each row the numbers of its own."""
    cells = list(cells)
    values = [value for value, _ in Counter(value for cell in cells for value in cell).most_common()]
    numbers = {value: number for number, value in enumerate(values)}
    return {"values": values, "rows": [[numbers[value] for value in cell] for cell in cells]}
