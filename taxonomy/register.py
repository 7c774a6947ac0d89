"""The register file as text: records put in and taken out, every other line left as it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from bibtexparser.model import Entry as Record
from bibtexparser.model import ImplicitComment

from taxonomy.bibliography import Work, parsed, read_bibtex, to_bibtex
from taxonomy.errors import SetupError


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines of a record, counted from 0, with the comment right above it and the blank lines below."""

    key: str
    start: int
    end: int


def with_works(text: str, works: Iterable[Work]) -> str:
    """Put works into a register, each before the first record whose key comes after its own.

    Args:
        text: the register.
        works: works whose keys are not in it.

    Returns:
        The new text. Where the records were in order, they still are.
    """
    spans = _spans(text)
    highest = list(accumulate((span.key for span in spans), max))
    ahead: dict[int, str] = {}
    last: list[str] = []
    for work in sorted(works, key=lambda work: work.key):
        at = bisect_right(highest, work.key)
        if at == len(spans):
            last.append(to_bibtex([work]))
        else:
            place = spans[at].start
            ahead[place] = f"{ahead.get(place, '')}{to_bibtex([work])}\n"
    kept = "".join(f"{ahead.get(at, '')}{line}\n" for at, line in enumerate(text.split("\n"))).strip("\n")
    return "\n".join([*([f"{kept}\n"] if kept else []), *last])


def without(text: str, keys: Iterable[str]) -> str:
    """Take records out of a register.

    Args:
        text: the register.
        keys: keys of the records.

    Returns:
        The new text; the comment above a record that goes stays.

    Raises:
        SetupError: a record shares a line with another text, so that it cannot be taken out.
    """
    gone = set(keys)
    dropped = {at for span in _spans(text, with_comments=False) if span.key in gone for at in range(span.start, span.end)}
    new = "\n".join(line for at, line in enumerate(text.split("\n")) if at not in dropped)
    if read_bibtex(new, "")[0] != [work for work in read_bibtex(text, "")[0] if work.key not in gone]:
        raise SetupError(f"the records {', '.join(sorted(gone))} share lines of the register with others; take them out by hand")
    return f"{new.rstrip()}\n" if new.strip() else ""


def _spans(text: str, *, with_comments: bool = True) -> list[_Span]:
    """Where the records stand, in order of the file."""
    lines = text.split("\n")
    spans: list[_Span] = []
    floor = 0
    for block in parsed(text).blocks:
        start = block.start_line or 0
        end = start + (block.raw or "").count("\n") + 1
        if isinstance(block, Record):
            first, last = start, end
            while with_comments and first > floor and lines[first - 1].strip():
                first -= 1
            while last < len(lines) - 1 and not lines[last].strip():
                last += 1
            spans.append(_Span(block.key, first, last))
        floor = floor if isinstance(block, ImplicitComment) else end
    return spans
