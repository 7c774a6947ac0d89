"""A stranger's bibliography into the register: what is new is added, what is known is told."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from itertools import chain

from taxonomy.bibliography import UnusableRecordError, Work, named
from taxonomy.errors import Finding
from taxonomy.foreign import read_bibliography
from taxonomy.holdings import Holdings
from taxonomy.identity import KnownWorks, free_id, has_form, namesake, paper_id, title_cautions


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
        remarks: what was put right or left out to read a record that was kept, what a person should look at, and records that only
            describe the volume of others; in order of line.
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
    sorting = _Sorting(path, holdings)
    for line, work in reading.works:
        sorting.take(line, work)
    left = {line for line, _ in reading.works} - {each.line for each in sorting.added}
    remarks = [*(remark for remark in reading.remarks if remark.line not in left), *sorting.remarks]
    unread = [*reading.unread, *sorting.unread]
    return Intake(tuple(sorting.added), tuple(sorting.skipped), _by_line(remarks), _by_line(unread))


def _by_line(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of one file in order of line; those of a record stay in the order in which they were found."""
    return tuple(sorted(findings, key=lambda finding: finding.line))


class _Sorting:
    """Tells new works from known ones, in order of the file."""

    def __init__(self, path: str, holdings: Holdings) -> None:
        self.added: list[Added] = []
        self.skipped: list[Skipped] = []
        self.remarks: list[Finding] = []
        self.unread: list[Finding] = []
        self._path = path
        self._holdings = holdings
        self._fresh = KnownWorks()
        self._taken = holdings.taken

    def take(self, line: int, work: Work) -> None:
        """Sort in one more work."""
        known = self._holdings.find(work) or self._fresh.find(work)
        if known:
            same, place, other = known
            self.skipped.append(Skipped(line, work.key, same, place, other.key))
            return
        try:
            key = _key(work, self._taken)
            self._add(line, work, work if key == work.key else replace(work, key=key))
        except UnusableRecordError as error:
            self.unread.append(Finding(self._path, line, 1, "DOC017", f"{named(work.key)}: {error.message}", error.fix))

    def _add(self, line: int, work: Work, keyed: Work) -> None:
        cautions = title_cautions(chain(self._holdings.of_title(work), self._fresh.of_title(work)))
        if keyed.key != work.key:
            cautions += filter(None, [namesake(keyed.key, paper_id(work), self._taken)])
        self.remarks += [Finding(self._path, line, 1, "DOC017", f"{named(work.key)}: {caution}", "look it over") for caution in cautions]
        self._taken.add(keyed.key)
        self._fresh.add(f"the record in line {line}", keyed)
        self.added.append(Added(line, work.key, keyed))


def _key(work: Work, taken: Container[str]) -> str:
    """The record's own key if it has the form of an id and is free, else the id that the work would get.

    Raises:
        UnusableRecordError: no id can be made of it.
    """
    if has_form(work.key) and work.key not in taken:
        return work.key
    own = paper_id(work)
    return work.key if re.fullmatch(rf"{own}[a-z]?", work.key) and work.key not in taken else free_id(own, taken)
