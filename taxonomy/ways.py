"""Ways to the words of an entry: of a valid one, or of what can be read of one that holds faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

EACH = "*"
"""Every item of a list, on the way to a value."""


def words_at(facts: object, way: Sequence[str], form: str, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Find the words that stand at the end of a way.

    Args:
        facts: where the way begins.
        way: names of fields, and `EACH` for every item of a list.
        form: regular expression that the words match; others are faults already.
        path: the way that was gone before.

    Yields:
        Path and word.
    """
    if not way:
        if isinstance(facts, str) and re.fullmatch(form, facts.strip()):
            yield path, facts.strip()
    elif way[0] == EACH:
        for index, item in enumerate(facts if isinstance(facts, list | tuple) else ()):
            yield from words_at(item, way[1:], form, (*path, index))
    else:
        inner = getattr(facts, way[0]) if isinstance(facts, BaseModel) else facts.get(way[0]) if isinstance(facts, Mapping) else None
        yield from words_at(inner, way[1:], form, (*path, way[0]))
