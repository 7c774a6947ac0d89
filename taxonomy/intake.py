"""A stranger's bibliography into the register: what is new is added, what is known is told."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace

from taxonomy.bibliography import Work, named
from taxonomy.errors import Finding
from taxonomy.foreign import read_bibliography
from taxonomy.holdings import Holdings
from taxonomy.identity import KnownWorks, free_id, namesake, paper_id


@dataclass(frozen=True, slots=True)
class Added:
    """A work that the register did not have.

    Attributes:
        line: line of its record in the file.
        record: key of its record in the file.
        work: the work with its key in the register.
    """

    line: int
    record: str
    work: Work


@dataclass(frozen=True, slots=True)
class Skipped:
    """A work that is known already.

    Attributes:
        line: line of its record in the file.
        record: key of its record in the file.
        same: what is the same: `arxiv`, `doi` or `title`.
        place: where it is known, in words.
        key: id of the known work.
    """

    line: int
    record: str
    same: str
    place: str
    key: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What becomes of every record of a bibliography.

    Attributes:
        added: works for the register, in order of the file.
        skipped: works that are known.
        remarks: what was put right, or left out, to read a record that was kept.
        unread: records that could not be kept, with line and reason.
    """

    added: tuple[Added, ...]
    skipped: tuple[Skipped, ...]
    remarks: tuple[Finding, ...]
    unread: tuple[Finding, ...]


def take_in(text: str, path: str, holdings: Holdings) -> Intake:
    """Compare a bibliography with what is known; nothing is written.

    Args:
        text: BibTeX or BibLaTeX.
        path: the file's name, for the findings.
        holdings: what is known.

    Returns:
        What is new, what is known, and what could not be read.
    """
    reading = read_bibliography(text, path)
    fresh = KnownWorks()
    remarks = list(reading.remarks)
    taken = holdings.taken
    added: list[Added] = []
    skipped: list[Skipped] = []
    for line, work in reading.works:
        known = holdings.find(work) or fresh.find(work)
        if known:
            same, place, other = known
            skipped.append(Skipped(line, work.key, same, place, other.key))
            continue
        keyed = replace(work, key=_key(work, taken))
        taken.add(keyed.key)
        fresh.add(f"the record in line {line}", keyed)
        added.append(Added(line, work.key, keyed))
        caution = namesake(keyed.key, paper_id(work)) if keyed.key != work.key else ""
        remarks += [Finding(path, line, 1, "DOC017", f"{named(work.key)}: {caution}", "look it over")] if caution else []
    return Intake(tuple(added), tuple(skipped), tuple(sorted(remarks)), reading.unread)


def _key(work: Work, taken: Container[str]) -> str:
    """The record's own key if it has the form of an id (name, year, word) and is free, else the id that the work would get."""
    has_form = re.fullmatch(r"[a-z]{1,40}[0-9]{4}[a-z0-9]{3,36}", work.key)
    own = paper_id(work)
    if (has_form or re.fullmatch(rf"{own}[a-z]?", work.key)) and work.key not in taken:
        return work.key
    return free_id(own, taken)
